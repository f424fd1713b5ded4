"""Spark: documents in a data frame, rows of a table out (docs/engines.md). Needs `pip install shuliang[spark]`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.running.batches import Output, columns_read, read_batch, schema_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    import pyarrow as pa
    from pyspark.sql import DataFrame

    from shuliang.facts import Kind


def extract(df: DataFrame, kinds: Collection[Kind] | None = None, output: Output = "facts") -> DataFrame:
    """The facts (or `documents`, or `rejects`) of a data frame with columns `id` (or `doc_id`) and `text`.

    Read besides, where they are there: `published` (a date), `title`, `source`. Nothing is shuffled; ids have to be
    unique already. Rows come in no order.
    """
    from pyspark.sql.pandas.types import from_arrow_schema  # noqa: PLC0415 - only there with Spark

    def read(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            yield from read_batch(batch, kinds, output).to_batches()

    return df.select(*columns_read(df.columns)).mapInArrow(read, from_arrow_schema(schema_of(output)))
