"""The title of a text, and the place that a text about a place names above its first sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shuliang.meaning.ground import Ground

_LONGEST: Final = 60
_PROSE: Final = frozenset("，,。；")
_ENDS_HEAD: Final = frozenset("，,；")
_HEAD: Final = 800
"""Characters in which the head of a page ends, with what its frame says (print, share, source)."""


def title_of(ground: Ground, title: str | None) -> str | None:
    """The title that was given, else a first line that is no prose, where something follows it."""
    if title:
        return title
    seen = _LONGEST + len("\n") + 1  # the longest line, and a character of the next
    line, _, rest = ground.text[:seen].strip().partition("\n")
    return None if not rest or len(line) >= _LONGEST or _PROSE.intersection(line) else line


def place_of(ground: Ground, title: str | None) -> str | None:
    """The place that a report about one names in its head, None where the head speaks of no such report.

    A web page has its own words above the title, and many titles (政府工作报告) leave the place to the line below.
    """
    names, cues = ground.names, ground.cues
    lines = [title] if title else []
    lines += [ground.text[start:end] for start, end in _head(ground)]
    if not any(word in line for line in lines for word in cues.reports):
        return None
    found: str | None = None
    for line in lines:
        owner = names.owner(line)
        name = line[: owner.length]
        if owner.role != "ending" or not names.is_place(name):
            continue
        if any(word in line for word in cues.reports):
            return name
        found = found or name
    return found


def _head(ground: Ground) -> Iterator[tuple[int, int]]:
    """The short lines above the first sentence, each without the marks, the date and the 在 with which it begins."""
    text, start = ground.text, 0
    dates = {reading.start: reading.end for reading in ground.readings if reading.start < _HEAD}
    while start < min(len(text), _HEAD):
        end = text.find("\n", start)
        end = end if end >= 0 else len(text)
        if end - start > _LONGEST or not _ENDS_HEAD.isdisjoint(text[start:end]):
            return
        yield _begin(ground, start, end, dates), end
        start = end + 1


def _begin(ground: Ground, start: int, end: int, dates: dict[int, int]) -> int:
    text, words = ground.text, ground.cues.words
    while start < end:
        cue = words.get(text[start])
        if start in dates:
            start = dates[start]
        elif not text[start].isalnum() or (cue is not None and cue.roles & Role.PREPOSITION):
            start += 1
        else:
            break
    return min(start, end)
