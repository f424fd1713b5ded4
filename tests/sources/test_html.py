"""Web pages: main text, metadata, and pages that would bring a parser down."""

from __future__ import annotations

import datetime
import hashlib
import sys
from typing import TYPE_CHECKING

import pytest
from tests.sources.made import page

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.made import Read

PARAGRAPH = "<p>截至年底，全市共有规模以上工业企业三百二十家，比上年增加二十五家，实现营业收入一千二百亿元。</p>"
ARTICLE = (
    f"<nav><a href='/'>首页</a> <a href='/x'>新闻</a></nav><article>{PARAGRAPH * 3}</article><footer>版权所有</footer>"
)


@pytest.fixture(params=["trafilatura", "resiliparse"])
def options(request: pytest.FixtureRequest) -> dict[str, bool]:
    """Options for each of the two packages that read pages, where it is installed."""
    pytest.importorskip(request.param)
    return {"fast_html": request.param == "resiliparse"}


def test_main_text(read_bytes: Callable[..., Read], options: dict[str, bool]) -> None:
    content = page(ARTICLE, "<title>工业  经济&amp;运行</title>").encode()
    document = read_bytes("a.html", content, **options).document
    assert "三百二十家" in document.text
    assert "首页" not in document.text
    assert (document.doc_id, document.title, document.encoding) == ("a", "工业 经济&运行", "utf-8")
    assert document.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("charset", ["gb2312", "big5", "utf-16"])
def test_encoding(read_bytes: Callable[..., Read], options: dict[str, bool], charset: str) -> None:
    html = page("<p>全市新增企业三十家，就业三百人。</p>", f'<meta charset="{charset}">')
    if charset == "big5":
        html = html.replace("业", "業").replace("企业", "企業")
    assert "三十家" in read_bytes("a.html", html.encode(charset), **options).document.text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta name="PubDate" content="2024-05-06 10:11">', 6),
        ("<meta content='2024-05-06T10:11:12+08:00' property='article:published_time'>", 6),
        ('<meta name="Description" content="x"><meta name=publishdate content=2024-05-06>', 6),
        ('<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-05-06"}</script>', 6),
        ('<time itemprop="datePublished" datetime="2024-05-06">六日</time>', 6),
        ('<meta name="pubdate" content="2024-05-60"><meta name="date" content="2024-05-07">', 7),
    ],
)
def test_date_of_the_page_itself(read_bytes: Callable[..., Read], head: str, day: int) -> None:
    pytest.importorskip("trafilatura")
    document = read_bytes("a.html", page(ARTICLE, head).encode()).document
    assert (document.published, document.published_from) == (datetime.date(2024, 5, day), "metadata")


def test_date_line_outside_the_main_text(read_bytes: Callable[..., Read]) -> None:
    pytest.importorskip("trafilatura")
    body = f"<div><span>发布时间：</span><span>2024-05-06</span><i>浏览 35</i></div>{ARTICLE}"
    document = read_bytes("a.html", page(body).encode()).document
    assert (document.published, document.published_from) == (datetime.date(2024, 5, 6), "text")


def test_title_and_address(read_bytes: Callable[..., Read]) -> None:
    pytest.importorskip("trafilatura")
    head = (
        '<title>网站名</title><meta name="ArticleTitle" content="工业运行">'
        '<link rel="canonical" href="http://example.cn/2024/05/06/1.html">'
    )
    document = read_bytes("a.html", page(ARTICLE, head).encode()).document
    assert (document.title, document.url) == ("工业运行", "http://example.cn/2024/05/06/1.html")
    assert document.published_from == "url"


def test_deep_nesting_is_refused(read_bytes: Callable[..., Read], options: dict[str, bool]) -> None:
    reject = read_bytes("a.html", page("<div>" * 100_000 + "三十家").encode(), **options).reject
    assert (reject.doc_id, reject.reason) == ("a", "too_deep")


def test_unclosed_paragraphs_are_not_deep(read_bytes: Callable[..., Read], options: dict[str, bool]) -> None:
    body = "<p>全市新增企业三十家。" * 3_000 + "<ul>" + "<li>四十家" * 2_000
    assert "三十家" in read_bytes("a.html", page(body).encode(), **options).document.text


@pytest.mark.parametrize(
    "body",
    ["<script>" * 3_000, "<!--" * 3_000, "<meta " * 3_000, "<a b='" * 900, "&#x110000;" * 900, "<![CDATA[" * 3_000],
)
def test_hostile_markup(read_bytes: Callable[..., Read], options: dict[str, bool], body: str) -> None:
    found = read_bytes("a.html", page(f"{ARTICLE}{body}").encode(), **options)
    assert len(found.documents) + len(found.rejects) == 1


def test_page_without_text(read_bytes: Callable[..., Read]) -> None:
    pytest.importorskip("trafilatura")
    assert read_bytes("a.html", page("").encode()).reject.reason == "empty"


def test_size_limit(read_bytes: Callable[..., Read]) -> None:
    assert read_bytes("a.html", page(ARTICLE).encode(), max_html_bytes=100).reject.reason == "too_large"


@pytest.mark.parametrize("fast_html", [False, True])
def test_missing_package_says_what_to_install(
    read_bytes: Callable[..., Read], monkeypatch: pytest.MonkeyPatch, fast_html: bool
) -> None:
    for name in ("trafilatura", "resiliparse", "resiliparse.extract", "resiliparse.extract.html2text"):
        monkeypatch.setitem(sys.modules, name, None)
    reject = read_bytes("a.html", page(ARTICLE).encode(), fast_html=fast_html).reject
    assert reject.reason == "missing_package"
    assert "shuliang[web]" in (reject.detail or "")
