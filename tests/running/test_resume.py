"""A run that stops, and what the next one does."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest
from tests.conftest import FakeReader
from tests.running.conftest import ROOT

from shuliang.errors import ShuliangError
from shuliang.running import run
from shuliang.running.ledger import Ledger
from shuliang.running.run import RunOptions, run_sources

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.running.conftest import WriteLines

    from shuliang.facts import Document
    from shuliang.running.kernel import DocumentRead, Reader

pytestmark = pytest.mark.usefixtures("fake_rulebook")
FINISHED = ["documents.parquet", "facts.parquet", "manifest.json", "rejects.parquet"]


class Counting(FakeReader):
    """Stops at the document that it is told to stop at, as Ctrl-C does, and counts what it reads."""

    def __init__(self, stop: str = "") -> None:
        self.read_ids: list[str] = []
        self._stop = stop

    def read(self, document: Document) -> DocumentRead:
        if document.doc_id == self._stop:
            raise KeyboardInterrupt
        self.read_ids.append(document.doc_id)
        return super().read(document)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture(autouse=True)
def one_file_a_shard(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "SHARD_BYTES", 50)


@pytest.fixture
def inputs(write_lines: WriteLines) -> list[str]:
    return [str(write_lines(name, [f"共{number}家"])) for number, name in enumerate("abcd")]


def stopped_at(stop: str, inputs: list[str], output: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        run_sources(inputs, output, RunOptions(), make_reader=lambda: Counting(stop))


def test_only_what_is_missing_is_read(tmp_path: Path, inputs: list[str]) -> None:
    whole = run_sources(inputs, tmp_path / "whole", RunOptions())
    stopped_at("c-000", inputs, tmp_path / "out")
    assert names(tmp_path / "out") == [".unfinished"]
    assert len(names(tmp_path / "out" / ".unfinished")) == 5  # facts and documents of two, and the ledger
    reader = Counting()
    again = run_sources(inputs, tmp_path / "out", RunOptions(), make_reader=lambda: reader)
    assert reader.read_ids == ["c-000", "d-000"]
    assert again == whole
    assert names(tmp_path / "out") == FINISHED


def test_a_file_that_changed_and_one_that_came_are_read(
    tmp_path: Path, inputs: list[str], write_lines: WriteLines
) -> None:
    stopped_at("d-000", inputs, tmp_path / "out")
    write_lines("b", ["共77家"])
    new = str(write_lines("0", ["共88家"]))
    reader = Counting()
    run_sources([new, *inputs], tmp_path / "out", RunOptions(), make_reader=lambda: reader)
    assert reader.read_ids == ["0-000", "b-000", "d-000"]
    facts = pq.read_table(tmp_path / "out" / "facts.parquet")
    assert facts["surface"].to_pylist() == ["88家", "0家", "77家", "2家", "3家"]


def test_other_options_start_anew(tmp_path: Path, inputs: list[str]) -> None:
    stopped_at("c-000", inputs, tmp_path / "out")
    reader = Counting()
    run_sources(inputs, tmp_path / "out", RunOptions(kinds=("count",)), make_reader=lambda: reader)
    assert len(reader.read_ids) == 4


def test_nothing_finished_leaves_nothing(tmp_path: Path, inputs: list[str]) -> None:
    stopped_at("a-000", inputs, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_torn_line_and_a_lost_file_are_done_again(tmp_path: Path, inputs: list[str]) -> None:
    whole = run_sources(inputs, tmp_path / "whole", RunOptions())
    stopped_at("d-000", inputs, tmp_path / "out")
    kept = tmp_path / "out" / ".unfinished"
    ledger = kept / "ledger.jsonl"
    lines = ledger.read_bytes().splitlines(keepends=True)
    ledger.write_bytes(b"".join(lines[:-1]) + lines[-1][:20])
    (kept / "unfinished-x.arrow").write_bytes(b"half")
    (kept / ".unfinished-merge").mkdir()
    next(path for path in sorted(kept.glob("*-facts-*")) if path.name.split("-")[0] in lines[1].decode()).unlink()
    reader = Counting()
    assert run_sources(inputs, tmp_path / "out", RunOptions(), make_reader=lambda: reader) == whole
    assert reader.read_ids == ["a-000", "c-000", "d-000"]


def test_a_ledger_that_is_none_is_written_anew(tmp_path: Path, inputs: list[str]) -> None:
    stopped_at("c-000", inputs, tmp_path / "out")
    (tmp_path / "out" / ".unfinished" / "ledger.jsonl").write_text("{}\n", encoding="utf-8")
    assert run_sources(inputs, tmp_path / "out", RunOptions()).counts.documents == 4


@pytest.mark.skipif(sys.platform == "win32", reason="files are not locked there")
def test_two_runs_do_not_write_to_one_folder(tmp_path: Path, inputs: list[str]) -> None:
    (tmp_path / "out").mkdir()
    ledger = Ledger(tmp_path / "out" / ".unfinished", {}, 1)
    with pytest.raises(ShuliangError, match="another run is writing to"):
        run_sources(inputs, tmp_path / "out", RunOptions())
    ledger.close()


SCRIPT = """
import sys
from pathlib import Path
from shuliang.running import manifest, run
from tests.running.readers import obeying

if __name__ == "__main__":
    run.SHARD_BYTES = 50
    manifest.versions = lambda: {"shuliang": "0", "rulebook": "0"}
    run.run_sources(sys.argv[2:], Path(sys.argv[1]), run.RunOptions(workers=2), make_reader=obeying)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
def test_ctrl_c_ends_all_processes_and_keeps_what_is_finished(
    tmp_path: Path, write_lines: WriteLines, obeying: Callable[[], Reader]
) -> None:
    inputs = [str(write_lines(name, [text])) for name, text in (("a", "共1家"), ("b", "<sleep>"), ("c", "<sleep>"))]
    script = tmp_path / "script.py"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script), str(tmp_path / "out"), *inputs]
    with subprocess.Popen(
        command, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}, stderr=subprocess.PIPE, text=True, start_new_session=True,
    ) as process:  # fmt: skip
        ledger = tmp_path / "out" / ".unfinished" / "ledger.jsonl"
        while not ledger.exists() or ledger.read_bytes().count(b"\n") < 2:
            assert process.poll() is None
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert errors.count("Traceback") == 1  # of the script; workers say nothing
    assert not list((tmp_path / "out" / ".unfinished").glob("unfinished-*"))
    assert names(tmp_path / "out") == [".unfinished"]
    write_lines("b", ["共2家"])
    write_lines("c", ["共3家"])
    counts = run_sources(inputs, tmp_path / "out", RunOptions(workers=2), make_reader=obeying).counts
    assert (counts.documents, counts.facts) == (3, 3)
