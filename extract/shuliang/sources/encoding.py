"""Bytes to text, strictly: which of the encodings of Chinese fits, and where none does."""

from __future__ import annotations

import codecs
import unicodedata
from functools import cache

from shuliang.errors import UsageError
from shuliang.sources.refusal import Reason, RefusedError

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
# What pages call an encoding, and the superset that browsers read it with.
_SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "cp950": "big5hkscs"}
_SAMPLE = 256 * 1024
_PLAUSIBLE = 0.4
_DAMAGED = 0.2


def decode(content: bytes, encoding: str | None = None, declared: str | None = None) -> tuple[str, str]:
    """The text of `content` and the name of its encoding; a byte order mark is taken off.

    `encoding` decides, `declared` (what a page says of itself) is tried after UTF-8. Raises `RefusedError` with
    the offset of the first byte that does not decode, or of the first NUL.
    """
    text, name = _decode(content, encoding, declared)
    nul = text.find("\x00")
    if nul >= 0:
        wide = name.startswith(("utf-16", "utf-32"))
        raise RefusedError(Reason.NOT_TEXT, f"NUL at {f'character {nul}' if wide else f'byte {content.find(0)}'}")
    return text, name


def known_encoding(encoding: str) -> str:
    """The codec's own name of `encoding`; raises `UsageError` where Python knows none."""
    try:
        name = codecs.lookup(encoding).name
        "".encode(name)
    except LookupError:
        message = f"encoding {encoding!r} is unknown; try utf-8, gb18030, big5 or utf-16"
        raise UsageError(message) from None
    return name


def _decode(content: bytes, encoding: str | None, declared: str | None) -> tuple[str, str]:
    if encoding:
        name = known_encoding(encoding)
        return _strict(content, name).removeprefix("\ufeff"), name
    for mark, name in _BOMS:
        if content.startswith(mark):
            return _strict(content[len(mark) :], name, len(mark)), name
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError as error:
        if _is_damaged_utf8(content):
            raise _undecodable(error.encoding, error, 0) from None
    return _legacy(content, declared)


def _strict(content: bytes, name: str, skipped: int = 0) -> str:
    try:
        return content.decode(name)
    except UnicodeDecodeError as error:
        raise _undecodable(name, error, skipped) from None


def _undecodable(name: str, error: UnicodeDecodeError, skipped: int) -> RefusedError:
    return RefusedError(Reason.UNDECODABLE, f"no {name} at byte {error.start + skipped} ({error.reason})")


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether nearly all that is not ASCII is UTF-8; then another encoding would only read nonsense."""
    beyond = [char for char in content[:_SAMPLE].decode("utf-8", "replace") if char > "\x7f"]
    return beyond.count("\ufffd") < _DAMAGED * len(beyond)


def _legacy(content: bytes, declared: str | None) -> tuple[str, str]:
    """GB 18030 or Big5, whichever decodes and looks more like writing; of equals the declared one."""
    wished = _codec_of(declared)
    names = ["gb18030", "big5hkscs"]
    if wished in names:
        names.sort(key=lambda name: name != wished)
    best: tuple[float, str, str] | None = None
    faults: list[RefusedError] = []
    for name in names:
        try:
            text = _strict(content, name)
        except RefusedError as fault:
            faults.append(fault)
            continue
        score = _plausibility(text[:_SAMPLE], name)
        if best is None or score > best[0]:
            best = (score, text, name)
    if best is None:
        details = "; ".join(fault.detail for fault in faults)
        raise RefusedError(Reason.UNDECODABLE, f"neither UTF-8 nor a Chinese encoding: {details}")
    if best[0] < _PLAUSIBLE:
        raise RefusedError(
            Reason.UNDECODABLE, "decodes, but not to Chinese that is in use; name its encoding if you know it"
        )
    return best[1], "big5" if best[2] == "big5hkscs" else best[2]


def _codec_of(declared: str | None) -> str | None:
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip()).name
    except LookupError:
        return None
    return _SUPERSETS.get(name, name)


def _plausibility(text: str, name: str) -> float:
    """The share of characters beyond ASCII that stand in the first level of the encoding, where its common ones are."""
    beyond = [char for char in text if char > "\x7f"]
    common = _first_level(name)
    return sum(char in common for char in beyond) / max(len(beyond), 1)


@cache
def _first_level(name: str) -> frozenset[str]:
    """Punctuation and the characters of level 1: GB 2312 rows 1–9 and 16–55, Big5 A140–A3BF and A440–C67E."""
    leads = (*range(0xA1, 0xAA), *range(0xB0, 0xD8)) if name == "gb18030" else range(0xA1, 0xC7)
    trails = range(0xA1, 0xFF) if name == "gb18030" else (*range(0x40, 0x7F), *range(0xA1, 0xFF))
    pairs = (bytes((lead, trail)).decode(name, "ignore") for lead in leads for trail in trails)
    return frozenset(char for pair in pairs for char in pair if unicodedata.category(char) != "Co")
