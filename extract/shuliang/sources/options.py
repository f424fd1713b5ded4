"""What a reader of sources may be told: encoding, field names, a default date, and the limits it keeps to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

FIELDS = ("id", "text", "title", "published", "source", "url")


@dataclass(frozen=True, slots=True)
class SourceOptions:
    """How to read; every default suits documents of the web.

    `encoding` overrides detection. `fields` maps names of `FIELDS` to those of the input (`{"text": "content"}`).
    `published` is the date of documents that tell none. The limits guard memory: a document of more than
    `max_document_chars` code points, a JSONL line of more than `max_line_bytes`, a compressed file that grows beyond
    `max_decompressed_bytes` or by more than `max_ratio`, a page of more than `max_html_bytes` or nested deeper than
    `max_html_depth` becomes a `Reject`. `fast_html` takes resiliparse (quick, coarser) instead of trafilatura.
    """

    encoding: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    published: datetime.date | None = None
    fast_html: bool = False
    max_document_chars: int = 100_000_000
    max_line_bytes: int = 128 * 1024 * 1024
    max_decompressed_bytes: int = 256 * 1024**3
    max_ratio: int = 300
    max_html_bytes: int = 20_000_000
    max_html_depth: int = 1_000

    def field(self, name: str) -> str:
        """The input's own name for the field `name` (one of `FIELDS`)."""
        return self.fields.get(name, name)
