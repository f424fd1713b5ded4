"""How damaged text is read: the facts of garbled texts against those of their clean twins.

    python benchmarks/damage.py [--list]

Reads ../shared/eval/garbled.jsonl and mojibake.jsonl beside the repository, which are no part of it; where they are
absent it says so and ends. `--list` prints every difference, and what the real excerpts give.
"""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from rich.console import Console
from rich.table import Table

from shuliang.facts import Document
from shuliang.running.kernel import extract_documents
from shuliang.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator

SHARED = Path(__file__).resolve().parents[2] / "shared" / "eval"
NUMBER = re.compile(r"[0-9][0-9.,]*|[〇零一二两三四五六七八九十百千万亿几]+")


class Row(NamedTuple):
    """A fact as it is compared: what it states, and the half-open span in the clean text."""

    kind: str
    stated: tuple[object, ...]
    unit: str | None
    start: int
    end: int
    text: str

    @property
    def value(self) -> tuple[object, ...]:
        return (self.kind, *self.stated)


class Read(NamedTuple):
    clean: str
    rows: list[Row]
    reasons: list[str]


class Pair(NamedTuple):
    name: str
    kind: str
    damaged: Read
    twin: Read

    @property
    def extra(self) -> Counter[tuple[object, ...]]:
        """Values that the damaged text gives and its twin does not: each of them is wrong."""
        return Counter(row.value for row in self.damaged.rows) - Counter(row.value for row in self.twin.rows)

    @property
    def lost(self) -> Counter[tuple[object, ...]]:
        return Counter(row.value for row in self.twin.rows) - Counter(row.value for row in self.damaged.rows)

    @property
    def numbers_whole(self) -> bool:
        """Whether every number of the twin stands unharmed in the damaged text, each in its place."""
        matcher = difflib.SequenceMatcher(None, self.damaged.clean, self.twin.clean, autojunk=False)
        whole = [False] * (len(self.twin.clean) + 1)
        for block in matcher.get_matching_blocks():
            whole[block.b : block.b + block.size] = [True] * block.size
        return all(all(whole[number.start() : number.end()]) for number in NUMBER.finditer(self.twin.clean))


def read(text: str) -> Read:
    extraction = extract_documents([Document(doc_id="x", text=text)])
    cleaned = clean(text)
    places = {cleaned.raw_span(place, place + 1): place for place in range(len(cleaned.text))}
    starts = {span[0]: place for span, place in places.items()}
    ends = {span[1]: place + 1 for span, place in places.items()}
    rows = [
        Row(
            kind=fact["kind"],
            stated=(fact["text"],) if fact["kind"] == "date" else (fact["number"], fact["low"], fact["high"]),
            unit=fact["unit"],
            start=starts[fact["char_start"]],
            end=ends[fact["char_end"]],
            text=fact["text"],
        )
        for fact in extraction.facts.to_pylist()
    ]
    rejects = extraction.rejects.to_pylist()
    reasons = [damage.reason for damage in cleaned.damage]
    return Read(cleaned.text, rows, reasons + [str(reject["detail"] or reject["reason"]) for reject in rejects])


def lines(name: str) -> Iterator[dict[str, str]]:
    with (SHARED / name).open(encoding="utf-8") as file:
        yield from map(json.loads, file)


def pairs(name: str) -> list[Pair]:
    return [
        Pair(line["id"], line.get("kind", "garbled"), read(line["text"]), read(line["clean"]))
        for line in lines(name)
        if "clean" in line
    ]


def garbled_table(found: list[Pair]) -> Table:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        groups["numbers whole" if pair.numbers_whole else "numbers damaged"].append(pair)
    columns = ("simulated pairs", "pairs", "same facts", "share", "twin's facts", "lost", "wrong values")
    table = Table(*columns, title="garbled.jsonl")
    for name, group in sorted(groups.items(), reverse=True):
        same = sum(pair.damaged.clean == pair.twin.clean and pair.damaged.rows == pair.twin.rows for pair in group)
        alike = sum(
            [(row.value, row.unit) for row in pair.damaged.rows] == [(row.value, row.unit) for row in pair.twin.rows]
            for pair in group
        )
        table.add_row(
            name,
            str(len(group)),
            f"{alike} ({same} with spans)",
            f"{alike / len(group):.1%}",
            str(sum(len(pair.twin.rows) for pair in group)),
            str(sum(pair.lost.total() for pair in group)),
            str(sum(pair.extra.total() for pair in group)),
        )
    return table


def mojibake_table(found: list[Pair]) -> Table:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in found:
        groups[pair.kind].append(pair)
    columns = ("kind", "pairs", "same facts", "twin's facts", "kept", "wrong values", "fault named")
    table = Table(*columns, title="mojibake.jsonl")
    for name, group in groups.items():
        facts = sum(len(pair.twin.rows) for pair in group)
        table.add_row(
            name,
            str(len(group)),
            str(sum(not pair.extra and not pair.lost for pair in group)),
            str(facts),
            str(facts - sum(pair.lost.total() for pair in group)),
            str(sum(pair.extra.total() for pair in group)),
            str(sum(bool(pair.damaged.reasons) for pair in group)),
        )
    return table


def list_differences(console: Console, found: list[Pair]) -> None:
    for pair in found:
        if pair.extra or pair.lost:
            differences = f"{pair.name} wrong: {dict(pair.extra)} lost: {dict(pair.lost)}"
            console.print(differences, markup=False, highlight=False)


def list_excerpts(console: Console) -> None:
    for line in lines("garbled.jsonl"):
        if "clean" not in line:
            found = read(line["text"])
            console.print(line["id"], *(f"{row.text}={row.kind}" for row in found.rows), markup=False, highlight=False)
            console.print("   refused:", *dict.fromkeys(found.reasons), sep="\n   ", markup=False, highlight=False)


def main() -> None:
    console = Console(width=140)
    if not SHARED.is_dir():
        console.print(f"skipped: {SHARED} is absent")
        return
    garbled, mojibake = pairs("garbled.jsonl"), pairs("mojibake.jsonl")
    console.print(garbled_table(garbled))
    console.print(mojibake_table(mojibake))
    if "--list" in sys.argv:
        list_differences(console, garbled + mojibake)
        list_excerpts(console)


if __name__ == "__main__":
    main()
