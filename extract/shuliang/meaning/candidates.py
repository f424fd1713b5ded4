"""The noun phrase at the head of a clause: how far it goes, the owner it begins with, and what follows it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import phrase_text
from shuliang.meaning.tokens import role_of_name

if TYPE_CHECKING:
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.tokens import Token

PREDICATE: Final = (
    Role.VERB | Role.FLOW | Role.EITHER | Role.HAVE | Role.PREPOSITION | Role.EACH | Role.STAGE | Role.SINCE
    | Role.COMMON
)  # fmt: skip
_SEE_THROUGH: Final = Role.ADVERB | Role.MODE | Role.ACTUAL | Role.ALL | Role.NOW | Role.BASIS | Role.RESPECTIVELY
_REACHES: Final = Role.LEVEL | Role.CHANGE | Role.ARRIVAL | Role.ASPECT
_WHOLE_NAME: Final = Role.KNOWN_START | Role.KNOWN_END
_PURE: Final = Role.ADVERB | Role.FIRM | Role.ACTUAL
_BEHIND_NAME: Final = Role.PROPERTY | Role.OF | Role.AND | Role.ENUM
_JOINS: Final = Role.OF | Role.AND | Role.ENUM
_HAS_PARTNER = {"“": "”", "‘": "’", "《": "》"}
_QUOTES = "".join(_HAS_PARTNER)
_BODIES: Final = frozenset({"person", "group"})
_LONGEST_REST: Final = 2
_SHORT_NAME: Final = 8
_SHORT_PROPERTY: Final = 2
_SHORT_GAP: Final = 3
_SHORT_WORD: Final = 2


class Subject:
    """A subject as written, how it was recognised (a role of the owner lexicons, or "") and its half-open place."""

    __slots__ = ("end", "role", "start", "text")

    def __init__(self, text: str, role: str, start: int, end: int) -> None:
        self.text = text
        self.role = role
        self.start = start
        self.end = end

    def as_role(self, role: str) -> Subject:
        """The same noun, recognised otherwise."""
        return Subject(self.text, role, self.start, self.end)


def subject_of(text: str, start: int, end: int, role: str) -> Subject:
    """The noun at `start:end` of the text."""
    return Subject(phrase_text(text, start, end), role, start, end)


class Candidate:
    """Tokens `first:end` are a noun phrase that may name a subject.

    `whole` is all of it, `head` the owner it begins with; `property_at` is the token where the name of a property
    begins (`end` where none does); `measured` says that the phrase names a property; `following` are the roles of what
    follows, past adverbs; `reading` is the index of the number or date that follows, past words of level too, or -1,
    and `number_at` the token where it was looked for.
    """

    __slots__ = (
        "end",
        "first",
        "following",
        "head",
        "is_number_next",
        "measured",
        "number_at",
        "pointed",
        "property_at",
        "reading",
        "whole",
    )

    def __init__(  # noqa: PLR0913, PLR0917 -- a value of as many pieces
        self,
        first: int,
        end: int,
        whole: Subject,
        head: Subject | None,
        property_at: int,
        measured: bool,
        following: int,
        reading: int,
        number_at: int,
        is_number_next: bool,
        pointed: bool,
    ) -> None:
        self.first = first
        self.end = end
        self.whole = whole
        self.head = head
        self.property_at = property_at
        self.measured = measured
        self.following = following
        self.reading = reading
        self.number_at = number_at
        self.is_number_next = is_number_next
        self.pointed = pointed

    @property
    def is_known(self) -> bool:
        """Whether all of the phrase is a noun of the owner lexicons."""
        return self.head is not None and self.head.end == self.whole.end

    def abuts(self, tokens: list[Token], ground: Ground) -> bool:
        """Whether the name of a property follows the owner, at once or after one word (隧道全长, 盾构机开挖直径)."""
        if self.head is None:
            return False
        end = self.head.end
        if end == self.whole.end and self.following & Role.PROPERTY:
            return True  # 温室夜间温度
        if self.property_at < self.end:
            gap = [token for token in tokens[self.first : self.property_at] if token.start >= end]
            if not gap or (len(gap) == 1 and bool(gap[0].roles & (Role.EITHER | Role.NOUN))):
                return True
            return self.head.role == "thing" and gap[-1].end - end <= _SHORT_GAP
        return 0 < self.whole.end - end <= _SHORT_PROPERTY and ground.text[self.whole.end - 1] in ground.names.suffixes


def candidate(tokens: list[Token], at: int, ground: Ground) -> Candidate:
    """The noun phrase that begins at `tokens[at]`; of A的B the part behind 的, unless only A is an owner."""
    end = extent(tokens, at, ground)
    first = last_part(tokens, at, end)
    name = ground.text[tokens[first].start : tokens[end - 1].end]
    is_name = bool(ground.names.role(name))  # 外资企业, though 外资 is a property
    property_at = (
        end if is_name else next((place for place in range(first, end) if _names_property(tokens, place, end)), end)
    )
    before = tokens[first - 1] if first else None
    pointed = before is not None and bool(before.roles & Role.THIS)
    if pointed and property_at == first and end - first > 1 and _names_property(tokens, first + 1, end):
        property_at = first + 1  # 这笔贷款|年利率
    following = end
    while following < len(tokens) and tokens[following].roles & _SEE_THROUGH:
        if tokens[following].roles & PREDICATE:
            break
        following += 1
    number = following
    while number < len(tokens) and tokens[number].roles & (Role.PROPERTY | Role.OPENING) and following > end:
        number += 1
    while number < len(tokens) and (_reaches(tokens[number].roles) or _only_has(tokens, number)):
        number += 1
    start = tokens[first].start
    if before is not None and before.end == start and _is_ordinal(before, ground):
        start = before.start
    last = end - 1
    while last > first and tokens[last].roles & Role.OPENING and tokens[last].roles & Role.ADVERB:
        last -= 1  # 业主|平均
    return Candidate(
        first=first,
        end=end,
        whole=subject_of(ground.text, start, tokens[last].end, ""),
        head=_head(tokens, at, property_at if property_at > first else end, ground),
        property_at=property_at,
        measured=property_at == first or ground.names.is_property(tokens[end - 1], ground.text),
        following=tokens[following].roles if following < len(tokens) else Role.STOP,
        reading=tokens[number].reading if number < len(tokens) else -1,
        number_at=number,
        is_number_next=number == following,
        pointed=pointed,
    )


def _reaches(roles: int) -> bool:
    return bool(roles & _REACHES) and (not roles & Role.PREPOSITION or bool(roles & Role.ARRIVAL))


def _only_has(tokens: list[Token], at: int) -> bool:
    """Whether the word is a 有 whose object is a number alone, which counts the noun before it (志愿者已有318名)."""
    if not tokens[at].roles & Role.HAVE or at + 1 >= len(tokens) or tokens[at + 1].reading < 0:
        return False
    return at + 2 == len(tokens) or bool(tokens[at + 2].roles & (Role.COMMA | Role.STOP))


def _names_property(tokens: list[Token], place: int, end: int) -> bool:
    """Whether the name of a property begins here; words that only open one do not at the end of the phrase (单位)."""
    roles = tokens[place].roles
    return bool(roles & Role.PROPERTY) or (bool(roles & Role.OPENING) and place + 1 < end)


def extent(tokens: list[Token], at: int, ground: Ground) -> int:
    """The place after the noun phrase that begins at `tokens[at]`."""
    end = at + 1
    if tokens[at].roles & _WHOLE_NAME == _WHOLE_NAME and ground.names.is_named_person(
        ground.text[tokens[at].start : tokens[at].end]
    ):
        return end  # 飞手小钟|拿证
    while end < len(tokens):
        roles = tokens[end].roles
        if role_of_name(tokens[end - 1]) and not _follows_name(tokens, end):
            break  # 曹立刚|患病
        following = tokens[end + 1].roles if end + 1 < len(tokens) else Role.STOP
        if roles & Role.COMMON:
            if not following & Role.NOMINAL or not _is_owner(tokens, at, end, ground):
                break
            end += 1  # 物流分拨中心
            continue
        if roles & Role.NOMINAL or (roles & Role.EITHER and _is_inside(tokens, at, end, ground)):
            end += 1
        elif roles & _JOINS and following & Role.NOMINAL:
            end += 2
        else:
            break
    return end


def _is_owner(tokens: list[Token], first: int, verb: int, ground: Ground) -> bool:
    """Whether the tokens from `first` to the one behind the verb are one owner of the lexicons (物流分拨中心).

    They are not where an organisation does it to people or firms (市反诈中心劝阻群众).
    """
    text, names = ground.text, ground.names
    role = names.role(text[tokens[first].start : tokens[verb + 1].end])
    return bool(role) and not (role in _BODIES and names.role(text[tokens[first].start : tokens[verb - 1].end]))


def last_part(tokens: list[Token], at: int, end: int) -> int:
    """The place behind the last 的 in the tokens `at:end`, `at` where there is none."""
    return next((place + 1 for place in range(end - 1, at - 1, -1) if tokens[place].roles & Role.OF), at)


def opens_noun(tokens: list[Token], at: int, ground: Ground) -> bool:
    """Whether a word that is verb or noun begins the noun phrase at the head of a clause (研究团队发现…)."""
    if at + 1 >= len(tokens):
        return False
    if not tokens[at + 1].roles & Role.NOMINAL:
        return _is_noun_alone(tokens, at, ground)
    if ground.names.is_property(tokens[at + 1], ground.text):
        return True
    end = extent(tokens, at + 1, ground)
    role = ground.names.role(ground.text[tokens[at].start : tokens[end - 1].end])
    if role in _BODIES:
        return not (end < len(tokens) and _counts(tokens[end], ground))  # 执法人员在…, but 培育企业27家
    if end < len(tokens) and tokens[end].reading >= 0 and ground.kinds[tokens[end].reading] == "date":
        return bool(role)  # 运营单位去年…
    acts = (PREDICATE | Role.ADVERB | Role.FROM) & ~(Role.PREPOSITION | Role.EACH)
    return end < len(tokens) and bool(tokens[end].roles & acts)


def _is_noun_alone(tokens: list[Token], at: int, ground: Ground) -> bool:
    """Whether 由, 于 and a date, or an adverb stand behind a word that is verb or noun (调查于9月进行, 实验先后…)."""
    behind = tokens[at + 1]
    if behind.roles & Role.FROM:
        return True
    if behind.roles & Role.ADVERB and not behind.roles & ~_PURE and not tokens[at].roles & Role.FLOW:
        return len(behind.cue.word) > 1
    is_at = behind.roles & Role.PREPOSITION and behind.roles & Role.LEVEL and at + 2 < len(tokens)
    return bool(is_at) and ground.is_date(tokens[at + 2].reading)


def _counts(token: Token, ground: Ground) -> bool:
    return token.reading >= 0 and ground.kinds[token.reading] == "count"


def governs(tokens: list[Token], at: int) -> bool:
    """Whether a verb that makes no compounds heads the clause and has the noun behind it as its object (支持企业…)."""
    if not tokens[at].roles & Role.GOVERNS or at + 1 >= len(tokens) or is_relative(tokens, at):
        return False
    return not tokens[at + 1].roles & (Role.PROPERTY | Role.OF | Role.COMMA | Role.STOP)


def is_relative(tokens: list[Token], at: int) -> bool:
    """Whether a verb at the head of a clause belongs to a phrase with 的 before a noun (召开的会议…)."""
    for place in range(at + 1, min(at + 6, len(tokens))):
        roles = tokens[place].roles
        if roles & (Role.COMMA | Role.STOP | Role.COLON | Role.BRACKET | Role.READING):
            return False
        if roles & Role.OF:
            return place + 1 < len(tokens) and bool(tokens[place + 1].roles & Role.NOMINAL)
    return False


def _is_inside(tokens: list[Token], at: int, place: int, ground: Ground) -> bool:
    """Whether a word that is verb or noun is part of one short name (第三实验小学)."""
    if ground.names.is_property(tokens[place], ground.text):
        return True
    if place + 1 == len(tokens) or not tokens[place + 1].roles & Role.NOMINAL:
        return False
    name = ground.text[tokens[at].start : tokens[place + 1].end]
    if ground.names.role(name) != "ending":
        return False
    return len(name) <= _SHORT_NAME or tokens[place + 1].cue.word in ground.cues.owners.endings  # 安和物业服务有限公司


def _head(tokens: list[Token], at: int, end: int, ground: Ground) -> Subject | None:
    """The owner with which the tokens `at:end` begin; of A的B the last part that is an owner."""
    first = last_part(tokens, at, end)
    for place in range(first, end):
        role = role_of_name(tokens[place])
        if role:
            return subject_of(ground.text, tokens[titled(tokens, place, ground)].start, tokens[place].end, role)
    while True:
        start, last = tokens[first].start, tokens[end - 1].end
        phrase = ground.text[start:last]
        bare = phrase.lstrip(_QUOTES)
        start += len(phrase) - len(bare)
        owner = ground.names.owner(bare)
        if owner.length and not _cuts_word(tokens, first, end, start + owner.length):
            stop = start + owner.length
            if phrase != bare and _HAS_PARTNER[phrase[0]] in ground.text[start:stop]:
                start -= 1
            return subject_of(ground.text, start, stop, owner.role)
        for behind in range(end - 1, max(first, end - 1 - _LONGEST_REST), -1):
            stop = tokens[behind - 1].end
            role = ground.names.role(ground.text[start:stop])
            if role in _BODIES:
                return subject_of(ground.text, start, stop, role)
        if first == at:
            return None
        end = first - 1
        first = last_part(tokens, at, end)


def _follows_name(tokens: list[Token], at: int) -> bool:
    """Whether the phrase goes on behind a name: with 的, another name, or the name of a property."""
    roles = tokens[at].roles
    if roles & Role.OPENING and not roles & Role.PROPERTY:
        return at + 1 < len(tokens) and bool(tokens[at + 1].roles & (Role.PROPERTY | Role.OPENING))  # 韩跃|年仅21岁
    return bool(roles & _BEHIND_NAME)


def titled(tokens: list[Token], place: int, ground: Ground) -> int:
    """The place where a name begins with the office before it, if there is one (前锋|李建明)."""
    before = tokens[place - 1] if place else None
    if before is None or before.end < tokens[place].start:
        return place
    return place - 1 if ground.text[before.start : before.end] in ground.cues.owners.titles else place


def _cuts_word(tokens: list[Token], first: int, end: int, at: int) -> bool:
    """Whether a word that the lexicons know goes on at this place (辞掉|省城)."""
    for place in range(first, end):
        token = tokens[place]
        if token.start < at < token.end:
            return (
                not token.cue.word
                and token.roles & _WHOLE_NAME == _WHOLE_NAME
                and token.end - token.start == _SHORT_WORD
            )
    return False


def _is_ordinal(token: Token, ground: Ground) -> bool:
    return token.reading >= 0 and ground.kinds[token.reading] == "ordinal"
