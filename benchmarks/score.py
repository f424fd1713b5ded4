"""Scores against the evaluation files that lie beside the repository, each figure with its bar.

    python benchmarks/score.py [--errors N] [--only WORD]

Reads ../shared/eval with the scorers that lie there, and ../shared/corpus; none of it is part of the project, and what
is absent is left out with a word about it. Documents go through `shuliang.extract_documents`. `--errors` prints the
first errors of each file, `--only` limits that to the measures whose name holds WORD.
"""

from __future__ import annotations

import argparse
import datetime
import importlib
import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rich.console import Console
from rich.table import Table

from shuliang import Document, extract_documents
from shuliang.running.reader import RulebookReader

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SHARED = Path(__file__).resolve().parents[2] / "shared"
EVALUATION = SHARED / "eval"
CORPUS = SHARED / "corpus"
SEEN = 27
"""Documents of dev.jsonl that rules were written with; the others are only measured."""
KIND_BAR = 0.92
MEANING_BARS = {"indicator": 0.9, "subject": 0.82, "time": 0.92}
MEANING_BAR = 0.97
CASE_BARS: dict[str, dict[str, float | None]] = {
    "peers": {"all": 0.95},
    "phrases": {"facts": 0.95, "not-facts": 0.97, "all": None},
}

Row = dict[str, Any]


class Measure(NamedTuple):
    """A figure and the least (for `at_most` the most) that it should be; None where there is no bar."""

    name: str
    figure: float
    bar: float | None = None
    note: str = ""
    at_most: bool = False

    @property
    def reached(self) -> bool:
        if self.bar is None:
            return True
        return self.figure <= self.bar if self.at_most else self.figure >= self.bar


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--errors", type=int, default=0, metavar="N")
    parser.add_argument("--only", default="", metavar="WORD")
    options = parser.parse_args()
    if not EVALUATION.is_dir():
        print("nothing to score: there is no ../shared/eval beside the repository", file=sys.stderr)
        return 0
    sys.path.insert(0, str(EVALUATION))
    scoring = Scoring(options.errors, options.only)
    measures = [*scoring.documents(), *scoring.cases("phrases"), *scoring.cases("peers"), *residue()]
    _show(measures)
    return 0


class Scoring:
    """The scorers that lie beside the evaluation files, and how many errors to print."""

    def __init__(self, errors: int, only: str) -> None:
        self.errors, self.only = errors, only
        self.score = importlib.import_module("score")
        self.score_cases = importlib.import_module("score_cases")

    def documents(self) -> Iterator[Measure]:
        dev = _lines(EVALUATION / "dev.jsonl")
        if dev:
            yield from self._documents("dev", dev, kinds=True, bars=True)
            yield from self._documents(f"dev, first {SEEN}", dev[:SEEN])
            yield from self._documents(f"dev, last {len(dev) - SEEN} (held out)", dev[SEEN:], quiet=True)
        seeds = _lines(EVALUATION / "seeds.jsonl")
        if seeds:
            yield from self._documents("seeds", seeds)

    def _documents(
        self, name: str, documents: list[Row], *, kinds: bool = False, bars: bool = False, quiet: bool = False
    ) -> Iterator[Measure]:
        result = self.score.score(documents, _facts(documents, "doc_id"))
        if not quiet:
            self._print_errors(name, result["errors"])
        quantity = result["quantity"]
        note = f"P {quantity['precision']:.3f}  R {quantity['recall']:.3f}  of {quantity['gold']}"
        yield Measure(f"{name}: quantity F1", quantity["f1"], 0.97 if bars else None, note)
        yield Measure(f"{name}: strict F1", result["strict"]["f1"], 0.94 if bars else None)
        for kind, figures in result["kinds"].items() if kinds else ():
            note = f"{figures['right']} right, {figures['gold']} gold, {figures['predicted']} read"
            yield Measure(f"{name}: {kind}", figures["f1"], KIND_BAR, note)
        yield Measure(f"{name}: forbidden spans published", result["forbidden_spans_published"], 0, at_most=True)
        yield Measure(f"{name}: wrong offsets", result["bad_offsets"], 0, at_most=True)
        for column, figures in result["meaning"].items():
            if figures["accuracy"] is not None:
                bar = MEANING_BARS.get(column, MEANING_BAR) if bars else None
                yield Measure(f"{name}: {column}", figures["accuracy"], bar, f"of {figures['of']}")

    def cases(self, name: str) -> Iterator[Measure]:
        cases = _lines(EVALUATION / f"{name}.jsonl")
        by_case = defaultdict(list)
        for row in _facts(cases, "id"):
            by_case[row["doc_id"]].append(row)
        tally: dict[str, Counter[str]] = defaultdict(Counter)
        failed = []
        for case in cases:
            passed = self.score_cases.passes(case, by_case[case["id"]])
            suite = case.get("suite") or ("not-facts" if case["kind"] == "not_fact" else "facts")
            for key in (suite, "all"):
                tally[key].update(cases=1, passed=passed)
            if not passed:
                failed.append((case["id"], case["text"], [row["surface"] for row in by_case[case["id"]]]))
        self._print_errors(name, failed)
        for suite, counts in sorted(tally.items()):
            note = f"{counts['passed']} of {counts['cases']}"
            yield Measure(f"{name}: {suite}", counts["passed"] / counts["cases"], CASE_BARS[name].get(suite, 0.9), note)

    def _print_errors(self, name: str, errors: Iterable[tuple[Any, ...]]) -> None:
        if self.only in name:
            for error in list(errors)[: self.errors]:
                print(name, *error, sep=" | ")


def residue() -> Iterator[Measure]:
    """The numeral runs of the corpus that are in no fact and no name."""
    reader = RulebookReader.default()
    numerals = unread = 0
    for path in sorted(CORPUS.glob("*.jsonl")) if CORPUS.is_dir() else ():
        for row in _lines(path):
            read = reader.read(Document(doc_id="", text=row["text"]))
            unread += len(read.residue)
            numerals += sum(is_numeral for _, _, is_numeral in reader.engine.plan.anchors(read.clean.text))
    if numerals:
        yield Measure("corpus: residue", unread / numerals, 0.01, f"{unread} of {numerals}", at_most=True)
    else:
        print("no residue measured: there is no ../shared/corpus beside the repository", file=sys.stderr)


def _facts(documents: Iterable[Row], key: str) -> list[Row]:
    rows = (
        Document(doc_id=row[key], text=row["text"], title=row.get("title"), published=_day(row)) for row in documents
    )
    facts: list[Row] = extract_documents(rows).facts.to_pylist()
    return facts


def _day(row: Row) -> datetime.date | None:
    """The publication day; for a case its reference date."""
    day = row.get("published") or row.get("ref")
    return datetime.date.fromisoformat(day[:10]) if day and day[:1].isdigit() else None


def _lines(path: Path) -> list[Row]:
    if not path.is_file():
        print(f"left out: there is no ../shared/eval/{path.name}", file=sys.stderr)
        return []
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def _show(measures: Iterable[Measure]) -> None:
    table = Table("measure", "figure", "bar", "", box=None)
    for measure in measures:
        figure = f"{measure.figure:.4f}" if isinstance(measure.figure, float) else str(measure.figure)
        bar = "" if measure.bar is None else f"{'at most' if measure.at_most else 'at least'} {measure.bar:g}"
        mark = "" if measure.reached else "  ✗"
        table.add_row(measure.name, figure + mark, bar, measure.note)
    Console(width=120).print(table)


if __name__ == "__main__":
    raise SystemExit(main())
