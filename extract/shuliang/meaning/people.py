"""The people whom a text names: whoever is introduced once (office, age, verb of saying) is known all over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import begins, name_end, surname_length
from shuliang.rulebook.words import longest_words

if TYPE_CHECKING:
    from shuliang.meaning.cues import Cues

_LENGTHS: Final = (3, 2, 4)
"""Characters of a name, as often as they are met."""
_FEW: Final = 12
_SHORTEST: Final = 2
_ASPECTS: Final = frozenset("了着")
_LONGEST_TITLE: Final = 5
_LONGEST_AGE: Final = 8
_LINKS: Final = frozenset("的和与及同由向对给被把让，是")
"""What may stand before a name that the next word introduces."""
_BEHIND: Final = frozenset("和与在把被为从向将则等")
"""What may stand at once behind a name."""
_NUMERAL: Final = frozenset("0123456789一二三四五六七八九十百几多")


def people_in(text: str, cues: Cues) -> list[tuple[int, int]]:
    """The half-open places of people's names in a text, in order."""
    names = _introduced(text, cues)
    found: list[tuple[int, int]] = []
    for start, end in _places(text, names):
        if (not found or start >= found[-1][1]) and not _in_word(text, start, end, cues):
            found.append((start, end))
    return found


def _places(text: str, names: set[str]) -> list[tuple[int, int]]:
    """Where the names stand, in order, of those that begin at one place the longest first.

    Few are looked for one by one, many all at once, so that the cost does not grow with their number.
    """
    if len(names) > _FEW:
        hits: list[tuple[int, int, int]] = longest_words(sorted(names)).find(text)
        return [(start, end) for start, end, _ in hits]
    places: list[tuple[int, int]] = []
    for name in names:
        at = text.find(name)
        while at >= 0:
            places.append((at, at + len(name)))
            at = text.find(name, at + len(name))
    places.sort(key=_by_start)
    return places


def _by_start(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]


def _introduced(text: str, cues: Cues) -> set[str]:
    names: set[str] = set()
    hits: list[tuple[int, int, int]] = cues.introductions.find(text)
    for start, stop, index in hits:
        word = cues.introducers[index]
        if word in cues.owners.titles:
            names.add(text[stop : _behind_title(text, stop, cues)])
        elif word in cues.anonymous:
            if text[start - 1 : start] in cues.surnames and not begins(text, start, cues):
                names.add(text[start - 1 : stop])
        else:
            end = _before_age(text, start, cues) if word in cues.ages else start
            names.add(text[_name_start(text, end, cues) : end])
    names = {name for name in names if _may_name(name, cues)}
    return {name for name in names if name[:-1] not in names}  # 韩跃 and not 韩跃年, where 年仅 follows


def _may_name(name: str, cues: Cues) -> bool:
    """Whether what stands where names do is one: no word, no organisation, no 某 with a word behind it."""
    if len(name) < _SHORTEST or name in cues.plain or name in cues.words:
        return False
    if name[1] in cues.anonymous:
        return name[1:] in cues.anonymous
    return name[-1] not in cues.owners.endings


def _behind_title(text: str, at: int, cues: Cues) -> int:
    """The end of the name behind an office, `at` where there is none.

    What stands before a mark or a verb of saying may be a word too (骆文静); else a word ends the name.
    """
    surname = surname_length(text, at, cues)
    for end in range(at + surname + 1, at + surname + 3):
        if surname and text[at:end].isalpha() and _is_closed(text, end, cues):
            return end
    end = name_end(text, at, len(text), cues)
    if end - at > _SHORTEST and text[end : end + 1] in _ASPECTS:
        return end - 1  # 妻子林婉|管着
    return end if end > at and _ends(text, end, cues) else at


def _is_closed(text: str, at: int, cues: Cues) -> bool:
    """Whether a mark or a verb of saying stands here."""
    if at >= len(text) or not text[at].isalpha():
        return True
    if text[at] in _BEHIND and not begins(text, at, cues):
        return True
    for length in (2, 1):
        cue = cues.words.get(text[at : at + length])
        if cue is not None and cue.roles & Role.REPORT:
            return True
    return False


def _before_age(text: str, at: int, cues: Cues) -> int:
    """Where the words of an age begin that ends at `at` (，今年38岁)."""
    begin = at
    while begin > 0 and at - begin < _LONGEST_AGE and text[begin - 1] in _NUMERAL:
        begin -= 1
    for word in cues.age_leads:
        if text.endswith(word, 0, begin):
            begin -= len(word)
            break
    return begin - 1 if text[begin - 1 : begin] == "，" else begin


def _name_start(text: str, end: int, cues: Cues) -> int:
    """Where a person's name begins that ends at `end`, which nothing else goes before; `end` where none does."""
    for length in _LENGTHS:
        start = end - length
        if start >= 0 and name_end(text, start, end, cues) == end and _stands_free(text, start, cues):
            return start
    return end


def _stands_free(text: str, at: int, cues: Cues) -> bool:
    if at == 0 or not text[at - 1].isalpha() or text[at - 1] in _LINKS:
        return True
    return any(text[at - length : at] in cues.owners.titles for length in range(2, min(_LONGEST_TITLE, at) + 1))


def _ends(text: str, at: int, cues: Cues) -> bool:
    """Whether a name may end here: at a mark, or where a word begins."""
    return at >= len(text) or not text[at].isalpha() or text[at] in cues.words or begins(text, at, cues)


def _in_word(text: str, start: int, end: int, cues: Cues) -> bool:
    """Whether the place is the beginning of a longer word."""
    return any(text[start:stop] in cues.plain or text[start:stop] in cues.words for stop in (end + 1, end + 2))
