"""Stretches that are Han characters and yet no Chinese: bytes read with an encoding that does not invert."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shuliang.text.tables import common_han, folding, signs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_BMP_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_HAN = re.compile(f"[{_BMP_HAN}]")
_HAN_RUN = re.compile(f"[{_BMP_HAN}]+")
_HAN_AT_END = re.compile(f"[{_BMP_HAN}]+\\Z")
_CHUNK = re.compile(r"[^。！？\n]+[。！？]*")
_NEAR = 12
_FEWEST = 3


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
def uncommon_cluster() -> re.Pattern[str]:
    """Three uncommon characters close together: rare in Chinese, everywhere in misread bytes."""
    usual = common_han() | {source for source, target in _folded() if target in common_han()}
    rare = "".join(chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)) if chr(code) not in usual)
    rare = re.escape("\ufffd") + rare + "\u3105-\u3129"
    return re.compile(f"[{rare}][^{rare}]{{0,3}}[{rare}][^{rare}]{{0,3}}[{rare}]")


def _folded() -> Iterator[tuple[str, str]]:
    return ((chr(code), target) for code, target in folding().hant.items())


@cache
def telltales() -> frozenset[str]:
    """Common characters, of which each may be a sign of lost text."""
    return frozenset(signs().replaced[0] + signs().uninitialised)


def may_be_gibberish(unusual: Mapping[str, int]) -> bool:
    """Whether a text has the characters for it; `unusual` counts at least those that ordinary text is not made of."""
    return not telltales().isdisjoint(unusual) or sum(unusual.values()) >= _FEWEST


def find_gibberish(text: str) -> list[Stretch]:
    """All stretches of `text` that cannot be read, sorted."""
    return sorted([*_replaced(text), *_misread(text), *_uninitialised(text)])


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
    """With up to two Han characters on either side, which may be made of halves."""
    before = _HAN_AT_END.search(text, max(0, start - 2), start)
    after = _HAN_RUN.match(text, end, end + 2)
    reason = f"lost when GBK was read as UTF-8 and back ({signs().replaced})"
    return Stretch(before.start() if before else start, after.end() if after else end, reason)


def _misread(text: str) -> Iterator[Stretch]:
    """Sentences whose characters are uncommon, and give Chinese when their bytes are read as they were written."""
    clusters = uncommon_cluster().finditer(text)
    if all(_common_share(text[max(0, near.start() - _NEAR) : near.end() + _NEAR]) >= _COMMON_NEAR for near in clusters):
        return
    odd = [chunk for chunk in _CHUNK.finditer(text) if _common_share(chunk[0]) < _COMMON]
    misreading = _misreading("\n".join(chunk[0] for chunk in odd))
    if misreading is not None:
        reason = f"{misreading.name}: bytes were lost, the text cannot be restored"
        yield from (Stretch(*chunk.span(), reason) for chunk in odd)


def _common_share(text: str) -> float:
    """Which share of the Han characters is common; 1 where there are none."""
    han = _HAN.findall(text.translate(folding().hant))
    return sum(character in common_han() for character in han) / len(han) if han else 1.0


def _misreading(text: str) -> _Misreading | None:
    """The misreading that made `text` of Chinese: read backwards it must have far more common characters."""
    high = sum(character > "\x7f" for character in text)
    least = max(_LEAST_PURE, _common_share(text) + _LEAST_GAIN)
    found: dict[float, _Misreading] = {}
    for misreading in _MISREADINGS:
        back = text.encode(misreading.read, "replace").decode(misreading.written, "ignore")
        han = _HAN.findall(back)
        pure = _common_share(back)
        if han and pure >= least and len(han) * misreading.width / (2 * high) >= _LEAST_RECOVERED:
            found[pure] = misreading
    return found[max(found)] if found else None
