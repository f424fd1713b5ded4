"""Stretches that are Han characters and yet no Chinese: bytes read with an encoding that does not invert."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shuliang.text.tables import common_han, folding, signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BMP_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_CHUNK = re.compile(r"[^。！？\n]+[。！？]*")
_NEAR = 12
_FEWEST = 3
_HALVES = 2
"""Han characters beside a lost stretch that may be made of halves of others."""
_CLOSE = 4
"""Characters from one to the next of three that stand close together."""


class Stretch(NamedTuple):
    """A half-open span of the clean text and what happened to it."""

    start: int
    end: int
    reason: str


class _Misreading(NamedTuple):
    """Bytes that were written in one encoding, with so many bytes for a Han character, and read in another."""

    written: str
    read: str
    width: int
    name: str


_MISREADINGS = (
    _Misreading("utf-8", "gb18030", 3, "UTF-8 read as GBK"),
    _Misreading("big5hkscs", "gbk", 2, "Big5 read as GBK"),
    _Misreading("gbk", "big5hkscs", 2, "GBK read as Big5"),
)
_COMMON = 0.85
_COMMON_NEAR = 0.75
_LEAST_GAIN = 0.15
_LEAST_PURE = 0.6
_LEAST_RECOVERED = 0.35


@cache
def _han() -> re.Pattern[str]:
    return re.compile(f"[{_BMP_HAN}]")


@cache
def _usual() -> frozenset[str]:
    """Characters that are common, or traditional for a common one."""
    return common_han() | {source for source, target in _folded() if target in common_han()}


def _is_uncommon(character: str) -> bool:
    """Rare in Chinese, everywhere in misread bytes."""
    is_han = "\u3400" <= character <= "\u4dbf" or "\u4e00" <= character <= "\u9fff"
    return character not in _usual() if is_han else character == "\ufffd" or "\u3105" <= character <= "\u3129"


def uncommon_clusters(text: str, unusual: Mapping[str, int]) -> list[tuple[int, int]]:
    """Half-open spans of three uncommon characters close together, one behind the other.

    `unusual` counts at least those that ordinary text is not made of.
    """
    signs_here = [character for character in unusual if _is_uncommon(character)]
    if sum(unusual[character] for character in signs_here) < _FEWEST:
        return []
    places = sorted([place for character in signs_here for place in _places(text, character)])
    clusters: list[tuple[int, int]] = []
    at = 0
    while at + 2 < len(places):
        first, second, third = places[at], places[at + 1], places[at + 2]
        if second - first <= _CLOSE and third - second <= _CLOSE:
            clusters.append((first, third + 1))
            at += 3
        else:
            at += 1
    return clusters


def _places(text: str, character: str) -> list[int]:
    places: list[int] = []
    at = text.find(character)
    while at >= 0:
        places.append(at)
        at = text.find(character, at + 1)
    return places


def _folded() -> Iterator[tuple[str, str]]:
    return ((chr(code), target) for code, target in folding().hant.items())


@cache
def telltales() -> frozenset[str]:
    """Common characters, of which each may be a sign of lost text."""
    return frozenset(signs().replaced[0] + signs().uninitialised)


def may_be_gibberish(unusual: Mapping[str, int]) -> bool:
    """Whether a text has the characters for it; `unusual` counts at least those that ordinary text is not made of."""
    return not telltales().isdisjoint(unusual) or sum(unusual.values()) >= _FEWEST


def find_gibberish(text: str, unusual: Mapping[str, int]) -> list[Stretch]:
    """All stretches of `text` that cannot be read, sorted; `unusual` counts its unusual characters at least."""
    return sorted([*_replaced(text), *_misread(text, unusual), *_uninitialised(text)])


def _uninitialised(text: str) -> Iterator[Stretch]:
    for sign in signs().uninitialised:
        if sign * 3 in text:
            reason = f"memory that was never written, shown as text ({sign * 3})"
            yield from (Stretch(*match.span(), reason) for match in re.finditer(f"{sign}{{3,}}", text))


def _replaced(text: str) -> Iterator[Stretch]:
    """Runs of 锟斤拷, which is U+FFFD twice, in UTF-8 read as GBK: what stood there is gone."""
    whole = signs().replaced
    if whole not in text:
        return
    start = end = None
    for match in re.finditer(f"{whole}|{whole[0]}|{whole[1:]}", text):
        if start is None or end is None:
            start, end = match.span()
        elif match.start() - end <= _NEAR and "\n" not in text[end : match.start()]:
            end = match.end()
        else:
            yield _replacement(text, start, end)
            start, end = match.span()
    if start is not None and end is not None:
        yield _replacement(text, start, end)


def _replacement(text: str, start: int, end: int) -> Stretch:
    """With the Han characters on either side that may be made of halves."""
    before, after = start, end
    while start - before < _HALVES and before > 0 and _han().match(text[before - 1]):
        before -= 1
    while after - end < _HALVES and after < len(text) and _han().match(text[after]):
        after += 1
    reason = f"lost when GBK was read as UTF-8 and back ({signs().replaced})"
    return Stretch(before, after, reason)


def _misread(text: str, unusual: Mapping[str, int]) -> Iterator[Stretch]:
    """Sentences whose characters are uncommon, and give Chinese when their bytes are read as they were written."""
    clusters = uncommon_clusters(text, unusual)
    if all(_common_share(text[max(0, start - _NEAR) : end + _NEAR]) >= _COMMON_NEAR for start, end in clusters):
        return
    odd = [chunk for chunk in _CHUNK.finditer(text) if _common_share(chunk[0]) < _COMMON]
    misreading = _misreading("\n".join(chunk[0] for chunk in odd))
    if misreading is not None:
        reason = f"{misreading.name}: bytes were lost, the text cannot be restored"
        yield from (Stretch(*chunk.span(), reason) for chunk in odd)


def _common_share(text: str) -> float:
    """Which share of the Han characters is common; 1 where there are none."""
    han = _han().findall(text.translate(folding().hant))
    return sum(character in common_han() for character in han) / len(han) if han else 1.0


def _misreading(text: str) -> _Misreading | None:
    """The misreading that made `text` of Chinese: read backwards it must have far more common characters."""
    high = sum(character > "\x7f" for character in text)
    least = max(_LEAST_PURE, _common_share(text) + _LEAST_GAIN)
    found: dict[float, _Misreading] = {}
    for misreading in _MISREADINGS:
        back = text.encode(misreading.read, "replace").decode(misreading.written, "ignore")
        han = _han().findall(back)
        pure = _common_share(back)
        if han and pure >= least and len(han) * misreading.width / (2 * high) >= _LEAST_RECOVERED:
            found[pure] = misreading
    return found[max(found)] if found else None
