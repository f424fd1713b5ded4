"""Plain text files that are good or bad."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.made import Read


@pytest.mark.parametrize(
    ("content", "reason", "detail"),
    [
        (b"", "empty", "no bytes"),
        (b"\xef\xbb\xbf", "empty", "no text"),
        (b" \n\t", "empty", "no text"),
        (b"\x00" * 10, "not_text", "NUL at byte 0"),
        ("三十家".encode() + b"\x00", "not_text", "NUL at byte 9"),
        (b"\x89PNG\r\n\x1a\n\x00", "not_text", "PNG"),
        ("三十家三十家".encode() + b"\xc0", "undecodable", "byte 18"),
    ],
)
def test_bad_file(read_bytes: Callable[..., Read], content: bytes, reason: str, detail: str) -> None:
    reject = read_bytes("a.txt", content).reject
    assert (reject.doc_id, reject.stage, reject.reason) == ("a", "source", reason)
    assert detail in (reject.detail or "")


def test_long_line_is_a_document_like_any_other(read_bytes: Callable[..., Read]) -> None:
    assert len(read_bytes("a.txt", ("全市" * 2_000_000).encode()).document.text) == 4_000_000


def test_limit_on_characters(read_bytes: Callable[..., Read]) -> None:
    assert read_bytes("a.txt", ("家" * 100).encode(), max_document_chars=100).ids == ["a"]
    assert read_bytes("a.txt", ("家" * 101).encode(), max_document_chars=100).reject.reason == "too_large"
    reject = read_bytes("a.txt", b"a" * 3_000_000, max_document_chars=100).reject
    assert reject.detail == "more than 400 bytes in one document; split it"


def test_encoding_given(read_bytes: Callable[..., Read]) -> None:
    document = read_bytes("a.txt", "三十家".encode("utf-16-le"), encoding="UTF-16LE").document
    assert (document.text, document.encoding) == ("三十家", "utf-16-le")
