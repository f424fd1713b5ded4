"""The HTTP response inside a WARC record: status, headers, and the body with its encodings undone."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass

from shuliang.sources.refusal import Reason, RefusedError

_HEADER_END = re.compile(rb"\r?\n\r?\n")
_STATUS = re.compile(rb"HTTP/\d(?:\.\d)?\s+(\d{3})")
_CHUNK = re.compile(rb"([0-9a-fA-F]{1,8})[^\r\n]{0,200}\r?\n")


@dataclass(frozen=True, slots=True)
class Response:
    """A response as a browser would see it."""

    status: int
    content_type: str
    body: bytes


def parse_headers(head: bytes) -> dict[str, str]:
    """The header lines after the first line; names in lower case, of repeated ones the first, folded lines joined."""
    headers: dict[str, str] = {}
    lines = re.sub(r"\r?\n[ \t]+", " ", head.decode("utf-8", "replace")).splitlines()
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if colon:
            headers.setdefault(name.strip().lower(), value.strip())
    return headers


def parse_response(block: bytes, limit: int) -> Response:
    """A response of at most `limit` bytes of body; raises `RefusedError` where it cannot be taken apart."""
    status = _STATUS.match(block)
    end = _HEADER_END.search(block)
    if not status or not end:
        raise RefusedError(Reason.BROKEN, "record is no HTTP response")
    headers = parse_headers(block[: end.start()])
    body = block[end.end() :]
    if "chunked" in headers.get("transfer-encoding", "").lower():
        body = _unchunk(body)
    return Response(
        int(status[1]), headers.get("content-type", ""), _undo(body, headers.get("content-encoding", ""), limit)
    )


def _unchunk(body: bytes) -> bytes:
    """The chunks joined; the body itself where it is not chunked, for archives keep the header of a mended body."""
    pieces: list[bytes] = []
    position = 0
    while found := _CHUNK.match(body, position):
        size = int(found[1], 16)
        if size == 0:
            return b"".join(pieces)
        pieces.append(body[found.end() : found.end() + size])
        position = found.end() + size
        position += 2 if body[position : position + 2] == b"\r\n" else 0
    return b"".join(pieces) if pieces and position >= len(body) else body


def _undo(body: bytes, encoding: str, limit: int) -> bytes:
    """The body unpacked; one that is not packed although its header says so stays as it is."""
    encoding = encoding.lower().strip()
    if encoding in {"gzip", "x-gzip"} and body.startswith(b"\x1f\x8b"):
        return _inflate(body, 31, limit)
    if encoding == "deflate" and body[:1] in {b"\x08", b"\x18", b"\x28", b"\x38", b"\x48", b"\x58", b"\x68", b"\x78"}:
        return _inflate(body, 15, limit)
    if encoding == "br" and b"<" not in body[:64]:
        raise RefusedError(Reason.NOT_TEXT, "body is packed by Brotli, which is not undone here")
    return body


def _inflate(body: bytes, window: int, limit: int) -> bytes:
    inflater = zlib.decompressobj(wbits=window)
    try:
        content = inflater.decompress(body, limit + 1)
    except zlib.error as error:
        raise RefusedError(Reason.BROKEN, f"body cannot be unpacked: {error}") from None
    if len(content) > limit:
        raise RefusedError(Reason.TOO_LARGE, f"body unpacks to more than {limit} bytes")
    if not inflater.eof:
        raise RefusedError(Reason.TRUNCATED, "packed body ends in the middle")
    return content
