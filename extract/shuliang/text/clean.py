"""Raw text to clean text: repaired, simplified, half-width, with the places that are not to be trusted.

Every character of the clean text knows its raw offset. Ordinary simplified text costs one scan: it is its own
clean text.
"""

from __future__ import annotations

import re
from array import array
from collections import Counter
from dataclasses import dataclass
from functools import cache

from shuliang.facts import Script
from shuliang.text.annotations import find_annotations, may_be_annotated
from shuliang.text.damage import Damage, find_damage
from shuliang.text.folding import fold, script_of
from shuliang.text.gaps import find_gaps
from shuliang.text.gibberish import telltales
from shuliang.text.mojibake import invert
from shuliang.text.tables import INVISIBLE, common_han, folding
from shuliang.text.tracking import Tracked
from shuliang.text.wraps import find_wraps

__all__ = ["CleanText", "Damage", "clean"]

_PLAIN = "\t\n\r ->@-~，。；：！？（）“”‘’《》〈〉【】〔〕、…—–·℃°±×￥「」『』"
_INVISIBLE = re.compile(f"[{INVISIBLE}]+")
_INVISIBLE_SIGNS = frozenset(INVISIBLE)
_LATIN_SIGNS = frozenset(map(chr, range(0x80, 0x100))) - frozenset("\u00a4\u00a7\u00a8°±·×÷\u00a0")


@dataclass(frozen=True, slots=True)
class CleanText:
    """A text as read.

    `offsets[i]` is the raw index of clean character i, `ends[i]` the raw index behind it; `offsets` is None where
    every character kept its place, `ends` where every character comes from one raw code point. `repairs` counts the
    annotations taken out and the runs of mojibake undone.
    """

    raw: str
    text: str
    offsets: array[int] | None
    damage: tuple[Damage, ...]
    repairs: int
    script: Script
    ends: array[int] | None = None

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The half-open raw span of the clean characters `start:end`; an annotation stripped at its end is outside."""
        if self.offsets is None:
            return start, end
        if start >= end:
            place = self.offsets[start] if start < len(self.offsets) else len(self.raw)
            return place, place
        return self.offsets[start], self.offsets[end - 1] + 1 if self.ends is None else self.ends[end - 1]


def clean(raw: str) -> CleanText:
    """Read `raw` as it was meant, as far as that is certain, and mark what is not."""
    unusual = Counter(_unusual().findall(raw))
    if not unusual:
        tracked = _joined(Tracked(raw))
        return CleanText(raw, tracked.text, tracked.starts, (), 0, "hans")
    tracked, mended = Tracked(raw), 0
    if not _LATIN_SIGNS.isdisjoint(unusual):
        tracked, mended = invert(raw)
        unusual = Counter(_unusual().findall(tracked.text)) if mended else unusual
    conversion = False
    if may_be_annotated(unusual):
        annotations = find_annotations(tracked.text)
        tracked, conversion = tracked.without(annotations.spans), annotations.conversion
        mended += len(annotations.spans)
    if not _INVISIBLE_SIGNS.isdisjoint(unusual):
        tracked = tracked.without([match.span() for match in _INVISIBLE.finditer(tracked.text)])
    tracked = _joined(tracked)
    script = script_of(tracked.text, unusual)
    text = fold(tracked.text, unusual, script)
    damage = find_damage(text, tracked.text, unusual, conversion=conversion)
    return CleanText(raw, text, tracked.starts, damage, mended, script, tracked.ends)


def _joined(tracked: Tracked) -> Tracked:
    """Take out the line ends and blanks that typesetting put into sentences and numbers."""
    tracked = tracked.without(find_wraps(tracked.text))
    return tracked.without(find_gaps(tracked.text))


@cache
def _unusual() -> re.Pattern[str]:
    """Everything that may need work: all but common simplified characters, letters, digits and punctuation."""
    plain = common_han() - {chr(code) for code in folding().hant} - telltales()
    return re.compile(f"[^{_PLAIN}{''.join(sorted(plain))}]")
