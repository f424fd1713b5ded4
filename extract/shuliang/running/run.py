"""A run over sources: documents are streamed through the kernel, the tables land in a folder all at once."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from shuliang.errors import DataError, ShuliangError
from shuliang.running import manifest as manifests
from shuliang.running.manifest import MANIFEST, Counts, Manifest, WrittenFile
from shuliang.running.pool import extractions
from shuliang.running.spill import Piles, bounds_of
from shuliang.table.columns import DOCUMENTS, FACTS, REJECTS, SCHEMA_VERSION, Table
from shuliang.table.schema import validate
from shuliang.table.write import write_rows

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from shuliang.facts import Document, Kind, Reject
    from shuliang.running.kernel import Reader

PART_ROWS = 250_000


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run may be told: the kinds published (all where None), and in how many processes it reads."""

    kinds: tuple[Kind, ...] | None = None
    workers: int = 1


class Progress(NamedTuple):
    """How far a run has come."""

    documents: int = 0
    chars: int = 0
    facts: int = 0
    rejects: int = 0


def run(  # noqa: PLR0913 - what comes after the star is for tests and the command line
    items: Iterable[Document | Reject],
    output: Path,
    options: RunOptions,
    *,
    inputs: Sequence[str] = (),
    reader: Reader | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Manifest:
    """Reads `items` (what `sources.read_sources` gives) and writes the three tables and the manifest to `output`.

    Everything is written beside its final name first and renamed at the end, the manifest last: a folder with a
    manifest is complete. An older result is replaced.

    Raises:
        InputError: a source cannot be read at all.
        ShuliangError: the folder cannot be written.
    """
    with _staging(output) as staging:
        piles = Piles(staging)
        done = Progress()
        for extraction in extractions(items, options.kinds, options.workers, reader):
            piles.add(extraction)
            done = _further(done, extraction.documents, extraction.rejects)
            if progress:
                progress(done)
        piles.finish()
        written = _write(piles, staging, inputs, options, manifests.versions())
        _publish(staging, output)
    return written


def _further(done: Progress, documents: pa.Table, rejects: pa.Table) -> Progress:
    return Progress(
        done.documents + len(documents),
        done.chars + (pc.sum(documents["chars"]).as_py() or 0),
        done.facts + (pc.sum(documents["facts"]).as_py() or 0),
        done.rejects + len(rejects),
    )


def _write(
    piles: Piles, staging: Path, inputs: Sequence[str], options: RunOptions, versions: dict[str, str]
) -> Manifest:
    rejects = piles.rejects.all_rows()
    documents = _without_refused(piles.documents.all_rows(), rejects)
    rejects = _with_sources(rejects, documents)
    kinds = _Kinds()
    facts = map(kinds.seen, piles.facts.sorted_parts(bounds_of(documents, PART_ROWS)))
    tables = ((FACTS, facts), (DOCUMENTS, [_sound(documents, DOCUMENTS)]), (REJECTS, [_sound(rejects, REJECTS)]))
    files = {f"{table.name}.parquet": _write_table(staging, rows, table, versions) for table, rows in tables}
    written = Manifest(
        inputs=tuple(inputs),
        inputs_sha256=manifests.inputs_hash(documents),
        options={"kinds": options.kinds},
        versions=versions,
        counts=_counts(documents, kinds.counts, rejects),
        files=files,
    )
    (staging / MANIFEST).write_text(written.to_json(), encoding="utf-8")
    return written


def _without_refused(documents: pa.Table, rejects: pa.Table) -> pa.Table:
    """`documents` whose counts of facts leave out the rows that broke the schema."""
    refused = manifests.tally(rejects.filter(pc.equal(rejects["stage"], "schema"))["doc_id"])
    if not refused:
        return documents
    doc_ids, counts = pa.array(list(refused)), pa.array(list(refused.values()), pa.int64())
    fewer = pc.fill_null(counts.take(pc.index_in(documents["doc_id"], value_set=doc_ids)), 0)
    place = documents.schema.get_field_index("facts")
    return documents.set_column(place, documents.schema.field(place), pc.subtract(documents["facts"], fewer))


def _with_sources(rejects: pa.Table, documents: pa.Table) -> pa.Table:
    """`rejects` in which rows that came from `facts` name the source of their document."""
    of_document = documents["source"].take(pc.index_in(rejects["doc_id"], value_set=documents["doc_id"]))
    place = rejects.schema.get_field_index("source")
    return rejects.set_column(place, rejects.schema.field(place), pc.coalesce(rejects["source"], of_document))


def _sound(rows: pa.Table, table: Table) -> pa.Table:
    good, broken = validate(rows, table)
    if len(broken):
        message = f"table {table.name}: {len(broken)} rows break a check, the first: {broken.slice(0, 1).to_pylist()}"
        raise DataError(message)
    return good


class _Kinds:
    """Counts the kinds of the facts that pass by on their way to the file."""

    def __init__(self) -> None:
        self.counts: dict[str, int] = {}

    def seen(self, rows: pa.Table) -> pa.Table:
        for kind, count in manifests.tally(rows["kind"]).items():
            self.counts[kind] = self.counts.get(kind, 0) + count
        return rows


def _write_table(staging: Path, parts: Iterable[pa.Table], table: Table, versions: dict[str, str]) -> WrittenFile:
    path = staging / f"{table.name}.parquet"
    metadata = {"shuliang.table": table.name, "shuliang.schema": SCHEMA_VERSION} | {
        f"shuliang.{name}": versions[name] for name in ("rulebook", "rulebook_sha256") if name in versions
    }
    rows, logical = write_rows(path, parts, table, metadata)
    return WrittenFile(rows, path.stat().st_size, manifests.file_hash(path), logical)


def _counts(documents: pa.Table, kinds: dict[str, int], rejects: pa.Table) -> Counts:
    def total(name: str) -> int:
        return int(pc.sum(documents[name]).as_py() or 0)

    reasons = pc.binary_join_element_wise(rejects["stage"], rejects["reason"], ": ")
    return Counts(
        documents=len(documents),
        chars=total("chars"),
        repairs=total("repairs"),
        facts=sum(kinds.values()),
        facts_by_kind=dict(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))),
        residue=total("residue"),
        rejects=manifests.tally(reasons),
    )


@contextmanager
def _staging(output: Path) -> Iterator[Path]:
    """A folder inside `output` that is gone afterwards, and `output` too where it was made for nothing."""
    made = not output.exists()
    try:
        output.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".unfinished-", dir=output))
    except OSError as error:
        message = f"cannot write to {output}: {error.strerror}. Choose another folder with --output."
        raise ShuliangError(message) from error
    try:
        yield staging
    except OSError as error:
        message = f"the run stopped, nothing is left half-written in {output}: {error}"
        raise ShuliangError(message) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if made and not any(output.iterdir()):
            output.rmdir()


def _publish(staging: Path, output: Path) -> None:
    """Moves the finished files to their names; the manifest goes first and comes last."""
    (output / MANIFEST).unlink(missing_ok=True)
    for table in (FACTS, DOCUMENTS, REJECTS):
        (staging / f"{table.name}.parquet").replace(output / f"{table.name}.parquet")
    (staging / MANIFEST).replace(output / MANIFEST)
