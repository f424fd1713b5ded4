"""Text whose characters know where in the raw text they came from, through deletions and repairs."""

from __future__ import annotations

from array import array
from itertools import chain
from typing import NamedTuple


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
        text = "".join([self.text[start:end] for start, end in zip(first, last, strict=True)])
        kept = chain.from_iterable(map(range, first, last))
        if self.starts is None:
            return Tracked(text, array("q", kept))
        places = list(kept)
        ends = None if self.ends is None else array("q", [self.ends[place] for place in places])
        return Tracked(text, array("q", [self.starts[place] for place in places]), ends)
