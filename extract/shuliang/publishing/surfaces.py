"""Every surface of a release against the text it was read from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from shuliang.errors import Fault, Place
from shuliang.facts import Document
from shuliang.publishing.comparing import fact_files
from shuliang.publishing.inputs import local_path, read_documents, source_hash
from shuliang.table.build import encodable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shuliang.publishing.definition import Definition
    from shuliang.publishing.manifest import ReleaseManifest

MOST = 20
"""No more faults than these are told; one is enough to know."""


def texts_at_hand(manifest: ReleaseManifest, definition: Definition) -> str | None:
    """None where the sources on this machine are those of the release, else why they cannot be used."""
    pinned = [source.sha256 for source in manifest.origin.inputs]
    if [source.sha256 for source in definition.sources] != pinned:
        return "dataset.yaml names other sources by now"
    for source in definition.sources:
        path = local_path(source, definition.folder)
        if not path.exists():
            return f"{source.name} is not here"
        if source_hash(path) != source.sha256:
            return f"{source.name} has changed"
    return None


def check_surfaces(release: Path, texts: Definition) -> Iterator[Fault]:
    """Reads the sources again and compares; told is where a text or a slice is another."""
    told = 0
    seen = set()
    rows, spans = _facts_by_document(release)
    for document in read_documents(texts):
        if not isinstance(document, Document) or document.doc_id not in spans:
            continue
        seen.add(document.doc_id)
        start, length = spans[document.doc_id]
        for message in _odd(encodable(document.text), rows.slice(start, length)):
            told += 1
            if told <= MOST:
                yield Fault(Place(str(release)), f"{document.doc_id}: {message}")
    if missing := sorted(spans.keys() - seen):
        message = f"{len(missing)} documents with facts are not in the sources, the first {missing[0]}"
        yield Fault(Place(str(release)), message)


def _facts_by_document(release: Path) -> tuple[pa.Table, dict[str, tuple[int, int]]]:
    """Spans and surfaces sorted by document, and where each document's rows begin and how many they are."""
    columns = ["doc_id", "fact_id", "char_start", "char_end", "surface"]
    rows = ds.dataset(fact_files(release), format="parquet").to_table(columns=columns).sort_by("doc_id")
    lengths = pc.value_counts(rows["doc_id"])
    spans, start = {}, 0
    for doc_id, length in zip(lengths.field("values").to_pylist(), lengths.field("counts").to_pylist(), strict=True):
        spans[doc_id] = (start, length)
        start += length
    return rows, spans


def _odd(text: str, rows: pa.Table) -> Iterator[str]:
    text_hash = hashlib.sha256(text.encode()).hexdigest()[:16]
    columns = (rows[name].to_pylist() for name in ("fact_id", "char_start", "char_end", "surface"))
    for fact_id, start, end, surface in zip(*columns, strict=True):
        if not fact_id.startswith(text_hash):
            yield f"fact {fact_id} was read from another text"
            return
        if text[start:end] != surface:
            yield f"[{start}:{end}] is {text[start:end]!r}, the release says {surface!r}"
