"""HTML: the main text of a page, with the title, date and address its own metadata state."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from shuliang.sources.dates import Published, date_of_field, date_of_page
from shuliang.sources.documents import make_document
from shuliang.sources.encoding import decode
from shuliang.sources.refusal import Reason, RefusedError
from shuliang.sources.text_files import read_whole

if TYPE_CHECKING:
    import datetime
    import io
    from collections.abc import Iterator

    from shuliang.facts import Document, Reject
    from shuliang.sources.files import SourceFile
    from shuliang.sources.options import SourceOptions

_HEAD_CHARS = 256 * 1024
_LARGE_CHARS = 500_000
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,30})", re.IGNORECASE)
_META = re.compile(r"<meta\s([^<>]{1,4000})>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([a-zA-Z][\w:.-]*)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
_TITLE = re.compile(r"<title[^>]*>([^<]{1,2000})", re.IGNORECASE)
_CANONICAL = re.compile(r"<link\s[^<>]{0,500}?\brel\s*=\s*[\"']?canonical\b[^<>]{0,2000}>", re.IGNORECASE)
_JSON_LD_DATE = re.compile(r"\"(?:datePublished|pubDate|dateCreated|upDate)\"\s*:\s*\"([^\"]{8,40})\"")
_TIME = re.compile(r"<time\s([^<>]{1,500})>", re.IGNORECASE)
_NOT_SHOWN = re.compile(r"<(script|style)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_MARKUP = re.compile(r"<[^<>]*>")
# Elements whose end tag may not be left out; unclosed ones nest, as a parser would nest them.
_CONTAINER = re.compile(
    r"<(/?)(?:div|span|table|tbody|ul|ol|dl|section|article|main|aside|nav|header|footer|form|fieldset|blockquote"
    r"|figure|center|font|b|i|u|s|em|strong|small|big|sub|sup|a|pre|code|label|button|select|object|iframe|svg|g"
    r"|marquee|details|summary|template|ins|del|q|cite|abbr|bdo|tt|kbd|map|noscript)(?=[\s>/])",
    re.IGNORECASE,
)
_TITLE_NAMES = ("articletitle", "og:title", "dc.title", "dcterms.title", "twitter:title")
_DATE_NAMES = (
    "pubdate", "publishdate", "article:published_time", "og:published_time", "og:release_date", "datepublished",
    "publish_time", "publishtime", "publish_date", "pubtime", "dc.date.issued", "dcterms.issued", "dc.date",
    "dcterms.date", "dcterms.created", "date", "weibo:article:create_at", "bytedance:published_time",
)  # fmt: skip
WEB_EXTRA = "needs packages for web pages; install them: pip install 'shuliang[web]'"


def read_html(stream: io.BufferedReader, file: SourceFile, options: SourceOptions) -> Iterator[Document | Reject]:
    """The stream as one page, one document named after its file."""
    content = read_whole(stream, options.max_html_bytes)
    yield html_document(content, file.name, options, source=file.label)


def html_document(  # noqa: PLR0913 - what an archive knows of a page besides its bytes
    content: bytes,
    doc_id: str,
    options: SourceOptions,
    *,
    source: str,
    url: str | None = None,
    declared: str | None = None,
) -> Document:
    """The main text of a page; `declared` is the encoding its server named. Raises `RefusedError`."""
    if len(content) > options.max_html_bytes:
        raise RefusedError(Reason.TOO_LARGE, f"page of {len(content)} bytes, more than {options.max_html_bytes}")
    page, encoding = decode(content, options.encoding, declared or _declared_in(content))
    _check_depth(page, options.max_html_depth)
    text = _fast_text(page) if options.fast_html else _main_text(page)
    if not text.strip():
        raise RefusedError(Reason.EMPTY, "page without a main text")
    head = page[:_HEAD_CHARS]
    metas = _metas(head)
    date = _published(head, metas)
    return make_document(
        doc_id,
        text,
        options,
        source=source,
        content=content,
        encoding=encoding,
        title=_title(head, metas),
        published=Published(date, "metadata") if date else None,
        url=url or _canonical(head),
        date_of_surroundings=lambda: date_of_page(_shown(head)),
    )


def _main_text(page: str) -> str:
    try:
        import trafilatura  # noqa: PLC0415 - of the extra `web`, and slow to import
    except ImportError:
        raise RefusedError(Reason.MISSING_PACKAGE, f"HTML {WEB_EXTRA}") from None
    try:
        # A second opinion on the main text triples the time; pages of that size are mostly lists and tables anyway.
        once = len(page) > _LARGE_CHARS
        return trafilatura.extract(page, include_comments=False, include_tables=True, fast=once) or ""
    except Exception as error:  # noqa: BLE001 - whatever a hostile page does to a parser, the next page is read
        raise RefusedError(Reason.BROKEN, f"page cannot be taken apart: {type(error).__name__}: {error}") from None


def _fast_text(page: str) -> str:
    try:
        from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 - of the extra `web`
    except ImportError:
        raise RefusedError(Reason.MISSING_PACKAGE, f"fast HTML {WEB_EXTRA}") from None
    return str(extract_plain_text(page, main_content=True, alt_texts=False, links=False))


def _declared_in(content: bytes) -> str | None:
    found = _CHARSET.search(content, 0, 4096)
    return found[1].decode("ascii") if found else None


def _check_depth(page: str, limit: int) -> None:
    if page.count("<") <= limit:
        return
    depth = 0
    for slash in _CONTAINER.findall(page):
        depth = max(0, depth - 1) if slash else depth + 1
        if depth > limit:
            raise RefusedError(Reason.TOO_DEEP, f"elements nested deeper than {limit}")


def _metas(head: str) -> dict[str, str]:
    """`content` of the first meta element of each name (or property, itemprop), names in lower case."""
    metas: dict[str, str] = {}
    for found in _META.finditer(head):
        attributes = _attributes(found[1])
        name = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
        content = unescape(attributes.get("content", "")).strip()
        if name and content:
            metas.setdefault(name.lower(), content)
    return metas


def _attributes(tag: str) -> dict[str, str]:
    return {found[1].lower(): found[2] or found[3] or found[4] or "" for found in _ATTRIBUTE.finditer(tag)}


def _title(head: str, metas: dict[str, str]) -> str | None:
    for name in _TITLE_NAMES:
        if name in metas:
            return metas[name]
    found = _TITLE.search(head)
    return " ".join(unescape(found[1]).split()) if found else None


def _published(head: str, metas: dict[str, str]) -> datetime.date | None:
    stated = [metas[name] for name in _DATE_NAMES if name in metas]
    stated += [found[1] for found in _JSON_LD_DATE.finditer(head)]
    for found in _TIME.finditer(head):
        attributes = _attributes(found[1])
        if "pubdate" in found[1].lower() or attributes.get("itemprop", "").lower() == "datepublished":
            stated.append(attributes.get("datetime", ""))
    return next(filter(None, map(date_of_field, stated)), None)


def _canonical(head: str) -> str | None:
    found = _CANONICAL.search(head)
    return unescape(_attributes(found[0][5:]).get("href", "")) or None if found else None


def _shown(head: str) -> str:
    """The text a reader sees, element by element on lines of its own."""
    return unescape(_MARKUP.sub("\n", _NOT_SHOWN.sub("", head)))
