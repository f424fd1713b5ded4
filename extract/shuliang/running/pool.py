"""Documents in chunks, read in this process or in several; what comes back are the tables of each chunk."""

from __future__ import annotations

import multiprocessing
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import TYPE_CHECKING

import pyarrow as pa

from shuliang.errors import ShuliangError
from shuliang.facts import Document, Reject
from shuliang.rulebook.cache import load_cached
from shuliang.rulebook.files import rules_folder
from shuliang.running.kernel import extract_documents
from shuliang.table.build import Extraction, rejects_table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from shuliang.facts import Kind
    from shuliang.running.kernel import Reader

CHUNK_CHARS = 250_000
CHUNK_ITEMS = 5_000


def chunks(items: Iterable[Document | Reject]) -> Iterator[tuple[list[Document], list[Reject]]]:
    """Groups what the sources give: a group is full at 250,000 characters or 5,000 items; order is kept."""
    documents: list[Document] = []
    rejects: list[Reject] = []
    chars = 0
    for item in items:
        if isinstance(item, Reject):
            rejects.append(item)
        else:
            documents.append(item)
            chars += len(item.text)
        if chars >= CHUNK_CHARS or len(documents) + len(rejects) >= CHUNK_ITEMS:
            yield documents, rejects
            documents, rejects, chars = [], [], 0
    if documents or rejects:
        yield documents, rejects


def extractions(
    items: Iterable[Document | Reject], kinds: Collection[Kind] | None, workers: int, reader: Reader | None = None
) -> Iterator[Extraction]:
    """The tables of each chunk, in order; rejects of the sources stand before those of the chunk.

    With several workers each compiles the rulebook for itself and sends its tables back as Arrow IPC; `reader` is for
    one process only.

    Raises:
        RulebookError: the shipped rules have faults.
        ShuliangError: a worker was killed.
    """
    if workers <= 1:
        for documents, refused in chunks(items):
            yield _with_rejects(extract_documents(documents, kinds, reader), refused)
        return
    load_cached(rules_folder())  # so that faults are told once and here, not by every worker
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context) as pool:
        waiting: deque[tuple[Future[bytes], list[Reject]]] = deque()
        try:
            for documents, refused in chunks(items):
                waiting.append((pool.submit(_extract_to_ipc, documents, kinds), refused))
                if len(waiting) >= 2 * workers:
                    yield _collect(*waiting.popleft())
            while waiting:
                yield _collect(*waiting.popleft())
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _collect(future: Future[bytes], refused: list[Reject]) -> Extraction:
    try:
        return _with_rejects(_from_ipc(future.result()), refused)
    except BrokenProcessPool as error:
        message = "a worker process was ended from outside, perhaps for want of memory; try fewer --workers"
        raise ShuliangError(message) from error


def _with_rejects(extraction: Extraction, refused: list[Reject]) -> Extraction:
    if not refused:
        return extraction
    rejects = pa.concat_tables([rejects_table(refused), extraction.rejects])
    return Extraction(extraction.facts, extraction.documents, rejects)


def _extract_to_ipc(documents: Sequence[Document], kinds: Collection[Kind] | None) -> bytes:
    """Runs in a worker: the three tables one after the other, each an Arrow IPC stream."""
    extraction = extract_documents(documents, kinds)
    sink = pa.BufferOutputStream()
    for table in (extraction.facts, extraction.documents, extraction.rejects):
        with pa.ipc.new_stream(sink, table.schema) as stream:
            stream.write_table(table)
    return bytes(sink.getvalue())


def _from_ipc(content: bytes) -> Extraction:
    source = pa.BufferReader(content)
    facts, documents, rejects = (pa.ipc.open_stream(source).read_all() for _ in range(3))
    return Extraction(facts, documents, rejects)
