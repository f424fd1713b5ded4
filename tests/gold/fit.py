"""Fits the weights of subjects to the labelled texts: `python -m tests.gold.fit [MORE.jsonl ...]`.

Writes `rules/meaning/subject_weights.yaml`. Each number whose labelled subject is among the candidates is one sample;
the weights make the right candidates likely (a softmax over the candidates of a number), small ones by a penalty on
their squares. First the right subject is taken at every number, for the choice looks at the one before; then the
choice made with these weights is learned from too. MORE are gold documents as JSON lines, with the columns of facts.
"""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from tests.gold.marked import read_marked
from tests.gold.scoring import DOCUMENTS, HELD, phrase_right

from shuliang.meaning.features import features, names
from shuliang.running.reader import RulebookReader
from shuliang.text.clean import clean

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping, Sequence

    from shuliang.engine import Readings
    from shuliang.meaning.candidates import Subject
    from shuliang.text.clean import CleanText

COUNT = len(names())
WEIGHTS = Path(__file__).resolve().parents[2] / "rules" / "meaning" / "subject_weights.yaml"
PENALTY = 8.0
TRUST = 1.0
"""Where the weights of what the trackers have for the subject are drawn to; all others are drawn to nought."""
STEPS = 300
RATE = 0.05
LEAST = 0.05
"""Weights nearer to nought than this are left out of the file."""
HEAD = """\
# yaml-language-server: $schema=../schema/lexicon.schema.json
title: What speaks for and against a noun as the subject of a number
description: >-
  Each word names a feature that a noun can have for a number (extract/shuliang/meaning/features.py): \
a place in one of the numbered tables. The noun whose
  weights add up to most is the subject. Made by `python -m tests.gold.fit`; do not edit by hand.
sources: ["fitted to the labelled texts of tests/gold/documents"]
entries:
"""


class Sample(NamedTuple):
    """A number's candidates: their features, one row each, and which of them are right."""

    features: np.ndarray
    right: np.ndarray


@dataclass(slots=True)
class Text:
    """A text as read by the engine, and the labelled subject of each number by its place in the clean text."""

    clean: CleanText
    readings: Readings
    published: datetime.date | None
    subjects: Mapping[int, str | None]


@dataclass(slots=True)
class Lesson:
    """A recorder of choices; with `forced` the right candidate is taken where there is one."""

    weights: Sequence[float]
    forced: bool = False
    subjects: Mapping[int, str | None] = field(default_factory=dict)
    samples: list[Sample] = field(default_factory=list)
    judged: int = 0
    chosen_right: int = 0
    reachable: int = 0

    def take(self, at: int, subjects: Sequence[Subject | None], standings: Sequence[int], best: int) -> int:
        if at not in self.subjects:
            return best
        right = [phrase_right(self.subjects[at], one.text if one else None) for one in subjects]
        self.judged += 1
        self.chosen_right += right[best]
        self.reachable += any(right)
        if not any(right):
            return best
        rows = np.array([features(standing) for standing in standings])
        self.samples.append(Sample(rows, np.array(right, dtype=float)))
        return right.index(True) if self.forced else best


def texts(reader: RulebookReader, folder: Path) -> Iterable[Text]:
    """The labelled texts of a folder."""
    for path in sorted(folder.glob("*.txt")):
        gold = read_marked(path)
        facts = [(fact.span.start, fact.span.end, fact.kind, fact.subject) for fact in gold.facts]
        yield _text(reader, gold.text, gold.published, facts)


def json_texts(reader: RulebookReader, path: Path) -> Iterable[Text]:
    """The labelled texts of a JSON lines file."""
    for line in path.read_text("utf-8").splitlines():
        row = json.loads(line)
        facts = [
            (fact["char_start"], fact["char_end"], fact["kind"], fact["subject"])
            for fact in row["facts"]
            if not fact.get("subject_unscored")
        ]
        published = row["published"]
        day = None if published is None else np.datetime64(published).astype(object)
        yield _text(reader, row["text"], day, facts)


def _text(
    reader: RulebookReader,
    raw: str,
    published: datetime.date | None,
    facts: Sequence[tuple[int, int, str, str | None]],
) -> Text:
    cleaned = clean(raw)
    found = reader.engine.read(cleaned, published)
    subjects: dict[int, str | None] = {}
    for reading in found.readings:
        start, end = cleaned.raw_span(reading.start, reading.end)
        for first, last, kind, subject in facts:
            if kind == reading.quantity.kind and first < end and start < last and kind not in ("date", "ordinal"):
                subjects[reading.start] = subject
    return Text(cleaned, found, published, subjects)


def read(reader: RulebookReader, given: Iterable[Text], lesson: Lesson) -> Lesson:
    """Read the texts with the lesson's weights and record what was chosen from."""
    reader.meaning.weigh_by(lesson.weights, lesson)
    for text in given:
        lesson.subjects = text.subjects
        reader.meaning.read(text.clean, text.readings.readings, text.published)
    return lesson


def fitted(samples: Sequence[Sample], weights: np.ndarray) -> np.ndarray:
    """Weights that make the right candidates likely, found by gradient steps of adaptive size (Adam)."""
    features = np.concatenate([sample.features for sample in samples])
    right = np.concatenate([sample.right for sample in samples])
    sizes = np.array([len(sample.right) for sample in samples])
    begins = np.cumsum(sizes) - sizes
    mean, spread = np.zeros(COUNT), np.zeros(COUNT)
    drawn = np.array([TRUST * ("tracked=" in name and "tracked=no" not in name) for name in names()])
    for step in range(1, STEPS + 1):
        scores = weights[features].sum(1)
        odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, begins), sizes))
        likely = odds / np.repeat(np.add.reduceat(odds, begins), sizes)
        wanted = odds * right
        wanted /= np.repeat(np.add.reduceat(wanted, begins), sizes)
        slope = np.bincount(features.ravel(), np.repeat(likely - wanted, features.shape[1]), COUNT)
        slope += PENALTY * (weights - drawn)
        mean = 0.9 * mean + 0.1 * slope
        spread = 0.999 * spread + 0.001 * slope**2
        pace = np.sqrt(spread / (1 - 0.999**step)) + 1e-8
        weights = weights - RATE * mean / (1 - 0.9**step) / pace
    return weights


def learned(reader: RulebookReader, given: Sequence[Text], rounds: int = 2) -> np.ndarray:
    """The weights for these texts."""
    forced = read(reader, given, Lesson(np.zeros(COUNT).tolist(), forced=True)).samples
    weights = fitted(forced, np.zeros(COUNT))
    for _ in range(rounds):
        own = read(reader, given, Lesson(weights.tolist())).samples
        weights = fitted([*forced, *own], weights)
    return weights


def written(weights: np.ndarray) -> str:
    """The file of weights, the same weights together."""
    by_weight: dict[str, list[str]] = {}
    for name, weight in zip(names(), weights.round(2), strict=True):
        if abs(weight) >= LEAST:
            by_weight.setdefault(f"{weight:.2f}", []).append(f'"{name}"')
    lines = [
        f'  - words: [{", ".join(found)}]\n    weight: "{weight}"\n'
        for weight, found in sorted(by_weight.items(), key=lambda pair: float(pair[0]))
    ]
    return HEAD + "".join(lines)


def main() -> None:
    reader = RulebookReader.default()
    given = [*texts(reader, DOCUMENTS)]
    for path in sys.argv[1:]:
        given += json_texts(reader, Path(path))
    weights = learned(reader, given)
    WEIGHTS.write_text(written(weights), "utf-8")
    for name, some in (("fitted to", given), ("held out", [*texts(reader, HELD)])):
        lesson = read(reader, some, Lesson(weights.round(2).tolist()))
        right, reachable = lesson.chosen_right / lesson.judged, lesson.reachable / lesson.judged
        sys.stdout.write(f"{name}: {right:.3f} right of {lesson.judged}, {reachable:.3f} among the candidates\n")


if __name__ == "__main__":
    main()
