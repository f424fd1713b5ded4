"""Sorted parts of a table on disk, and what makes one sorted stream of many: memory stays the same for any number.

A part is an Arrow IPC file (zstd) whose rows are sorted by the table's order. It carries one column more than the
table, `at`: the place of the row's document among all documents of the run.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from shuliang.table.columns import Table

AT = "at"
BATCH_ROWS = 2_048
MOST_AT_ONCE = 64
"""Parts merged at once; more are merged in rounds."""
_LAST = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class Part:
    """One file; `first` is added to its column `at`, so that a part is the same wherever its shard stands in a run."""

    path: Path
    first: int = 0


def write_part(path: Path, rows: pa.Table, table: Table, batch_rows: int | None = None) -> None:
    """Sorts the rows, which have the columns of the table and `at`, and writes them."""
    _write_sorted(path, [_sorted(rows, table)], table, batch_rows or BATCH_ROWS)


def _write_sorted(path: Path, parts: Iterable[pa.Table], table: Table, batch_rows: int) -> None:
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(path, schema_with_place(table), options=options) as file:
        for rows in parts:
            file.write_table(rows, max_chunksize=batch_rows)


def schema_with_place(table: Table) -> pa.Schema:
    return table.schema.append(pa.field(AT, pa.int64()))


def merged(parts: Sequence[Part], table: Table, folder: Path, most_at_once: int | None = None) -> Iterator[pa.Table]:
    """All rows in order, in pieces of some thousand; those with equal keys are in one piece. `folder` is for rounds."""
    most = most_at_once or MOST_AT_ONCE
    current = list(parts)
    rounds = 0
    while len(current) > most:
        rounds += 1
        groups = [current[start : start + most] for start in range(0, len(current), most)]
        current = []
        for number, group in enumerate(groups):
            path = folder / f"{table.name}-{rounds}-{number:05}.arrow"
            _write_sorted(path, _merged(group, table), table, BATCH_ROWS)
            current.append(Part(path))
    yield from _merged(current, table)


def regrouped(pieces: Iterable[pa.Table], rows: int, empty: pa.Table) -> Iterator[pa.Table]:
    """The same rows in tables of exactly `rows`, the last one shorter; one empty table where there is none."""
    held: list[pa.Table] = []
    count = given = 0
    for piece in pieces:
        held.append(piece)
        count += len(piece)
        while count >= rows:
            whole = pa.concat_tables(held)
            yield whole.slice(0, rows).combine_chunks()
            held, count, given = [whole.slice(rows)], count - rows, given + 1
    if count or not given:
        yield pa.concat_tables([empty, *held]).combine_chunks()


def _sorted(rows: pa.Table, table: Table) -> pa.Table:
    return rows.sort_by([(name, "ascending") for name in (*table.order, AT)]).combine_chunks()


class _Cursor:
    """Where a merge stands in one part: rows that were read and not yet given, and their keys."""

    def __init__(self, part: Part) -> None:
        self._file = pa.ipc.open_file(pa.OSFile(str(part.path)))
        self._first = part.first
        self._next = 0
        self._rows: pa.Table | None = None
        self.keys: list[str] = []

    def more(self) -> bool:
        """Reads on by one batch; False at the end of the part."""
        if self._next >= self._file.num_record_batches:
            return False
        batch = pa.Table.from_batches([self._file.get_batch(self._next)])
        self._next += 1
        place = batch.schema.get_field_index(AT)
        batch = batch.set_column(place, batch.schema.field(place), pc.add(batch[AT], self._first))
        self._rows = batch if self._rows is None else pa.concat_tables([self._rows, batch])
        self.keys += _keys(batch)
        return True

    def take(self, number: int) -> pa.Table:
        """The first rows held, which are given up."""
        assert self._rows is not None
        rows, self._rows = self._rows.slice(0, number), self._rows.slice(number)
        self.keys = self.keys[number:]
        return rows


def _keys(rows: pa.Table) -> list[str]:
    """What parts are merged by: the document; behind all documents, what has none, by its source."""
    ids = rows["doc_id"]
    if not ids.null_count:
        return list(ids.to_pylist())
    sources = pc.binary_join_element_wise(_LAST, pc.fill_null(rows["source"], ""), "")
    return list(pc.coalesce(ids, sources).to_pylist())


def _merged(parts: Sequence[Part], table: Table) -> Iterator[pa.Table]:
    """Gives what lies before the least of the last keys read, then reads on where that key was."""
    cursors = [_Cursor(part) for part in parts]
    waiting = [(cursor.keys[-1], place) for place, cursor in enumerate(cursors) if cursor.more()]
    heapify(waiting)
    while waiting:
        bound, place = heappop(waiting)
        if cursors[place].more():
            heappush(waiting, (cursors[place].keys[-1], place))
            bound = waiting[0][0]
            ready = [cursor.take(number) for cursor in cursors if (number := bisect_left(cursor.keys, bound))]
        elif waiting:
            continue
        else:
            ready = [cursor.take(len(cursor.keys)) for cursor in cursors if cursor.keys]
        if ready:
            yield _sorted(pa.concat_tables(ready), table)
