"""WARC and WET archives: one document a record, with its place in the file (`crawl.warc.gz@1834`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from shuliang.sources.detect import HEAD, kind_of
from shuliang.sources.documents import make_document
from shuliang.sources.encoding import decode
from shuliang.sources.html import html_document
from shuliang.sources.http import parse_response
from shuliang.sources.refusal import Reason, RefusedError
from shuliang.sources.warc_records import Broken, Record, read_records

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from shuliang.facts import Document, Reject
    from shuliang.sources.files import SourceFile
    from shuliang.sources.options import SourceOptions

_UNTOLD_TYPES = ("", "application/octet-stream")
_HTML_TYPES = ("text/html", "application/xhtml+xml")


_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)


def read_warc(stream: io.BufferedReader, file: SourceFile, options: SourceOptions) -> Iterator[Document | Reject]:
    """The pages (`response`, `resource`) and texts (`conversion`) of an archive; other records are passed over."""
    for record in read_records(stream, max(options.max_html_bytes, options.max_line_bytes)):
        if isinstance(record, Broken):
            yield record.refused.reject(None, f"{file.label}@{record.offset}")
        elif item := _read_record(record, file, options):
            yield item


def _read_record(record: Record, file: SourceFile, options: SourceOptions) -> Document | Reject | None:
    kind = record.headers.get("warc-type", "").lower()
    if kind not in {"response", "resource", "conversion"}:
        return None
    offset = record.offset
    doc_id = record.headers.get("warc-record-id", "").strip("<>").removeprefix("urn:uuid:") or f"{file.name}@{offset}"
    source = f"{file.label}@{offset}"
    try:
        return _document(record, kind, doc_id, source, options)
    except RefusedError as refused:
        return refused.reject(doc_id, source)


def _document(record: Record, kind: str, doc_id: str, source: str, options: SourceOptions) -> Document:
    block, content_type = record.block, record.headers.get("content-type", "")
    url = record.headers.get("warc-target-uri", "").strip("<>") or None
    if kind == "response":
        response = parse_response(block, options.max_html_bytes)
        if response.status != 200:  # noqa: PLR2004 - the one status of a page as it is
            raise RefusedError(Reason.HTTP_STATUS, f"status {response.status}, not a page")
        block, content_type = response.body, response.content_type
    media, _, rest = content_type.partition(";")
    media = media.strip().lower()
    found = _CHARSET.search(rest)
    declared = found[1] if found else None
    if not block.strip():
        raise RefusedError(Reason.EMPTY, "record without content")
    if media in _UNTOLD_TYPES:
        media = {"html": "text/html", "text": "text/plain"}.get(kind_of(block[:HEAD], ""), media)
    if media in _HTML_TYPES:
        return html_document(block, doc_id, options, source=source, url=url, declared=declared)
    if media != "text/plain":
        raise RefusedError(Reason.NOT_TEXT, f"content type {media or 'not stated'}")
    text, encoding = decode(block, options.encoding, declared)
    return make_document(doc_id, text, options, source=source, content=block, encoding=encoding, url=url)
