"""Text whose characters know where in the raw text they came from, through deletions and repairs."""

from __future__ import annotations

from array import array
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
        kept = []
        start = 0
        for gap_start, gap_end in spans:
            kept.append(slice(start, gap_start))
            start = gap_end
        kept.append(slice(start, len(self.text)))
        starts = array("q")
        for piece in kept:
            starts.extend(range(piece.start, piece.stop) if self.starts is None else self.starts[piece])
        ends = None
        if self.ends is not None:
            ends = array("q")
            for piece in kept:
                ends.extend(self.ends[piece])
        return Tracked("".join(self.text[piece] for piece in kept), starts, ends)
