"""Documents for the tests of Spark and Ray, as rows of a table, and what one process finds in them."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pyarrow as pa

from shuliang.running import kernel
from shuliang.running.run import RunOptions, run
from shuliang.table.write import in_order, logical_hash

if TYPE_CHECKING:
    from pathlib import Path

    from shuliang.table.columns import Table

SENTENCES = (
    "全县新开工水利项目{n}个，总投资{n}.5亿元。",
    "今年前三季度，港口货物吞吐量同比增长{n}.2%。",
    "图书馆藏书近{n}万册，超过{n}000人次到馆。",
    "預計明年產量達到{n}萬噸。",
)


def table() -> pa.Table:
    numbers = range(1, 61)
    return pa.table(
        {
            "id": [f"doc-{number:03}" for number in numbers],
            "text": ["\n".join(SENTENCES).format(n=number) for number in numbers],
            "published": pa.array([datetime.date(2025, 1, 1 + number % 28) for number in numbers], pa.date32()),
            "source": [f"s3://pages/{number}" for number in numbers],
            "language": ["zh"] * 60,
        }
    )


def hashes_of_one_process(folder: Path) -> dict[str, str]:
    documents = kernel.documents_of(table().to_batches()[0])
    return {name: file.logical_sha256 for name, file in run(documents, folder, RunOptions()).files.items()}


def logical(rows: pa.Table, kind: Table) -> str:
    return logical_hash(in_order(rows.cast(kind.schema), kind))
