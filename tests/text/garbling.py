"""Garbles text the way byte-wise converters do, to test what reads it: GBK bytes, annotated without regard to characters."""

from __future__ import annotations

from shuliang.text.tables import folding, readings


def traditional_of(text: str) -> str:
    """Each character as a traditional one that folds to it, where GBK has one."""
    back: dict[str, str] = {}
    for source, target in folding().hans.items():
        if chr(source) in folding().traditional and _in_gbk(chr(source)):
            back.setdefault(target, chr(source))
    return "".join(back.get(character, character) for character in text)


def garble(text: str, annotated: str, *, eats: bool = True) -> str:
    """`text` with a pinyin annotation after every byte pair of an annotated character, also where it straddles two.

    A broken pair becomes `?` together with its second byte where `eats`, else alone.
    """
    codes = traditional_of(text).encode("gbk", "replace")
    for character in traditional_of(annotated):
        reading = next((one for one, having in readings().items() if character in having and not one.isascii()), None)
        if reading is not None and _in_gbk(character) and not character.isascii():
            pair = character.encode("gbk")
            codes = codes.replace(pair, pair + f"({reading})".encode("gbk", "replace"))
    return _decoded(codes, eats=eats)


def _decoded(codes: bytes, *, eats: bool) -> str:
    pieces = []
    place = 0
    while place < len(codes):
        width = 1 if codes[place] < 0x80 else 2
        try:
            pieces.append(codes[place : place + width].decode("gbk"))
        except UnicodeDecodeError:
            pieces.append("?")
            width = width if eats else 1
        place += width
    return "".join(pieces)


def _in_gbk(character: str) -> bool:
    try:
        return len(character.encode("gbk")) <= 2
    except UnicodeEncodeError:
        return False
