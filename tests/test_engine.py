"""The engine: which reading wins, bounds apart from their number, and an account of every numeral."""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from shuliang.engine import Engine, Readings
from shuliang.rulebook.dispatch import Dispatch
from shuliang.rulebook.plan_cache import default_plan, plan_of
from shuliang.text.clean import clean

GOLDEN = Path(__file__).parent / "golden"


@cache
def engine() -> Engine:
    return Engine(default_plan())


def read(text: str) -> Readings:
    return engine().read(clean(text))


def readings(text: str) -> list[tuple[str, str, str]]:
    """Text without blanks, kind and modifier of each reading."""
    found = clean(text).text
    return [
        (found[one.start : one.end].replace(" ", ""), one.quantity.kind, one.quantity.modifier)
        for one in read(text).readings
    ]


def surfaces(text: str) -> list[str]:
    return [surface for surface, _, _ in readings(text)]


def names(text: str) -> list[str]:
    found = clean(text).text
    return [found[start:end] for start, end in read(text).names]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # the longest reading
        ("从3亿元至5亿元", ["3亿元至5亿元"]),
        ("身高1米83", ["1米83"]),
        ("占三成五", ["三成五"]),
        # of equals the more specific kind
        ("历时15分钟", ["15分钟"]),
        # a rule that looks around itself before one that does not
        ("报名的人一个也没有", ["一个"]),
        # a lead begins the reading and wins over what follows it
        ("第二十七家分店", ["第二十七家"]),
        ("术后第3天", ["第3天"]),
    ],
)
def test_the_stated_order_of_choice(text: str, expected: list[str]) -> None:
    assert surfaces(text) == expected


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("入住8号楼三楼", "三楼"),
        ("沪深300指数", "沪深300"),
        ("二级巡视员到会", "二级巡视员"),
        ("搭载1.5T发动机", "1.5T"),
    ],
)
def test_a_name_is_not_published(text: str, name: str) -> None:
    assert any(name in found or found in name for found in names(text))
    assert surfaces(text) == []


def test_readings_do_not_overlap() -> None:
    for text in texts():
        found = read(text)
        spans = sorted((one.start, one.end) for one in found.readings)
        spans += found.names
        spans.sort()
        assert all(end <= start for (_, end), (start, _) in pairwise(spans))


@pytest.mark.parametrize(
    ("text", "surface", "modifier"),
    [
        ("馆内约有10枚铜币", "10枚", "approximate"),
        ("央行至少降息2次", "2次", "at_least"),
        ("约10枚铜币", "约10枚", "approximate"),
        ("含量≥ 95%", "≥95%", "at_least"),
        ("不超过 300 家", "不超过300家", "at_most"),
        ("节约10枚铜币", "10枚", "exact"),
    ],
)
def test_bounds_beside_and_apart_from_their_number(text: str, surface: str, modifier: str) -> None:
    assert [(one, how) for one, _, how in readings(text)] == [(surface, modifier)]


@cache
def everything() -> Engine:
    """An engine that tries every rule at every numeral."""
    plan = plan_of(default_plan().rulebook)
    plan.dispatch = Dispatch(plan.dispatch.rules, plan.dispatch.sorts, ask=False)
    return Engine(plan)


def texts() -> list[str]:
    examples = [one.text for rule in default_plan().rulebook.rules for one in (*rule.examples, *rule.counterexamples)]
    return examples + [path.read_text(encoding="utf-8") for path in sorted(GOLDEN.glob("*.txt"))]


def test_only_rules_that_could_match_are_left_out() -> None:
    cleaned = clean("\n".join(texts()))
    assert engine().read(cleaned) == everything().read(cleaned)


WORDS = """
3 12 2023 3.5 1,234 十 一百二 三 两 几 半 万 亿 百分之 分之 % 元 万元 家 个 米 公里 年 月 日 岁 度 约 近 超过
以上 左右 第 至 - ~ : ， 、 。 增长 企业 A （ ） 零下 同比 ± ×10 / 吨 每 成 倍 折 多 余 +
"""
PIECES = st.sampled_from([*WORDS.split(), " ", "\n"])


@example("以上3±零下")
@settings(max_examples=200, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_every_numeral_is_accounted_for(text: str) -> None:
    cleaned = clean(text)
    found = engine().read(cleaned)
    covered = [(one.start, one.end) for one in found.readings]
    covered += [*found.names, *found.residue, *((one.start, one.end) for one in found.refused)]
    for start, end, is_numeral in engine().plan.anchors(cleaned.text):
        if is_numeral:
            assert any(begin < end and start < stop for begin, stop in covered)


@example("1,234日3")
@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_dispatch_does_not_change_what_is_read(text: str) -> None:
    cleaned = clean(text)
    assert engine().read(cleaned) == everything().read(cleaned)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=10).map("".join))
def test_bounds_contain_the_value(text: str) -> None:
    for one in read(text).readings:
        quantity = one.quantity
        if quantity.low is not None and quantity.high is not None and quantity.kind != "score":
            assert quantity.low <= quantity.high
        if quantity.value is not None and quantity.modifier == "exact":
            assert quantity.low == quantity.value == quantity.high
