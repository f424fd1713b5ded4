"""What Spark and Ray hand over and take: documents in batches, rows in tables, checked, faults passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from shuliang.errors import UsageError
from shuliang.running import kernel
from shuliang.running.groups import checked
from shuliang.running.tasks import Item, extract_items
from shuliang.table.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    import pyarrow as pa

    from shuliang.facts import Kind

Output = Literal["facts", "documents", "rejects"]
COLUMNS = ("id", "doc_id", "text", "title", "published", "source")
"""The columns of a batch that are read, where they are there."""


def read_batch(batch: pa.RecordBatch, kinds: Collection[Kind] | None, output: Output) -> pa.Table:
    """The rows of one of the three tables for a batch of documents (columns as for `extract_batch`).

    Unlike `extract_batch` it checks the rows, and a document whose reading fails becomes a reject: a job over a billion
    documents must not end for one.
    """
    items = [Item(0, number, document) for number, document in enumerate(kernel.documents_of(batch))]
    found = extract_items(items, kinds, kernel.default_reader(), [0, 0, 0], {})
    return getattr(checked(found), output)


def schema_of(output: Output) -> pa.Schema:
    """The columns of a table. Raises UsageError where there is no such table."""
    for table in TABLES:
        if table.name == output:
            return table.schema
    message = f"there is no table {output}; there are {', '.join(table.name for table in TABLES)}"
    raise UsageError(message)


def columns_read(names: Sequence[str]) -> list[str]:
    """Those of the columns that are read, so that an engine need not hand over the others."""
    return [name for name in names if name in COLUMNS]
