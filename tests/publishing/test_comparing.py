"""What differs between two releases, as rows, as JSON and as a page."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from shuliang.errors import InputError
from shuliang.publishing.comparing import compare, fact_files
from shuliang.publishing.difference import as_values, difference, page
from shuliang.publishing.tables import CHANGES

if TYPE_CHECKING:
    from pathlib import Path

KEY = {"doc_id": "a", "kind": "count", "surface": "27家"}


def facts(path: Path, *rows: dict[str, object]) -> Path:
    pq.write_table(pa.Table.from_pylist([KEY | row for row in rows]), path)
    return path


def test_two_releases(two_releases: Path) -> None:
    found = difference(two_releases / "releases" / "2026.11.0", two_releases / "releases" / "2026.11.1")
    rows = [(row["change"], row["doc_id"], row["surface"]) for row in found.rows.to_pylist()]
    assert sorted(rows) == [
        ("added", "a", "27家"), ("added", "a", "31元"), ("added", "c", "500元"), ("added", "c", "8家"),
        ("added", "d", "3家"), ("removed", "a", "27家"), ("removed", "a", "30元"), ("removed", "c", "500元"),
        ("removed", "c", "600元"), ("removed", "c", "8家"),
    ]  # fmt: skip
    assert found.numbers == (5, 5, 0)
    written = pq.read_table(two_releases / "releases" / "2026.11.1" / "changes.parquet")
    assert written.to_pylist() == found.rows.to_pylist()


def test_columns_that_read_otherwise(tmp_path: Path) -> None:
    old = facts(
        tmp_path / "old", {"fact_id": "1", "value": 1.0, "unit": None}, {"fact_id": "2", "value": 2.0, "unit": "家"}
    )
    new = facts(
        tmp_path / "new", {"fact_id": "1", "value": 1.5, "unit": "家"}, {"fact_id": "2", "value": 2.0, "unit": "家"}
    )
    found = difference(old, new)
    assert [(row["column"], row["before"], row["after"]) for row in found.rows.to_pylist()] == [
        ("unit", None, "家"), ("value", "1.0", "1.5"),
    ]  # fmt: skip
    assert found.numbers == (0, 0, 1)
    assert dict(found.columns) == {"unit": 1, "value": 1}
    assert found.rows.schema == CHANGES.schema


def test_columns_that_came_and_went(tmp_path: Path) -> None:
    old = facts(tmp_path / "old", {"fact_id": "1", "gone": "x", "other": 1})
    new = facts(tmp_path / "new", {"fact_id": "1", "come": "x", "other": "1"})
    found = difference(old, new)
    assert (found.dropped, found.new_columns, found.retyped) == (("gone",), ("come",), ("other",))
    assert not len(found.rows)
    assert not found.same


def test_one_document_id_tells_facts_of_equal_texts_apart(tmp_path: Path) -> None:
    old = facts(tmp_path / "old", {"fact_id": "1", "doc_id": "a"}, {"fact_id": "1", "doc_id": "b"})
    new = facts(tmp_path / "new", {"fact_id": "1", "doc_id": "b"})
    [row] = difference(old, new).rows.to_pylist()
    assert (row["change"], row["doc_id"]) == ("removed", "a")


def test_the_same(first_release: Path) -> None:
    release = first_release / "releases" / "latest"
    assert difference(release, release).same
    assert compare(fact_files(release), fact_files(release)).numbers == (0, 0, 0)


def test_as_json(two_releases: Path) -> None:
    found = difference(two_releases / "releases" / "2026.11.0", two_releases / "releases" / "2026.11.1")
    told = json.loads(json.dumps(as_values(found, "one", "two")))
    assert (told["added"], told["removed"], told["changed"]) == (5, 5, 0)
    assert len(told["changes"]) == 10


class Loads(HTMLParser):
    """Notes everything that a page would load or run."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if tag in {"script", "link", "img", "iframe"} or any(
            name in {"src", "href"} or name[:2] == "on" for name in names
        ):
            self.found.append(tag)


def test_the_page_needs_nothing_and_runs_nothing(tmp_path: Path) -> None:
    nasty = "<script>alert(1)</script><img src=x onerror=y>"
    old = facts(tmp_path / "old", {"fact_id": "1:0-3:count", "unit": nasty, "surface": nasty, "doc_id": nasty})
    new = facts(tmp_path / "new", {"fact_id": "1:0-3:count", "unit": "x&y", "surface": nasty, "doc_id": nasty})
    html = page(difference(old, new), nasty, nasty)
    loads = Loads()
    loads.feed(html)
    assert loads.found == []
    assert "&lt;script&gt;" in html
    assert "<ins>x&amp;y</ins>" in html


def test_no_facts(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no facts there"):
        difference(tmp_path, tmp_path)
