"""Inputs: paths, folders, globs, standard input; ids; faults named before anything is read."""

from __future__ import annotations

import hashlib
import io
import os
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.made import Read, jsonl

from shuliang.errors import InputError, UsageError
from shuliang.sources import SourceOptions, check_inputs, read_sources

if TYPE_CHECKING:
    from collections.abc import Callable


def test_text_file_is_one_document(read_bytes: Callable[..., Read], tmp_path: Path) -> None:
    content = "全市有企业三十五家。\n".encode()
    document = read_bytes("报告.2024.txt", content).document
    assert (document.doc_id, document.text, document.encoding) == ("报告.2024", content.decode(), "utf-8")
    assert document.source == str(tmp_path / "报告.2024.txt")
    assert document.sha256 == hashlib.sha256(content).hexdigest()
    assert (document.title, document.published, document.published_from, document.url) == (None, None, None, None)


def test_folder_is_read_in_the_order_of_its_paths(read: Callable[..., Read], tmp_path: Path) -> None:
    for name in ("乙.txt", "a/2.txt", "a/1.md", "a.txt", ".hidden", ".git/x", "日期2024.05.06"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"这里是{name}", encoding="utf-8")
    assert read(tmp_path).ids == ["a/1", "a/2", "a", "乙", "日期2024.05.06"]


def test_names_that_differ_in_the_extension_alone_keep_it(read: Callable[..., Read], tmp_path: Path) -> None:
    for name in ("a.txt", "a.md", "b.txt"):
        (tmp_path / name).write_text("三十家", encoding="utf-8")
    assert read(tmp_path).ids == ["a.md", "a.txt", "b"]


def test_link_to_a_folder_is_not_followed(read: Callable[..., Read], tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("三十家", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path, target_is_directory=True)
    assert read(tmp_path).ids == ["a"]


def test_glob(read: Callable[..., Read], tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text("三十家", encoding="utf-8")
    assert read(tmp_path / "*.txt").ids == ["a", "b"]


def test_file_whose_name_looks_like_a_glob(read_bytes: Callable[..., Read]) -> None:
    assert read_bytes("第[1]期.txt", "三十家".encode()).ids == ["第[1]期"]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    def feed(content: bytes) -> None:
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))

    feed("全市有企业三十五家。".encode())
    document = Read(["-"], SourceOptions()).document
    assert (document.doc_id, document.source, document.text) == ("stdin", "-", "全市有企业三十五家。")
    feed(jsonl({"id": "甲", "text": "三十家"}, {"text": "四十家"}))
    found = Read(["-"], SourceOptions())
    assert [(document.doc_id, document.source) for document in found.documents] == [("甲", "-:1"), ("stdin:2", "-:2")]


def test_pipe_that_gives_a_byte_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Slow(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            return super().read(1 if size else 0)

    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=Slow(jsonl({"id": "1", "text": "三十家"}))))
    assert Read(["-"], SourceOptions()).ids == ["1"]


def test_every_missing_input_is_named_before_anything_is_read(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    (tmp_path / "a.txt").write_text("三十家", encoding="utf-8")
    names = [str(tmp_path / name) for name in ("missing.txt", "a.txt", "empty", "link", "*.nothing")]
    faults = check_inputs(names)
    assert [fault.message for fault in faults] == [
        "no such file or folder", "folder holds no files", "link leads nowhere", "pattern matches no file",
    ]  # fmt: skip
    with pytest.raises(InputError) as caught:
        read_sources(names)
    assert str(caught.value) == "\n".join(map(str, faults))
    assert check_inputs([str(tmp_path), "-"]) == []
    assert len(check_inputs([])) == 1


def test_unknown_encoding_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("三十家", encoding="utf-8")
    with pytest.raises(UsageError, match="gb18030"):
        read_sources([str(tmp_path)], SourceOptions(encoding="中文"))


def test_unknown_field_is_a_usage_error(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("三十家", encoding="utf-8")
    with pytest.raises(UsageError, match="unknown field body; the fields are id, text"):
        read_sources([str(tmp_path)], SourceOptions(fields={"body": "content"}))


def test_folder_that_cannot_be_listed_is_rejected(
    read: Callable[..., Read], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "locked").mkdir()
    (tmp_path / "a.txt").write_text("三十家", encoding="utf-8")
    scandir = os.scandir

    def refuse(path: Path) -> Any:
        if Path(path).name == "locked":
            raise PermissionError
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = read(tmp_path)
    assert (found.ids, found.reasons) == (["a"], ["unreadable"])


def test_ids_are_unique_in_the_whole_run(read: Callable[..., Read], tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(jsonl({"id": "x", "text": "三十家"}, {"id": "y", "text": "四十家"}))
    (tmp_path / "b.jsonl").write_bytes(jsonl({"id": "x", "text": "五十家"}))
    found = read(tmp_path)
    assert found.ids == ["x", "y"]
    assert [(reject.reason, reject.doc_id, reject.source) for reject in found.rejects] == [
        ("duplicate_id", "x", f"{tmp_path / 'b.jsonl'}:1")
    ]


def test_file_that_vanishes_is_rejected_and_the_rest_is_read(tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("三十家", encoding="utf-8")
    found = read_sources([str(tmp_path / "a.txt"), str(tmp_path / "b.txt")])
    (tmp_path / "a.txt").unlink()
    reject, document = found
    assert (reject.doc_id, getattr(reject, "reason", None), document.doc_id) == ("a", "unreadable", "b")


def test_special_file_in_a_folder_is_rejected(read: Callable[..., Read], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "a.txt").write_text("三十家", encoding="utf-8")
    found = read(tmp_path)
    assert (found.ids, found.reasons) == (["a"], ["unreadable"])


def test_file_name_that_is_no_utf8(tmp_path: Path) -> None:
    path = os.fsencode(tmp_path) + b"/\xd6\xd0.txt"
    with open(path, "wb") as file:  # noqa: PTH123 - a path of bytes
        file.write("三十家".encode())
    document = Read([str(tmp_path)], SourceOptions()).document
    assert document.doc_id == "\\xd6\\xd0"
    assert document.doc_id.encode()
