"""Text decoded with the wrong encoding: what inverts without loss is inverted, the rest is recognised and named.

GBK or UTF-8 read as Latin-1 or Windows-1252 keeps every byte, so it inverts, but for the five bytes that
Windows-1252 does not define; each of those comes back as U+FFFD. UTF-8 read as GBK, Big5 read as GBK and the like
lose bytes: such stretches are found by reading them backwards, and left as they are.
"""

from __future__ import annotations

import re
from array import array
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shuliang.text.tables import CP1252, HAN, common_han
from shuliang.text.tracking import Tracked

if TYPE_CHECKING:
    from collections.abc import Iterator

LOST = "\ufffd"
_HIGH = "".join(map(re.escape, CP1252))
_ADJACENT = re.compile(f"[\x81-\xff][{_HIGH}]")
_UTF8_TOKEN = re.compile(
    rf"[\xe0-\xef](?:[\x80-\xbf]{{2}}|[\x80-\xbf{LOST}]{{0,2}})|[\xf0-\xf4][\x80-\xbf{LOST}]{{0,3}}"
    rf"|[\xc2-\xdf][\x80-\xbf{LOST}]?|[\x80-\xff{LOST}]|[^\x80-\xff{LOST}]+"
)
_GBK_TOKEN = re.compile(rf"(?:[\x81-\xfe][@-~\x80-\xfe])+|[\x80-\xff{LOST}]+|[^\x80-\xff{LOST}]+")
_TOKENS = {"utf-8": _UTF8_TOKEN, "gb18030": _GBK_TOKEN}
_TYPOGRAPHIC = "“”‘’—–…·"
_LEAST_LATIN = 8
_LEAST_SHARE = 0.6


# Patterns with wide ranges take some milliseconds each to compile, and few texts need them.


@cache
def _run() -> re.Pattern[str]:
    return re.compile(rf"[{_HIGH}](?:[ -~{_HIGH}{LOST}]*[{_HIGH}{LOST}])?")


@cache
def _latin() -> re.Pattern[str]:
    """Not the signs that Chinese text has of its own (××市, 5°, 甲·乙): × twice would be a character of GBK."""
    return re.compile("[^\x00-\x7f\xa4\xa7\xa8\xb0\xb1\xb7\xd7\xf7\u0100-\U0010ffff]")


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{HAN}]")


@cache
def _east_asian() -> re.Pattern[str]:
    return re.compile(f"[{HAN}\u2010-\u203b\u3001-\u3017\uff01-\uff5e]")


class Piece(NamedTuple):
    """Clean text and the half-open raw span it stands for."""

    text: str
    start: int
    end: int


def invert(raw: str) -> tuple[Tracked, int]:
    """Undo GBK or UTF-8 that was read as Latin-1 or Windows-1252; gives the text and how many runs were mended."""
    if not _ADJACENT.search(raw):
        return Tracked(raw), 0
    runs = [run for run in _runs(raw) if len(_latin().findall(run.text)) > 1]
    if sum(len(_latin().findall(run.text)) for run in runs) < _LEAST_LATIN:
        return Tracked(raw), 0
    encoding = _encoding_of([run.text for run in runs])
    if encoding is None:
        return Tracked(raw), 0
    pieces = []
    position = 0
    for run in runs:
        pieces.append(Piece(raw[position : run.start], position, run.start))
        pieces.extend(_pieces(run.text, run.start, encoding))
        position = run.end
    pieces.append(Piece(raw[position:], position, len(raw)))
    return _join(pieces), len(runs)


def _runs(raw: str) -> Iterator[Piece]:
    """Stretches of bytes shown as letters. Dashes and quotes between them and a Han character belong to the latter."""
    for match in _run().finditer(raw):
        start, end = match.span()
        if _han().match(raw, end):
            end = start + len(match[0].rstrip(_TYPOGRAPHIC))
        if start and _han().match(raw, start - 1):
            start = end - len(raw[start:end].lstrip(_TYPOGRAPHIC))
        yield Piece(raw[start:end], start, end)


def _encoding_of(runs: list[str]) -> str | None:
    """The encoding under which the runs read as Chinese, None where they do under neither."""
    scores = {}
    for encoding, width in (("utf-8", 3), ("gb18030", 2)):
        text = "".join(piece.text for run in runs for piece in _pieces(run, 0, encoding))
        high = sum(character > "\x7f" for run in runs for character in run)
        usual = sum(character in common_han() or not "\u3400" <= character <= "\u9fff"
                    for character in _east_asian().findall(text))  # fmt: skip
        scores[encoding] = usual * width / high
    best = max(scores, key=scores.__getitem__)
    return best if scores[best] >= _LEAST_SHARE else None


def _pieces(run: str, offset: int, encoding: str) -> Iterator[Piece]:
    stand_in = "".join(chr(CP1252.get(character, ord(character))) for character in run)
    for token in _TOKENS[encoding].finditer(stand_in):
        start, end = offset + token.start(), offset + token.end()
        if token[0].isascii():
            yield Piece(run[token.start() : token.end()], start, end)
            continue
        try:
            text = token[0].encode("latin-1").decode(encoding)
        except UnicodeError:
            text = LOST
        yield Piece(text, start, end)


def _join(pieces: list[Piece]) -> Tracked:
    starts, ends = array("q"), array("q")
    for text, start, end in pieces:
        width, rest = divmod(end - start, len(text)) if text else (1, 0)
        if rest:
            starts.extend([start] * len(text))
            ends.extend([end] * len(text))
        else:
            starts.extend(range(start, end, width))
            ends.extend(range(start + width, end + 1, width))
    return Tracked("".join(piece.text for piece in pieces), starts, ends)
