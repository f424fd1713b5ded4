"""Who speaks, where a sentence opens a quotation and the speaker is named behind it (“我种了30亩西瓜。”某某说)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from shuliang.meaning.candidates import Subject
from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import name_end

if TYPE_CHECKING:
    from shuliang.meaning.ground import Ground

_OPENED = "“「"
_CLOSED = re.compile(r"[”」](?P<behind>[^，。；：！？“”「」\n]{2,16})")
_LONGEST_QUOTATION: Final = 300
_LONGEST_MANNER: Final = 4


def speaker_of(ground: Ground, start: int, end: int) -> Subject | None:
    """Who speaks of himself in the quotation that opens at `start` of a paragraph that ends at `end`."""
    text = ground.text
    if text[start] not in _OPENED:
        return None
    closed = _CLOSED.search(text, start + 1, min(end, start + _LONGEST_QUOTATION))
    if closed is None or not any(word in text[start : closed.start()] for word in ground.cues.selves):
        return None
    first = closed.start("behind")
    for begin, stop in ground.people_between(first, closed.end()):
        return Subject(text[begin:stop], "person", begin, stop)
    name = _person(_before_report(closed["behind"], ground), ground)
    return Subject(name, "person", first, first + len(name)) if name else None


def _person(words: str, ground: Ground) -> str:
    """The person whom the words name, without how he says it (某某笑着); "" where they name none."""
    names = ground.names
    if names.role(words) == "person" or names.is_persons_name(words) or names.is_named_person(words):
        return words
    name = words[: name_end(words, 0, len(words), ground.cues)]
    return name if len(words) - len(name) <= _LONGEST_MANNER and names.is_persons_name(name) else ""


def _before_report(behind: str, ground: Ground) -> str:
    """What stands before the first verb of saying, "" where there is none."""
    cues = ground.cues
    for start, _, index in cues.automaton.find(behind):
        if cues.listed[index].roles & Role.REPORT:
            return behind[:start]
    return ""
