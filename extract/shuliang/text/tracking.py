"""Text whose characters know where in the raw text they came from, through deletions and repairs."""

from __future__ import annotations

from array import array
from typing import NamedTuple

import numpy as np


class Tracked(NamedTuple):
    """A text on its way from raw to clean.

    Character i came from the raw code points `starts[i]:ends[i]`. `starts` is None where character i is raw
    character i; `ends` is None where every character came from one code point.
    """

    text: str
    starts: array[int] | None = None
    ends: array[int] | None = None

    def without(self, spans: list[tuple[int, int]]) -> Tracked:
        """The text with the half-open `spans` taken out; they are sorted and do not overlap."""
        if not spans:
            return self
        first = [0, *(end for _, end in spans)]
        last = [*(start for start, _ in spans), len(self.text)]
        kept = list(zip(first, last, strict=True))
        text = "".join([self.text[start:end] for start, end in kept])
        starts = _first_places(len(self.text)) if self.starts is None else self.starts
        return Tracked(text, _cut(starts, kept), None if self.ends is None else _cut(self.ends, kept))


def _first_places(count: int) -> array[int]:
    return array("q", np.arange(count, dtype=np.int64).tobytes())


def _cut(places: array[int], kept: list[tuple[int, int]]) -> array[int]:
    found = array("q")
    for start, end in kept:
        found += places[start:end]
    return found
