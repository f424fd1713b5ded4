"""How the tables of a release lie in files: facts in shards, the others in one file each, all in canonical bytes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from shuliang.publishing.manifest import File, TableHash
from shuliang.running.manifest import file_hash
from shuliang.table.write import ROW_GROUP, LogicalHash, write_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from shuliang.publishing.definition import Definition
    from shuliang.table.columns import Table


@dataclass(frozen=True, slots=True)
class Written:
    """The files of one table by their names in the release, and the table as a whole."""

    files: Mapping[str, File]
    table: TableHash


def write_facts(
    read: Path, release: Path, definition: Definition, table: Table, metadata: Mapping[str, str]
) -> Written:
    """Writes the sorted facts of the file `read` to `release`/facts/; no shard is empty."""
    if definition.partition == "kind":
        shards = _by_kind(read, table, definition)
    else:
        shards = ((f"part-{place:05}", rows) for place, rows in enumerate(_stream(read, table, definition.shard_rows)))
    return _write(release, ((f"facts/{name}.parquet", rows) for name, rows in shards), table, metadata)


def write_one(rows: pa.Table, release: Path, table: Table, metadata: Mapping[str, str]) -> Written:
    """Writes a sorted table to a file of its own."""
    return _write(release, [(f"{table.name}.parquet", rows)], table, metadata)


def _write(release: Path, shards: Iterable[tuple[str, pa.Table]], table: Table, metadata: Mapping[str, str]) -> Written:
    """The logical hash of a table in one file is that of the file; in several it is made over all, in their order."""
    files: dict[str, File] = {}
    whole = LogicalHash(table.schema)
    held: pa.Table | None = None
    logical = ""
    for name, rows in shards:
        path = release / name
        path.parent.mkdir(parents=True, exist_ok=True)
        number, logical = write_rows(path, [rows], table, {**metadata, "shuliang.table": table.name})
        files[name] = File(file_hash(path), path.stat().st_size, table.name, number)
        if held is not None:
            whole.update(held)
        held = rows
    if len(files) != 1:
        if held is not None:
            whole.update(held)
        logical = whole.hexdigest()
    return Written(files, TableHash(sum(file.rows or 0 for file in files.values()), logical))


def _stream(read: Path, table: Table, most: int) -> Iterator[pa.Table]:
    """The rows in tables of `most` rows, the last perhaps shorter."""
    held = table.schema.empty_table()
    batches = pq.ParquetFile(read).iter_batches(batch_size=ROW_GROUP, columns=table.schema.names)
    for batch in batches:
        held = pa.concat_tables([held, pa.Table.from_batches([batch]).cast(table.schema)])
        while len(held) >= most:
            yield held.slice(0, most)
            held = held.slice(most)
    if len(held):
        yield held


def _by_kind(read: Path, table: Table, definition: Definition) -> Iterator[tuple[str, pa.Table]]:
    facts = ds.dataset(str(read), format="parquet")
    for kind in sorted(definition.kinds):
        rows = facts.to_table(columns=table.schema.names, filter=pc.field("kind") == kind).cast(table.schema)
        for place, start in enumerate(range(0, len(rows), definition.shard_rows)):
            yield f"{kind}-{place:05}", rows.slice(start, definition.shard_rows)
