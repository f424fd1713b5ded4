"""Blanks inside numeric expressions are taken out, others stay, and every character keeps its raw place."""

from __future__ import annotations

import pytest

from shuliang.text.clean import clean


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        ("约５００ 余 名代表", "约500余名代表"),
        ("服务企业2.3 万 家 次，", "服务企业2.3万家次，"),
        ("期限为12 个 月 内，", "期限为12个月内，"),
        ("增持400 万股 至 800 万股", "增持400万股至800万股"),
        ("占比60 ％ 以上", "占比60%以上"),
        ("時間 30　萬個", "时间 30万个"),
    ],
)
def test_blanks_inside_an_expression_go(raw: str, read: str) -> None:
    cleaned = clean(raw)
    assert cleaned.text == read
    assert cleaned.raw_span(0, len(read)) == (0, len(raw))


@pytest.mark.parametrize("raw", ["2 个人信息保护", "3.1 术语和定义", "北京 上海 3家", "2024年3月 15家", "附件 一览"])
def test_other_blanks_stay(raw: str) -> None:
    assert clean(raw).text == raw
