from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import orjson
import pytest

from shuliang.sources.options import SourceOptions
from shuliang.sources.reading import read_all
from shuliang.sources.shards import cut, read_piece, total_bytes

if TYPE_CHECKING:
    from pathlib import Path

    from shuliang.facts import Document, Reject
    from shuliang.sources.shards import Shard

OPTIONS = SourceOptions(max_line_bytes=400)


def read(shards: list[Shard], options: SourceOptions = OPTIONS) -> list[Document | Reject]:
    return [item for shard in shards for piece in shard for item in read_piece(piece, options)]


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """JSONL with a mark, blank and bad lines, a line that is too long, and no newline at its end."""
    rows = [orjson.dumps({"text": f"第{number}行" * (1 + number % 9)}) for number in range(40)]
    rows[3:3] = [b"", b"{bad", b'{"text": "' + b"x" * 500 + b'"}', b"  "]
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + b"\n".join(rows))
    return path


@pytest.mark.parametrize("size", [1, 20, 100, 333, 100_000])
def test_ranges_of_lines_give_what_the_file_gives(lines: Path, size: int) -> None:
    shards = list(cut([str(lines)], OPTIONS, size))
    assert len(shards) > 1 or size == 100_000
    assert read(shards) == list(read_all([str(lines)], OPTIONS))
    assert sum(piece.bytes for shard in shards for piece in shard) == lines.stat().st_size == total_bytes([str(lines)])


def test_small_files_share_a_shard(tmp_path: Path) -> None:
    for number in range(10):
        (tmp_path / f"{number}.txt").write_text(f"共{number}家" * 10, encoding="utf-8")
    shards = list(cut([str(tmp_path)], OPTIONS, 200))
    assert [len(shard) for shard in shards] == [2, 2, 2, 2, 2]
    assert read(shards) == list(read_all([str(tmp_path)], OPTIONS))


@pytest.mark.parametrize("encoding", ["utf-16", "text"])
def test_what_is_no_plain_jsonl_stays_whole(lines: Path, tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "b.jsonl"
    content = lines.read_bytes()
    if encoding == "text":
        path = tmp_path / "b.txt"
        path.write_text("共27家。\n" * 200, encoding="utf-8")
    else:
        path.write_bytes(content.decode("utf-8-sig").encode(encoding))
    assert [len(shard) for shard in cut([str(path)], OPTIONS, 50)] == [1]
    assert read(list(cut([str(path)], OPTIONS, 50))) == list(read_all([str(path)], OPTIONS))


def test_a_file_that_goes_away_is_a_reject(lines: Path) -> None:
    shards = list(cut([str(lines)], OPTIONS, 100))
    lines.unlink()
    found = read(shards)
    assert len(found) == len(shards)
    assert {item.reason for item in found if hasattr(item, "reason")} == {"unreadable"}


def test_a_changed_file_gives_other_pieces(lines: Path) -> None:
    [[before]] = cut([str(lines)], OPTIONS, 100_000)
    lines.write_bytes(lines.read_bytes() + b"\n")
    [[after]] = cut([str(lines)], OPTIONS, 100_000)
    assert before != after
    assert replace(after, size=before.size, changed=before.changed) == before
