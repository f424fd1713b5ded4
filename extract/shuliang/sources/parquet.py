"""Parquet: one document a row, from named columns, row groups read a few rows at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.parquet as pq

from shuliang.sources.fields import document_of_fields, id_of_fields
from shuliang.sources.options import FIELDS
from shuliang.sources.refusal import Reason, RefusedError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from shuliang.facts import Document, Reject
    from shuliang.sources.files import SourceFile
    from shuliang.sources.options import SourceOptions

_ROWS = 128


class _BadBytes:
    """Stands for a string that is no UTF-8."""


def read_parquet(stream: io.BufferedReader, file: SourceFile, options: SourceOptions) -> Iterator[Document | Reject]:
    """The documents of a table, rows counted from 1 (`news.parquet:12`); the file is opened anew, for seeking."""
    del stream
    if file.path is None or file.packed:
        raise RefusedError(Reason.NOT_TEXT, "Parquet cannot be read from a stream; unpack it to a file")
    row = 0
    try:
        with pq.ParquetFile(file.path) as table:
            columns = _columns(table.schema_arrow, options)
            for batch in table.iter_batches(_ROWS, columns=columns):
                values = {name: _values(batch.column(name)) for name in columns}
                for index in range(batch.num_rows):
                    row += 1
                    fields = {name: column[index] for name, column in values.items()}
                    yield _read_row(fields, f"{file.label}:{row}", f"{file.name}:{row}", options)
    except (pa.ArrowException, OSError) as error:
        detail = f"Parquet cannot be read after row {row}: {str(error).splitlines()[0]}"
        raise RefusedError(Reason.BROKEN, detail) from None


def _columns(schema: pa.Schema, options: SourceOptions) -> list[str]:
    """The columns to read; raises `RefusedError` where the one of the texts is missing or holds something else."""
    name = options.field("text")
    if name not in schema.names:
        columns = ", ".join(schema.names)
        raise RefusedError(Reason.NO_TEXT, f"no column {name!r} (columns: {columns}); name it by the option for fields")
    kind = schema.field(name).type
    if pa.types.is_dictionary(kind):
        kind = kind.value_type
    if not (pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind)):
        raise RefusedError(Reason.NOT_TEXT, f"column {name!r} is {kind}, not string")
    wanted = {options.field(field) for field in FIELDS} | {"doc_id"}
    return [column for column in schema.names if column in wanted]


def _values(column: pa.Array) -> list[Any]:
    try:
        return list(column.to_pylist())
    except UnicodeDecodeError:
        return [_value(scalar) for scalar in column]


def _value(scalar: pa.Scalar[Any]) -> Any:
    try:
        return scalar.as_py()
    except UnicodeDecodeError:
        return _BadBytes()


def _read_row(fields: dict[str, Any], place: str, name: str, options: SourceOptions) -> Document | Reject:
    doc_id: str | None = None
    try:
        doc_id = id_of_fields(fields, options)
        _check_bytes(fields, options.field("text"))
        return document_of_fields(fields, doc_id or name, options, place=place, content=None, encoding="utf-8")
    except RefusedError as refused:
        return refused.reject(doc_id, place)


def _check_bytes(fields: dict[str, Any], name: str) -> None:
    if isinstance(fields[name], _BadBytes):
        raise RefusedError(Reason.UNDECODABLE, f"column {name!r} is no UTF-8 here")
