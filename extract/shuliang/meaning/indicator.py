"""What is counted or measured: the noun phrase that a number belongs to, before it or behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import span_before

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.meaning.clauses import Token
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.phrases import Names

_NOUNS = Role.NOMINAL | Role.EITHER | Role.FLOW
_PASSED = (
    Role.LEVEL | Role.ADVERB | Role.ASPECT | Role.CHANGE | Role.CHANGE_NOUN | Role.COMPARED | Role.ARRIVAL | Role.BASIS
    | Role.EACH | Role.ALL | Role.RESPECTIVELY | Role.FROM | Role.PREPOSITION | Role.PRICE | Role.MODE | Role.ACTUAL
    | Role.HAVE | Role.WITHIN | Role.NOW | Role.TOWARD | Role.BASE | Role.CONJUNCTION | Role.COMPARATOR | Role.REPORT
)  # fmt: skip
_STOPS = Role.COMMA | Role.STOP | Role.COLON
_AFTER_STOPS = Role.LEVEL | Role.ADVERB | Role.CHANGE | Role.PREPOSITION


class Phrase(NamedTuple):
    """Tokens `first` to `last` (both included) of a noun phrase; `why` says how it was reached.

    `noun` a phrase; `verb` the verb directly before; `of` a share (…的54%); `chain` another number directly before;
    `none` nothing in the clause.
    """

    why: str
    first: int = -1
    last: int = -1
    through: int = 0


NOTHING = Phrase("none")


def before(tokens: Sequence[Token], at: int, ground: Ground) -> Phrase:
    """The noun phrase that ends before the number at `tokens[at]`, past verbs of level and change."""
    place, through = at - 1, 0
    while place >= 0:
        roles = tokens[place].roles
        if roles & Role.READING:
            if ground.quantity(tokens[place].reading).kind != "date":
                return Phrase("chain", through=through)
        elif (
            roles & (Role.ADVERB | Role.OPENING)
            and not roles & (Role.PROPERTY | Role.FLOW)
            and not _in_noun(tokens, place, at)
        ) or (roles & (Role.EITHER | Role.FLOW) and through & Role.ARRIVAL and not roles & Role.NOMINAL):
            pass
        elif roles & Role.EITHER and not roles & (Role.NOMINAL | Role.FLOW) and not _touched(tokens, place):
            return Phrase("verb", place, place, through)
        elif roles & _NOUNS:
            first = span_before(tokens, place)
            lead = tokens[first - 1].roles if first else 0
            if lead & Role.THAN or (lead & Role.COMPARATOR and not lead & Role.AND):
                return Phrase("compared", first, place, through | Role.COMPARED)
            if roles & _NOUNS == Role.FLOW and roles & Role.VERB:
                return Phrase("verb", place, place, through)
            return Phrase("noun", first, place, through)
        elif roles & Role.OF:
            if place > 1 and tokens[place - 2].roles & Role.FROM:
                place -= 2
            elif not _dated(tokens, place, ground):
                return Phrase("of", place, place, through)
        elif roles & Role.VERB:
            return Phrase("verb", place, place, through)
        elif roles & (Role.AND | Role.ENUM):
            if place and tokens[place - 1].roles & Role.READING:
                return Phrase("chain", through=through)
            return Phrase("none", through=through)
        elif roles & Role.AND_MORE:
            return Phrase("examples", through=through)
        elif not roles & _PASSED:
            break
        through |= roles
        place -= 1
    return Phrase("none", through=through)


def _in_noun(tokens: Sequence[Token], place: int, at: int) -> bool:
    """Whether an opening word (年, 单位) is the end of a noun and not an adverb before the number (年均, 单日)."""
    if tokens[place].roles & Role.ADVERB:
        return False
    return place > 0 and bool(tokens[place - 1].roles & _NOUNS) and not tokens[place - 1].roles & Role.OPENING


def _touched(tokens: Sequence[Token], place: int) -> bool:
    """Whether a noun stands directly before a word that is verb or noun, so that both are one noun (技术改造12项)."""
    return place > 0 and bool(tokens[place - 1].roles & (_NOUNS | Role.VERB))


def _dated(tokens: Sequence[Token], place: int, ground: Ground) -> bool:
    """Whether 的 joins a date to the number (2017年的186亿元)."""
    token = tokens[place - 1] if place else None
    return token is not None and bool(token.roles & Role.READING) and ground.quantity(token.reading).kind == "date"


def after(tokens: Sequence[Token], at: int, ground: Ground) -> Phrase:
    """The noun phrase directly behind the number; `through` has OF where 的 joins it.

    A reading that only describes the noun is passed over (20个500千伏变电站).
    """
    place, through, text, names = at + 1, 0, ground.text, ground.names
    if place < len(tokens) and tokens[place].reading >= 0 and ground.describes(tokens[place].reading):
        place += 1
    if place < len(tokens) and tokens[place].roles & Role.OF:
        through, place = Role.OF, place + 1
    first = place
    while place < len(tokens):
        token = tokens[place]
        roles = token.roles
        named = roles & (Role.OPENING | Role.PROPERTY) or (
            token.roles & Role.NOMINAL and text[token.end - 1] in names.suffixes
        )
        if place > first and named and not roles & Role.EITHER:
            if not _closes(tokens, place) and not (not roles & Role.OPENING and _goes_on(tokens, place)):
                break
        if roles & Role.NOMINAL or (roles & (Role.EITHER | Role.FLOW) and _joined(tokens, first, place, text, names)) or (roles & (Role.ENUM | Role.AND) and place > first and _shared(tokens, place)):
            place += 1
        else:
            break
    return Phrase("noun", first, place - 1, through) if place > first else NOTHING


def _closes(tokens: Sequence[Token], place: int) -> bool:
    """A property that is the head of the counted noun itself, with nothing measured behind it."""
    following = tokens[place + 1].roles if place + 1 < len(tokens) else Role.STOP
    return bool(following & (_STOPS | Role.ENUM))


def _goes_on(tokens: Sequence[Token], place: int) -> bool:
    """Whether the word for a property only modifies the counted noun (15回高电压等级输电线路)."""
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    return following is not None and bool(following.roles & Role.NOMINAL) and not following.roles & Role.OPENING


def _joined(tokens: Sequence[Token], first: int, place: int, text: str, names: Names) -> bool:
    """Whether a word that is verb or noun belongs to the noun (见习岗位) and is not its verb (企业生产…)."""
    following = tokens[place + 1].roles if place + 1 < len(tokens) else Role.STOP
    if place == first:
        return bool(following & Role.NOMINAL) or bool(following & (_STOPS | Role.ENUM | Role.AND | Role.OF))
    if following & Role.READING:
        return False
    phrase = text[tokens[first].start : tokens[place].start]
    owner = names.owner(phrase)
    if owner.length != len(phrase):
        return True
    end = place + 1
    while end < len(tokens) and tokens[end].roles & Role.NOMINAL:
        end += 1
    rest = text[tokens[place].end : tokens[end - 1].end]
    return bool(rest) and names.owner(rest).length == len(rest)


def _shared(tokens: Sequence[Token], place: int) -> bool:
    """Whether 、 or 和 joins a second noun to the counted one: a noun follows, and no number of its own after it."""
    step = place + 1
    if step >= len(tokens) or not tokens[step].roles & Role.NOMINAL:
        return False
    while step < len(tokens) and tokens[step].roles & (_NOUNS | Role.ENUM | Role.AND):
        step += 1
    return step >= len(tokens) or not tokens[step].roles & Role.READING


def share(tokens: Sequence[Token], at: int) -> Phrase | None:
    """Where 占 governs the percentage: the part before it, or the whole phrase where the share is named (占…比重).

    None where no 占 governs; `none` where the part is not named in the clause.
    """
    place = at - 1
    while place >= 0 and not tokens[place].roles & (Role.SHARE | _STOPS | Role.READING):
        place -= 1
    if place < 0 or not tokens[place].roles & Role.SHARE:
        return None
    named = next((p for p in range(at - 1, place, -1) if tokens[p].roles & _NOUNS), -1)
    first = place
    while first > 0 and tokens[first - 1].roles & (Role.ADVERB | Role.ALL):
        first -= 1
    if first == 0 or not tokens[first - 1].roles & _NOUNS:
        return NOTHING
    start = span_before(tokens, first - 1)
    is_rate = named >= 0 and tokens[named].cue.property == "rate"
    if is_rate:
        return Phrase("noun", start, named)
    return Phrase("noun", start, first - 1)


def compared_with(tokens: Sequence[Token], at: int) -> Phrase:
    """For a multiple joined by 的 (A是B的3倍): the phrase A before 是."""
    place = at - 1
    while place >= 0 and not tokens[place].roles & (Role.LEVEL | _STOPS):
        place -= 1
    while place >= 0 and tokens[place].roles & (Role.LEVEL | Role.ADVERB | Role.PREPOSITION):
        place -= 1
    if place >= 0 and tokens[place].roles & _NOUNS:
        return Phrase("noun", span_before(tokens, place), place)
    return NOTHING
