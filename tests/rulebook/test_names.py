"""Names with numerals in them are not published, and the quantities beside them still are."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import pytest

from shuliang.engine import Engine
from shuliang.rulebook.contract import NAME_KIND
from shuliang.rulebook.plan import NAME_WORDS
from shuliang.rulebook.plan_cache import default_plan
from shuliang.text.clean import clean

if TYPE_CHECKING:
    from shuliang.engine import Readings

KEPT = [
    ("只有一家工厂开工", ["一家"]),
    ("一名矿工受伤", ["一名"]),
    ("新建体育馆一座。", ["一座"]),
    ("每班轮换一次，", ["一次"]),
    ("唱片卖出三千张", ["三千张"]),
    ("休息十分钟再走", ["十分钟"]),
    ("发生一起盗窃案", ["一起"]),
    ("得到十分", ["十分"]),
    ("建成过江通道4座", ["4座"]),
    ("庆祝解放70周年", ["70周年"]),
    ("零下二十度的清晨", ["零下二十度"]),
    ("卖出SUV4辆、MPV12辆", ["4辆", "12辆"]),
    ("全国第一，遥遥领先", ["第一"]),
    ("启动二级应急响应", ["二级"]),
    ("二期工程开工", ["二期"]),
    ("强台风第5号来袭", ["第5号"]),
    ("股指报3120.5点", ["3120.5点"]),
    ("近百家单位响应", ["近百家"]),
    ("突破千亿元", ["突破千亿元"]),
    ("历时3小时抵达", ["3小时"]),
    ("主队以3:2取胜", ["3:2"]),
    ("三斤五两排骨", ["三斤五两"]),
]
"""Texts whose numerals look like names and are none, with what must be read in them."""

FORBIDDEN = [
    "详情见www.a2b3.example.com或来信bianji_07@mail.example.com",
    "传真：0999-1234567转8，邮编123456，地址人民路88号2号楼三楼305室",
    "按照某发〔2020〕7号和GB/T 12345.6-2018、ISO 9001的规定",
    "第一时间赶到第一人民医院，第一书记与第一责任人在场",
    "神舟十九号、歼-20、波音787与C919同场",
    "一是夯实基础，二是补齐短板，三要压实责任",
    "（一）总体思路",
    "三、保障措施",
    "一企一策、一村一品，千方百计，一以贯之，四通八达",
    "九江、四川、三亚、万州、六安的百姓",
    "三一重工、万向集团、百度、五粮液",
    "“三个坚守”“五同”“一网统揽”",
    "二级巡视员、一级教授、三级甲等",
    "这是一个难题，需要一种新办法和一批新人手",
    "00后与90后，5G与4K超高清，5A级景区",
    "沪深300、中证500走低，世界500强聚会",
    "7×24小时值守，12345热线",
    "15:12:04，上午9点30分，凌晨两点，18时许",
    "十四届人大三次会议，省委十二届八次全会",
    "男子100米决赛，4×100米接力，73公斤级",
    "升级到v3.12.1或2.0版",
    "图3、表2-1，附件1",
]
"""Texts with nothing in them that counts or measures."""


@cache
def engine() -> Engine:
    return Engine(default_plan())


def read(text: str) -> Readings:
    return engine().read(clean(text))


def surfaces(text: str) -> list[str]:
    return [text[reading.start : reading.end] for reading in read(text).readings]


@pytest.mark.parametrize(("text", "wanted"), KEPT, ids=[text for text, _ in KEPT])
def test_quantity_is_not_taken_for_a_name(text: str, wanted: list[str]) -> None:
    assert surfaces(text) == wanted


@pytest.mark.parametrize("text", FORBIDDEN)
def test_name_is_not_published(text: str) -> None:
    found = read(text)
    assert surfaces(text) == []
    assert [text[start:end] for start, end in found.residue] == []


def test_listed_words_are_not_published() -> None:
    words = engine().plan.rulebook.lexicons[NAME_WORDS].words()
    text = "，".join(words)
    assert surfaces(text) == []
    assert [text[start:end] for start, end in read(text).residue] == []


def test_every_listed_word_holds_a_numeral() -> None:
    lexicons = engine().plan.rulebook.lexicons
    numerals = frozenset("".join(lexicons["numerals"].words()))
    assert [word for word in lexicons[NAME_WORDS].words() if not numerals & set(word)] == []


def test_every_name_rule_shows_what_it_reads() -> None:
    rules = [rule for rule in engine().plan.rulebook.rules if rule.kind == NAME_KIND]
    assert rules
    silent = []
    for rule in rules:
        for example in rule.examples:
            assert example.finds
            at = example.text.index(example.finds)
            spans = read(example.text).names
            if not any(start < at + len(example.finds) and at < end for start, end in spans):
                silent.append(str(example.place))
    assert silent == []
