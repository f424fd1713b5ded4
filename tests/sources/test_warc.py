"""WARC and WET archives: records, their places, and broken ones between good ones."""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from tests.sources.made import page, warc_record

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.made import Read

MORE = "比上年增加二十五家，实现营业收入一千二百亿元，就业保持稳定。"


def web_page(number: int) -> bytes:
    return page(f"<article><p>第{number}页：全市有企业三十家，{MORE}</p></article>").encode()


def texts(count: int) -> list[bytes]:
    """Records of plain text, so that no package for pages is needed."""
    return [
        warc_record(f"第{number}篇，企业三十家。".encode(), kind="conversion", media="text/plain", id=f"t{number}")
        for number in range(count)
    ]


def test_pages(read_bytes: Callable[..., Read]) -> None:
    pytest.importorskip("trafilatura")
    info = warc_record(b"software: x", kind="warcinfo", media="application/warc-fields")
    first = warc_record(web_page(1), uri="http://example.cn/2024/05/06/1.html", id="abc")
    found = read_bytes("crawl.warc", info + first + warc_record(web_page(2)))
    one, two = found.documents
    assert (one.doc_id, one.url, one.published_from) == ("abc", "http://example.cn/2024/05/06/1.html", "url")
    assert (one.source or "").endswith(f"crawl.warc@{len(info)}")
    assert (two.source or "").endswith(f"crawl.warc@{len(info + first)}")
    assert "第2页" in two.text


@pytest.mark.parametrize("packed", [False, True])
def test_wet_and_places(read_bytes: Callable[..., Read], packed: bool) -> None:
    records = [gzip.compress(record) if packed else record for record in texts(50)]
    found = read_bytes("crawl.warc.wet.gz", b"".join(records))
    assert found.ids == [f"t{number}" for number in range(50)]
    places = [int((document.source or "").rpartition("@")[2]) for document in found.documents]
    assert places == [sum(map(len, records[:number])) for number in range(50)]


def test_server_encodings(read_bytes: Callable[..., Read]) -> None:
    pytest.importorskip("trafilatura")
    body = web_page(1)
    chunked = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (body[:50], body[50:])) + b"0\r\n\r\n"
    records = [
        warc_record(gzip.compress(body), http="Content-Encoding: gzip\r\n"),
        warc_record(zlib.compress(body), http="Content-Encoding: deflate\r\n"),
        warc_record(chunked, http="Transfer-Encoding: chunked\r\n"),
        warc_record(body, http="Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n"),
        warc_record(body.decode().encode("gb18030"), media="text/html; charset=gb2312"),
    ]
    found = read_bytes("crawl.warc", b"".join(records))
    assert not found.rejects
    assert len({document.text for document in found.documents}) == 1
    assert found.documents[4].encoding == "gb18030"


def test_type_that_the_server_did_not_tell(read_bytes: Callable[..., Read]) -> None:
    records = [
        warc_record("全市有企业三十家。".encode(), media=""),
        warc_record("全市有企业四十家。".encode(), kind="resource", media="application/octet-stream"),
        warc_record(b"%PDF-1.7", media=""),
    ]
    found = read_bytes("crawl.warc", b"".join(records))
    assert [document.text for document in found.documents] == ["全市有企业三十家。", "全市有企业四十家。"]
    assert found.reasons == ["not_text"]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        (warc_record("企业".encode(), media="image/png"), "not_text"),
        (warc_record(b"<html>", status="404 Not Found"), "http_status"),
        (warc_record(b"", media="text/html"), "empty"),
        (warc_record(b"\x1f\x8b\x08 no gzip", http="Content-Encoding: gzip\r\n"), "broken"),
        (warc_record(gzip.compress(b"x" * 9999)[:-9], http="Content-Encoding: gzip\r\n"), "truncated"),
        (warc_record("企业".encode()[:-1], kind="conversion", media="text/plain"), "undecodable"),
        (warc_record(b"no HTTP", kind="response").replace(b"HTTP/1.1 200", b"what  is that"), "broken"),
        (warc_record(b"words", kind="conversion", media="text/plain", length="3"), "broken"),
        (warc_record(b"words", kind="conversion", media="text/plain", length="999999"), "truncated"),
        (warc_record(b"words", kind="conversion", media="text/plain", length="300"), "broken"),
        (warc_record(b"words", kind="conversion", media="text/plain", length="many"), "broken"),
        (warc_record(b"words", kind="conversion", media="text/plain", length="99999999999"), "too_large"),
        (b"rubbish between records\r\n\r\n", "broken"),
        (b"WARC/1.0\r\n" + b"x" * 100_000 + b"\r\n\r\n", "broken"),
    ],
)
def test_broken_record_among_good_ones(read_bytes: Callable[..., Read], bad: bytes, reason: str) -> None:
    good = texts(6)
    found = read_bytes("crawl.warc", b"".join(good[:3]) + bad + b"".join(good[3:]))
    assert found.reasons == [reason]
    assert (found.rejects[0].source or "").endswith(f"crawl.warc@{sum(map(len, good[:3]))}")
    if reason != "too_large":
        assert found.ids == [f"t{number}" for number in range(6)]


@pytest.mark.parametrize(
    "damage", [lambda packed: packed[:-12], lambda packed: packed[:30] + b"\xff" * 20 + packed[50:]]
)
def test_broken_member_among_good_ones(read_bytes: Callable[..., Read], damage: Callable[[bytes], bytes]) -> None:
    packed = [gzip.compress(record) for record in texts(8)]
    packed[3] = damage(packed[3])
    found = read_bytes("crawl.warc.gz", b"".join(packed))
    assert found.ids == [f"t{number}" for number in (0, 1, 2, 4, 5, 6, 7)]
    (reject,) = found.rejects
    assert (reject.source or "").endswith(f"crawl.warc.gz@{sum(map(len, packed[:3]))}")


def test_archive_cut_short(read_bytes: Callable[..., Read]) -> None:
    records = texts(5)
    found = read_bytes("crawl.warc", b"".join(records)[:-40])
    assert (found.ids, found.reasons) == (["t0", "t1", "t2", "t3"], ["truncated"])
    found = read_bytes("crawl.warc.gz", b"".join(map(gzip.compress, records))[:-40])
    assert (found.ids, found.reasons) == (["t0", "t1", "t2", "t3"], ["truncated"])


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=400), st.booleans())
@example(noise=b"\x1f\x8b\x08", packed=True)
def test_any_bytes_between_records(read_bytes: Callable[..., Read], noise: bytes, packed: bool) -> None:
    first, last = (gzip.compress(record) if packed else record for record in texts(2))
    found = read_bytes("crawl.warc", first + noise + (b"" if packed else b"\r\n\r\n") + last)
    assert found.ids[0] == "t0"
    assert found.ids[-1] == "t1"
