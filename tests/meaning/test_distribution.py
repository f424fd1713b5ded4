"""Lists with 分别: who gets which number, and what is measured of him."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuliang.meaning.distribution import Deal

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

# text, then (surface, subject, indicator) of each number
DEALT = [
    (  # owners
        "甲公司、乙公司分别中标3个和2个项目。",
        [("3个", "甲公司", "项目"), ("2个", "乙公司", "项目")],
    ),
    (  # those who pay
        "中央、省级财政分别补助3亿元和2亿元。",
        [("3亿元", "中央", "补助"), ("2亿元", "省级财政", "补助")],
    ),
    (  # things with a property that the last one names
        "水稻、玉米单产分别为500公斤和400公斤。",
        [("500公斤", "水稻", "单产"), ("400公斤", "玉米", "单产")],
    ),
    (
        "粮食和油料价格分别上涨3%和2%。",
        [("3%", "粮食", "价格"), ("2%", "油料", "价格")],
    ),
    (  # properties
        "产值和利润分别达到9亿元、1亿元。",
        [("9亿元", None, "产值"), ("1亿元", None, "利润")],
    ),
    (  # properties of a place
        "2023年，青山市经济回升。产值和利润分别达到9亿元、1亿元。",
        [("9亿元", "青山市", "产值"), ("1亿元", "青山市", "利润")],
    ),
]


@pytest.mark.parametrize(("text", "wanted"), DEALT, ids=[text for text, _ in DEALT])
def test_each_number_of_the_list_has_its_name(
    read: Read, text: str, wanted: list[tuple[str, str | None, str | None]]
) -> None:
    found = read(text)
    assert [(surface, found[surface].subject, found[surface].indicator) for surface, _, _ in wanted] == wanted
    assert all(found[surface].distributive for surface, _, _ in wanted)


def test_the_last_names_of_a_longer_list_are_dealt_out(read: Read) -> None:
    found = read("全县分设农业、工业和商业。工业、商业产值分别为5亿元、4亿元。")
    assert [found[one].indicator for one in ("5亿元", "4亿元")] == ["工业产值", "商业产值"]


def test_without_names_the_numbers_are_only_said_to_be_dealt_out(read: Read) -> None:
    found = read("两厂产量分别为500吨和400吨。")
    assert [(one.indicator, one.distributive) for one in (found["500吨"], found["400吨"])] == [("产量", True)] * 2


def test_what_is_dealt_replaces_only_what_it_names() -> None:
    assert Deal().apply("产量", "青山市", in_place=False) == ("产量", "青山市")
    assert Deal(subject="东山").apply("分店", "集团", in_place=False) == ("分店", "东山")
    assert Deal(indicator="利润").apply("产值", "集团", in_place=False) == ("利润", "集团")


def test_an_item_with_a_property_is_the_subject_outside_a_place() -> None:
    dealt = Deal(indicator="肉产量", item="肉", measured="产量")
    assert dealt.apply(None, None, in_place=False) == ("产量", "肉")
    assert dealt.apply(None, "青山市", in_place=True) == ("肉产量", "青山市")
