"""From the part files of all tasks to the three tables and the manifest, in one pass of each that holds little."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from shuliang.running import manifest as manifests
from shuliang.running.manifest import Counts, InputsHash, Manifest, WrittenFile
from shuliang.running.parts import AT, Part, merged, regrouped, write_part
from shuliang.running.repeats import repeats, with_repeats
from shuliang.running.tasks import repeated
from shuliang.table.build import rejects_table
from shuliang.table.columns import DOCUMENTS, FACTS, REJECTS, SCHEMA_VERSION, Table
from shuliang.table.write import ROW_GROUP, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from shuliang.running.tasks import Finished

ITEMS_OF_A_TASK = 1 << 32
"""Documents are numbered by task, then by item, so that of two with the same id the first in the input stays."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What the manifest says about a run besides what the run counts."""

    inputs: tuple[str, ...]
    options: Mapping[str, Any]
    versions: Mapping[str, str]


def finish(tasks: Sequence[Finished], parts: Path, staging: Path, stated: Stated) -> Manifest:
    """Writes the tables to `staging`; gives the manifest, which is not written.

    Args:
        tasks: what is to be put together, in the order of the inputs.
        parts: the folder of their part files.
        staging: where the tables go; also room for merging.
        stated: what else the manifest says.
    """
    ending = _Ending(tasks, parts, staging)
    totals = _Totals()
    documents = ending.documents(totals)
    files = {"documents.parquet": _write_table(staging, documents, DOCUMENTS, stated.versions)}
    files["facts.parquet"] = _write_table(staging, ending.facts(totals), FACTS, stated.versions)
    files["rejects.parquet"] = _write_table(staging, ending.rejects(totals), REJECTS, stated.versions)
    return Manifest(
        inputs=stated.inputs,
        inputs_sha256=totals.inputs.hexdigest(),
        options=stated.options,
        versions=stated.versions,
        counts=totals.counts(),
        files={name: files[name] for name in ("facts.parquet", "documents.parquet", "rejects.parquet")},
    )


class _Ending:
    """The merged tables; `documents` has to be read through before the others, for it finds the repeated ones."""

    def __init__(self, tasks: Sequence[Finished], parts: Path, staging: Path) -> None:
        self._tasks = tasks
        self._parts = parts
        self._staging = staging
        self._repeated: list[pa.Array] = []
        self._more_rejects: list[Part] = []

    def documents(self, totals: _Totals) -> Iterator[pa.Table]:
        repeated = repeats(self._merged(DOCUMENTS))
        for rows in self._merged(DOCUMENTS):
            first = self._first_of_each(rows)
            totals.add_documents(first)
            yield with_repeats(first.drop_columns([AT]), repeated)

    def facts(self, totals: _Totals) -> Iterator[pa.Table]:
        gone = self._gone()
        for rows in self._merged(FACTS):
            kept = _without(rows, gone)
            totals.add_facts(kept)
            yield kept.drop_columns([AT])

    def rejects(self, totals: _Totals) -> Iterator[pa.Table]:
        gone = self._gone()
        for rows in self._merged(REJECTS, self._more_rejects):
            kept = _without(rows, gone)
            totals.add_rejects(kept)
            yield kept.drop_columns([AT])

    def _merged(self, table: Table, more: Iterable[Part] = ()) -> Iterator[pa.Table]:
        found = [
            Part(self._parts / name, number * ITEMS_OF_A_TASK)
            for number, task in enumerate(self._tasks)
            for name in task.files[table.name]
        ]
        return merged([*found, *more], table, self._staging)

    def _first_of_each(self, rows: pa.Table) -> pa.Table:
        """The documents without those whose id comes again; they are noted, and a reject is written for each."""
        ids = rows["doc_id"].combine_chunks()
        again = pa.concat_arrays([pa.array([False]), pc.equal(ids.slice(1), ids.slice(0, len(ids) - 1))])
        if not pc.any(again).as_py():
            return rows
        other = rows.filter(again)
        self._repeated.append(other[AT].combine_chunks())
        refused = rejects_table(map(repeated, other["doc_id"].to_pylist(), other["source"].to_pylist()))
        path = self._staging / f"repeated-{len(self._repeated):05}.arrow"
        write_part(path, refused.append_column(AT, pa.nulls(len(refused), pa.int64())), REJECTS)
        self._more_rejects.append(Part(path))
        return rows.filter(pc.invert(again))

    def _gone(self) -> pa.Array:
        return pa.concat_arrays([pa.array([], pa.int64()), *self._repeated])


def _without(rows: pa.Table, gone: pa.Array) -> pa.Table:
    return rows.filter(pc.invert(pc.is_in(rows[AT], value_set=gone))) if len(gone) else rows


class _Totals:
    """What a run counts, added up as the rows pass by."""

    def __init__(self) -> None:
        self.inputs = InputsHash()
        self._documents: dict[str, int] = {"documents": 0, "chars": 0, "repairs": 0, "residue": 0}
        self._kinds: dict[str, int] = {}
        self._reasons: dict[str, int] = {}

    def add_documents(self, rows: pa.Table) -> None:
        self.inputs.update(rows)
        self._documents["documents"] += len(rows)
        for name in ("chars", "repairs", "residue"):
            self._documents[name] += pc.sum(rows[name]).as_py() or 0

    def add_facts(self, rows: pa.Table) -> None:
        _count(self._kinds, rows["kind"])

    def add_rejects(self, rows: pa.Table) -> None:
        _count(self._reasons, pc.binary_join_element_wise(rows["stage"], rows["reason"], ": "))

    def counts(self) -> Counts:
        return Counts(
            **self._documents, facts=sum(self._kinds.values()), facts_by_kind=_most_first(self._kinds),
            rejects=_most_first(self._reasons),
        )  # fmt: skip


def _count(counts: dict[str, int], values: pa.ChunkedArray) -> None:
    for value, count in manifests.tally(values).items():
        counts[value] = counts.get(value, 0) + count


def _most_first(counts: dict[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _write_table(staging: Path, rows: Iterator[pa.Table], table: Table, versions: Mapping[str, str]) -> WrittenFile:
    path = staging / f"{table.name}.parquet"
    metadata = {"shuliang.table": table.name, "shuliang.schema": SCHEMA_VERSION} | {
        f"shuliang.{name}": versions[name] for name in ("rulebook", "rulebook_sha256") if name in versions
    }
    count, logical = write_rows(path, regrouped(rows, ROW_GROUP, table.schema.empty_table()), table, metadata)
    return WrittenFile(count, path.stat().st_size, manifests.file_hash(path), logical)
