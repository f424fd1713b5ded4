"""Time, change and its basis, factuality, distribution."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

DAY = datetime.date

SCOPES = [
    ("2023年，产值3亿元。", "3亿元", "2023年"),
    ("2023年，产值3亿元。其中出口1亿元。", "1亿元", "2023年"),
    ("2023年产值3亿元，较2019年增长12%。", "12%", "2023年"),
    ("截至目前，全市有企业600家。", "600家", "截至目前"),
    ("2022年，产值由2017年的1.8亿元增加到3亿元。", "1.8亿元", "2017年"),
    ("2022年，产值由2017年的1.8亿元增加到3亿元。", "3亿元", "2022年"),
    ("5月8日隧道贯通。隧道全长18公里。", "18公里", None),
    ("2023年，村里来了一位63岁的老人。", "63岁", None),
    ("水库始建于1958年，库容1.2亿立方米。", "1.2亿立方米", None),
]


@pytest.mark.parametrize(("text", "surface", "time_text"), SCOPES)
def test_the_latest_date_that_is_no_comparison_governs(
    read: Read, text: str, surface: str, time_text: str | None
) -> None:
    assert read(text)[surface].time_text == time_text


def test_a_date_does_not_reach_into_the_next_paragraph(read: Read) -> None:
    assert read("2023年，产值3亿元。\n出口1亿元。")["1亿元"].time_text is None


def test_the_present_is_the_day_of_publication(read: Read) -> None:
    meaning = read("目前，全市有企业600家。")["600家"]
    assert (meaning.time_start, meaning.time_end) == (DAY(2024, 5, 20), DAY(2024, 5, 20))


CHANGES = [
    ("产值增长5%。", "5%", "increase", None),
    ("产值达3亿元，同比增长5%；出口1亿元，下降2%。", "2%", "decrease", "year_on_year"),
    ("利润环比减少300万元。", "300万元", "decrease", "period_on_period"),
    ("客流较2019年增长三成。", "三成", "increase", "versus_stated"),
    ("价格比去年高出30元。", "30元", "increase", "year_on_year"),
    ("亩产比对照田高出120斤。", "120斤", None, None),
    ("产值增长到3亿元。", "3亿元", None, None),
    ("新增企业27家。", "27家", None, None),
    ("增加车位300个。", "300个", "increase", None),
    ("居民消费价格涨幅3%。", "3%", "increase", None),
    ("产值比2020年翻一番。", "翻一番", "increase", "versus_stated"),
    ("用时比计划提前20天。", "20天", None, None),
    ("平均压减时间58%、材料52%。", "52%", "decrease", None),
]


@pytest.mark.parametrize(("text", "surface", "change", "basis"), CHANGES)
def test_verbs_of_change_and_what_they_compare_with(
    read: Read, text: str, surface: str, change: str | None, basis: str | None
) -> None:
    meaning = read(text)[surface]
    assert (meaning.change, meaning.change_basis) == (change, basis)


def test_a_stated_comparison_is_kept_as_text(read: Read) -> None:
    assert read("客流较2019年增长三成。")["三成"].change_reference == "2019年"


MODES = [
    ("公司将新建工厂3座。", "3座", "planned"),
    ("到2028年，建成充电站50座，运营成本下降三成。", "三成", "planned"),
    ("今年的预期目标是：产值增长6%，新增就业5万人。", "5万人", "planned"),
    ("全市要新建公园12个。", "12个", "planned"),
    ("预计年产量80万吨，可节约用水30万吨。", "30万吨", "predicted"),
    ("银行预计，我国出口增速将回落至3.1%，低于去年的4.5%。", "3.1%", "predicted"),
    ("银行预计，我国出口增速将回落至3.1%，低于去年的4.5%。", "4.5%", "actual"),
    ("车程将由5小时缩短到2小时。", "5小时", "actual"),
    ("车程将由5小时缩短到2小时。", "2小时", "planned"),
    ("银行拟以股本9亿股为基数分红3000万元。", "9亿股", "actual"),
    ("主要产品12种，需要原料近5吨。", "12种", "actual"),
    ("一家公司拟发行债券3亿元；韩国出口7千亿元。", "7千亿元", "actual"),
]


@pytest.mark.parametrize(("text", "surface", "factuality"), MODES)
def test_plans_and_predictions(read: Read, text: str, surface: str, factuality: str) -> None:
    assert read(text)[surface].factuality == factuality


def test_a_heading_says_what_the_lines_below_it_are(read: Read) -> None:
    found = read("一、2023年工作回顾\n新建学校12所。\n二、2024年重点工作\n新建医院8家。")
    assert (found["12所"].factuality, found["8家"].factuality) == ("actual", "planned")


DISTRIBUTIONS = [
    ("每户补助5000元。", "5000元", True),
    ("甲、乙两县各建学校15所。", "15所", True),
    ("两市增速均超过8%。", "超过8%", True),
    ("苹果每斤6元，比上周便宜五毛。", "五毛", True),
    ("每人每次服药2克，服药间隔8小时。", "8小时", False),
    ("人均绿地面积14平方米。", "14平方米", False),
    ("基本每股收益0.85元。", "0.85元", False),
    ("空置率6%、投诉率2%，分别下降1.5和0.3个百分点。", "1.5", True),
]


@pytest.mark.parametrize(("text", "surface", "distributive"), DISTRIBUTIONS)
def test_one_number_for_each_of_several(read: Read, text: str, surface: str, distributive: bool) -> None:
    assert read(text)[surface].distributive is distributive


def test_a_list_with_respectively_follows_the_indicators_before(read: Read) -> None:
    found = read("空置率6%、投诉率2%，分别下降1.5和0.3个百分点。")
    assert (found["1.5"].indicator, found["0.3个百分点"].indicator) == ("空置率", "投诉率")


def test_the_last_name_of_a_list_lends_its_property(read: Read) -> None:
    found = read("肉、奶产量分别达到31万吨、75万吨。")
    assert (found["31万吨"].indicator, found["75万吨"].indicator) == ("肉产量", "奶产量")
