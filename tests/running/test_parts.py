from __future__ import annotations

import tempfile
from pathlib import Path

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from shuliang.facts import Reject
from shuliang.running.parts import AT, Part, merged, regrouped, write_part
from shuliang.table.build import rejects_table
from shuliang.table.columns import REJECTS

IDS = st.sampled_from(["a", "b", "公告", "\U0001f4c8", None])
PARTS = st.lists(st.lists(st.tuples(IDS, st.integers(0, 9)), max_size=12), max_size=7)


def part_rows(rows: list[tuple[str | None, int]]) -> pa.Table:
    """Rejects; one without a document has no place in it."""
    rejects = [
        Reject(doc_id, f"s{number}", "source", "empty", char_start=None if doc_id is None else number)
        for doc_id, number in rows
    ]
    return rejects_table(rejects).append_column(AT, pa.array(range(len(rows)), pa.int64()))


@settings(deadline=None, max_examples=60)
@given(PARTS)
def test_parts_merge_to_what_sorting_all_gives(rows: list[list[tuple[str | None, int]]]) -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        parts = []
        for number, some in enumerate(rows):
            write_part(folder / f"{number}.arrow", part_rows(some), REJECTS, batch_rows=2)
            parts.append(Part(folder / f"{number}.arrow", number * 100))
        found = list(merged(parts, REJECTS, folder, most_at_once=3))
    gathered = pa.concat_tables([part_rows([]), *found])
    expected = sorted(
        ((row, at + number * 100) for number, some in enumerate(rows) for at, row in enumerate(some)), key=key
    )
    assert gathered.select(["doc_id", "source", AT]).to_pylist() == [
        {"doc_id": doc_id, "source": f"s{source}", AT: at} for (doc_id, source), at in expected
    ]


def key(row: tuple[tuple[str | None, int], int]) -> tuple[bool, bytes, int, int]:
    (doc_id, source), at = row
    return doc_id is None, (doc_id or "").encode(), source, at


@given(st.lists(st.integers(0, 7)), st.integers(1, 5))
def test_regrouped_rows_are_the_same_rows(sizes: list[int], rows: int) -> None:
    numbers = iter(range(100_000))
    pieces = [pa.table({"x": pa.array([next(numbers) for _ in range(size)], pa.int64())}) for size in sizes]
    groups = list(regrouped(pieces, rows, pa.table({"x": pa.array([], pa.int64())})))
    assert pa.concat_tables(groups)["x"].to_pylist() == list(range(sum(sizes)))
    assert all(len(group) == rows for group in groups[:-1])
    assert all(group["x"].num_chunks <= 1 for group in groups)
