"""Pinyin annotations as byte-wise converters leave them behind: `業(yè)`, `會(huì )`, `個(gè)`."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from shuliang.text.tables import TONE_MARKS, folding, readings, toneless_readings

if TYPE_CHECKING:
    from collections.abc import Iterable

TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜńňǹḿế"
LETTERS = f"a-zɡɑüê{TONED}{TONED.upper()}{TONE_MARKS}\u0308"
_ANNOTATION = re.compile(rf"[(（] ?([{LETTERS}]{{1,9}}) ?[)）]")
_LOOKALIKES = str.maketrans("ɡɑ", "ga")


_TRACES = frozenset(TONED + TONED.upper() + TONE_MARKS)


class Annotations(NamedTuple):
    """The half-open spans to take out, and whether they show a byte-wise conversion to traditional script."""

    spans: list[tuple[int, int]]
    conversion: bool


def may_be_annotated(unusual: Iterable[str]) -> bool:
    """Whether characters that are in the text, at least all that ordinary text is not made of, allow an annotation."""
    return not _TRACES.isdisjoint(unusual) or not folding().traditional.isdisjoint(unusual)


def find_annotations(text: str) -> Annotations:
    """Find every annotation that stands directly after a Han character of which it is a reading.

    Without a tone mark it counts only after a traditional character, so that `(a)` and `(de)` stay.
    """
    spans = []
    conversion = False
    traditional = folding().traditional
    for match in _ANNOTATION.finditer(text):
        span = match.span()
        character = text[span[0] - 1 : span[0]]
        if is_reading(match[1], character):
            spans.append(span)
            conversion = conversion or character in traditional
    return Annotations(spans, conversion)


@lru_cache(maxsize=4096)
def is_reading(syllable: str, character: str) -> bool:
    reading = normal_reading(syllable)
    if character in readings().get(reading, ()) and not reading.isascii():
        return True
    return character in toneless_readings().get(reading, ())


def normal_reading(syllable: str) -> str:
    """As readings.tsv writes it: composed, with plain g and a."""
    return unicodedata.normalize("NFC", syllable.translate(_LOOKALIKES)).lower()
