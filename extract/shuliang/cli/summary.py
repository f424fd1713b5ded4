"""`shuliang summary`: what a run found, at a glance; `extract` ends with it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import typer

from shuliang.cli.screen import columns, console, figure, period
from shuliang.errors import DataError, InputError
from shuliang.running.manifest import MANIFEST, Counts, Manifest, WrittenFile

if TYPE_CHECKING:
    from rich.console import Console

REJECTS = 5
_OF_INTEREST = (
    "count",
    "money",
    "percent",
    "physical",
    "multiple",
    "duration",
    "fraction",
    "temperature",
    "age",
    "score",
)


def summary(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="What `shuliang extract` wrote.")],
) -> None:
    """Show what a run found: facts by kind, some rows, what was rejected and why.

    Example: `shuliang summary out`
    """
    print_summary(console(), folder, read_manifest(folder))


def read_manifest(folder: Path) -> Manifest:
    """The manifest of a finished run."""
    path = folder / MANIFEST
    try:
        fields = json.loads(path.read_text(encoding="utf-8"))
        fields["counts"] = Counts(**fields["counts"])
        fields["files"] = {name: WrittenFile(**file) for name, file in fields["files"].items()}
        return Manifest(**fields)
    except FileNotFoundError:
        message = f"{path}: no such file; `shuliang extract INPUT --output {folder}` writes it when a run is finished"
        raise InputError(message) from None
    except (ValueError, TypeError, KeyError) as error:
        message = f"{path}: is no manifest of a run: {error}"
        raise DataError(message) from error


def print_summary(screen: Console, folder: Path, manifest: Manifest, seconds: float | None = None) -> None:
    """Prints facts by kind, examples, rejects, files and the next step."""
    counts = manifest.counts
    took = f" in {seconds:.1f} s" if seconds is not None else ""
    screen.print(
        f"{_many(counts.facts, 'fact')} from {_many(counts.documents, 'document')} ({counts.chars:,} characters){took}",
        style="bold",
    )
    if counts.facts:
        _print_kinds(screen, folder, counts)
        _print_examples(screen, folder)
    _print_refused(screen, folder, counts)
    _print_files(screen, folder, manifest)


def _many(count: int, thing: str) -> str:
    return f"{count:,} {thing}{'' if count == 1 else 's'}"


def _print_kinds(screen: Console, folder: Path, counts: Counts) -> None:
    table = columns("kind", "facts", "such as", right=("facts",))
    facts = ds.dataset(folder / "facts.parquet")
    for kind, count in counts.facts_by_kind.items():
        texts = facts.filter(pc.field("kind") == kind).head(200, columns=["text"])["text"].unique().to_pylist()
        table.add_row(kind, f"{count:,}", "  ".join(_spread(texts, 5)))
    screen.print()
    screen.print(table)


def _spread(items: list[str], number: int) -> list[str]:
    """Some items from all over a list."""
    step = max(1, len(items) // number)
    return items[::step][:number]


def _print_examples(screen: Console, folder: Path) -> None:
    rows = _telling_rows(folder)
    if not rows:
        return
    table = columns("subject", "indicator", "as written", "value", "unit", "time", right=("value",))
    for row in rows:
        table.add_row(
            row["subject"] or "", row["indicator"] or "", row["surface"].replace("\n", " "), figure(row),
            row["unit"] or "", period(row),
        )  # fmt: skip
    screen.print("\nSome rows:")
    screen.print(table)


def _telling_rows(folder: Path) -> list[dict[str, Any]]:
    """A row of each kind that analysts want, the one that says most."""
    facts = ds.dataset(folder / "facts.parquet")
    names = [
        "kind",
        "subject",
        "indicator",
        "surface",
        "modifier",
        "value",
        "low",
        "high",
        "unit",
        "time_start",
        "time_end",
        "change",
    ]
    rows: list[dict[str, Any]] = []
    for kind in _OF_INTEREST:
        found = facts.filter(pc.field("kind") == kind).head(500, columns=names).to_pylist()
        found.sort(
            key=lambda row: (row["subject"] is None) + (row["indicator"] is None) + (row["time_start"] is None) / 2
        )
        rows += found[:1]
    return rows


def _print_refused(screen: Console, folder: Path, counts: Counts) -> None:
    if counts.residue:
        screen.print(
            f"\nNot read: {_many(counts.residue, 'numeral')}, by no rule (`shuliang rules residue INPUT` lists them)"
        )
    if not counts.rejects:
        screen.print("\nRejected: nothing")
        return
    screen.print(f"\nRejected: {sum(counts.rejects.values()):,}")
    rejects = pq.read_table(folder / "rejects.parquet")
    labels = pc.binary_join_element_wise(rejects["stage"], rejects["reason"], ": ")
    table = columns("why", "times", "the first", right=("times",), fold=("the first",))
    for reason, count in list(counts.rejects.items())[:REJECTS]:
        first = rejects.filter(pc.equal(labels, reason)).slice(0, 1).to_pylist()[0]
        table.add_row(reason, f"{count:,}", _place(first))
    screen.print(table)


def _place(reject: dict[str, Any]) -> str:
    span = f" [{reject['char_start']}:{reject['char_end']}]" if reject["char_start"] is not None else ""
    surface = f" {reject['surface'][:40]!r}" if reject["surface"] else ""
    detail = f" — {reject['detail'][:120]}" if reject["detail"] else ""
    return f"{reject['source'] or reject['doc_id']}{span}{surface}{detail}"


def _print_files(screen: Console, folder: Path, manifest: Manifest) -> None:
    table = columns("file", "rows", "bytes", right=("rows", "bytes"), fold=("file",))
    for name, file in manifest.files.items():
        table.add_row(str(folder / name), f"{file.rows:,}", f"{file.bytes:,}")
    table.add_row(str(folder / MANIFEST), "", "")
    screen.print()
    screen.print(table)
    path = str(folder / "facts.parquet")
    screen.print(f"\nNext: duckdb -c \"FROM '{path}'\"")
    screen.print(f"      or in Python pandas.read_parquet({path!r}), the same with polars")
