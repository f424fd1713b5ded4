from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from shuliang.errors import ShuliangError
from shuliang.facts import Document, Reject
from shuliang.running import finishing, groups, parts, run, tasks
from shuliang.running.manifest import file_hash
from shuliang.running.run import RunOptions
from shuliang.running.watch import Progress
from shuliang.table.write import logical_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.conftest import FakeReader

    from shuliang.running.manifest import Manifest

pytestmark = pytest.mark.usefixtures("fake_rulebook")

NAMES = ["documents.parquet", "facts.parquet", "manifest.json", "rejects.parquet"]
ITEMS: list[Document | Reject] = [
    Document("b", "全市27家，投入30元。编号12。"),
    Reject("x", "x.txt", "source", "empty", "holds no text"),
    Document("a", "超过55家，99991家。"),
]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_run_writes_four_files(tmp_path: Path) -> None:
    manifest = run.run(ITEMS, tmp_path / "out", RunOptions(), inputs=["in"])
    assert names(tmp_path / "out") == NAMES
    facts = pq.read_table(tmp_path / "out" / "facts.parquet")
    assert facts["surface"].to_pylist() == ["超过55家", "27家", "30元"]
    assert pq.read_table(tmp_path / "out" / "documents.parquet")["doc_id"].to_pylist() == ["a", "b"]
    assert pq.read_table(tmp_path / "out" / "rejects.parquet")["stage"].to_pylist() == ["text", "source"]
    counts = manifest.counts
    assert (counts.documents, counts.facts, counts.residue) == (2, 3, 1)
    assert counts.facts_by_kind == {"count": 2, "money": 1}
    assert counts.rejects == {"source: empty": 1, "text: damaged": 1}


def test_the_manifest_tells_the_files_by_their_hashes(tmp_path: Path) -> None:
    run.run(ITEMS, tmp_path, RunOptions())
    manifest = json.loads((tmp_path / "manifest.json").read_text(encoding="utf-8"))
    for name, file in manifest["files"].items():
        rows = pq.read_table(tmp_path / name)
        assert file["rows"] == len(rows)
        assert file["sha256"] == file_hash(tmp_path / name)
        assert file["logical_sha256"] == logical_hash(rows)
        assert file["bytes"] == (tmp_path / name).stat().st_size


def test_the_same_inputs_give_the_same_bytes_whatever_their_order(tmp_path: Path) -> None:
    run.run(ITEMS, tmp_path / "one", RunOptions())
    run.run(ITEMS[::-1], tmp_path / "other", RunOptions())
    for name in NAMES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "other" / name).read_bytes()


def test_what_does_not_fit_goes_to_parts_and_comes_back_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document(f"d{place * 7 % 50:02}", f"共{place}家，{place}元，99990家") for place in range(50)]
    whole = run.run(documents, tmp_path / "whole", RunOptions())
    monkeypatch.setattr(groups, "GROUP_ROWS", 20)
    monkeypatch.setattr(finishing, "ROW_GROUP", 15)
    monkeypatch.setattr(tasks, "CHUNK_ITEMS", 3)
    monkeypatch.setattr(run, "TASK_ITEMS", 7)
    monkeypatch.setattr(parts, "BATCH_ROWS", 2)
    monkeypatch.setattr(parts, "MOST_AT_ONCE", 3)
    in_parts = run.run(documents, tmp_path / "parts", RunOptions())
    assert names(tmp_path / "parts") == NAMES
    assert in_parts.counts == whole.counts
    assert logical(in_parts) == logical(whole)


def test_of_documents_with_one_id_the_first_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    documents = [Document(f"d{place % 5}", f"共{place}家，99990家", source=f"s{place}") for place in range(20)]
    whole = run.run(documents, tmp_path / "whole", RunOptions())
    monkeypatch.setattr(run, "TASK_ITEMS", 3)
    monkeypatch.setattr(parts, "BATCH_ROWS", 2)
    in_parts = run.run(documents, tmp_path / "parts", RunOptions())
    assert in_parts.counts == whole.counts
    assert logical(in_parts) == logical(whole)
    facts = pq.read_table(tmp_path / "parts" / "facts.parquet")
    assert facts["surface"].to_pylist() == ["0家", "1家", "2家", "3家", "4家"]
    assert whole.counts.rejects == {"source: duplicate_id": 15, "text: damaged": 5}


def logical(manifest: Manifest) -> dict[str, str]:
    return {name: file.logical_sha256 for name, file in manifest.files.items()}


def test_rows_that_break_the_schema_are_rejected_and_not_counted(
    tmp_path: Path, fake_reader: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def wrong(document: Document) -> object:
        read = FakeReader_read(document)
        readings = [reading._replace(quantity=reading.quantity.__class__(
            kind="count", value=None, low=None, high=None, low_inclusive=False, high_inclusive=False, modifier="exact",
        )) if "27" in document.text[reading.start:reading.end] else reading for reading in read.readings]  # fmt: skip
        return read._replace(readings=readings)

    FakeReader_read = fake_reader.read  # noqa: N806 - the method as it was
    monkeypatch.setattr(fake_reader, "read", wrong)
    manifest = run.run(ITEMS, tmp_path, RunOptions())
    assert manifest.counts.facts == 2
    assert manifest.counts.rejects["schema: exact agrees"] == 1
    documents = pq.read_table(tmp_path / "documents.parquet")
    assert documents["facts"].to_pylist() == [1, 1]


def test_an_older_result_is_replaced(tmp_path: Path) -> None:
    run.run(ITEMS, tmp_path, RunOptions())
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    manifest = run.run(ITEMS[:1], tmp_path, RunOptions())
    assert names(tmp_path) == sorted([*NAMES, "notes.txt"])
    assert manifest.counts.documents == 1


def test_a_run_that_stops_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[Document | Reject]:
        yield ITEMS[0]
        message = "stopped"
        raise KeyboardInterrupt(message)

    with pytest.raises(KeyboardInterrupt):
        run.run(broken(), tmp_path / "new", RunOptions())
    assert not (tmp_path / "new").exists()
    (tmp_path / "old").mkdir()
    run.run(ITEMS, tmp_path / "old", RunOptions())
    before = (tmp_path / "old" / "manifest.json").read_bytes()
    with pytest.raises(KeyboardInterrupt):
        run.run(broken(), tmp_path / "old", RunOptions())
    assert names(tmp_path / "old") == NAMES
    assert (tmp_path / "old" / "manifest.json").read_bytes() == before


def test_a_folder_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(ShuliangError, match="cannot write to"):
        run.run(ITEMS, tmp_path / "file" / "out", RunOptions())


def test_progress_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tasks, "CHUNK_ITEMS", 1)
    told: list[Progress] = []
    run.run(ITEMS, tmp_path, RunOptions(), progress=told.append)
    assert [progress.documents for progress in told] == [1, 1, 2]
    assert told[-1] == Progress(documents=2, chars=30, facts=3, rejects=2)
