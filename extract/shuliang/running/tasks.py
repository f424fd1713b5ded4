"""A part of a run that is done in one go: documents in, sorted part files out, in whichever process."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from shuliang.errors import ShuliangError
from shuliang.facts import Document, Reject
from shuliang.running.groups import Group
from shuliang.running.kernel import TOGETHER_DOCUMENTS, extract_documents, grouped
from shuliang.sources.options import SourceOptions
from shuliang.sources.refusal import Reason, RefusedError
from shuliang.sources.shards import read_piece
from shuliang.table.build import Extraction, rejects_table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, MutableSequence
    from pathlib import Path

    from shuliang.facts import Kind
    from shuliang.running.kernel import Reader
    from shuliang.sources.shards import Shard

CHUNK_CHARS = 250_000
CHUNK_ITEMS = 5_000


class Place(NamedTuple):
    """What a task is at: the piece of its shard, the item of the task from 0, and 1 where it only fetches that."""

    piece: int
    item: int
    fetches: int


class Loss(NamedTuple):
    """Why an item is not read: it ended the process that read it, or its reading failed."""

    reason: str
    detail: str


Losses = Mapping[tuple[int, int, int], Loss]
"""Places that are passed over, and why."""


@dataclass(frozen=True, slots=True)
class Task:
    """A shard of the sources, or items at hand; `name` is the stem of its part files."""

    name: str
    shard: Shard = ()
    items: tuple[Document | Reject, ...] = ()

    @property
    def bytes(self) -> int:
        return sum(piece.bytes for piece in self.shard)


@dataclass(frozen=True, slots=True)
class Job:
    """What is the same for all tasks of a run: where parts go, the kinds published, how sources are read."""

    folder: Path
    kinds: tuple[Kind, ...] | None = None
    sources: SourceOptions = field(default_factory=SourceOptions)


class Tally(NamedTuple):
    """How much a task has read so far; `items` counts documents and rejects of the sources."""

    documents: int = 0
    chars: int = 0
    facts: int = 0
    rejects: int = 0
    items: int = 0

    def plus(self, other: Tally) -> Tally:
        return Tally(*(one + another for one, another in zip(self, other, strict=True)))


@dataclass(frozen=True, slots=True)
class Finished:
    """A task that is done: the files it wrote, by table, and what it read."""

    name: str
    files: Mapping[str, tuple[str, ...]]
    tally: Tally


def run_task(  # noqa: PLR0913 - what comes after the star watches over it
    task: Task,
    job: Job,
    reader: Reader,
    *,
    at: MutableSequence[int] | None = None,
    losses: Losses | None = None,
    careful: bool = False,
    told: Callable[[Tally], None] = lambda _tally: None,
) -> Finished:
    """Reads the items of a task and writes its parts, whole or not at all.

    Args:
        task: what to read.
        job: where to and how.
        reader: what reads a document.
        at: told the `Place` of what is done next, so that a process that ends leaves word of what it was at.
        losses: places that ended a process before, and are passed over.
        careful: reads one document after the other, so that `at` tells which.
        told: called now and then with what was read so far.
    """
    at = [0, 0, 0] if at is None else at
    losses = dict(losses or {})
    group = Group(task.name, job.folder)
    total = Tally()
    for chunk in grouped(_once(_items(task, job, at, losses), group.numbers), _characters, CHUNK_CHARS, CHUNK_ITEMS):
        extraction = extract_items(chunk, job.kinds, reader, at, losses, careful=careful)
        group.add(extraction)
        documents = extraction.documents
        chars = pc.sum(documents["chars"]).as_py() or 0
        tally = Tally(len(documents), chars, len(extraction.facts), len(extraction.rejects), len(chunk))
        total = total.plus(tally)
        told(total)
    return Finished(task.name, group.finish(), total)


class Item(NamedTuple):
    """A document or a reject of the sources, with the piece of the shard and its number in the task."""

    piece: int
    number: int
    content: Document | Reject


def _items(task: Task, job: Job, at: MutableSequence[int], losses: Losses) -> Iterator[Item]:
    """The items with their numbers; a piece in which fetching ended a process is read up to there."""
    number = 0
    for item in task.items:
        yield Item(0, number, item)
        number += 1
    for place, piece in enumerate(task.shard):
        items = read_piece(piece, job.sources)
        while True:
            at[:] = fetching = Place(place, number, 1)
            if loss := losses.get(fetching):
                detail = f"{loss.detail}; nothing is read from there on"
                yield Item(place, number, Reject(None, piece.file.label, "source", loss.reason, detail))
                number += 1
                break
            fetched = next(items, None)
            if fetched is None:
                break
            yield Item(place, number, fetched)
            number += 1


def _once(items: Iterable[Item], numbers: dict[str, int]) -> Iterator[Item]:
    """Notes the number of each document; refuses one whose id was noted before."""
    for item in items:
        document = item.content
        if isinstance(document, Document):
            if document.doc_id in numbers:
                yield item._replace(content=repeated(document.doc_id, document.source))
                continue
            numbers[document.doc_id] = item.number
        yield item


def repeated(doc_id: str, source: str | None) -> Reject:
    """The row for a document whose id another document before has."""
    return RefusedError(Reason.DUPLICATE_ID, "a document before has the same id").reject(doc_id, source or "")


def _characters(item: Item) -> int:
    return len(item.content.text) if isinstance(item.content, Document) else 0


def extract_items(  # noqa: PLR0913 - what comes after the star watches over it
    chunk: list[Item],
    kinds: Collection[Kind] | None,
    reader: Reader,
    at: MutableSequence[int],
    losses: dict[tuple[int, int, int], Loss],
    *,
    careful: bool = False,
) -> Extraction:
    """The tables of some items. A document whose reading fails is noted in `losses` and told in the rejects."""
    while True:
        try:
            found = extract_documents(_readable(chunk, at, losses), kinds, reader, 1 if careful else TOGETHER_DOCUMENTS)
            break
        except (ShuliangError, OSError):
            raise
        except Exception as error:  # a fault met in one document of a billion must not end the run
            if not careful:
                careful = True  # which of them it is shows when they are read one by one
                continue
            place = Place(*at)
            if place.fetches or place in losses:
                raise
            losses[place] = Loss("fault", f"{type(error).__name__}: {error}")
    refused = rejects_table(_refused(chunk, losses))
    return Extraction(found.facts, found.documents, pa.concat_tables([refused, found.rejects]))


def _readable(chunk: list[Item], at: MutableSequence[int], losses: Losses) -> Iterator[Document]:
    for item in chunk:
        place = Place(item.piece, item.number, 0)
        if isinstance(item.content, Document) and place not in losses:
            at[:] = place
            yield item.content


def _refused(chunk: list[Item], losses: Losses) -> Iterator[Reject]:
    for item in chunk:
        if isinstance(item.content, Reject):
            yield item.content
        elif loss := losses.get(Place(item.piece, item.number, 0)):
            yield Reject(item.content.doc_id, item.content.source, "engine", loss.reason, loss.detail)
