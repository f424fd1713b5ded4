"""What each reading makes of its captures, through the shipped rulebook."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest

from shuliang.engine import Engine
from shuliang.rulebook.plan_cache import default_plan
from shuliang.text.clean import clean

if TYPE_CHECKING:
    from shuliang.facts import Quantity


@cache
def engine() -> Engine:
    return Engine(default_plan())


def quantity(text: str) -> Quantity:
    """The one quantity of a text."""
    (reading,) = engine().read(clean(text)).readings
    return reading.quantity


def decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


@pytest.mark.parametrize(
    ("text", "kind", "value", "unit"),
    [
        # compound
        ("身高1米83", "physical", "1.83", "米"),
        ("买了三斤二两", "physical", "3.2", "斤"),
        ("播放1小时30分", "duration", "1.5", "小时"),
        ("工期5年半", "duration", "5.5", "年"),
        ("等了个半小时", "duration", "1.5", "小时"),
        ("以9秒98夺冠", "duration", "9.98", "秒"),
        ("熬了三天三夜", "duration", "3", "天"),
        ("票价五块六", "money", "5.6", "元"),
        ("便宜了两毛五", "money", "0.25", "元"),
        ("孩子四岁半", "age", "4.5", "岁"),
        # tenths, discounts, doublings, fixed words
        ("占三成五", "percent", "35", "%"),
        ("全场八五折", "percent", "85", "%"),
        ("产值翻两番", "multiple", "4", "倍"),
        ("合格率百分百", "percent", "100", "%"),
        # fractions
        ("三分之一", "fraction", "0.3333333333333333333333333333", None),
        ("负一又二分之一", "fraction", "-1.5", None),
        # units told by what stands around them
        ("云台旋转270度", "physical", "270", "度"),
        ("航速21节", "physical", "21", "节"),
        ("零下二十度", "temperature", "-20", "度"),
        # a label with the unit
        ("注册资本（万元）：3200", "money", "32000000", "元"),
        ("发行规模（亿）16.00", "number", "1600000000", None),
        # rates
        ("均价8000元/吨", "money", "8000", "元/吨"),
        ("物业费2.8元/平方米·月", "money", "2.8", "元/平方米·月"),
        # currency before the amount
        ("融资港币5000万元", "money", "50000000", "港元"),
        ("无一人缺席", "count", "0", "人"),
    ],
)
def test_single_values(text: str, kind: str, value: str, unit: str | None) -> None:
    found = quantity(text)
    assert (found.kind, found.value, found.unit) == (kind, Decimal(value), unit)


@pytest.mark.parametrize(
    ("text", "low", "high", "unit"),
    [
        ("补助3至4亿元", "300000000", "400000000", "元"),
        ("资本5000万元至1亿元", "50000000", "100000000", "元"),
        ("占30%~40%", "30", "40", "%"),
        ("三五个人影", "3", "5", "个"),
        ("单重5±0.3kg", "4.7", "5.3", "kg"),
        ("误差±0.5%", "-0.5", "0.5", "%"),
        ("平均（56±11）岁", "45", "67", "岁"),
        ("排名前三", "1", "3", None),
        ("处三年以上十年以下有期徒刑", "3", "10", "年"),
        ("林区海拔1640~970米", "970", "1640", "米"),
        ("气温12~-3℃", "-3", "12", "℃"),
        ("水温5―10℃", "5", "10", "℃"),
    ],
)
def test_ranges(text: str, low: str, high: str, unit: str | None) -> None:
    found = quantity(text)
    assert (found.value, found.low, found.high, found.unit) == (None, Decimal(low), Decimal(high), unit)
    assert (found.modifier, found.low_inclusive, found.high_inclusive) == ("range", True, True)


def test_two_bounds_keep_what_they_include() -> None:
    found = quantity("取大于10且不超过20的数")
    assert (found.low, found.high, found.low_inclusive, found.high_inclusive) == (
        Decimal(10),
        Decimal(20),
        False,
        True,
    )


@pytest.mark.parametrize(
    ("text", "modifier", "low", "high"),
    [
        ("约5万人", "approximate", None, None),
        ("近5万人", "near", None, "50000"),
        ("5万余人", "more_than", "50000", None),
        ("5万人以上", "at_least", "50000", None),
        ("不足5万人", "less_than", None, "50000"),
        ("5万人以内", "at_most", None, "50000"),
        ("跌破5万人", "less_than", None, "50000"),
        ("没有超过5万人", "at_most", None, "50000"),
    ],
)
def test_bounds(text: str, modifier: str, low: str | None, high: str | None) -> None:
    found = quantity(text)
    assert (found.modifier, found.low, found.high) == (modifier, decimal(low), decimal(high))


@pytest.mark.parametrize(
    "text",
    [
        "下调10个基点至2.3%",
        "上涨25元至3620元/吨",
        "由30%提高到45%",
    ],
)
def test_a_change_and_its_level_are_no_range(text: str) -> None:
    found = engine().read(clean(text)).readings
    assert [one.quantity.modifier for one in found] == ["exact", "exact"]


@pytest.mark.parametrize("text", ["两万两", "三十两"])
def test_the_ounce_is_no_digit(text: str) -> None:
    assert quantity(f"纹银{text}").unit == "两"
