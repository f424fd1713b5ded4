"""A run's inputs cut into shards that can be read apart: groups of files, and byte ranges of large JSONL files.

Read one after the other, the shards give what `read_sources` gives, but that a document id may come twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuliang.sources.detect import kind_of
from shuliang.sources.files import COMPRESSION, list_files
from shuliang.sources.jsonl import read_jsonl
from shuliang.sources.reading import read_file
from shuliang.sources.refusal import Reason, RefusedError
from shuliang.sources.streams import Feed, buffered, head_of, open_feed, unpack

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator, Sequence

    from shuliang.facts import Document, Reject
    from shuliang.sources.files import SourceFile
    from shuliang.sources.options import SourceOptions

_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")
_WIDE = ("utf-16", "utf-32")
_COUNTED = 4 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Piece:
    """A file, or whole lines of a JSONL file: the bytes `start:end`, with `lines` lines before them.

    `size` in bytes and `changed` (mtime in nanoseconds) are the file's, so that a piece can be told from the same
    place in a file that has changed; both are 0 for one that is not there.
    """

    file: SourceFile
    start: int = 0
    end: int | None = None
    lines: int = 0
    size: int = 0
    changed: int = 0

    @property
    def bytes(self) -> int:
        return (self.size if self.end is None else self.end) - self.start


Shard = tuple[Piece, ...]


def total_bytes(inputs: Sequence[str]) -> int:
    """What there is to read, in bytes on disk."""
    return sum(_whole(file).size for file in list_files(inputs))


def cut(inputs: Sequence[str], options: SourceOptions, shard_bytes: int) -> Iterator[Shard]:
    """Shards of about `shard_bytes`, in the order of the inputs, which are not standard input."""
    group: list[Piece] = []
    held = 0
    for file in list_files(inputs):
        whole = _whole(file)
        pieces = _ranges(whole, shard_bytes) if whole.size > shard_bytes and _can_be_cut(file, options) else [whole]
        for piece in pieces:
            if group and held + piece.bytes > shard_bytes:
                yield tuple(group)
                group, held = [], 0
            group.append(piece)
            held += piece.bytes
    if group:
        yield tuple(group)


def read_piece(piece: Piece, options: SourceOptions) -> Iterator[Document | Reject]:
    """The documents of a piece and a reject for each bad one."""
    file = piece.file
    if piece.end is None or file.path is None:
        yield from read_file(file, options)
        return
    try:
        with file.path.open("rb", buffering=0) as raw:
            raw.seek(piece.start)
            part = _Upto(raw, piece.end - piece.start)
            yield from read_jsonl(buffered(part), file, options, piece.lines)
    except RefusedError as refused:
        yield refused.reject(file.name, file.label)
    except OSError as error:
        yield RefusedError(Reason.UNREADABLE, error.strerror or str(error)).reject(file.name, file.label)


def _whole(file: SourceFile) -> Piece:
    if file.path is None:
        return Piece(file)
    try:
        status = file.path.stat()
    except OSError:
        return Piece(file)
    return Piece(file, size=status.st_size, changed=status.st_mtime_ns)


def _can_be_cut(file: SourceFile, options: SourceOptions) -> bool:
    """Whether it is JSONL as it lies there: neither packed nor in an encoding whose newlines are not one byte."""
    if file.path is None or (options.encoding or "").startswith(_WIDE):
        return False
    try:
        with open_feed(file.path) as feed:
            head = head_of(feed)
            if unpack(feed, head, options) is not feed or head.startswith(_WIDE_MARKS):
                return False
        return kind_of(head, COMPRESSION.sub("", file.label)) == "jsonl"
    except (RefusedError, OSError):
        return False


def _ranges(whole: Piece, shard_bytes: int) -> Iterator[Piece]:
    """Whole lines, as many as make `shard_bytes`; one longer line is a piece of its own."""
    assert whole.file.path is not None
    start = lines = 0
    with whole.file.path.open("rb") as file:
        while start < whole.size:
            end = _line_end(file, start + shard_bytes, whole.size)
            yield Piece(whole.file, start, end, lines, whole.size, whole.changed)
            file.seek(start)
            lines += _newlines(file, end - start)
            start = end


def _line_end(file: io.BufferedReader, position: int, size: int) -> int:
    """Where the line that `position` lies in ends."""
    if position >= size:
        return size
    file.seek(position)
    while (piece := file.readline(_COUNTED)) and not piece.endswith(b"\n"):
        pass
    return min(file.tell(), size)


def _newlines(file: io.BufferedReader, size: int) -> int:
    count = 0
    while size > 0 and (block := file.read(min(size, _COUNTED))):
        count += block.count(b"\n")
        size -= len(block)
    return count


class _Upto(Feed):
    """The next `size` bytes of a file."""

    def __init__(self, raw: io.FileIO, size: int) -> None:
        super().__init__()
        self._raw = raw
        self._left = size

    def _next(self, size: int) -> bytes:
        piece = self._raw.read(min(self._left, size)) or b""
        self._left -= len(piece)
        return piece
