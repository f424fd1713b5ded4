"""A release in other formats holds the same rows, and nothing in it runs."""

from __future__ import annotations

import csv
import json
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.errors import DataError, InputError, ShuliangError
from shuliang.publishing import exporting
from shuliang.publishing.exporting import FORMATS, export, safe

if TYPE_CHECKING:
    from pathlib import Path

    from shuliang.publishing.exporting import Format

FORMULAS = ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "＝1+1", " =cmd|' /C calc'!A0", "\n=1"]


@pytest.mark.parametrize("words", FORMULAS)
def test_no_text_begins_a_formula(words: str) -> None:
    assert safe(words) == f"'{words}"


@pytest.mark.parametrize("words", ["-3.5", "-3", "27家", "", "a=b", "'x"])
def test_other_texts_stay_as_they_are(words: str) -> None:
    assert safe(words) == words


@given(st.text())
def test_a_spreadsheet_never_sees_a_formula(words: str) -> None:
    shown = safe(words)
    assert shown.endswith(words)
    first = shown.lstrip()[:1]
    assert first not in set("=+-@") or shown.replace("-", "").replace(".", "").isdigit()


def nasty(folder: Path) -> Path:
    """A table of rejects whose surfaces would be formulas."""
    rows = [{"doc_id": str(at), "surface": words, "char_start": -at} for at, words in enumerate(FORMULAS)]
    schema = pa.schema({"doc_id": pa.string(), "surface": pa.string(), "char_start": pa.int64()})
    pq.write_table(pa.Table.from_pylist(rows, schema), folder / "rejects.parquet")
    return folder


def test_csv(first_release: Path, tmp_path: Path) -> None:
    release = first_release / "releases" / "latest"
    assert export(release, "csv", tmp_path / "facts.csv") == 6
    with (tmp_path / "facts.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    facts = pq.read_table(release / "facts").to_pylist()
    assert [row["surface"] for row in rows] == [fact["surface"] for fact in facts]
    assert [float(row["value"]) for row in rows] == [fact["value"] for fact in facts]
    assert {row["high_inclusive"] for row in rows} == {"true", "false"}
    assert {row["time_start"] for row in rows} == {""}


def test_csv_with_formulas(tmp_path: Path) -> None:
    export(nasty(tmp_path), "csv", tmp_path / "x.csv", "rejects")
    with (tmp_path / "x.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert all(row["surface"].startswith("'") for row in rows)
    assert rows[3]["char_start"] == "-3", "a number is no text"


def test_jsonl(first_release: Path, tmp_path: Path) -> None:
    release = first_release / "releases" / "latest"
    export(release, "jsonl", tmp_path / "facts.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text(encoding="utf-8").splitlines()]
    assert rows == pq.read_table(release / "facts").to_pylist()


def test_excel(first_release: Path, tmp_path: Path) -> None:
    pytest.importorskip("xlsxwriter")
    release = first_release / "releases" / "latest"
    assert export(release, "xlsx", tmp_path / "one.xlsx") == 6
    export(release, "xlsx", tmp_path / "other.xlsx")
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "other.xlsx").read_bytes()
    export(nasty(tmp_path), "xlsx", tmp_path / "x.xlsx", "rejects")
    import zipfile  # noqa: PLC0415 - only here

    with zipfile.ZipFile(tmp_path / "x.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet
    assert "<v>-3</v>" in sheet


def test_more_than_a_sheet_holds(first_release: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("xlsxwriter")
    monkeypatch.setattr(exporting, "SHEET_ROWS", 5)
    with pytest.raises(DataError, match="facts has 6 rows and a sheet of Excel holds 5; take csv or duckdb"):
        export(first_release / "releases" / "latest", "xlsx", tmp_path / "x.xlsx")
    monkeypatch.setattr(exporting, "SHEET_ROWS", 10)
    monkeypatch.setattr(exporting, "CELL_CHARS", 3)
    with pytest.raises(DataError, match="take csv"):
        export(first_release / "releases" / "latest", "xlsx", tmp_path / "x.xlsx")
    assert list(tmp_path.iterdir()) == []


def test_sqlite(first_release: Path, tmp_path: Path) -> None:
    release = first_release / "releases" / "latest"
    export(release, "sqlite", tmp_path / "facts.sqlite")
    with closing(sqlite3.connect(tmp_path / "facts.sqlite")) as database:
        rows = database.execute("SELECT surface, value, high_inclusive FROM facts").fetchall()
    facts = pq.read_table(release / "facts").to_pylist()
    assert rows == [(fact["surface"], fact["value"], fact["high_inclusive"]) for fact in facts]


def test_duckdb(first_release: Path, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    release = first_release / "releases" / "latest"
    export(release, "duckdb", tmp_path / "it's.duckdb", "documents")
    with duckdb.connect(str(tmp_path / "it's.duckdb"), read_only=True) as database:
        assert database.execute("SELECT doc_id FROM documents").fetchall() == [("a",), ("b",), ("c",)]


@pytest.mark.parametrize("format_", FORMATS)
def test_what_was_there_is_replaced_or_left(first_release: Path, tmp_path: Path, format_: Format) -> None:
    output = tmp_path / f"facts.{format_}"
    output.write_text("old", encoding="utf-8")
    with pytest.raises(InputError, match="holds no table nothing"):
        export(first_release / "releases" / "latest", format_, output, "nothing")
    assert output.read_text(encoding="utf-8") == "old"
    export(first_release / "releases" / "latest", format_, output)
    assert output.stat().st_size > 3
    assert [path.name for path in tmp_path.iterdir()] == [output.name]
    with pytest.raises(ShuliangError, match="cannot write"):
        export(first_release / "releases" / "latest", format_, tmp_path / "no" / "where")
