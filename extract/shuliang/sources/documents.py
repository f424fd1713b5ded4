"""What the readers hand over, made into a `Document` in one place: limits, dates, origin."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from shuliang.facts import Document
from shuliang.sources.dates import Published, date_of_text, date_of_url
from shuliang.sources.refusal import Reason, RefusedError

if TYPE_CHECKING:
    import datetime
    from collections.abc import Callable

    from shuliang.sources.options import SourceOptions


def make_document(  # noqa: PLR0913 - one name for each column
    doc_id: str,
    text: str,
    options: SourceOptions,
    *,
    source: str,
    content: bytes | None = None,
    encoding: str | None = "utf-8",
    title: str | None = None,
    published: Published | None = None,
    url: str | None = None,
    date_of_surroundings: Callable[[], datetime.date | None] | None = None,
) -> Document:
    """A checked document. `content` is the bytes it was given in (the text's UTF-8 where None), for the sha256.

    `date_of_surroundings` looks for a date line around the text where `text` has none. Raises `RefusedError`
    for a text that is empty, too long, or holds NUL or half a surrogate pair.
    """
    _check(text, options)
    when = published or _search_date(text, url, date_of_surroundings, options)
    return Document(
        doc_id=doc_id,
        text=text,
        source=source,
        sha256=hashlib.sha256(text.encode() if content is None else content).hexdigest(),
        encoding=encoding,
        title=(title or "").strip() or None,
        published=when.date if when else None,
        published_from=when.found if when else None,
        url=url or None,
    )


def _check(text: str, options: SourceOptions) -> None:
    if not text or text.isspace():
        raise RefusedError(Reason.EMPTY, "holds no text")
    if len(text) > options.max_document_chars:
        raise RefusedError(
            Reason.TOO_LARGE, f"{len(text)} characters, more than {options.max_document_chars}; split it"
        )
    if "\x00" in text:
        raise RefusedError(Reason.NOT_TEXT, f"NUL at character {text.index(chr(0))}")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise RefusedError(Reason.UNDECODABLE, f"half a surrogate pair at character {error.start}") from None


def _search_date(
    text: str, url: str | None, surroundings: Callable[[], datetime.date | None] | None, options: SourceOptions
) -> Published | None:
    if date := date_of_url(url):
        return Published(date, "url")
    if date := date_of_text(text) or (surroundings() if surroundings else None):
        return Published(date, "text")
    return Published(options.published, "option") if options.published else None
