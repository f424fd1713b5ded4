from __future__ import annotations

from shuliang.running.explain import explain_text


def test_damaged_dates_are_told_as_damaged_numbers_are() -> None:
    found = [(one.text, one.outcome) for one in explain_text("锟斤拷今年锟斤拷，产值3亿元")]
    assert found == [("今年", "damaged"), ("3亿元", "fact")]
