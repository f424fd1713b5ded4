"""What is read in datasets/industry-news, line by line, so that a change of a rule shows what it changes.

`make golden` writes the files anew; the diff is part of the review.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from shuliang.facts import Reject
from shuliang.running.kernel import extract_documents
from shuliang.sources import read_sources

if TYPE_CHECKING:
    from shuliang.facts import Document

HERE = Path(__file__).parent
DOCUMENTS = sorted((HERE.parents[1] / "datasets" / "industry-news" / "documents").glob("*.txt"))
SHOWN = ("unit_code", "indicator", "subject", "time_text", "change", "change_basis", "change_reference")


def read(path: Path) -> list[Document]:
    documents = list(read_sources([str(path)]))
    return [document for document in documents if not isinstance(document, Reject)]


def lines(path: Path) -> list[str]:
    """One line for each fact and reject of a document, in its order."""
    extraction = extract_documents(read(path))
    facts = [(row["char_start"], said(row)) for row in extraction.facts.to_pylist()]
    rejects = [(row["char_start"], f"{span(row)}  rejected: {row['detail']}") for row in extraction.rejects.to_pylist()]
    residue = extraction.documents["residue"].to_pylist()
    return [line for _, line in sorted(facts + rejects)] + [f"{sum(residue)} numerals not read"]


def span(row: dict[str, Any]) -> str:
    return f"{row['char_start']}-{row['char_end']} {row['surface']}"


def figure(row: dict[str, Any]) -> str:
    """`27`, or the interval: `more_than (1200, )`, `range [3, 5]`."""
    if row["modifier"] == "exact" and row["kind"] != "score":
        return row["number"] or ""
    low, high = ("" if row[side] is None else f"{row[side]:.15g}" for side in ("low", "high"))
    left, right = "[" if row["low_inclusive"] else "(", "]" if row["high_inclusive"] else ")"
    number = f" {row['number']}" if row["modifier"] == "approximate" else f" {left}{low}, {high}{right}"
    return f"{row['modifier']}{number}"


def said(row: dict[str, Any]) -> str:
    cells = [row["kind"], figure(row), *(f"{name} {row[name]}" for name in SHOWN if row[name])]
    if row["time_start"] or row["time_end"]:
        cells.append(f"time {row['time_start']} to {row['time_end']}")
    cells += [row["factuality"]] if row["factuality"] != "actual" else []
    cells += ["distributive"] if row["distributive"] else []
    return f"{span(row)}  {'; '.join(cell for cell in cells if cell)}  {row['rule_id']}"


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_every_fact_is_read_as_before(path: Path, request: pytest.FixtureRequest) -> None:
    golden = HERE / f"{path.stem}.txt"
    now = "\n".join(lines(path)) + "\n"
    if request.config.getoption("--golden"):
        golden.write_text(now, encoding="utf-8")
    assert now.splitlines() == golden.read_text(encoding="utf-8").splitlines()


def test_there_is_no_other_golden_file() -> None:
    assert {file.stem for file in HERE.glob("*.txt")} == {path.stem for path in DOCUMENTS}
