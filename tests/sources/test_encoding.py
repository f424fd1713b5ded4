"""Bytes to text: the encodings of Chinese, and bytes that are none of them."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.sources.encoding import decode
from shuliang.sources.refusal import RefusedError

HANS = "截至年底，全市共有规模以上工业企业三百二十家，比上年增加二十五家。"
HANT = "截至年底，全市共有規模以上工業企業三百二十家，比上年增加二十五家。"


@pytest.mark.parametrize(
    ("text", "encoding", "told"),
    [
        (HANS, "utf-8", "utf-8"),
        (HANS, "utf-8-sig", "utf-8"),
        (HANS, "utf-16", "utf-16-le"),
        ("\ufeff" + HANS, "utf-16-be", "utf-16-be"),
        (HANS, "utf-32", "utf-32-le"),
        (HANS, "gb2312", "gb18030"),
        (HANS, "gb18030", "gb18030"),
        (HANT, "gbk", "gb18030"),
        (HANT, "big5", "big5"),
        ("plain ASCII 35", "ascii", "utf-8"),
        (f"1 {HANS[:4]}", "gb18030", "gb18030"),
        (HANT[:5], "big5", "big5"),
    ],
)
def test_detection(text: str, encoding: str, told: str) -> None:
    assert decode(text.encode(encoding)) == (text.removeprefix("\ufeff"), told)


def test_encoding_given_overrides() -> None:
    assert decode(HANT.encode("big5"), "big5")[0] == HANT
    with pytest.raises(RefusedError, match="no utf-8 at byte 0"):
        decode(HANS.encode("gb18030"), "utf-8")


def test_declared_encoding_is_not_believed_against_the_bytes() -> None:
    assert decode(HANS.encode(), declared="gb2312") == (HANS, "utf-8")
    assert decode(HANS.encode("gbk"), declared="big5") == (HANS, "gb18030")
    assert decode(HANS.encode("gbk"), declared="no such thing") == (HANS, "gb18030")


@pytest.mark.parametrize(
    ("content", "detail"),
    [
        (HANS.encode() + b"\xff" + HANS.encode(), f"byte {len(HANS.encode())} "),
        (HANS.encode()[:-1], f"byte {len(HANS.encode()) - 3} "),
        (b"\xef\xbb\xbfabc\xff", "byte 6 "),
        ("déjà vu, une fenêtre à côté".encode("latin-1"), "neither UTF-8 nor a Chinese encoding"),
        (bytes(range(128, 256)) * 3, "neither UTF-8 nor a Chinese encoding"),
    ],
)
def test_undecodable_bytes_are_refused_with_their_offset(content: bytes, detail: str) -> None:
    with pytest.raises(RefusedError) as caught:
        decode(content)
    assert caught.value.reason == "undecodable"
    assert detail in caught.value.detail


def test_nul() -> None:
    with pytest.raises(RefusedError, match="not_text: NUL at byte 6"):
        decode("三十".encode() + b"\x00")


@given(st.text(st.characters(codec="gb18030", exclude_characters="\x00\ufeff"), min_size=1))
def test_utf8_is_always_read_back(text: str) -> None:
    assert decode(text.encode()) == (text, "utf-8")


@given(st.binary(max_size=200))
def test_any_bytes_give_text_or_refusal(content: bytes) -> None:
    with contextlib.suppress(RefusedError):
        text, encoding = decode(content)
        assert "\x00" not in text
        assert encoding
