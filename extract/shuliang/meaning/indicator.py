"""What is counted or measured: the noun phrase that a number belongs to, before it or behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import span_before

if TYPE_CHECKING:
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.tokens import Token

_NOUNS: Final = Role.NOMINAL | Role.EITHER | Role.FLOW
_PASSED: Final = (
    Role.LEVEL | Role.ADVERB | Role.ASPECT | Role.CHANGE | Role.CHANGE_NOUN | Role.COMPARED | Role.ARRIVAL | Role.BASIS
    | Role.EACH | Role.ALL | Role.RESPECTIVELY | Role.FROM | Role.PREPOSITION | Role.PRICE | Role.MODE | Role.ACTUAL
    | Role.HAVE | Role.WITHIN | Role.NOW | Role.TOWARD | Role.BASE | Role.CONJUNCTION | Role.COMPARATOR | Role.REPORT
)  # fmt: skip
_SEEN_THROUGH: Final = frozenset({"date", "ordinal"})
_BEFORE_THAN: Final = Role.ADVERB | Role.ALL | Role.ACTUAL | Role.MODE | Role.LEVEL | Role.CONJUNCTION
_STOPS: Final = Role.COMMA | Role.STOP | Role.COLON
_MAY_ACT: Final = Role.COMMON | Role.EITHER | Role.FLOW
_ACTORS: Final = frozenset({"person", "group", "ending", "whole", "place"})
_PLACES: Final = frozenset({"whole", "place"})
_HEADS: Final = frozenset({"person", "group", "thing"})
_OPENS_CLAUSE: Final = Role.VERB | Role.HAVE | Role.PREPOSITION
_WHERE_IT_IS: Final = Role.LEVEL | Role.SHARE | Role.REPORT | Role.CHANGE
_LONGEST_CLAUSE: Final = 8
_LONGEST_START: Final = 5
_LEAST: Final = 2
_SHORT_CLAUSE: Final = 4


class Phrase:
    """Tokens `first` to `last` (both included) of a noun phrase; `why` says how it was reached.

    `noun` a phrase; `verb` the verb directly before; `of` a share (…的54%); `chain` another number directly before;
    `none` nothing in the clause.
    """

    __slots__ = ("first", "last", "through", "why")

    def __init__(self, why: str, first: int = -1, last: int = -1, through: int = 0) -> None:
        self.why = why
        self.first = first
        self.last = last
        self.through = through


NOTHING = Phrase("none")


def before(tokens: list[Token], at: int, ground: Ground) -> Phrase:
    """The noun phrase that ends before the number at `tokens[at]`, past verbs of level and change."""
    place, through = at - 1, 0
    while place >= 0:
        roles = tokens[place].roles
        if place == at - 1 and _is_dimension(tokens, place, ground):
            return Phrase("noun", place, place)
        if _is_passed(tokens, place, through, ground):
            pass
        elif _is_framed(tokens, place, ground):
            roles |= Role.EACH
        elif roles & Role.OF and (start := _from(tokens, place)) >= 0:
            place = start  # 由最初的9家, 由建场之初的12%
        elif is_blank(tokens[place], ground):
            roles = 0
        elif roles & Role.COMMA and through & Role.EACH and (named := _sum_before(tokens, place, ground)):
            return Phrase(named.why, named.first, named.last, through)
        elif roles & Role.COLON and place and ground.names.is_property(tokens[place - 1], ground.text):
            pass  # 注册资本：5000万元
        else:
            return _reached(tokens, place, through, ground)
        through |= roles
        place -= 1
    return Phrase("none", through=through)


def is_blank(token: Token, ground: Ground) -> bool:
    """Whether the token is nothing but white space, as between a noun and its number in some layouts."""
    return token.roles == Role.NOMINAL and ground.text[token.start : token.end].isspace()


def _from(tokens: list[Token], of: int) -> int:
    """The place of 由 before the phrase that ends with 的 at `of`, -1 where there is none."""
    place = of - 1
    while place > max(0, of - _LONGEST_START) and not tokens[place].roles & (_STOPS | Role.FROM):
        place -= 1
    return place if place >= 0 and place < of - 1 and tokens[place].roles & Role.FROM else -1


def _sum_before(tokens: list[Token], comma: int, ground: Ground) -> Phrase | None:
    """The sum named before the comma, of which so much goes to each (发放慰问金，每户5000元)."""
    last = comma - 1
    if last < 0 or not tokens[last].roles & _NOUNS:
        return None
    if not (tokens[last].roles & Role.FLOW or ground.names.is_property(tokens[last], ground.text)):
        return None
    first = span_before(tokens, last)
    lead = tokens[first - 1].roles if first else Role.STOP
    return Phrase("noun", first, last) if lead & (Role.VERB | Role.LEVEL | Role.OF | Role.COLON | _STOPS) else None


def _is_dimension(tokens: list[Token], place: int, ground: Ground) -> bool:
    """Whether the word of comparison before a measure names what is measured of the noun before it (塔高21米)."""
    token = tokens[place]
    if not token.roles & Role.COMPARED or token.cue.word not in ground.cues.suffixes:
        return False
    measure = tokens[place + 1].reading
    if not place or tokens[place - 1].roles & (_STOPS | Role.ADVERB):
        return ground.kinds[measure] == "physical"  # 乔木，高20米
    if not tokens[place - 1].roles & Role.NOMINAL or ground.kinds[measure] != "physical":
        return False
    first = span_before(tokens, place - 1)
    return not (first and tokens[first - 1].roles & (Role.COMPARATOR | Role.THAN))


def _is_framed(tokens: list[Token], place: int, ground: Ground) -> bool:
    """Whether the noun is what 每 counts by, which no list of such words has (每百万词元0.6元, 每间教室9盏)."""
    frame = tokens[place - 1] if place else None
    if frame is None or not frame.roles & Role.EACH:
        return False
    counted = ground.text[frame.start + len(frame.cue.word) : frame.end]
    if counted and counted not in ground.cues.counters:
        return False
    return bool(tokens[place].roles & Role.NOMINAL) and not ground.names.is_property(tokens[place], ground.text)


def _is_passed(  # noqa: PLR0911 -- one return for each kind of word
    tokens: list[Token], place: int, through: int, ground: Ground
) -> bool:
    """Whether the token may stand between a noun and its number without being part of either."""
    token = tokens[place]
    roles = token.roles
    if token.reading >= 0:
        kind = ground.kinds[token.reading]
        is_span = kind == "duration" and (through & Role.CHANGE or (place and tokens[place - 1].roles & Role.ADVERB))
        return kind in _SEEN_THROUGH or bool(is_span)  # 五年增长30%, 连续六年保持在95%
    if roles & Role.VERB and place and tokens[place + 1].roles & Role.ARRIVAL:  # 由300立方米加大到, 年龄放宽至
        return tokens[place - 1].reading >= 0 or ground.names.is_property(tokens[place - 1], ground.text)
    if roles & (Role.ADVERB | Role.OPENING) and not roles & (Role.PROPERTY | Role.FLOW):
        return not _in_noun(tokens, place, ground)
    if roles & Role.NOMINAL:
        return False
    if roles & (Role.EITHER | Role.FLOW):
        return bool(through & Role.ARRIVAL)
    if roles & Role.OF:
        return _dated(tokens, place, ground)
    return bool(roles & _PASSED) and not roles & (Role.VERB | Role.AND | Role.ENUM | Role.AND_MORE)


def _named_by_verb(tokens: list[Token], place: int, ground: Ground) -> int:
    """Where the noun begins that ends with the verb at `place`, another's object (开展监督抽检12次), else -1."""
    if place < _LEAST or not tokens[place - 1].roles & (Role.NOMINAL | Role.EITHER) or tokens[place].roles & Role.FLOW:
        return -1
    first = span_before(tokens, place - 1)
    if not first or not tokens[first - 1].roles & Role.VERB or tokens[first - 1].end != tokens[first].start:
        return -1
    words = ground.text[tokens[first].start : tokens[place].start]
    return first if not ground.names.role(words) and not tokens[place].roles & Role.WEAK else -1


def _reached(tokens: list[Token], place: int, through: int, ground: Ground) -> Phrase:
    """What the token that stopped the way back from a number makes of it."""
    roles = tokens[place].roles
    if roles & _NOUNS:
        return _noun(tokens, place, through)
    if roles & Role.VERB and (first := _named_by_verb(tokens, place, ground)) >= 0:
        return Phrase("noun", first, place, through)
    if roles & (Role.VERB | Role.OF):
        return Phrase("verb" if roles & Role.VERB else "of", place, place, through)
    if roles & Role.READING or (roles & (Role.AND | Role.ENUM) and place and tokens[place - 1].roles & Role.READING):
        return Phrase("chain", through=through)
    return Phrase("examples" if roles & Role.AND_MORE else "none", through=through)


def _noun(tokens: list[Token], place: int, through: int) -> Phrase:
    roles = tokens[place].roles
    if not roles & Role.NOMINAL:
        is_flow = roles & Role.FLOW and roles & Role.VERB
        if is_flow or (not roles & Role.FLOW and not _touched(tokens, place)):
            return Phrase("verb", place, place, through)
    first = span_before(tokens, place)
    whole = first
    while whole and tokens[whole - 1].roles & Role.ADVERB and not tokens[whole - 1].roles & Role.COMPARATOR:
        whole -= 1  # 高于全部规上工业
    if whole < first and whole and tokens[whole - 1].roles & Role.THAN:
        first = whole
    lead = tokens[first - 1].roles if first else 0
    if lead & Role.THAN or (lead & Role.COMPARATOR and not lead & Role.AND):
        return _compared(tokens, first, place, through | Role.COMPARED)
    return Phrase("noun", first, place, through)


def _compared(tokens: list[Token], first: int, last: int, through: int) -> Phrase:
    """The noun before the comparison with `first` to `last` (功耗较上一代降低22%), else the comparison itself."""
    place = first - 2
    while place >= 0 and tokens[place].roles & _BEFORE_THAN and not tokens[place].roles & _NOUNS:
        place -= 1
    if place >= 0 and tokens[place].roles & Role.NOMINAL:
        return Phrase("noun", span_before(tokens, place), place, through)
    return Phrase("compared", first, last, through)


def _in_noun(tokens: list[Token], place: int, ground: Ground) -> bool:
    """Whether an opening word (年, 单位) is the end of a noun and not an adverb before the number (年均, 单日)."""
    if tokens[place].roles & (Role.ADVERB | Role.LEVEL):
        return False
    if _is_body(tokens[place], ground):
        return True
    return place > 0 and bool(tokens[place - 1].roles & _NOUNS) and not tokens[place - 1].roles & Role.OPENING


def _is_body(token: Token, ground: Ground) -> bool:
    """Whether a word that opens the name of a measure (单位面积) is a noun for a body too (会员单位)."""
    return bool(ground.names.role(token.cue.word))


def _touched(tokens: list[Token], place: int) -> bool:
    """Whether a noun stands directly before a word that is verb or noun, so that both are one noun (技术改造12项)."""
    return place > 0 and bool(tokens[place - 1].roles & (_NOUNS | Role.VERB))


def _dated(tokens: list[Token], place: int, ground: Ground) -> bool:
    """Whether 的 joins a date to the number (2017年的186亿元)."""
    token = tokens[place - 1] if place else None
    return token is not None and bool(token.roles & Role.READING) and ground.kinds[token.reading] == "date"


def after(tokens: list[Token], at: int, ground: Ground) -> Phrase:
    """The noun phrase directly behind the number; `through` has OF where 的 joins it.

    A reading that only describes the noun is passed over (20个500千伏变电站).
    """
    place, through = _past_description(tokens, at, ground), 0
    if place < len(tokens) and tokens[place].reading >= 0 and ground.kinds[tokens[place].reading] == "age":
        aged = after(tokens, place, ground)
        return (
            Phrase(aged.why, place, aged.last, aged.through) if aged.why == "noun" else NOTHING
        )  # 50万名3岁以下婴幼儿
    if place < len(tokens) and tokens[place].roles & Role.OF:
        through, place = Role.OF, place + 1
    first = place
    if place == at + 1 and _modifies(tokens, place):
        place += 1  # 6个未来农业先导区
    while place < len(tokens) and _is_counted(tokens, first, place, ground):
        place += 1
    if place > first and tokens[first].roles & Role.OPENING and place < len(tokens):
        while place < len(tokens) and tokens[place].roles & Role.PROPERTY:
            place += 1
    if first < place < len(tokens) - 2 and tokens[place].roles & Role.READING and tokens[place + 1].roles & Role.OF:
        if tokens[first].roles & Role.EITHER and not tokens[first].roles & Role.NOMINAL:
            return NOTHING  # 3亿元收购某公司51%的股权
        return after(tokens, place, ground)  # 6台单机容量70万千瓦的机组
    while place > first and tokens[place - 1].roles & (Role.AND | Role.ENUM):
        place -= 1
    return Phrase("noun", first, place - 1, through) if place > first else NOTHING


def _modifies(tokens: list[Token], place: int) -> bool:
    """Whether an adverb directly behind the number only modifies the noun that follows, which is not measured."""
    if place + 1 >= len(tokens) or tokens[place].start != tokens[place - 1].end:
        return False
    roles = tokens[place].roles
    if not roles & Role.ADVERB or roles & ~(Role.ADVERB | Role.WEAK | Role.NOUN) or len(tokens[place].cue.word) == 1:
        return False
    end = _end_of_run(tokens, place + 1)
    behind = tokens[end].roles if end < len(tokens) else Role.STOP
    return end > place + 1 and bool(behind & (_STOPS | Role.ENUM | Role.AND | Role.VERB | Role.HAVE))


def _past_description(tokens: list[Token], at: int, ground: Ground) -> int:
    """The place behind the number, white space and a reading that only describes."""
    place = at + 1
    if place < len(tokens) and is_blank(tokens[place], ground):
        place += 1
    if place < len(tokens) and tokens[place].reading >= 0 and ground.describes(tokens[place].reading):
        place += 1
    return place


def attributed(tokens: list[Token], at: int, ground: Ground) -> Phrase:
    """A verb behind the number that modifies the noun behind it (55个扩面试点项目)."""
    first = at + 1
    if first >= len(tokens) or not tokens[first].roles & Role.VERB or tokens[first].roles & (_WHERE_IT_IS | Role.WEAK):
        return NOTHING
    place = first + 1
    while place < len(tokens) and tokens[place].roles & Role.NOMINAL:
        place += 1
    behind = tokens[place].roles if place < len(tokens) else Role.STOP
    if place == first + 1 or not behind & (_STOPS | Role.ENUM | Role.AND):
        return NOTHING
    head = ground.text[tokens[place - 1].start : tokens[place - 1].end]
    return Phrase("noun", first, place - 1) if ground.names.role(head) in _HEADS else NOTHING


def related(tokens: list[Token], at: int, ground: Ground) -> Phrase:
    """The noun behind a clause with 的 that describes what is counted (3个具有国际竞争力的产业集群)."""
    place = at + 1
    if place >= len(tokens) or not tokens[place].roles & _OPENS_CLAUSE or tokens[place].roles & Role.EITHER:
        return NOTHING
    limit = min(len(tokens) - 1, place + _LONGEST_CLAUSE)
    while place < limit and not tokens[place].roles & (_STOPS | Role.READING | Role.ENUM | Role.OF):
        place += 1
    found = after(tokens, place, ground) if tokens[place].roles & Role.OF else NOTHING
    behind = tokens[found.last + 1].roles if found.last + 1 < len(tokens) else Role.STOP
    return found if found.why == "noun" and behind & (_STOPS | Role.ENUM | Role.AND) else NOTHING


def granted(tokens: list[Token], at: int) -> Phrase:
    """The sum that is given at the rate before it (按售价的30%、最高500万元给予补助)."""
    place = at + 1
    if place + 1 < len(tokens) and tokens[place].roles & Role.OF and tokens[place + 1].cue.property == "rate":
        place += 2  # 按12%的比例
    while place < len(tokens) and tokens[place].roles & (Role.READING | Role.ENUM | Role.ADVERB | Role.LEVEL):
        place += 1
    if place + 1 >= len(tokens) or not tokens[place].roles & Role.VERB:
        return NOTHING
    first = place = place + 1
    while place < len(tokens) and tokens[place].roles & _NOUNS:
        place += 1
    behind = tokens[place].roles if place < len(tokens) else Role.STOP
    is_sum = place > first and tokens[place - 1].roles & Role.FLOW
    return Phrase("noun", first, place - 1) if is_sum and behind & (_STOPS | Role.ENUM | Role.AND) else NOTHING


def predicate(tokens: list[Token], at: int) -> Phrase:
    """The verb behind the number and its object, up to the end of the clause (712人参加技能鉴定)."""
    first = at + 1
    if first >= len(tokens) or not tokens[first].roles & Role.VERB or tokens[first].roles & _WHERE_IT_IS:
        return NOTHING
    place = first + 1
    while place < len(tokens) and tokens[place].roles & (_NOUNS | Role.ASPECT):
        place += 1
    behind = tokens[place].roles if place < len(tokens) else Role.STOP
    return Phrase("noun", first, place - 1) if behind & _STOPS and place - first <= _SHORT_CLAUSE else NOTHING


def _is_counted(tokens: list[Token], first: int, place: int, ground: Ground) -> bool:
    """Whether the token goes on with the counted noun that begins at `first`."""
    roles = tokens[place].roles
    if place == first and roles & Role.WEAK and tokens[place].cue.word in ground.cues.owners.kinds:
        return True  # 31个省
    if place > first and _ends_before(tokens, first, place, ground):
        return False
    if roles & Role.NOMINAL:
        return True
    if roles & (Role.EITHER | Role.FLOW):
        return _joined(tokens, first, place, ground)
    return bool(roles & (Role.ENUM | Role.AND)) and place > first and _shared(tokens, place)


def _ends_before(tokens: list[Token], first: int, place: int, ground: Ground) -> bool:
    """Whether the counted noun ends before the token: with its verb, or with the name of what is measured of it."""
    token = tokens[place]
    roles = token.roles
    if roles & Role.VERB and not roles & (Role.EITHER | Role.NOMINAL):
        return True
    if roles & _MAY_ACT and _acts(tokens, first, place, ground):
        return True
    if token.cue.word in ground.cues.owners.wider:
        return True  # 4项成果全国推广
    if roles & Role.EITHER or _closes(tokens, place):
        return False
    if roles & Role.OPENING:
        return not _is_body(token, ground) and _measures(tokens, place, ground)
    return ground.names.is_property(token, ground.text) and not _goes_on(tokens, place)


def _measures(tokens: list[Token], place: int, ground: Ground) -> bool:
    """Whether the nouns from here on end with the name of a property (综合成本率, but 综合整治项目)."""
    end = place + 1
    while end < len(tokens) and tokens[end].roles & _NOUNS:
        end += 1
    return end == place + 1 or ground.names.is_property(tokens[end - 1], ground.text)


def _acts(tokens: list[Token], first: int, place: int, ground: Ground) -> bool:
    """Whether a word that is verb or noun is the verb of the counted noun that begins at `first` and ends before it.

    Whoever can act does (14个乡镇受灾); other nouns do where something follows the verb, and it is no noun by itself.
    """
    roles, counted = tokens[place].roles, ground.text[tokens[first].start : tokens[place - 1].end]
    if roles & Role.COMMON and not _closes(tokens, place):
        return len(counted) > 1
    if roles & Role.PROPERTY or not _closes(tokens, place):
        return False
    return ground.names.role(counted) in _ACTORS or counted in ground.cues.owners.kinds


def _closes(tokens: list[Token], place: int) -> bool:
    """A property that is the head of the counted noun itself, with nothing measured behind it."""
    following = tokens[place + 1].roles if place + 1 < len(tokens) else Role.STOP
    return bool(following & (_STOPS | Role.ENUM))


def _goes_on(tokens: list[Token], place: int) -> bool:
    """Whether the word for a property only modifies the counted noun (15回高电压等级输电线路)."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following is not None and bool(following.roles & Role.NOMINAL) and not following.roles & Role.OPENING


def _joined(tokens: list[Token], first: int, place: int, ground: Ground) -> bool:
    """Whether a word that is verb or noun belongs to the noun (见习岗位) and is not its verb (企业生产…)."""
    following = tokens[place + 1].roles if place + 1 < len(tokens) else Role.STOP
    if place == first:
        return bool(following & Role.NOMINAL) or bool(following & (_STOPS | Role.ENUM | Role.AND | Role.OF))
    if following & (Role.READING | Role.ASPECT) or (
        following & _STOPS and not tokens[place].roles & (Role.EITHER | Role.NOMINAL)
    ):
        return False
    end = _end_of_run(tokens, place + 1)
    if end > place + 1 and end < len(tokens) and tokens[end].roles & Role.READING:
        return False  # 在3处古迹展出作品14组
    text, names = ground.text, ground.names
    if not names.role(text[tokens[first].start : tokens[place].start]):
        return True
    behind = names.role(text[tokens[place].end : tokens[end - 1].end])
    return bool(behind) and behind not in _PLACES  # 实验室落户 | 河北


def _end_of_run(tokens: list[Token], place: int) -> int:
    """The place behind the nouns that begin at `place`."""
    while place < len(tokens) and tokens[place].roles & Role.NOMINAL:
        place += 1
    return place


def _shared(tokens: list[Token], place: int) -> bool:
    """Whether 、 or 和 joins a second noun to the counted one: a noun follows, and no number of its own after it."""
    step = place + 1
    if step >= len(tokens) or not tokens[step].roles & Role.NOMINAL:
        return False
    while step < len(tokens) and tokens[step].roles & (_NOUNS | Role.ENUM | Role.AND):
        step += 1
    return step >= len(tokens) or not tokens[step].roles & Role.READING


def _starts(tokens: list[Token], place: int, ground: Ground) -> bool:
    """Whether the reading is a date, or the level that a change starts from (由2020年的7%提升至…)."""
    if ground.kinds[tokens[place].reading] == "date":
        return True
    lead = tokens[max(0, place - _LONGEST_START) : place]
    return any(token.roles & Role.FROM for token in lead)


def share(tokens: list[Token], at: int, ground: Ground) -> Phrase | None:
    """Where 占 governs the percentage: the part before it, or the whole phrase where the share is named (占…比重).

    None where no 占 governs; `none` where the part is not named in the clause.
    """
    place = at - 1
    while place >= 0 and not tokens[place].roles & (Role.SHARE | _STOPS):
        if tokens[place].reading >= 0 and not _starts(tokens, place, ground):
            break
        place -= 1
    if place < 0 or not tokens[place].roles & Role.SHARE:
        return None
    named = next((p for p in range(at - 1, place, -1) if tokens[p].roles & _NOUNS), -1)
    first = place
    while first > 0 and tokens[first - 1].roles & (Role.ADVERB | Role.ALL):
        first -= 1
    if first > 1 and tokens[first - 1].roles & Role.VERB and tokens[first - 2].roles & Role.NOMINAL:
        return Phrase("noun", span_before(tokens, first - 2), first - 1)  # 个人捐赠占六成五
    if first == 0 or not tokens[first - 1].roles & _NOUNS:
        return NOTHING
    start = span_before(tokens, first - 1)
    is_rate = named >= 0 and tokens[named].cue.property == "rate"
    if is_rate:
        return Phrase("noun", start, named)
    return Phrase("noun", start, first - 1)


def compared_with(tokens: list[Token], at: int) -> Phrase:
    """For a multiple joined by 的 (A是B的3倍): the phrase A before 是."""
    place = at - 1
    while place >= 0 and not tokens[place].roles & (Role.LEVEL | _STOPS):
        place -= 1
    while place >= 0 and tokens[place].roles & (Role.LEVEL | Role.ADVERB | Role.PREPOSITION):
        place -= 1
    if place >= 0 and tokens[place].roles & _NOUNS:
        return Phrase("noun", span_before(tokens, place), place)
    return NOTHING
