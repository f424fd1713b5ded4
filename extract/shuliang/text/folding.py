"""Traditional to simplified and full width to half width, one character to one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shuliang.text.tables import folding

if TYPE_CHECKING:
    from collections import Counter

    from shuliang.facts import Script

_WIDE_GROUPING = re.compile(r"(?<=[０-９])，(?=[０-９]{3}(?![０-９]))")
_MINOR_SHARE = 0.05
_FEW_KINDS = 12


def script_of(text: str, unusual: Counter[str]) -> Script:
    """`unusual` counts at least the traditional characters of `text`; a share below 5 % does not make a text mixed."""
    table = folding()
    if table.traditional.isdisjoint(unusual):
        return "hans"
    traditional = sum([count for character, count in unusual.items() if character in table.traditional])
    simplified = len(table.simplified.findall(text))
    share = traditional / (traditional + simplified)
    if share <= _MINOR_SHARE:
        return "hans"
    return "hant" if share >= 1 - _MINOR_SHARE else "mixed"


def fold(text: str, unusual: Counter[str], script: Script) -> str:
    """`text` in simplified characters and half width; its length does not change.

    Characters that simplified text uses too (乾, 著) are folded only where `script` is hant.
    """
    table = folding()
    if not table.wide_digits.isdisjoint(unusual):
        text = _WIDE_GROUPING.sub(",", text)
    if script == "hant" and not table.word_signs.isdisjoint(unusual):
        return _fold_around_words(text)
    if script == "hant":
        return text.translate(table.hant)
    kinds = [ord(character) for character in unusual if ord(character) in table.hans]
    if len(kinds) > _FEW_KINDS:
        return text.translate(table.hans)
    for kind in kinds:
        text = text.replace(chr(kind), table.hans[kind])
    return text


def _fold_around_words(text: str) -> str:
    table = folding()
    pieces = []
    start = 0
    for match in table.word_pattern.finditer(text):
        pieces += [text[start : match.start()].translate(table.hant), table.words[match[0]]]
        start = match.end()
    pieces.append(text[start:].translate(table.hant))
    return "".join(pieces)
