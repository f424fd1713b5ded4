"""Things at the head of a clause, known by what follows them: the name of a property, or a verb of prices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.candidates import subject_of
from shuliang.meaning.cues import Role

if TYPE_CHECKING:
    from shuliang.meaning.candidates import Candidate, Subject
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.tokens import Token

_LONGEST_COMPONENT: Final = 3
_SHORTEST: Final = 2
_SURE_LENGTH: Final = 3
_PRICE_LENGTH: Final = 3
_MARKS = "《》"
_PLAIN: Final = Role.NOUN | Role.OPENING | Role.EITHER | Role.PROPERTY


class Owned:
    """A thing and its property: the role of the property in the lexicons, and whether that describes the thing.

    `is_suffix`: the property has one character (石拱桥长); `is_sure`: the thing is no mere modifier (科技支出).
    """

    __slots__ = ("is_suffix", "is_sure", "role", "static", "thing")

    def __init__(self, thing: Subject, role: str | None, static: bool, is_suffix: bool, is_sure: bool) -> None:
        self.thing = thing
        self.role = role
        self.static = static
        self.is_suffix = is_suffix
        self.is_sure = is_sure


def owned(tokens: list[Token], found: Candidate, ground: Ground) -> Owned | None:
    """The noun before the name of a property (蓝鲸体长, 碳酸锂库存); None for common words, which are part of it."""
    start, end = found.whole.start, _property_start(tokens, found, ground)
    if end - start < _SHORTEST or is_plain(tokens, found, end):
        return None
    last, text = tokens[found.end - 1], ground.text
    if last.cue.word in ground.cues.tallies or (not last.cue.word and text[last.end - 1] in ground.cues.tallies):
        return None  # 民宿数量: so many there are, nothing that they have
    static = ground.names.is_static(last, text)
    stop = start + ground.names.before_place(text[start:end])
    for length in range(_LONGEST_COMPONENT, 1, -1):
        if text[stop - length : stop] in ground.cues.components:
            stop -= length
            break
    if stop <= start:
        return None  # 赤道直径: of what was named before
    thing = subject_of(text, start, stop, "thing" if static else "goods")
    role = last.cue.property or ground.names.suffix(last, text).get("role")
    return Owned(thing, role, static, end == last.end - 1, end - start >= _SURE_LENGTH)


def describes(tokens: list[Token], found: Candidate, ground: Ground) -> bool:
    """Whether the property behind a thing describes it or is its price (温室夜间温度, 卫星轨道高度)."""
    return _is_static(tokens, found, ground) or measure(tokens, found, ground) == "price"


def measure(tokens: list[Token], found: Candidate, ground: Ground) -> str | None:
    """What sort of property the phrase or what follows it names (`rate`, `price`, `span`), by the lexicons."""
    token = _property_token(tokens, found)
    return token.cue.property if token.roles & Role.PROPERTY else ground.names.suffix(token, ground.text).get("role")


def sort(tokens: list[Token], found: Candidate, ground: Ground) -> str:
    """The sort of the property that the phrase or what follows it names, as the features of subjects have it."""
    kind = measure(tokens, found, ground)
    if kind in ("rate", "price", "span"):
        return kind
    return "static" if _is_static(tokens, found, ground) else "property"


def _is_static(tokens: list[Token], found: Candidate, ground: Ground) -> bool:
    if found.reading >= 0 and ground.kinds[found.reading] == "temperature":
        return True
    return ground.names.is_static(_property_token(tokens, found), ground.text)


def _property_token(tokens: list[Token], found: Candidate) -> Token:
    """The token of the property: the last of the phrase, else the last before the number that follows."""
    last, behind = tokens[found.end - 1], tokens[found.end : found.number_at]
    return next((token for token in (last, *reversed(behind)) if token.roles & Role.PROPERTY), last)


def priced(tokens: list[Token], found: Candidate) -> Subject | None:
    """What rises, falls or is quoted: a thing with a price, though none is named (碳酸锂大跌4.8%)."""
    following = found.following
    if found.measured or not following & Role.PRICE or following & (Role.VERB | Role.REPORT):
        return None
    return None if is_plain(tokens, found, found.whole.end) else found.whole.as_role("goods")


def work(found: Candidate, text: str) -> Subject | None:
    """A book or film with which the phrase begins."""
    start = found.whole.start
    if text[start] != _MARKS[0] or found.following & Role.REPORT:
        return None
    end = text.find(_MARKS[1], start, found.whole.end) + 1
    return subject_of(text, start, end, "work") if end else None


def is_plain(tokens: list[Token], found: Candidate, end: int) -> bool:
    """Whether the noun that ends at `end` is made of common words only."""
    return all(token.roles & _PLAIN for token in tokens[found.first : found.end] if token.start < end)


def _property_start(tokens: list[Token], found: Candidate, ground: Ground) -> int:
    """Where the name of a property begins in a phrase: at a word of the lexicons, else by its last character; or -1."""
    if found.property_at < found.end:
        place = found.property_at
        while place > found.first and tokens[place - 1].roles & (Role.OPENING | Role.ADVERB):
            place -= 1  # 房子 | 实际面积
        return tokens[place].start
    last = tokens[found.end - 1]
    if last.cue.word:
        return -1
    if ground.names.is_static(last, ground.text):
        is_measure = found.reading >= 0 and ground.kinds[found.reading] == "physical"
        return last.end - 1 if is_measure else -1
    return last.end - _PRICE_LENGTH if ground.names.suffix(last, ground.text).get("role") == "price" else -1
