"""Ray Data: a dataset of documents in, rows of a table out (docs/engines.md). Needs `pip install shuliang[ray]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.running.batches import Output, columns_read, read_batch, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection

    import pyarrow as pa
    from ray.data import Dataset

    from shuliang.facts import Kind

BATCH_ROWS = 2_000


def extract(
    ds: Dataset, kinds: Collection[Kind] | None = None, output: Output = "facts", batch_rows: int = BATCH_ROWS
) -> Dataset:
    """The facts (or `documents`, or `rejects`) of a dataset with columns `id` (or `doc_id`) and `text`.

    Read besides, where they are there: `published` (a date), `title`, `source`. Ids have to be unique already; rows
    come in no order. `batch_rows` documents are read at once, fewer where they are long.
    """
    schema_of(output)

    def read(table: pa.Table) -> pa.Table:
        documents = table.select(columns_read(table.column_names)).combine_chunks().to_batches()
        return read_batch(documents[0], kinds, output) if documents else schema_of(output).empty_table()

    return ds.map_batches(read, batch_format="pyarrow", batch_size=batch_rows)
