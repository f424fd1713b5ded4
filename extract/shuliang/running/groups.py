"""The rows that a task has found so far: checked and written to part files when there are many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from shuliang.errors import DataError
from shuliang.running.manifest import tally
from shuliang.running.parts import AT, write_part
from shuliang.table.build import Extraction
from shuliang.table.columns import DOCUMENTS, FACTS, REJECTS, TABLES, Table
from shuliang.table.schema import as_rejects, validate

if TYPE_CHECKING:
    from pathlib import Path

GROUP_ROWS = 40_000
UNFINISHED = "unfinished-"
"""What the names of files begin with until their task is done."""


class Group:
    """Documents with their facts and rejects; `numbers` is filled by who reads: the place of each document id.

    What leaves is in order: facts keep their checks or become rejects, documents count the facts that are left.
    """

    def __init__(self, name: str, folder: Path) -> None:
        self.numbers: dict[str, int] = {}
        self._name = name
        self._folder = folder
        self._held: dict[str, list[pa.Table]] = {table.name: [] for table in TABLES}
        self._rows = 0
        self._files: dict[str, list[str]] = {table.name: [] for table in TABLES}

    def add(self, extraction: Extraction) -> None:
        for table in TABLES:
            rows: pa.Table = getattr(extraction, table.name)
            self._held[table.name].append(rows)
            self._rows += len(rows)
        if self._rows >= GROUP_ROWS:
            self._write()

    def finish(self) -> dict[str, tuple[str, ...]]:
        """Gives the files their names; those are, by table."""
        if self._rows:
            self._write()
        for names in self._files.values():
            for name in names:
                (self._folder / f"{UNFINISHED}{name}").replace(self._folder / name)
        return {table: tuple(names) for table, names in self._files.items()}

    def _write(self) -> None:
        facts, documents, rejects = (
            pa.concat_tables([table.schema.empty_table(), *self._held[table.name]]) for table in TABLES
        )
        found = checked(Extraction(facts, documents, rejects))
        for table in TABLES:
            rows = getattr(found, table.name)
            if len(rows):
                name = f"{self._name}-{table.name}-{len(self._files[table.name]):03}.arrow"
                write_part(self._folder / f"{UNFINISHED}{name}", self._placed(rows), table)
                self._files[table.name].append(name)
            self._held[table.name] = []
        self._rows = 0
        self.numbers.clear()
        pa.default_memory_pool().release_unused()

    def _placed(self, rows: pa.Table) -> pa.Table:
        """The rows with the place of their document; what sources refused has none."""
        ids = pa.array(list(self.numbers), pa.string())
        places = pa.array(list(self.numbers.values()), pa.int64()).take(pc.index_in(rows["doc_id"], value_set=ids))
        if "stage" in rows.column_names:
            places = pc.if_else(pc.equal(rows["stage"], "source"), pa.scalar(None, pa.int64()), places)
        return rows.append_column(AT, places)


def checked(found: Extraction) -> Extraction:
    """The tables with every row in order: facts that are not become rejects, and their documents count them no more."""
    facts, broken = validate(found.facts, FACTS)
    documents, rejects = found.documents, found.rejects
    if len(broken):
        documents = _without_refused(documents, broken)
        rejects = pa.concat_tables([rejects, _with_sources(as_rejects(broken), documents)])
    return Extraction(facts, _sound(documents, DOCUMENTS), _sound(rejects, REJECTS))


def _without_refused(documents: pa.Table, broken: pa.Table) -> pa.Table:
    """`documents` whose counts of facts leave out the rows that broke the schema."""
    refused = tally(broken["doc_id"])
    doc_ids, counts = pa.array(list(refused)), pa.array(list(refused.values()), pa.int64())
    fewer = pc.fill_null(counts.take(pc.index_in(documents["doc_id"], value_set=doc_ids)), 0)
    place = documents.schema.get_field_index("facts")
    return documents.set_column(place, documents.schema.field(place), pc.subtract(documents["facts"], fewer))


def _with_sources(rejects: pa.Table, documents: pa.Table) -> pa.Table:
    """`rejects` in which rows that came from `facts` name the source of their document."""
    of_document = documents["source"].take(pc.index_in(rejects["doc_id"], value_set=documents["doc_id"]))
    place = rejects.schema.get_field_index("source")
    return rejects.set_column(place, rejects.schema.field(place), pc.coalesce(rejects["source"], of_document))


def _sound(rows: pa.Table, table: Table) -> pa.Table:
    good, broken = validate(rows, table)
    if len(broken):
        message = f"table {table.name}: {len(broken)} rows break a check, the first: {broken.slice(0, 1).to_pylist()}"
        raise DataError(message)
    return good
