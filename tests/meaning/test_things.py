"""Things that no lexicon names, known by the property or the verb of prices behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

OWNED = [
    ("碳酸钾库存3.2万吨。", "3.2万吨", "碳酸钾", "库存"),
    ("全市蔬菜供应充足。苦瓜零售价6元每公斤。", "6元每公斤", "苦瓜", "零售价"),
    ("《云上的码头》票房1.2亿元。", "1.2亿元", "云上的码头", "票房"),
    ("乙二醇大跌2.3%。", "2.3%", "乙二醇", None),
    ("氧化铝下跌15元，报2890元/吨。", "2890元/吨", "氧化铝", None),
    ("县城书店有图书3万册。", "3万册", "县城书店", "图书"),
    ("全省茶叶行业完成投资20亿元。", "20亿元", "全省茶叶行业", "投资"),
    ("全县增收。原告归还本金5万元。", "5万元", "原告", "本金"),
    ("云溪县修路。乡村公路新改建86公里。", "86公里", "云溪县", "乡村公路"),
    pytest.param(
        "科技支出占财政支出比重由5%提高到8%。",
        "8%",
        None,
        "科技支出占财政支出比重",
        marks=pytest.mark.xfail(reason="where nobody is named, the choice by weights takes 科技 for whose it is"),
    ),
]


@pytest.mark.parametrize(("text", "surface", "subject", "indicator"), OWNED)
def test_a_thing_owns_what_is_measured(
    read: Read, text: str, surface: str, subject: str | None, indicator: str | None
) -> None:
    found = read(text)[surface]
    assert (found.subject, found.indicator) == (subject, indicator)


COMPONENTS = [
    ("木星表面温度零下140度。", "零下140度", "木星"),
    ("地球赤道直径1.2万公里。", "1.2万公里", "地球"),
]


@pytest.mark.parametrize(("text", "surface", "subject"), COMPONENTS)
def test_a_component_owns_nothing_itself(read: Read, text: str, surface: str, subject: str) -> None:
    assert read(text)[surface].subject == subject


VERBAL = [
    ("上榜企业实现营业收入30亿元。", "30亿元", "上榜企业"),
    ("调查队用了3天。", "3天", "调查队"),
    ("研究人员用了3年。", "3年", "研究人员"),
]


@pytest.mark.parametrize(("text", "surface", "subject"), VERBAL)
def test_a_noun_that_begins_with_a_verb_can_act(read: Read, text: str, surface: str, subject: str) -> None:
    assert read(text)[surface].subject == subject


def test_items_that_rise_in_price_are_subjects(read: Read) -> None:
    found = read("苦瓜、韭菜环比分别上涨8.1%和9.4%。")
    assert [found[one].subject for one in ("8.1%", "9.4%")] == ["苦瓜", "韭菜"]


def test_a_label_is_the_indicator(read: Read) -> None:
    assert read("注册资本：800万元。")["800万元"].indicator == "注册资本"


LABELS = [
    ("报名费：100元。", "100元", "报名费"),
    ("法定代表人：李四。注册资本：800万元。", "800万元", "注册资本"),
    ("规模以上企业数：东湖区112家，南浦县64家。", "112家", "规模以上企业数"),
    ("规模以上企业数：东湖区112家，南浦县64家。", "64家", "规模以上企业数"),
]


@pytest.mark.parametrize(("text", "surface", "indicator"), LABELS)
def test_what_stands_before_a_colon_is_measured_behind_it(read: Read, text: str, surface: str, indicator: str) -> None:
    assert read(text)[surface].indicator == indicator


def test_places_behind_a_label_have_each_their_number(read: Read) -> None:
    found = read("规模以上企业数：东湖区112家，南浦县64家，北溪县不足50家。")
    assert [found[one].subject for one in ("112家", "64家", "不足50家")] == ["东湖区", "南浦县", "北溪县"]


def test_what_each_counts_by_hides_no_property(read: Read) -> None:
    assert read("本科学费每生每年4800元。")["4800元"].indicator == "本科学费"


def test_a_compared_year_does_not_scope(read: Read) -> None:
    found = read("2021年底，全县有书店40家，与2011年相比增加12家，另有书屋9个。")
    assert found["12家"].change_basis == "versus_stated"
    assert found["9个"].time_text == "2021年底"
