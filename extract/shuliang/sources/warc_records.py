"""A WARC stream cut into its records (ISO 28500).

Written here because the readers at hand hand out a record cut short as if it were whole, and end at a broken one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from shuliang.sources.http import parse_headers
from shuliang.sources.refusal import Reason, RefusedError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from shuliang.sources.streams import Feed

_PIECE = 64 * 1024
_MOST_HEADER_BYTES = 64 * 1024
_START = b"WARC/"
_ENDS = (b"\r\n\r\n", b"\n\n")
_LINE_ENDS = re.compile(rb"[\r\n]*")
_HEADER_END = re.compile(rb"\r?\n\r?\n")
_NEXT = re.compile(rb"\r?\n\r?\n(?=WARC/[01]\.\d\r?\n)")
_LONGEST_NEXT = 16


@dataclass(frozen=True, slots=True)
class Record:
    """Headers (names in lower case) and block of a record, and its offset in the file (of its gzip member)."""

    headers: dict[str, str]
    block: bytes
    offset: int


@dataclass(frozen=True, slots=True)
class Broken:
    """A stretch that holds no whole record, from its offset in the file on."""

    refused: RefusedError
    offset: int


def read_records(stream: io.BufferedReader, limit: int) -> Iterator[Record | Broken]:
    """The records of a stream made by `buffered`; after a broken one the next that can be found.

    A record of more than `limit` bytes counts as broken and is not held in memory.
    """
    window = _Window(stream)
    while True:
        offset = None
        try:
            if not window.skip_blank():
                return
            offset = window.place()
            headers, block = _read_record(window, limit)
        except RefusedError as refused:
            yield Broken(refused, window.place() if offset is None else offset)
            if not window.recover():
                return
        else:
            yield Record(headers, block, offset)


def _read_record(window: _Window, limit: int) -> tuple[dict[str, str], bytes]:
    headers = parse_headers(window.take_headers())
    stated = headers.get("content-length", "")
    if not (stated.isascii() and stated.isdigit()):
        raise RefusedError(Reason.BROKEN, f"Content-Length {stated!r} is no number")
    size = int(stated)
    if size > limit:
        window.skip(size)
        raise RefusedError(Reason.TOO_LARGE, f"record of {size} bytes, more than {limit}")
    return headers, window.take_block(size)


class _Window:
    """The part of a stream that is being looked at.

    `_fault` is what the stream broke with; it is raised when all bytes before it are used up.
    """

    def __init__(self, stream: io.BufferedReader) -> None:
        self._stream = stream
        self._feed = cast("Feed", stream.raw)
        self._buffer = bytearray()
        self._position = 0
        self._fault: RefusedError | None = None

    def place(self) -> int:
        return self._feed.place(self._position)

    def skip_blank(self) -> bool:
        """Goes to the next byte that is no line end; False at the end of the stream."""
        while self._fill(1):
            ends = _LINE_ENDS.match(self._buffer)
            self._take(ends.end() if ends else 0)
            if self._buffer:
                return True
        if self._fault:
            raise self._fault
        return False

    def take_headers(self) -> bytes:
        if self._fill(len(_START)) and not self._buffer.startswith(_START):
            raise RefusedError(Reason.BROKEN, "no WARC record where one should begin")
        while not (end := _HEADER_END.search(self._buffer)):
            if len(self._buffer) > _MOST_HEADER_BYTES:
                self._take(len(_START))
                raise RefusedError(
                    Reason.BROKEN, f"the headers of the record do not end within {_MOST_HEADER_BYTES} bytes"
                )
            if not self._fill(len(self._buffer) + 1):
                self._take(len(_START))
                raise self._fault or RefusedError(Reason.TRUNCATED, "archive ends in the headers of a record")
        return self._take(end.end())

    def take_block(self, size: int) -> bytes:
        """The block of a record of `size` bytes, checked to be followed by two line ends."""
        if not self._fill(size):
            raise self._fault or RefusedError(
                Reason.TRUNCATED, f"record ends after {len(self._buffer)} of {size} bytes"
            )
        self._fill(size + 4)
        after = self._buffer[size : size + 4]
        if not after.startswith(_ENDS) and not _ENDS[0].startswith(after):
            raise RefusedError(Reason.BROKEN, f"record is longer or shorter than the {size} bytes it states")
        return self._take(size)

    def skip(self, size: int) -> None:
        while size > 0 and self._fill(1):
            size -= len(self._take(min(size, len(self._buffer))))

    def recover(self) -> bool:
        """Goes to the beginning of the next record; False where there is none."""
        if self._buffer.startswith(_START):
            return True
        while True:
            if found := _NEXT.search(self._buffer):
                self._take(found.end())
                return True
            if self._fault:
                self._take(len(self._buffer))
                self._fault = None
                if not self._feed.resync():
                    return False
                if self._fill(len(_START)) and self._buffer.startswith(_START):
                    return True
            else:
                self._take(max(0, len(self._buffer) - _LONGEST_NEXT))
                if not self._fill(len(self._buffer) + 1) and not self._fault:
                    return False

    def _take(self, size: int) -> bytes:
        piece = bytes(memoryview(self._buffer)[:size])
        del self._buffer[:size]
        self._position += size
        return piece

    def _fill(self, size: int) -> bool:
        """Reads until the buffer holds `size` bytes; False where the stream ends or breaks before."""
        while len(self._buffer) < size:
            if self._fault:
                return False
            try:
                piece = self._stream.read1(_PIECE)
            except RefusedError as refused:
                self._fault = refused
                return False
            if not piece:
                return False
            self._buffer += piece
        return True
