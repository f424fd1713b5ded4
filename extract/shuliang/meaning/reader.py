"""Readings in their sentences → what each is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.meaning.features import Weigher
from shuliang.meaning.ground import Evidence, Ground
from shuliang.meaning.lexicons import Finder, build_cues
from shuliang.meaning.phrases import Names
from shuliang.meaning.walk import Walk
from shuliang.rulebook.words import longest_words

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from shuliang.facts import Meaning, Reading
    from shuliang.meaning.choice import Recorder
    from shuliang.meaning.cues import Cues
    from shuliang.rulebook.model import Lexicon
    from shuliang.text.clean import CleanText


class MeaningReader:
    """Says what each number is about; built once from the cue lexicons, then used for any number of texts."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._names = Names(cues)
        self._weigher = Weigher(cues.weights)
        self.recorder: Recorder | None = None

    def weigh_by(self, weights: Sequence[float], recorder: Recorder | None) -> None:
        """Choose subjects by other weights than those of the rulebook, and let the recorder look on."""
        self._weigher = Weigher(weights)
        self.recorder = recorder

    @classmethod
    def from_lexicons(cls, lexicons: Mapping[str, Lexicon], finder: Finder = longest_words) -> MeaningReader:
        """Take the lexicons whose names begin with `meaning/`; for the finder see `build_cues`."""
        return cls(build_cues(lexicons, finder))

    def read(
        self, clean: CleanText, readings: Sequence[Reading], published: datetime.date | None, title: str | None = None
    ) -> list[Meaning]:
        """One meaning for each reading, in the same order; dates and ordinals carry none."""
        return Walk(self._ground(clean, readings, published), title).meanings()

    def explain(
        self, clean: CleanText, readings: Sequence[Reading], published: datetime.date | None, title: str | None = None
    ) -> list[list[Evidence]]:
        """For each reading the words that filled its columns, in the order of the columns."""
        walk = Walk(self._ground(clean, readings, published), title, explain=True)
        walk.meanings()
        return walk.evidence or []

    def _ground(self, clean: CleanText, readings: Sequence[Reading], published: datetime.date | None) -> Ground:
        return Ground(
            clean.text, readings, published, self._cues, self._names, self._weigher, self.recorder
        )  # fmt: skip
