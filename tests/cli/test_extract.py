from __future__ import annotations

import gzip
import json
from typing import TYPE_CHECKING

import pyarrow.parquet as pq
import pytest

from shuliang.running.manifest import MANIFEST

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Shuliang
    from tests.conftest import FakeReader

    from shuliang.facts import Document
    from shuliang.running.kernel import DocumentRead

pytestmark = pytest.mark.usefixtures("fake_rulebook")
TABLES = ["documents.parquet", "facts.parquet", MANIFEST, "rejects.parquet"]


def written(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def reasons(folder: Path) -> list[tuple[str, str]]:
    rejects = pq.read_table(folder / "rejects.parquet")
    return sorted(zip(rejects["stage"].to_pylist(), rejects["reason"].to_pylist(), strict=True))


def write(path: Path, content: str | bytes) -> Path:
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_in_tables_out(shuliang: Shuliang, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "全市新增企业27家，投入300元。")
    ran = shuliang("extract", "a.txt", "--output", "out")
    assert (ran.code, ran.err) == (0, "")
    assert written(tmp_path / "out") == TABLES
    assert "2 facts from 1 document" in ran.out
    assert "27家" in ran.out
    assert "out/facts.parquet" in ran.out


def test_brackets_in_a_document_are_no_markup(shuliang: Shuliang, tmp_path: Path) -> None:
    write(tmp_path / "[bold]a.txt", "[/red]99991家 :smile: [b]27家")
    ran = shuliang("extract", ".", "-o", "out")
    assert ran.code == 0
    assert "[bold]a.txt" in ran.out


def test_a_folder_and_jsonl_with_other_names(shuliang: Shuliang, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "a.txt", "27家")
    lines = [{"key": "x", "content": "28家"}, {"key": "y", "content": "3元"}]
    write(tmp_path / "in" / "b.jsonl.gz", gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    ran = shuliang("extract", "in", "-o", "out", "--field", "text=content", "--field", "id=key", "--kinds", "count")
    assert ran.code == 0
    facts = pq.read_table(tmp_path / "out" / "facts.parquet")
    assert facts["surface"].to_pylist() == ["27家", "28家"]
    assert {"x", "y"} < set(pq.read_table(tmp_path / "out" / "documents.parquet")["doc_id"].to_pylist())


@pytest.mark.parametrize(
    ("name", "content"),
    [("empty.txt", ""), ("blank.txt", " \n\n"), ("binary.txt", b"\x00\x01\x02\xff" * 100), ("x.jsonl", "not json\n")],
)
def test_one_bad_file_is_rejected_and_the_rest_is_read(
    shuliang: Shuliang, tmp_path: Path, name: str, content: str | bytes
) -> None:
    write(tmp_path / "good.txt", "27家")
    write(tmp_path / name, content)
    ran = shuliang("extract", "good.txt", name, "-o", "out")
    assert ran.code == 0
    [(stage, reason)] = reasons(tmp_path / "out")
    assert stage == "source"
    assert f"source: {reason}" in ran.out
    assert name in ran.out
    assert pq.read_table(tmp_path / "out" / "facts.parquet").num_rows == 1
    strict = shuliang("extract", "good.txt", name, "-o", "out", "--strict")
    assert strict.code == 1
    assert reason in strict.err


def test_nothing_readable_is_a_failure_that_says_where(shuliang: Shuliang, tmp_path: Path) -> None:
    write(tmp_path / "empty.txt", "")
    ran = shuliang("extract", "empty.txt", "-o", "out")
    assert ran.code == 1
    assert "no document could be read" in ran.err
    assert written(tmp_path / "out") == TABLES


def test_bad_lines_of_jsonl_are_rejected_alone(shuliang: Shuliang, tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "text": "27家"}',
        "{broken",
        '{"id": "b"}',
        '{"id": "a", "text": "28家"}',
        '{"id": "c", "text": "3元"}',
    ]
    write(tmp_path / "x.jsonl", "\n".join(lines))
    ran = shuliang("extract", "x.jsonl", "-o", "out")
    assert ran.code == 0
    assert len(reasons(tmp_path / "out")) == 3
    assert ("source", "duplicate_id") in reasons(tmp_path / "out")
    assert pq.read_table(tmp_path / "out" / "facts.parquet")["doc_id"].to_pylist() == ["a", "c"]


def test_damaged_numbers_are_no_failure_under_strict(shuliang: Shuliang, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "99991家，27家")
    ran = shuliang("extract", "a.txt", "-o", "out", "--strict")
    assert ran.code == 0
    assert "text: damaged" in ran.out


def test_all_missing_paths_are_named_and_nothing_is_written(shuliang: Shuliang, tmp_path: Path) -> None:
    ran = shuliang("extract", "nowhere.txt", "neither.txt", "-o", "out")
    assert ran.code == 1
    assert "nowhere.txt" in ran.err
    assert "neither.txt" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_the_systems_failure(shuliang: Shuliang, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "27家")
    ran = shuliang("extract", "a.txt", "-o", "a.txt/out")
    assert ran.code == 3
    assert "cannot write to" in ran.err
    assert "Traceback" not in ran.err


def test_what_was_not_foreseen_is_the_systems_failure(
    shuliang: Shuliang, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken() -> None:
        message = "asked for"
        raise LookupError(message)

    write(tmp_path / "a.txt", "27家")
    monkeypatch.setattr("shuliang.running.kernel.default_reader", broken)
    ran = shuliang("extract", "a.txt", "-o", "out")
    assert ran.code == 3
    assert "please report it" in ran.err
    assert not (tmp_path / "out").exists()


def test_a_fault_in_one_document_is_told_and_the_others_are_read(
    shuliang: Shuliang, tmp_path: Path, fake_reader: FakeReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(document: Document) -> DocumentRead:
        if document.doc_id == "a":
            message = "asked for"
            raise LookupError(message)
        return whole(document)

    whole = fake_reader.read
    monkeypatch.setattr(fake_reader, "read", read)
    (tmp_path / "in").mkdir()
    write(tmp_path / "in" / "a.txt", "27家")
    write(tmp_path / "in" / "b.txt", "28家")
    ran = shuliang("extract", "in", "-o", "out")
    assert ran.code == 0
    assert "1 document met a fault of shuliang" in ran.err
    rejects = pq.read_table(tmp_path / "out" / "rejects.parquet").to_pylist()
    found = [(row["doc_id"], row["reason"], row["detail"]) for row in rejects]
    assert found == [("a", "fault", "LookupError: asked for")]


@pytest.mark.parametrize(
    ("option", "says"),
    [
        (["--kinds", "count,weight"], "weight is no kind; there are count, money"),
        (["--kinds", ","], "name at least one"),
        (["--published", "5 March"], "write it as 2026-03-05"),
        (["--field", "content"], "should read NAME=FIELD"),
        (["--workers", "0"], "workers"),
        (["--nonsense"], "nonsense"),
    ],
)
def test_wrong_usage(shuliang: Shuliang, tmp_path: Path, option: list[str], says: str) -> None:
    write(tmp_path / "a.txt", "27家")
    ran = shuliang("extract", "a.txt", "-o", "out", *option)
    assert ran.code == 2
    assert says in ran.err
    assert not (tmp_path / "out").exists()


def test_a_long_document_on_one_line(shuliang: Shuliang, tmp_path: Path) -> None:
    write(tmp_path / "long.txt", "全市27家，" * 30_000)
    ran = shuliang("extract", "long.txt", "-o", "out")
    assert ran.code == 0
    assert "30,000 facts from 1 document (180,000 characters)" in ran.out
    refused = shuliang("extract", "long.txt", "-o", "out", "--max-document-chars", "1000")
    assert refused.code == 1
    assert "source: too_large" in refused.out


def test_the_summary_can_be_printed_again(shuliang: Shuliang, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "27家")
    first = shuliang("extract", "a.txt", "-o", "out")
    again = shuliang("summary", "out")
    assert again.code == 0
    assert first.out.splitlines()[1:] == again.out.splitlines()[1:]
    missing = shuliang("summary", "nowhere")
    assert missing.code == 1
    assert "no such file" in missing.err
    write(tmp_path / "out" / MANIFEST, "{}")
    assert shuliang("summary", "out").code == 1
