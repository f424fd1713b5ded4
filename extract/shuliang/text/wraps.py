"""Line ends that only typesetting put into a paragraph: a text without long lines that break off in mid-sentence."""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\n]+")
_BREAKS_OFF = re.compile(r"[\u3400-\u9fff0-9A-Za-z，、,]\Z")
_GOES_ON = re.compile(r"(?![0-9A-Za-z]{1,2}[.．、]|.{1,2}、)[\u3400-\u9fff0-9A-Za-z“《，、]")
_PROSE = re.compile(r"[，。；,;]")
_NARROWEST, _WIDEST = 34, 100
"""Columns of the lines of such a text, a Chinese character taking two; a longer line is a whole paragraph."""
_FEWEST = 3
"""Lines that have to break off before that is taken for typesetting."""


def find_wraps(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the line ends inside sentences, in order; none where most lines end as sentences do."""
    lines = [match.span() for match in _LINE.finditer(text)]
    if len(lines) <= _FEWEST:
        return []
    widths = [_width(text[start:end].rstrip()) for start, end in lines]
    if max(widths) > _WIDEST:
        return []
    full = [at for at, width in enumerate(widths[:-1]) if width >= _NARROWEST]
    wraps = [
        (lines[at][1], lines[at + 1][0])
        for at in full
        if lines[at + 1][0] == lines[at][1] + 1
        and _PROSE.search(text, *lines[at])
        and _BREAKS_OFF.search(text[lines[at][1] - 1])
        and _GOES_ON.match(text, lines[at + 1][0])
    ]
    return wraps if len(wraps) >= max(_FEWEST, len(full) / 2) else []


def _width(line: str) -> int:
    return sum(1 if character < "\u2000" else 2 for character in line)
