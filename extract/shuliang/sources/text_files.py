"""A plain text file: one document."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING

from shuliang.sources.documents import make_document
from shuliang.sources.encoding import decode
from shuliang.sources.refusal import Reason, RefusedError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from shuliang.facts import Document, Reject
    from shuliang.sources.files import SourceFile
    from shuliang.sources.options import SourceOptions

_MOST_BYTES_OF_A_CHARACTER = 4
_WIDE_MARK = 4


def read_text(stream: io.BufferedReader, file: SourceFile, options: SourceOptions) -> Iterator[Document | Reject]:
    """The whole stream as one document named after its file."""
    if not _is_wide(stream.peek(_WIDE_MARK), options) and (nul := stream.peek(_WIDE_MARK).find(b"\x00")) >= 0:
        raise RefusedError(Reason.NOT_TEXT, f"NUL at byte {nul}")
    content = read_whole(stream, options.max_document_chars * _MOST_BYTES_OF_A_CHARACTER)
    text, encoding = decode(content, options.encoding)
    yield make_document(file.name, text, options, source=file.label, content=content, encoding=encoding)


def read_whole(stream: io.BufferedReader, limit: int) -> bytes:
    """All bytes of a stream; raises `RefusedError` beyond `limit` without reading on."""
    pieces = []
    size = 0
    while piece := stream.read(1024 * 1024):
        pieces.append(piece)
        size += len(piece)
        if size > limit:
            raise RefusedError(Reason.TOO_LARGE, f"more than {limit} bytes in one document; split it")
    return b"".join(pieces)


def _is_wide(head: bytes, options: SourceOptions) -> bool:
    """Whether NUL bytes may be part of characters: UTF-16 or UTF-32."""
    return head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or bool(
        options.encoding and options.encoding.startswith(("utf-16", "utf-32"))
    )
