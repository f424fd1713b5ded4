"""The kernel that every engine calls: documents in, three tables out. Pure but for loading the rulebook once."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol, TypeVar

import pyarrow as pa

from shuliang.errors import UsageError
from shuliang.facts import KINDS, Document, Fact, Reject
from shuliang.sources.duplicates import fingerprint
from shuliang.table.build import DocumentCounts, Extraction, TableBuilder, encodable

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from shuliang.facts import Kind, Meaning, Reading
    from shuliang.text.clean import CleanText


Item = TypeVar("Item")
UNREADABLE = 12
"""Characters of damage in a row from which on a stretch is told even where it touches no number."""
TOGETHER_CHARACTERS = 200_000
TOGETHER_DOCUMENTS = 1_000
"""How much is read together: enough that what a stage works with stays in the processor's cache, little to hold."""


class DocumentRead(NamedTuple):
    """A document with everything read in it; spans count characters of `clean.text`, readings stand in text order."""

    clean: CleanText
    sentences: Sequence[tuple[int, int]]
    readings: Sequence[Reading]
    meanings: Sequence[Meaning]
    damaged: Sequence[tuple[int, int, str]]
    residue: Sequence[tuple[int, int]]


class Reader(Protocol):
    """What turns documents into readings: text, engine and meaning wired together."""

    def read(self, document: Document) -> DocumentRead:
        """Read one document; raises TimeoutError where a rule runs out of time."""

    def read_together(self, documents: Sequence[Document]) -> Sequence[DocumentRead]:
        """Read documents as one after the other would be read; raises what any of them raises."""


@cache
def default_reader() -> Reader:
    """The reader of the shipped rulebook, compiled once in each process."""
    from shuliang.running.reader import RulebookReader  # noqa: PLC0415 - compiling takes time that `import` must not

    return RulebookReader.default()


def extract_documents(
    documents: Iterable[Document],
    kinds: Collection[Kind] | None = None,
    reader: Reader | None = None,
    together: int = TOGETHER_DOCUMENTS,
) -> Extraction:
    """Reads documents; `kinds` are those published (all where None). Rows stand in the order read, not validated.

    At most `together` are read together, which is faster than one by one and gives the same. With 1 none is asked for
    before the one before it is done.
    """
    reader = reader or default_reader()
    wanted = frozenset(kinds or KINDS)
    builder = TableBuilder()
    for block in grouped(map(_encodable, documents), _characters, TOGETHER_CHARACTERS, together):
        _add_all(block, wanted, reader, builder)
    return builder.tables()


def _add_all(block: Sequence[Document], wanted: frozenset[Kind], reader: Reader, builder: TableBuilder) -> None:
    """Read a block and add its rows; what was read is let go of before tables are made, which take memory too."""
    for document, found in zip(block, _read(block, reader), strict=True):
        _add(document, found, wanted, builder)


def _read(block: Sequence[Document], reader: Reader) -> Sequence[DocumentRead | TimeoutError]:
    """The documents of a block, an error in the place of one for which a rule ran out of time."""
    try:
        return reader.read_together(block)
    except TimeoutError as error:
        if len(block) == 1:
            return [error]
        return [found for document in block for found in _read([document], reader)]


def _encodable(document: Document) -> Document:
    text = encodable(document.text)
    return document if text is document.text else replace(document, text=text)


def _characters(document: Document) -> int:
    return len(document.text)


def grouped(
    items: Iterable[Item], characters: Callable[[Item], int], most_characters: int, most_items: int
) -> Iterator[list[Item]]:
    """Groups of up to so many items, ended once they have so many characters; none is held back when one is given."""
    group: list[Item] = []
    count = 0
    for item in items:
        group.append(item)
        count += characters(item)
        if count >= most_characters or len(group) >= most_items:
            yield group
            group, count = [], 0
    if group:
        yield group


def facts_of(text: str, published: datetime.date | None = None, reader: Reader | None = None) -> list[Fact]:
    """The facts of one text, in its order, as values."""
    rows = extract_documents([Document(doc_id="", text=text, published=published)], reader=reader).facts
    return [Fact(**row) for row in rows.to_pylist()]


def _add(
    document: Document, found: DocumentRead | TimeoutError, wanted: frozenset[Kind], builder: TableBuilder
) -> None:
    if isinstance(found, TimeoutError):
        builder.add_rejects([Reject(document.doc_id, document.source, "engine", "rule ran out of time", str(found))])
        return
    readings, meanings = found.readings, found.meanings
    if len(wanted) < len(KINDS):
        kept = [place for place, reading in enumerate(readings) if reading.quantity.kind in wanted]
        readings, meanings = [readings[place] for place in kept], [meanings[place] for place in kept]
    clean = found.clean
    counts = DocumentCounts(clean.script, clean.repairs, fingerprint(clean.text), len(readings), len(found.residue))
    builder.add_document(document, counts)
    builder.add_facts(document, clean, found.sentences, readings, meanings)
    builder.add_rejects(_damaged(document, found))


def _damaged(document: Document, found: DocumentRead) -> Iterator[Reject]:
    """The numbers not published for damage; and, once a reason, stretches of text that nobody can read."""
    clean, named = found.clean, set()
    for refused in found.damaged:
        named.add(refused[2])
        yield _reject(document, clean, refused, "damaged")
    for damage in clean.damage:
        if damage.reason not in named and (damage.end - damage.start >= UNREADABLE or not found.readings):
            named.add(damage.reason)
            yield _reject(document, clean, damage, "unreadable")


def _reject(document: Document, clean: CleanText, damage: tuple[int, int, str], reason: str) -> Reject:
    start, end, detail = damage
    low, high = clean.raw_span(start, end)
    return Reject(document.doc_id, document.source, "text", reason, detail, low, high, document.text[low:high])


def extract_batch(
    batch: pa.RecordBatch,
    kinds: Collection[Kind] | None = None,
    output: Literal["facts", "documents", "rejects"] = "facts",
) -> pa.RecordBatch:
    """Documents as an Arrow batch to rows as an Arrow batch: the shape that Spark, Ray and Dask ask for.

    Args:
        batch: columns `doc_id` (or `id`) and `text`; where known `published` (a date), `title`, `source`.
        kinds: the kinds published, all where None.
        output: which of the three tables to give; what is not published is in `rejects`.

    Raises:
        UsageError: a column that is needed is missing.
    """
    extraction = extract_documents(documents_of(batch), kinds)
    rows: pa.Table = getattr(extraction, output)
    batches = rows.combine_chunks().to_batches()
    return batches[0] if batches else pa.RecordBatch.from_pylist([], schema=rows.schema)


def documents_of(batch: pa.RecordBatch) -> list[Document]:
    """The documents of a batch (see `extract_batch`); a null text is an empty one."""
    names = set(batch.schema.names)
    key = "doc_id" if "doc_id" in names else "id"
    if missing := {key, "text"} - names:
        message = f"the batch has no column {', '.join(sorted(missing))}; it has {', '.join(batch.schema.names)}"
        raise UsageError(message)

    def column(name: str, type_: pa.DataType) -> list[object]:
        return list(batch.column(name).cast(type_).to_pylist()) if name in names else [None] * batch.num_rows

    rows = zip(
        column(key, pa.string()), column("text", pa.string()), column("source", pa.string()),
        column("title", pa.string()), column("published", pa.date32()), strict=True,
    )  # fmt: skip
    return [
        Document(doc_id=doc_id, text=text or "", source=source, title=title, published=published)  # type: ignore[arg-type]
        for doc_id, text, source, title, published in rows
    ]
