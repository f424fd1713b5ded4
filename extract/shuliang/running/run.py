"""A run over sources: documents are read in shards by one process or several, the tables land in a folder all at once.

    shards → tasks → part files (in `OUTPUT/.unfinished`, with a ledger) → merged tables → OUTPUT, the manifest last

A run that stops keeps its finished shards; the same call goes on from there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shuliang.errors import ShuliangError
from shuliang.facts import Document
from shuliang.running import manifest as manifests
from shuliang.running.finishing import Stated, finish
from shuliang.running.ledger import Ledger, shard_name
from shuliang.running.manifest import MANIFEST, Manifest
from shuliang.running.pool import do_tasks
from shuliang.running.tasks import Job, Task
from shuliang.running.watch import Progress, Watch
from shuliang.sources.files import STDIN
from shuliang.sources.options import SourceOptions
from shuliang.sources.reading import checked, read_all
from shuliang.sources.shards import cut, total_bytes
from shuliang.table.columns import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from shuliang.facts import Kind, Reject
    from shuliang.running.pool import MakeReader
    from shuliang.running.tasks import Finished
    from shuliang.sources.shards import Shard

UNFINISHED = ".unfinished"
STAGING = ".unfinished-"
SHARD_BYTES = 1_000_000
MOST_SHARD_BYTES = 64_000_000
MOST_SHARDS = 2_000
"""Shards grow to keep below this many, as far as `MOST_SHARD_BYTES`."""
TASK_CHARS = 500_000
TASK_ITEMS = 10_000


def all_cores() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(frozen=True, slots=True)
class RunOptions:
    """What a run may be told: the kinds published (all where None), and in how many processes it reads."""

    kinds: tuple[Kind, ...] | None = None
    workers: int = 1


def run(  # noqa: PLR0913 - what comes after the star is for tests and the command line
    items: Iterable[Document | Reject],
    output: Path,
    options: RunOptions,
    *,
    inputs: Sequence[str] = (),
    make_reader: MakeReader | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Manifest:
    """Reads `items` (what `sources.read_sources` gives) and writes the three tables and the manifest to `output`.

    Everything is written beside its final name first and renamed at the end, the manifest last: a folder with a
    manifest is complete. An older result is replaced. A run that stops leaves nothing.

    Raises:
        InputError: a source cannot be read at all.
        ShuliangError: the folder cannot be written.
    """
    stated = _stated(inputs, options)
    with _output(output), _staging(output) as staging:
        watch = Watch(progress)
        order: list[str] = []
        done: dict[str, Finished] = {}
        tasks = _tasks_of(items, order)
        for task, finished in do_tasks(tasks, Job(staging, options.kinds), options.workers, watch.told, make_reader):
            done[task.name] = finished
            watch.finished(task, finished)
        return _finish([done[name] for name in order], staging, staging, output, stated)


def run_sources(  # noqa: PLR0913 - what comes after the star is for tests and the command line
    inputs: Sequence[str],
    output: Path,
    options: RunOptions,
    sources: SourceOptions = SourceOptions(),  # noqa: B008 - frozen
    *,
    make_reader: MakeReader | None = None,
    progress: Callable[[Progress], None] | None = None,
) -> Manifest:
    """Reads files, folders and globs as `run` does, in shards, so that it can go on where it stopped.

    What a run has finished when it stops lies in `output/.unfinished`: shards are known again by their files' names,
    sizes and times of change. With other options or another version nothing is taken over. Standard input cannot be
    read again; with it among the inputs nothing is kept.

    Raises:
        InputError: a source cannot be read at all.
        ShuliangError: the folder cannot be written, or another run is writing to it.
    """
    sources = checked(inputs, sources)
    if STDIN in inputs:
        items = read_all(inputs, sources)
        return run(items, output, options, inputs=inputs, make_reader=make_reader, progress=progress)
    stated = _stated(inputs, options)
    size = total_bytes(inputs)
    key = {"options": asdict(options) | {"workers": None}, "sources": asdict(sources), "versions": stated.versions}
    with _output(output), _ledger(output, key, _shard_bytes(size)) as ledger:
        watch = Watch(progress, size)
        order: list[str] = []
        job = Job(output / UNFINISHED, options.kinds, sources)
        tasks = _tasks_to_do(cut(inputs, sources, ledger.shard_bytes), ledger, order, watch)
        for task, finished in do_tasks(tasks, job, options.workers, watch.told, make_reader):
            ledger.add(finished)
            watch.finished(task, finished)
        with _staging(job.folder) as staging:
            written = _finish([ledger.finished[name] for name in order], job.folder, staging, output, stated)
        ledger.empty()
        return written


def _shard_bytes(size: int) -> int:
    return min(max(SHARD_BYTES, size // MOST_SHARDS), MOST_SHARD_BYTES)


def _tasks_of(items: Iterable[Document | Reject], order: list[str]) -> Iterator[Task]:
    """Tasks of some 500,000 characters or 10,000 items; their names go to `order`."""
    held: list[Document | Reject] = []
    chars = 0
    for item in items:
        held.append(item)
        chars += len(item.text) if isinstance(item, Document) else 0
        if chars >= TASK_CHARS or len(held) >= TASK_ITEMS:
            order.append(f"task-{len(order):06}")
            yield Task(order[-1], items=tuple(held))
            held, chars = [], 0
    if held:
        order.append(f"task-{len(order):06}")
        yield Task(order[-1], items=tuple(held))


def _tasks_to_do(shards: Iterable[Shard], ledger: Ledger, order: list[str], watch: Watch) -> Iterator[Task]:
    """What the ledger does not have; the names of all go to `order`. An input named twice gives two tasks."""
    times: Counter[str] = Counter()
    for shard in shards:
        name = shard_name(shard)
        times[name] += 1
        task = Task(f"{name}-{times[name]}", shard)
        order.append(task.name)
        if finished := ledger.finished.get(task.name):
            watch.finished(task, finished, before=True)
        else:
            yield task


def _stated(inputs: Sequence[str], options: RunOptions) -> Stated:
    return Stated(tuple(inputs), {"kinds": options.kinds}, manifests.versions())


def _finish(tasks: Sequence[Finished], parts: Path, staging: Path, output: Path, stated: Stated) -> Manifest:
    written = finish(tasks, parts, staging, stated)
    (staging / MANIFEST).write_text(written.to_json(), encoding="utf-8")
    _publish(staging, output)
    return written


@contextmanager
def _output(output: Path) -> Iterator[None]:
    """Makes the folder, and removes it where nothing came of it."""
    made = not output.exists()
    try:
        output.mkdir(parents=True, exist_ok=True)
        (output / UNFINISHED).mkdir(exist_ok=True)
        _drop_if_empty(output / UNFINISHED)
    except OSError as error:
        message = f"cannot write to {output}: {error.strerror}. Choose another folder with --output."
        raise ShuliangError(message) from error
    try:
        yield
    except OSError as error:
        message = f"the run stopped, nothing is left half-written in {output}: {error}"
        raise ShuliangError(message) from error
    finally:
        _drop_if_empty(output / UNFINISHED)
        if made:
            _drop_if_empty(output)


def _drop_if_empty(folder: Path) -> None:
    with suppress(OSError):
        folder.rmdir()


@contextmanager
def _staging(folder: Path) -> Iterator[Path]:
    """A folder inside `folder` that is gone afterwards."""
    staging = Path(tempfile.mkdtemp(prefix=STAGING, dir=folder))
    try:
        yield staging
    finally:
        shutil.rmtree(staging, ignore_errors=True)


@contextmanager
def _ledger(output: Path, key: Mapping[str, object], shard_bytes: int) -> Iterator[Ledger]:
    """The ledger of the folder; nothing of it stays where no task is finished."""
    ledger = Ledger(output / UNFINISHED, key, shard_bytes)
    try:
        yield ledger
    finally:
        ledger.close()


def _publish(staging: Path, output: Path) -> None:
    """Moves the finished files to their names; the manifest goes first and comes last."""
    (output / MANIFEST).unlink(missing_ok=True)
    for table in TABLES:
        (staging / f"{table.name}.parquet").replace(output / f"{table.name}.parquet")
    (staging / MANIFEST).replace(output / MANIFEST)
