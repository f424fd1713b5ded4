"""Which places are marked, and which numbers stay readable."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuliang.text.clean import clean
from shuliang.text.damage import BROKEN, LOST, SHIFTED
from shuliang.text.tables import common_han, folding

if TYPE_CHECKING:
    from collections.abc import Callable

NUMBER = re.compile(r"[0-9][0-9.,]*[万亿]?|[一二三四五六七八九十百千万亿]+")
HAN = "".join(sorted(common_han() - set("一二三四五六七八九十百千万亿")))


def marked(raw: str) -> list[str]:
    read = clean(raw)
    return [read.text[damage.start : damage.end] for damage in read.damage]


def trusted(raw: str) -> list[str]:
    """The numbers that no damage touches."""
    read = clean(raw)
    return [
        match[0]
        for match in NUMBER.finditer(read.text)
        if not any(damage.start <= match.end() and match.start() <= damage.end for damage in read.damage)
    ]


@pytest.mark.parametrize(
    "text",
    [
        "这究竟是怎么回事?3家商店同时关门。",
        "你猜来了多少人?40人!",
        "他去没去?没人知道,5个人都摇头。",
        "会不会下雨?8成会。",
        "“什么？！”三十个人齐声喊道。",
        "网址 https://example.org/?id=35&page=2 可查12项",
        "年份(?)与产地（？）不详，共7件",
        "Is it 5? I think 6.",
        "他说了三次吗?十次!",
        "五个人来真的?\n没错，五个人。",
    ],
)
def test_ordinary_question_marks_are_no_damage(text: str) -> None:
    assert marked(text) == []


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("全省?0多个县，其中9个沿海", ["9"]),
        ("产量超?万吨，出口5吨", ["5"]),
        ("2025??1日开工，工期30天", ["30"]),
        ("增长5?8%，下降2%", ["2"]),
        ("提高3个百?点", []),
        ("占地100平?公里，人口60万", ["60万"]),
        ("每吨?至10万元，共8吨", ["8"]),
        ("收入?,234元，支出56元", ["56"]),
        ("利润3万\ufffd，去年2万", ["2万"]),
        ("约\ue3a8十人，另有4人", ["4"]),
        ("约\x81十人，另有4人", ["4"]),
        ("谁也没料到增长5?", []),
        ("一共写了三百字，人称“七个怎?”，后有九页", ["一", "三百", "九"]),
        ("此地盛产大米，年产不?于三百袋", []),
        ("谁知道呢?又来?3家，共15家", ["15"]),
    ],
)
def test_a_number_beside_a_lost_byte_is_not_trusted(raw: str, numbers: list[str]) -> None:
    assert trusted(raw) == numbers
    assert {damage.reason for damage in clean(raw).damage} == {LOST}


@pytest.mark.parametrize(
    ("raw", "numbers"),
    [
        ("本會(huì)推動(dòng)標?；?、綠色八成，計有20家", ["八", "20"]),
        ("電廠(chǎng)及燃?xì)饧八a(chǎn)線(xiàn)，增長(zhǎng)7.1%", ["7.1"]),
        ("工業(yè)推?dòng)”，新增2家；另設(shè)?；ㄐ、三所、?；疟?yīng)九校", ["2", "三"]),
        ("業(yè)績上升?。?)2017年起，三家", ["2017", "三"]),
        ("鐵路(lù)動(dòng)工;鹁八_(kāi)發(fā)九區(qū)", ["九"]),
        ("這\ue00a八家企業(yè)與九家學(xué)校", ["九"]),
        ("這項專業(yè)的作用？，持有八十股a(gǔ)，歷時(shí)4年", ["4"]),
    ],
)
def test_shifted_bytes_make_no_numerals(raw: str, numbers: list[str]) -> None:
    assert trusted(raw) == numbers
    assert {damage.reason for damage in clean(raw).damage} <= {SHIFTED, BROKEN, LOST}


@pytest.mark.parametrize("raw", ["业内人士(rén shì)有三家", "重慶(Chóngqìng)市有三家業(yè)者", "廣東(GD)業(yè)者三家"])
def test_other_brackets_are_no_rests(raw: str) -> None:
    assert trusted(raw) == ["三"]


SENTENCES = st.lists(
    st.one_of(
        st.text(alphabet=st.sampled_from(HAN), min_size=1, max_size=12),
        st.text(alphabet=st.sampled_from("来个业会国万产进达过数时开门"), min_size=1, max_size=6),
        st.integers(min_value=0, max_value=99999).map(str),
        st.sampled_from(["三十", "八", "，", "。", "、", "“", "”", "（", "）", "5.6%", "12万"]),
    ),
    min_size=3,
    max_size=25,
).map("".join)


@settings(max_examples=150, deadline=None)
@given(
    SENTENCES,
    st.sets(
        st.sampled_from(sorted({t for t in folding().traditional if t in "業會個來務產國過達進質導應據標"})), min_size=5
    ),
)
def test_no_false_number_survives_a_bytewise_conversion(
    garble: Callable[[str, str], str], sentence: str, annotated: set[str]
) -> None:
    text = "工业协会。" + sentence
    garbled = garble(text, "".join(sorted(annotated)) + "業會")
    assert not Counter(trusted(garbled)) - Counter(NUMBER.findall(clean(text).text))
