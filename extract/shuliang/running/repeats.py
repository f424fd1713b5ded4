"""Which documents of a run say what an earlier one said, told by their fingerprints when all have been read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from shuliang.sources.duplicates import find_duplicates
from shuliang.table.columns import DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

SHORTEST = 60
"""Characters below which a text has too few clauses for its fingerprint to tell it from others."""


def repeats(parts: Iterable[pa.Table]) -> dict[str, str]:
    """Document id → the first document, in the order of `parts`, that says the same or nearly the same."""
    fingerprints: dict[str, str] = {}
    for rows in parts:
        columns = (rows[name].to_pylist() for name in ("doc_id", "fingerprint", "chars"))
        fingerprints |= {doc_id: digits for doc_id, digits, chars in zip(*columns, strict=True) if chars >= SHORTEST}
    return {doc_id: found.of for doc_id, found in find_duplicates(fingerprints).items()}


def with_repeats(documents: pa.Table, first: Mapping[str, str]) -> pa.Table:
    """`documents` with the column `duplicate_of` filled."""
    place = documents.schema.get_field_index("duplicate_of")
    values = pa.array([first.get(doc_id) for doc_id in documents["doc_id"].to_pylist()], pa.string())
    return documents.set_column(place, DOCUMENTS.schema.field("duplicate_of"), values)
