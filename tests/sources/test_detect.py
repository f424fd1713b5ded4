"""What a stream holds, told by its first bytes."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.sources.detect import kind_of
from shuliang.sources.refusal import RefusedError


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        ("全市有企业三十五家。".encode(), "a.txt", "text"),
        (b"Market 1234", "a.txt", "text"),
        (b"MZ is how it begins, and yet it is a text", "a.txt", "text"),
        (b"<!DOCTYPE html><html>", "a", "html"),
        (b"\xef\xbb\xbf\n <HTML lang=zh>", "a.txt", "html"),
        (b"<?xml version='1.0'?>\n<!-- one --><!-- two -->\n<html>", "a", "html"),
        (b"\xff\xfe" + "<html><body>三十家".encode("utf-16-le"), "a", "html"),
        (b"\n some words <p>then a tag", "a.html", "html"),
        (b"some words <p>then a tag", "a.txt", "text"),
        (b"<!-- one -->" * 4000 + b"words", "a.txt", "text"),
        (b'{"id": "1", "text": "x"}\n', "a.txt", "jsonl"),
        (b'{"id": "1", "text": "x', "a.jsonl", "jsonl"),
        (b'{"id": "1", "text": "' + b"x" * 70_000, "a.txt", "jsonl"),
        (b'{"id": "1", "text": "x', "a.txt", "text"),
        (b"PAR1\x15\x04", "a.txt", "parquet"),
        (b"WARC/1.1\r\n", "a.txt", "warc"),
    ],
)
def test_kind(head: bytes, name: str, kind: str) -> None:
    assert kind_of(head[: 64 * 1024], name) == kind


@pytest.mark.parametrize(
    ("head", "what"),
    [
        (b"PK\x03\x04\x14\x00", "zip"),
        (b"%PDF-1.7", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"\xff\xd8\xff\xe0", "JPEG"),
        (b"MZ\x90\x00\x03", "Windows program"),
        (b"\x7fELF\x02", "program"),
        (b"\x00\x00\x00\x18ftypmp42", "media"),
    ],
)
def test_what_is_no_text(head: bytes, what: str) -> None:
    with pytest.raises(RefusedError, match=what) as caught:
        kind_of(head, "a.txt")
    assert caught.value.reason == "not_text"


@given(st.binary(max_size=300), st.sampled_from(["a", "a.html", "a.jsonl", "a.txt"]))
def test_any_bytes_are_told_or_refused(head: bytes, name: str) -> None:
    with contextlib.suppress(RefusedError):
        assert kind_of(head, name) in {"text", "html", "jsonl", "parquet", "warc"}
