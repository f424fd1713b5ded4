"""Garbles text the way byte-wise converters do, to test what reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuliang.text.tables import folding, readings

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture(scope="session")
def garble() -> Callable[[str, str], str]:
    """Simplified text and characters → GBK bytes in traditional script, annotated byte-wise, decoded."""
    return _garble


def _garble(text: str, annotated: str) -> str:
    """A pinyin annotation after every byte pair of an annotated character, also where the pair straddles two."""
    codes = _traditional(text).encode("gbk", "replace")
    for character in _traditional(annotated):
        reading = next((one for one, having in readings().items() if character in having and not one.isascii()), None)
        if reading is not None and _in_gbk(character):
            pair = character.encode("gbk")
            codes = codes.replace(pair, pair + f"({reading})".encode("gbk", "replace"))
    return _decoded(codes)


def _traditional(text: str) -> str:
    """Each character as a traditional one that folds to it, where GBK has one."""
    back: dict[str, str] = {}
    for source, target in folding().hans.items():
        if chr(source) in folding().traditional and _in_gbk(chr(source)):
            back.setdefault(target, chr(source))
    return "".join(back.get(character, character) for character in text)


def _decoded(codes: bytes) -> str:
    """A broken pair becomes one `?`, as in careless converters."""
    pieces = []
    place = 0
    while place < len(codes):
        width = 1 if codes[place] < 0x80 else 2
        try:
            pieces.append(codes[place : place + width].decode("gbk"))
        except UnicodeDecodeError:
            pieces.append("?")
        place += width
    return "".join(pieces)


def _in_gbk(character: str) -> bool:
    try:
        return len(character.encode("gbk")) == 2
    except UnicodeEncodeError:
        return False
