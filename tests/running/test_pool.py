"""Tasks in processes that end when they should not."""

from __future__ import annotations

import os
import signal
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from shuliang.errors import ShuliangError
from shuliang.running import run
from shuliang.running.pool import _Trouble
from shuliang.running.run import RunOptions, run_sources
from shuliang.running.tasks import Place

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.running.conftest import WriteLines

    from shuliang.running.kernel import Reader
    from shuliang.running.manifest import Manifest
    from shuliang.running.watch import Progress

TEXTS = [f"全市新增{number}家，投入{number}元" for number in range(40)]


@pytest.fixture(autouse=True)
def small_shards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SHARD_BYTES", 800)


def logical(manifest: Manifest) -> dict[str, str]:
    return {name: file.logical_sha256 for name, file in manifest.files.items()}


def refused(folder: Path) -> list[tuple[str, str, str]]:
    rejects = pq.read_table(folder / "rejects.parquet").to_pylist()
    return [(row["doc_id"], row["stage"], row["reason"]) for row in rejects]


def test_processes_give_the_same_bytes_as_one(
    tmp_path: Path, write_lines: WriteLines, obeying: Callable[[], Reader]
) -> None:
    inputs = [str(write_lines("a", TEXTS)), str(write_lines("b", [*TEXTS, "<fault>"]))]
    alone = run_sources(inputs, tmp_path / "alone", RunOptions(), make_reader=obeying)
    together = run_sources(inputs, tmp_path / "together", RunOptions(workers=2), make_reader=obeying)
    assert together == alone
    assert alone.counts.facts == 160
    assert refused(tmp_path / "together") == [("b-040", "engine", "fault")]


def test_a_document_that_ends_processes_is_rejected_alone(
    tmp_path: Path, write_lines: WriteLines, obeying: Callable[[], Reader]
) -> None:
    deadly = [*TEXTS[:7], "<kill>", *TEXTS[8:]]
    manifest = run_sources(
        [str(write_lines("a", deadly))], tmp_path / "out", RunOptions(workers=2), make_reader=obeying
    )
    assert refused(tmp_path / "out") == [("a-007", "engine", "process died")]
    detail = pq.read_table(tmp_path / "out" / "rejects.parquet")["detail"][0].as_py()
    assert detail == "2 processes ended while they read this (SIGKILL, as for want of memory)"
    assert (manifest.counts.documents, manifest.counts.facts) == (39, 78)
    assert not (tmp_path / "out" / ".unfinished").exists()


def test_a_process_that_ends_once_costs_nothing_but_time(
    tmp_path: Path, write_lines: WriteLines, obeying: Callable[[], Reader]
) -> None:
    texts = [*TEXTS, f"<once {tmp_path / 'mark'}>共5家"]
    manifest = run_sources([str(write_lines("a", texts))], tmp_path / "out", RunOptions(workers=2), make_reader=obeying)
    assert (tmp_path / "mark").exists()
    assert (manifest.counts.facts, manifest.counts.rejects) == (81, {})


def test_a_worker_killed_from_outside_is_replaced(
    tmp_path: Path, write_lines: WriteLines, obeying: Callable[[], Reader], monkeypatch: pytest.MonkeyPatch
) -> None:
    from shuliang.running import pool  # noqa: PLC0415 - only here

    killed: list[int] = []

    class Watched(pool._Pool):
        def _hear(self, worker: pool._Worker) -> object:  # type: ignore[override]
            if not killed:
                pid = self._workers[0].process.pid
                assert pid
                os.kill(pid, signal.SIGKILL)
                killed.append(pid)
            return super()._hear(worker)

    monkeypatch.setattr(pool, "_Pool", Watched)
    manifest = run_sources([str(write_lines("a", TEXTS))], tmp_path / "out", RunOptions(workers=2), make_reader=obeying)
    assert killed
    assert (manifest.counts.facts, manifest.counts.rejects) == (80, {})


def test_progress_counts_a_task_that_is_done_again_once(
    tmp_path: Path, write_lines: WriteLines, obeying: Callable[[], Reader]
) -> None:
    path = write_lines("a", [*TEXTS, f"<once {tmp_path / 'mark'}>"])
    told: list[Progress] = []
    run_sources([str(path)], tmp_path / "out", RunOptions(workers=2), make_reader=obeying, progress=told.append)
    assert (told[-1].documents, told[-1].facts) == (41, 80)
    assert told[-1].bytes == told[-1].of_bytes == path.stat().st_size


def test_processes_that_never_start_end_the_run() -> None:
    trouble = _Trouble()
    trouble.note(Place(-1, -1, 1), "SIGKILL")
    with pytest.raises(ShuliangError, match="before they read anything \\(SIGKILL\\); try fewer --workers"):
        trouble.note(Place(-1, -1, 1), "SIGKILL")


def test_processes_that_end_all_over_the_place_end_the_run() -> None:
    trouble = _Trouble()
    for item in range(5):
        trouble.note(Place(0, item, 0), "SIGKILL")
    assert not trouble.losses
    with pytest.raises(ShuliangError, match="again and again"):
        trouble.note(Place(0, 9, 0), "SIGKILL")
