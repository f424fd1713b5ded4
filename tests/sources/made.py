"""Files of every kind, made small, and what came out of reading them."""

from __future__ import annotations

import itertools

import orjson

from shuliang.facts import Document, Reject
from shuliang.sources import SourceOptions, read_sources


class Read:
    """What came out of reading: documents and rejects, each in their order."""

    def __init__(self, inputs: list[str], options: SourceOptions) -> None:
        found = list(read_sources(inputs, options))
        self.documents = [item for item in found if isinstance(item, Document)]
        self.rejects = [item for item in found if isinstance(item, Reject)]

    @property
    def ids(self) -> list[str]:
        return [document.doc_id for document in self.documents]

    @property
    def reasons(self) -> list[str]:
        return [reject.reason for reject in self.rejects]

    @property
    def document(self) -> Document:
        """The one document of a reading without rejects."""
        assert not self.rejects, self.rejects
        (document,) = self.documents
        return document

    @property
    def reject(self) -> Reject:
        """The one reject of a reading without documents."""
        assert not self.documents, self.documents
        (reject,) = self.rejects
        return reject


def jsonl(*records: object) -> bytes:
    return b"".join(orjson.dumps(record) + b"\n" for record in records)


_numbers = itertools.count()


def warc_record(
    body: bytes, *, kind: str = "response", media: str = "text/html; charset=utf-8", uri: str = "", **changes: str
) -> bytes:
    """A WARC record; `changes` are of headers: `length`, `status`, `http` (further HTTP header lines), `id`."""
    number = next(_numbers)
    if kind == "response":
        status = changes.get("status", "200 OK")
        http = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n{changes.get('http', '')}\r\n"
        body, media = http.encode() + body, "application/http; msgtype=response"
    headers = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {uri or f'http://example.cn/{number}'}\r\n"
        f"WARC-Date: 2024-05-06T07:08:09Z\r\nWARC-Record-ID: <urn:uuid:{changes.get('id', f'record-{number}')}>\r\n"
        f"Content-Type: {media}\r\nContent-Length: {changes.get('length', len(body))}\r\n\r\n"
    )
    return headers.encode() + body + b"\r\n\r\n"


def page(body: str, head: str = "") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"
