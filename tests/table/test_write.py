from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
from hypothesis import given, settings
from hypothesis import strategies as st

from shuliang.table.columns import REJECTS
from shuliang.table.write import LogicalHash, in_order, logical_hash, write_rows

if TYPE_CHECKING:
    from pathlib import Path


def some_rows(number: int) -> pa.Table:
    columns = {
        "doc_id": [f"d{place % 7}" for place in range(number)],
        "source": [None if place % 3 else "名" * (place % 11) for place in range(number)],
        "stage": ["text"] * number,
        "reason": ["damaged"] * number,
        "detail": [None] * number,
        "char_start": list(range(number)),
        "char_end": [place + 1 for place in range(number)],
        "surface": [str(place) for place in range(number)],
    }
    return pa.table(columns, schema=REJECTS.schema)


ROWS = some_rows(150_001)
HASH = logical_hash(ROWS)


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=6))
def test_the_hash_does_not_depend_on_parts(sizes: list[int]) -> None:
    hasher, start = LogicalHash(REJECTS.schema), 0
    for size in [*sizes, len(ROWS)]:
        hasher.update(ROWS.slice(start, size))
        start += size
    assert hasher.hexdigest() == HASH


def test_the_hash_does_not_depend_on_metadata() -> None:
    assert logical_hash(ROWS.replace_schema_metadata({"a": "b"})) == HASH


def test_the_hash_depends_on_rows() -> None:
    assert logical_hash(ROWS.slice(1)) != HASH


def test_the_same_rows_are_the_same_bytes(tmp_path: Path) -> None:
    rows = some_rows(5_000)
    scattered = pa.concat_tables([rows.slice(3_000), rows.slice(0, 3_000)])
    for name, table in (("one", rows), ("other", scattered)):
        written = write_rows(tmp_path / name, [in_order(table, REJECTS)], REJECTS, {"k": "v"})
        assert written == (5_000, logical_hash(in_order(rows, REJECTS)))
    assert (tmp_path / "one").read_bytes() == (tmp_path / "other").read_bytes()
    assert pq.read_schema(tmp_path / "one").metadata == {b"k": b"v"}
    assert pq.read_table(tmp_path / "one").schema.equals(REJECTS.schema)
