"""Parquet: columns by name, and tables that do not hold what is wanted."""

from __future__ import annotations

import datetime
import sys
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.sources.made import Read

from shuliang.sources import SourceOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def read_table(tmp_path: Path, read: Callable[..., Read]) -> Callable[..., Read]:
    def reader(columns: dict[str, Any], **options: Any) -> Read:
        pq.write_table(pa.table(columns), tmp_path / "news.parquet", row_group_size=2)
        return read(tmp_path / "news.parquet", **options)

    return reader


def test_columns(read_table: Callable[..., Read]) -> None:
    found = read_table(
        {
            "id": [1, 2, None],
            "text": ["三十家", "四十家", "五十家"],
            "published": [datetime.date(2024, 5, 6), None, None],
            "title": ["标题", None, ""],
            "url": [None, "http://example.cn/20240507/", None],
        }
    )
    assert found.ids == ["1", "2", "news:3"]
    one, two, three = found.documents
    assert (one.title, one.published, one.published_from) == ("标题", datetime.date(2024, 5, 6), "field")
    assert (two.published_from, three.title) == ("url", None)
    assert (three.source or "").endswith("news.parquet:3")
    assert one.sha256


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string())], ids=str
)
def test_kinds_of_strings(read_table: Callable[..., Read], kind: pa.DataType) -> None:
    assert read_table({"text": pa.array(["三十家", "四十家"]).cast(kind)}).ids == ["news:1", "news:2"]


def test_mapped_columns(read_table: Callable[..., Read]) -> None:
    found = read_table({"body": ["三十家"], "day": ["20240506"]}, fields={"text": "body", "published": "day"})
    assert found.document.published == datetime.date(2024, 5, 6)


def test_timestamp_is_a_date(read_table: Callable[..., Read]) -> None:
    stamps = pa.array([datetime.datetime(2024, 5, 6, 23, 0, tzinfo=datetime.UTC)], pa.timestamp("us", "UTC"))
    assert read_table({"text": ["三十家"], "published": stamps}).document.published == datetime.date(2024, 5, 6)


@pytest.mark.parametrize(
    ("columns", "reason", "detail"),
    [
        ({"text": [1, 2]}, "not_text", "column 'text' is int64, not string"),
        ({"text": [b"x"]}, "not_text", "binary"),
        ({"body": ["三十家"]}, "no_text", "columns: body"),
    ],
)
def test_wrong_column(read_table: Callable[..., Read], columns: dict[str, Any], reason: str, detail: str) -> None:
    reject = read_table(columns).reject
    assert reject.reason == reason
    assert detail in (reject.detail or "")


def test_bad_rows_among_good_ones(read_table: Callable[..., Read]) -> None:
    bad = pa.Array.from_buffers(
        pa.string(),
        4,
        [
            None,
            pa.py_buffer(bytes.fromhex("00000000 03000000 04000000 07000000 07000000")),
            pa.py_buffer("家".encode() + b"\xff" + "人".encode()),
        ],
    )
    found = read_table({"text": bad})
    assert (found.ids, found.reasons) == (["news:1", "news:3"], ["undecodable", "empty"])
    found = read_table({"text": ["三十家", None, "a\x00b"]})
    assert (found.ids, found.reasons) == (["news:1"], ["no_text", "not_text"])


def test_broken_file(read_bytes: Callable[..., Read], tmp_path: Path) -> None:
    pq.write_table(pa.table({"text": ["三十家"] * 100}), tmp_path / "good.parquet")
    content = (tmp_path / "good.parquet").read_bytes()
    assert read_bytes("a.parquet", content[:-20]).reject.reason == "broken"
    assert read_bytes("a.parquet", content[:4] + b"\xff" * 60 + content[64:]).rejects[-1].reason == "broken"


def test_stream_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pq.write_table(pa.table({"text": ["三十家"]}), tmp_path / "a.parquet")
    with (tmp_path / "a.parquet").open("rb") as stream:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=stream))
        assert "unpack it to a file" in (Read(["-"], SourceOptions()).reject.detail or "")
