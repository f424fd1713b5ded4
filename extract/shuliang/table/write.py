"""Parquet that is the same to the byte for the same rows, and a hash of the rows that outlives pyarrow's versions."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from shuliang.table.columns import Table

ROW_GROUP = 65_536
_HASH_BATCH = 65_536


def in_order(rows: pa.Table, table: Table) -> pa.Table:
    """The rows sorted by the table's stable key, in one chunk."""
    return rows.sort_by([(name, "ascending") for name in table.order]).combine_chunks()


def write_rows(path: Path, parts: Iterable[pa.Table], table: Table, metadata: Mapping[str, str]) -> tuple[int, str]:
    """Writes sorted parts one after the other; gives the number of rows and their logical hash.

    The bytes depend on the rows, on where one part ends and the next begins, and on pyarrow's version; the hash on the
    rows alone.
    """
    schema = table.schema.with_metadata(dict(metadata))
    hasher = LogicalHash(table.schema)
    count = 0
    with pq.ParquetWriter(path, schema, compression="zstd", compression_level=3) as writer:
        for part in parts:
            hasher.update(part)
            count += len(part)
            writer.write_table(part.combine_chunks().replace_schema_metadata(schema.metadata), row_group_size=ROW_GROUP)
    return count, hasher.hexdigest()


def logical_hash(rows: pa.Table) -> str:
    """sha256 of the rows as an Arrow IPC stream, whatever chunks, metadata and files they lie in."""
    hasher = LogicalHash(rows.schema.remove_metadata())
    hasher.update(rows)
    return hasher.hexdigest()


class LogicalHash:
    """The logical hash of rows that come in parts.

    sha256 of an Arrow IPC stream in batches of 65,536 rows, in which nothing is left to chance: nulls are filled with
    zero or the empty text, a column `NAME?` of 0 and 1 says which values are there, and booleans are 0 and 1 too.
    """

    def __init__(self, schema: pa.Schema) -> None:
        self._sink = _HashSink()
        self._pending = schema.remove_metadata().empty_table()
        self._stream = pa.ipc.new_stream(pa.PythonFile(self._sink, mode="w"), _spelled_out(self._pending).schema)

    def update(self, rows: pa.Table) -> None:
        self._pending = pa.concat_tables([self._pending, rows.replace_schema_metadata(None)])
        while len(self._pending) >= _HASH_BATCH:
            self._stream.write_batch(_spelled_out(self._pending.slice(0, _HASH_BATCH)))
            self._pending = self._pending.slice(_HASH_BATCH)

    def hexdigest(self) -> str:
        """The hash; nothing can be added after it."""
        if len(self._pending):
            self._stream.write_batch(_spelled_out(self._pending))
        self._stream.close()
        return self._sink.sha256.hexdigest()


def _spelled_out(rows: pa.Table) -> pa.RecordBatch:
    """The rows as a batch without nulls or booleans, every column a fresh copy without its neighbours' bytes."""
    columns: dict[str, pa.Array] = {}
    for name, column in zip(rows.column_names, rows.columns, strict=True):
        values = pa.concat_arrays([pa.array([], column.type), *column.chunks])
        columns[name] = _as_bytes(pc.fill_null(values, _zero(column.type)))
        columns[f"{name}?"] = _as_bytes(pc.is_valid(values))
    return pa.RecordBatch.from_pydict(columns)


def _as_bytes(values: pa.Array) -> pa.Array:
    return pc.cast(values, pa.uint8()) if pa.types.is_boolean(values.type) else values


def _zero(type_: pa.DataType) -> pa.Scalar:
    return pa.scalar("", type_) if pa.types.is_string(type_) else pa.scalar(0, pa.int32()).cast(type_)


class _HashSink:
    """A file that only hashes what is written to it."""

    closed = False

    def __init__(self) -> None:
        self.sha256 = hashlib.sha256()
        self._size = 0

    def write(self, content: bytes) -> int:
        self.sha256.update(content)
        self._size += len(content)
        return len(content)

    def flush(self) -> None:
        return None

    def close(self) -> None:
        return None

    def tell(self) -> int:
        return self._size
