"""Opening a file or standard input: its first bytes looked at, its compression undone within limits."""

from __future__ import annotations

import io
import sys
import zlib
from collections import deque
from typing import TYPE_CHECKING, Protocol, cast

import pyarrow as pa

from shuliang.sources.detect import HEAD
from shuliang.sources.refusal import Reason, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from _typeshed import WriteableBuffer

    from shuliang.sources.options import SourceOptions

GZIP_MAGIC = b"\x1f\x8b\x08"
_ZSTD_MAGIC = b"\x28\xb5\x2f\xfd"
_PIECE = 256 * 1024
_PACKED_PIECE = 64 * 1024
_MOST_SILENT = 1 << 20
_MOST_MEMBERS = 64 * 1024
_FREE_BYTES = 64 * 1024 * 1024


class Feed(io.RawIOBase):
    """A stream that can take back what was looked at, and knows where in the file its content lies."""

    def __init__(self) -> None:
        self._back = b""
        self._fault: RefusedError | None = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        view = memoryview(buffer).cast("B")
        if self._back:
            piece, self._back = self._back[: len(view)], self._back[len(view) :]
        elif self._fault:
            raise self._fault
        else:
            piece = self._next(len(view))
        view[: len(piece)] = piece
        return len(piece)

    def unread(self, head: bytes, fault: RefusedError | None) -> None:
        """Puts `head` back, to be read next, and the fault that was met behind it."""
        self._back = head + self._back
        self._fault = fault

    def place(self, position: int) -> int:
        """The offset in the file at which the unpacked byte `position` can be found again."""
        return position

    def resync(self) -> bool:
        """After a fault: goes on at the next part that may be sound; False where there is none."""
        return False

    def _next(self, size: int) -> bytes:
        raise NotImplementedError


class _Plain(Feed):
    """A file as it is, or standard input, which is not ours to close."""

    def __init__(self, stream: io.RawIOBase | io.BufferedIOBase, *, ours: bool) -> None:
        super().__init__()
        self._stream = stream
        self._ours = ours

    def close(self) -> None:
        if self._ours:
            self._stream.close()
        super().close()

    def _next(self, size: int) -> bytes:
        return self._stream.read(size) or b""


def open_feed(path: Path | None) -> Feed:
    """The bytes of a file, or of standard input for None."""
    if path is None:
        return _Plain(cast("io.BufferedIOBase", sys.stdin.buffer), ours=False)
    return _Plain(path.open("rb", buffering=0), ours=True)


def head_of(feed: Feed, size: int = HEAD) -> bytes:
    """The first `size` bytes, fewer only where the stream ends or breaks; they stay to be read, as does the fault."""
    head = b""
    fault = None
    try:
        while len(head) < size and (piece := feed.read(size - len(head))):
            head += piece
    except RefusedError as refused:
        if not head:
            raise
        fault = refused
    feed.unread(head, fault)
    return head


def buffered(feed: Feed) -> io.BufferedReader:
    """The feed as the readers want it; `raw` of it is the feed."""
    return io.BufferedReader(feed, _PIECE)


def unpack(feed: Feed, head: bytes, options: SourceOptions) -> Feed:
    """What a compressed stream holds, told by its magic number; any other stream as it is.

    Reading raises `RefusedError` where the stream is cut short, broken or grows beyond the limits.
    """
    if head.startswith(GZIP_MAGIC):
        return _Gunzipped(feed, options)
    if head.startswith(_ZSTD_MAGIC):
        return _Unzstd(feed, options)
    return feed


class _Inflater(Protocol):
    @property
    def eof(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    @property
    def unconsumed_tail(self) -> bytes: ...
    @property
    def decompress(self) -> Callable[[bytes, int], bytes]: ...


def _inflation() -> tuple[Callable[[], _Inflater], type[Exception]]:
    try:
        from isal import isal_zlib  # noqa: PLC0415 - twice as fast, where it is installed
    except ImportError:
        return lambda: cast("_Inflater", zlib.decompressobj(wbits=31)), zlib.error
    return lambda: cast("_Inflater", isal_zlib.decompressobj(wbits=31)), cast("type[Exception]", isal_zlib.error)


class _Unpacked(Feed):
    """Counts the bytes that went in (`_taken`) and came out (`_given`), and stops a bomb."""

    def __init__(self, packed: Feed, options: SourceOptions) -> None:
        super().__init__()
        self._packed = packed
        self._options = options
        self._taken = 0
        self._given = 0

    def close(self) -> None:
        self._packed.close()
        super().close()

    def _next(self, size: int) -> bytes:
        piece = self._inflate(size)
        self._given += len(piece)
        limits = self._options
        if self._given > limits.max_decompressed_bytes:
            raise RefusedError(Reason.TOO_LARGE, f"unpacks to more than {limits.max_decompressed_bytes} bytes")
        if self._given > max(_FREE_BYTES, limits.max_ratio * self._taken):
            raise RefusedError(
                Reason.TOO_LARGE, f"unpacks to more than {limits.max_ratio} times its size, as a zip bomb does"
            )
        return piece

    def _take(self, size: int) -> bytes:
        piece = self._packed.read(size) or b""
        self._taken += len(piece)
        return piece

    def _inflate(self, size: int) -> bytes:
        raise NotImplementedError


class _Gunzipped(_Unpacked):
    """Gzip of one or many members, zero padding after them allowed.

    `_piece` holds packed bytes not yet inflated. `_members` are the places where members begin, as pairs of
    (unpacked, packed) offsets, those in front of the last one asked for dropped.
    """

    def __init__(self, packed: Feed, options: SourceOptions) -> None:
        super().__init__(packed, options)
        self._make, self._error = _inflation()
        self._piece = b""
        self._inflater: _Inflater | None = None
        self._silent: bytes | None = None  # what a member took before it gave anything, to be looked through again
        self._members: deque[tuple[int, int]] = deque(maxlen=_MOST_MEMBERS)

    def place(self, position: int) -> int:
        while len(self._members) > 1 and self._members[1][0] <= position:
            self._members.popleft()
        return self._members[0][1] if self._members else 0

    def resync(self) -> bool:
        self._fault = None
        self._inflater = None
        if self._members and self._members[-1][1] == self._taken - len(self._piece):
            self._piece = self._piece[1:]
        while (start := self._piece.find(GZIP_MAGIC)) < 0:
            more = self._take(_PACKED_PIECE)
            if not more:
                return False
            self._piece = self._piece[-len(GZIP_MAGIC) + 1 :] + more
        self._piece = self._piece[start:]
        return True

    def _inflate(self, size: int) -> bytes:
        while True:
            if self._inflater is None:
                if not self._find_member():
                    return b""
                self._inflater = self._make()
            if not self._piece:
                self._piece = self._take(_PACKED_PIECE)
            ended = not self._piece
            given = self._inflate_piece(self._inflater, size)
            if given:
                return given
            if ended and self._inflater is not None:
                self._give_back()
                raise RefusedError(Reason.TRUNCATED, f"gzip ends in the middle, after {self._given} bytes of content")

    def _find_member(self) -> bool:
        """Goes to the next member; False at the end of the file."""
        while not self._piece.lstrip(b"\x00"):
            self._piece = self._take(_PACKED_PIECE)
            if not self._piece:
                return False
        self._piece = self._piece.lstrip(b"\x00")
        self._members.append((self._given, self._taken - len(self._piece)))
        self._silent = b""
        return True

    def _give_back(self) -> None:
        """Take back what a member took that never gave anything: it may have been none, and hide one."""
        if self._silent:
            self._piece = self._silent
        self._silent = None

    def _inflate_piece(self, inflater: _Inflater, size: int) -> bytes:
        if self._silent is not None:
            self._silent = self._silent + self._piece if len(self._silent) < _MOST_SILENT else None
        try:
            given = inflater.decompress(self._piece, size)
        except self._error as error:
            self._give_back()
            message = f"gzip is broken after {self._given} bytes of content: {error}"
            raise RefusedError(Reason.BROKEN, message) from None
        if inflater.eof:
            self._piece = inflater.unused_data
            self._inflater = None
        else:
            self._piece = inflater.unconsumed_tail
        if given:
            self._silent = None
        return given


class _Unzstd(_Unpacked):
    """Zstandard of one or many frames, by the decoder that pyarrow brings along."""

    def __init__(self, packed: Feed, options: SourceOptions) -> None:
        super().__init__(packed, options)
        self._stream = pa.CompressedInputStream(pa.PythonFile(_Packed(self._take), mode="r"), "zstd")

    def _inflate(self, size: int) -> bytes:
        try:
            return cast("bytes", self._stream.read(size))
        except (OSError, pa.ArrowException) as error:
            reason = Reason.TRUNCATED if "runcated" in str(error) else Reason.BROKEN
            raise RefusedError(reason, f"zstd after {self._given} bytes of content: {error}") from None


class _Packed:
    """Packed bytes in the form of file that pyarrow reads from."""

    closed = False

    def __init__(self, take: Callable[[int], bytes]) -> None:
        self.read = take

    def close(self) -> None:
        self.closed = True
