"""The people whom a text introduces, and the short names of its firms."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.meaning.lexicons import build_cues
from shuliang.meaning.people import people_in
from shuliang.rulebook.cache import load_cached
from shuliang.rulebook.files import rules_folder

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

    from shuliang.meaning.cues import Cues


@pytest.fixture(scope="module")
def cues() -> Cues:
    return build_cues(load_cached(rules_folder()).lexicons)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        # an office before the name
        ("馆长骆文静透露，明年扩建。", ["骆文静"]),
        ("项目负责人葛守仁和古建筑打了三十四年交道。", ["葛守仁"]),
        ("妻子林婉管着直播。林婉卖酱料。", ["林婉", "林婉"]),
        # a verb of saying or an age behind it
        ("曹立刚患病多年。“好了。”曹立刚说。", ["曹立刚", "曹立刚"]),
        ("他的孙子孟小川，今年38岁。", ["孟小川"]),
        ("后卫韩跃年仅21岁。", ["韩跃"]),
        # a surname and 某
        ("龚某向薛某借款60万元，汤某则担保。", ["龚某", "薛某", "汤某"]),
        # words, organisations and parts of words are no names
        ("有关方面表示，高管说，应急局说，双方称。", []),
        ("小区业主方面，居民时间。", []),
    ],
)
def test_people_who_are_introduced(cues: Cues, text: str, names: list[str]) -> None:
    assert [text[start:end] for start, end in people_in(text, cues)] == names


def test_many_people_stand_where_few_would(cues: Cues) -> None:
    given = (
        "立刚",
        "建国",
        "小川",
        "晚晴",
        "观海",
        "守仁",
        "文静",
        "曼宁",
        "承宇",
        "秋菊",
        "佩兰",
        "子谦",
        "庆芳",
        "岚生",
    )
    names = [surname + name for surname in "曹孟" for name in given]
    text = "".join([f"馆长{name}说。" for name in names])
    assert [text[start:end] for start, end in people_in(text, cues)] == names


@given(st.text(alphabet="王李欧阳某甲岁说，。今年38馆长的建国和仁与着", max_size=30))
def test_names_stand_in_order_and_apart(cues: Cues, text: str) -> None:
    places = people_in(text, cues)
    assert all(2 <= end - start <= 5 and end <= len(text) for start, end in places)
    assert all(one[1] <= other[0] for one, other in pairwise(places))


@pytest.mark.parametrize(
    ("text", "number", "subject"),
    [
        ("曹立刚患血友病三十余年。“好了。”曹立刚说。", "三十余年", "曹立刚"),
        ("“我每天派件三百四五十件。”34岁的快递员蒋小兵说。", "三百四五十件", "蒋小兵"),
        # a firm by the beginning of its full name
        ("宏铸机械有限公司在城东。宏铸办厂于1998年，现有员工420人。", "420人", "宏铸"),
        ("宏铸机械有限公司在城东。宏铸机械有限公司有员工420人。", "420人", "宏铸机械有限公司"),
    ],
)
def test_names_end_where_they_ended_elsewhere(read: Read, text: str, number: str, subject: str) -> None:
    assert read(text)[number].subject == subject


@pytest.mark.parametrize(
    ("text", "number", "subject"),
    [
        ("案件受理费9450元由龚某负担。", "9450元", "龚某"),
        ("购书经费1150万元全由市财政拨付。", "1150万元", "市财政"),
        ("对鑫源家具厂罚款98万元。", "98万元", "鑫源家具厂"),
        ("全省投资增长7.1%、计算机及办公设备投资增长26.7%。", "7.1%", "全省"),
        ("5月9日，同行的还有市铸造协会的4名专家。", "4名", "市铸造协会"),
        ("来自北京的3名专家到会。", "3名", None),
        ("夺冠的是《沉默的河床》。它由新人执导，成本2800万元。", "2800万元", "沉默的河床"),
    ],
)
def test_who_pays_or_has_what_is_counted(read: Read, text: str, number: str, subject: str | None) -> None:
    assert read(text)[number].subject == subject


def test_titles_side_by_side_are_dealt_out(read: Read) -> None:
    found = read("《山河》《小镇来信》《海》分别被借出1926次、1744次和1583次。")
    assert [found[number].subject for number in ("1926次", "1744次", "1583次")] == ["山河", "小镇来信", "海"]


def test_whoever_moves_is_not_counted(read: Read) -> None:
    found = read("试驾车跑了187公里，剩余电量59%。")
    assert (found["187公里"].indicator, found["59%"].subject) == (None, "试驾车")
