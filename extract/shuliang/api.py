"""The library's functions; `import shuliang` gives them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from shuliang.errors import InputError
from shuliang.running.kernel import extract_batch, extract_documents, facts_of
from shuliang.table.columns import FACTS

if TYPE_CHECKING:
    import datetime

    import pyarrow as pa

    from shuliang.facts import Fact

__all__ = ["extract", "extract_batch", "extract_documents", "load_facts"]


def extract(text: str, published: datetime.date | None = None) -> list[Fact]:
    """The numeric facts of a text, in its order.

    Args:
        text: any length, simplified or traditional; spans count its code points.
        published: the day that 今年, 上月 and the like are counted from.
    """
    return facts_of(text, published)


def load_facts(folder: str | Path) -> pa.Table:
    """The fact table of a run's output folder (or of a facts.parquet).

    Raises:
        InputError: there is none.
    """
    path = Path(folder)
    path = path / "facts.parquet" if path.is_dir() else path
    if not path.is_file():
        message = f"{path}: no fact table; `shuliang extract INPUT --output {folder}` writes one"
        raise InputError(message)
    return pq.read_table(path, schema=FACTS.schema)
