"""Rows of a run that may not fit in memory: they lie in parts on disk and come back sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from shuliang.table.columns import DOCUMENTS, FACTS, REJECTS, Table
from shuliang.table.schema import as_rejects, validate
from shuliang.table.write import in_order

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shuliang.table.build import Extraction

SPILL_ROWS = 150_000


class Pile:
    """Rows of one table; beyond `SPILL_ROWS` they go to part files in `folder`."""

    def __init__(self, table: Table, folder: Path) -> None:
        self.table = table
        self._folder = folder
        self._held: list[pa.Table] = []
        self._held_rows = 0
        self._parts: list[Path] = []

    def add(self, rows: pa.Table) -> None:
        self._held.append(rows)
        self._held_rows += len(rows)

    @property
    def full(self) -> bool:
        return self._held_rows >= SPILL_ROWS

    def take(self) -> pa.Table:
        """The rows held in memory, which are forgotten."""
        rows = pa.concat_tables([self.table.schema.empty_table(), *self._held])
        self._held, self._held_rows = [], 0
        return rows

    def store(self, rows: pa.Table) -> None:
        path = self._folder / f"{self.table.name}-{len(self._parts):05}.parquet"
        pq.write_table(in_order(rows, self.table), path, compression="zstd", compression_level=1)
        self._parts.append(path)

    def all_rows(self) -> pa.Table:
        """Every row, sorted, in memory."""
        stored = [pq.read_table(path, schema=self.table.schema) for path in self._parts]
        return in_order(pa.concat_tables([*stored, self.take()]), self.table)

    def sorted_parts(self, bounds: list[str]) -> Iterator[pa.Table]:
        """Every row in order, in parts: below the first of `bounds`, from there to the next, …, from the last on."""
        if not self._parts:
            yield self.all_rows()
            return
        if self._held_rows:
            self.store(self.take())
        stored = ds.dataset([str(path) for path in self._parts], schema=self.table.schema, format="parquet")
        key = pc.field("doc_id")
        for low, high in zip([None, *bounds], [*bounds, None], strict=True):
            above = pc.scalar(value=True) if low is None else key >= low
            below = pc.scalar(value=True) if high is None else key < high
            yield in_order(stored.to_table(filter=above & below), self.table)


class Piles:
    """The three tables of a run as they grow; rows are validated before they are stored."""

    def __init__(self, folder: Path) -> None:
        self.facts = Pile(FACTS, folder)
        self.documents = Pile(DOCUMENTS, folder)
        self.rejects = Pile(REJECTS, folder)

    def add(self, extraction: Extraction) -> None:
        self.facts.add(extraction.facts)
        self.documents.add(extraction.documents)
        self.rejects.add(extraction.rejects)
        if self.facts.full:
            self.facts.store(self._checked(self.facts.take()))
        for pile in (self.documents, self.rejects):
            if pile.full:
                pile.store(pile.take())

    def finish(self) -> None:
        """Checks the facts that are still in memory."""
        rows = self.facts.take()
        self.facts.add(self._checked(rows))

    def _checked(self, rows: pa.Table) -> pa.Table:
        good, broken = validate(rows, FACTS)
        self.rejects.add(as_rejects(broken))
        return good


def bounds_of(documents: pa.Table, rows: int) -> list[str]:
    """The doc_ids at which sorted facts can be cut into parts of about `rows`; `documents` sorted by `doc_id`."""
    part = pc.divide(pc.cumulative_sum(documents["facts"]), rows).to_pylist()
    ids = documents["doc_id"]
    return [ids[int(place)].as_py() for place in range(1, len(part)) if part[place] > part[place - 1]]
