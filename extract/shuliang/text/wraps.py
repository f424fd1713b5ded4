"""Line ends that only typesetting put into a paragraph: most lines of the text break off in mid-sentence."""

from __future__ import annotations

import re

_LINE = re.compile(r"[^\n]+")
_BREAKS_OFF = re.compile(r"[\u3400-\u9fff0-9A-Za-z，、,%％”’」》）]\Z")
_GOES_ON = re.compile(
    r"(?![0-9A-Za-z]{1,2}(?:[、．]|\.(?![0-9]))|.{1,2}、|[^\n]{1,8}[：:])[\u3400-\u9fff0-9A-Za-z“《，、]"
)
_PROSE = re.compile(r"[，。；,;]")
_ENDS = re.compile(r"[。！？；;][”’」』）)]*\Z")
_NARROWEST = 30
"""Columns of the lines that count, a Chinese character taking two."""
_FEWEST = 3
"""Lines that have to break off before that is taken for typesetting."""


def find_wraps(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the line ends inside sentences, in order; none where most lines end as sentences do."""
    lines = [match.span() for match in _LINE.finditer(text)]
    if len(lines) <= _FEWEST:
        return []
    prose = [at for at in range(len(lines) - 1) if _is_prose(text[slice(*lines[at])])]
    wraps: list[int] = []
    for at in reversed(prose):
        end, following = lines[at][1], lines[at + 1][0]
        # The sentence has to come to its end, in the next line or behind another break.
        closes = bool(wraps and wraps[-1] == at + 1) or _ENDS.search(text[slice(*lines[at + 1])].rstrip())
        if following == end + 1 and closes and _BREAKS_OFF.search(text[end - 1]) and _GOES_ON.match(text, following):
            wraps.append(at)
    if len(wraps) < max(_FEWEST, len(prose) / 2):
        return []
    return [(lines[at][1], lines[at + 1][0]) for at in reversed(wraps)]


def _is_prose(line: str) -> bool:
    if len(line) < _NARROWEST and sum(1 if character < "\u2000" else 2 for character in line) < _NARROWEST:
        return False
    return bool(_PROSE.search(line))
