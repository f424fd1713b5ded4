"""JSON Lines: fields, ids, and each kind of bad line refused alone."""

from __future__ import annotations

import datetime
import hashlib
from typing import TYPE_CHECKING

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.sources.made import Read, jsonl

if TYPE_CHECKING:
    from collections.abc import Callable

GOOD = {"id": "好", "text": "全市有企业三十五家。"}


def test_fields(read_bytes: Callable[..., Read]) -> None:
    record = {
        "id": "n-1", "text": "三十家", "title": "标题", "published": "2024-05-06T08:00:00+08:00",
        "url": "http://example.cn/x", "other": [1, 2],
    }  # fmt: skip
    content = jsonl(record)
    document = read_bytes("news.jsonl", content).document
    assert (document.doc_id, document.text, document.title, document.url) == (
        "n-1", "三十家", "标题", "http://example.cn/x",
    )  # fmt: skip
    assert (document.published, document.published_from) == (datetime.date(2024, 5, 6), "field")
    assert document.source is not None
    assert document.source.endswith("news.jsonl:1")
    assert document.sha256 == hashlib.sha256(content.strip()).hexdigest()


def test_names_of_fields_may_be_mapped(read_bytes: Callable[..., Read]) -> None:
    record = {"key": 7, "content": "三十家", "day": "20240506", "from": "s3://bucket/x", "id": "not this"}
    fields = {"id": "key", "text": "content", "published": "day", "source": "from"}
    document = read_bytes("news.jsonl", jsonl(record), fields=fields).document
    assert (document.doc_id, document.source, document.published) == ("7", "s3://bucket/x", datetime.date(2024, 5, 6))


def test_doc_id_stands_in_for_id_and_the_line_for_both(read_bytes: Callable[..., Read]) -> None:
    found = read_bytes("news.jsonl", b"\n" + jsonl({"doc_id": "d", "text": "三十家"}, {"text": "四十家"}) + b"  \n")
    assert found.ids == ["d", "news:3"]


def test_kind_is_told_from_content(read_bytes: Callable[..., Read]) -> None:
    assert read_bytes("news.txt", jsonl(GOOD)).ids == ["好"]
    assert read_bytes("braces.txt", "{“三十家”}不是 JSON".encode()).ids == ["braces"]


@pytest.mark.parametrize(
    ("line", "reason", "detail"),
    [
        (b'{"id": "x", "text": ', "not_json", "unexpected"),
        (b'{"id": "x"}', "no_text", "fields: id"),
        (b'{"id": "x", "text": null}', "no_text", "null"),
        (b'{"id": "x", "text": 35}', "not_text", "a number"),
        (b'{"id": "x", "text": ["35"]}', "not_text", "a list"),
        (b'{"id": "x", "text": ""}', "empty", "no text"),
        (b'{"id": {}, "text": "x"}', "bad_id", "an object"),
        (b'{"id": true, "text": "x"}', "bad_id", "true or false"),
        (b'["x"]', "not_json", "a list"),
        (b'{"id": "x", "text": "\\ud800"}', "not_json", "surrogate"),
        (b'{"id": "x", "text": "a\\u0000b"}', "not_text", "NUL at character 1"),
        (b'{"id": "x", "text": "\x00"}', "not_text", "NUL at byte 21"),
        ('{"id": "x", "text": "三十'.encode() + b'\xff\xfe \xe5"}', "undecodable", "at byte"),
        (b"[" * 100_000, "not_json", ""),
    ],
)
def test_bad_line_is_refused_alone(read_bytes: Callable[..., Read], line: bytes, reason: str, detail: str) -> None:
    found = read_bytes("news.jsonl", jsonl(GOOD) + line + b"\n" + jsonl({"id": "2", "text": "四十家"}))
    assert found.ids == ["好", "2"]
    (reject,) = found.rejects
    assert (reject.stage, reject.reason) == ("source", reason)
    assert reject.source is not None
    assert reject.source.endswith("news.jsonl:2")
    assert detail in (reject.detail or "")


def test_line_beyond_the_limit_is_skipped_without_being_held(read_bytes: Callable[..., Read]) -> None:
    lines = jsonl(GOOD, {"id": "long", "text": "长" * 2_000_000}, {"id": "3", "text": "四十家"})
    found = read_bytes("news.jsonl", lines, max_line_bytes=1_000)
    assert (found.ids, found.reasons) == (["好", "3"], ["too_large"])
    found = read_bytes("last.jsonl", jsonl(GOOD, {"id": "long", "text": "长" * 1_000})[:-1], max_line_bytes=1_000)
    assert (found.ids, found.reasons) == (["好"], ["too_large"])


def test_document_beyond_the_limit(read_bytes: Callable[..., Read]) -> None:
    found = read_bytes(
        "news.jsonl", jsonl({"id": "1", "text": "长" * 11}, {"id": "2", "text": "长" * 10}), max_document_chars=10
    )
    assert (found.ids, found.reasons) == (["2"], ["too_large"])


def test_encodings(read_bytes: Callable[..., Read]) -> None:
    text = orjson.dumps(GOOD).decode()
    for encoding in ("utf-8-sig", "gb18030"):
        document = read_bytes("news.jsonl", f"{text}\n{text.replace('好', '坏')}\n".encode(encoding)).documents[1]
        assert (document.doc_id, document.text) == ("坏", GOOD["text"])
    document = read_bytes("news.jsonl", text.encode("gb18030"), encoding="gbk").document
    assert (document.encoding, document.text) == ("gbk", GOOD["text"])
    assert read_bytes("news.jsonl", text.encode("utf-16")).reject.reason == "undecodable"


def test_json_over_several_lines_says_what_to_do(read_bytes: Callable[..., Read]) -> None:
    reject = read_bytes("news.json", orjson.dumps([GOOD], option=orjson.OPT_INDENT_2)).reject
    assert reject.reason == "not_jsonl"
    assert "jq -c" in (reject.detail or "")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.lists(st.binary(max_size=40).filter(lambda line: b"\n" not in line), max_size=8))
def test_any_lines_between_good_ones(read_bytes: Callable[..., Read], lines: list[bytes]) -> None:
    found = read_bytes("news.jsonl", jsonl(GOOD) + b"\n".join(lines) + b"\n" + jsonl({"id": "末", "text": "四十家"}))
    assert {"好", "末"} <= set(found.ids)
    assert all(reject.source and reject.detail for reject in found.rejects)
