"""Which rules are tried at a numeral: those whose trees can go on with what stands there."""

from __future__ import annotations

from functools import cache

import pytest

from shuliang.rulebook.dispatch import MANY_MET, Dispatch
from shuliang.rulebook.plan_cache import default_plan, plan_of


@cache
def shipped() -> Dispatch:
    return plan_of(default_plan().rulebook).dispatch


def tried(text: str, numeral: str) -> set[str]:
    start = text.index(numeral)
    return {rule.id for rule in shipped().rules_at(text, start, start + len(numeral))}


@pytest.mark.parametrize(
    ("text", "numeral", "rule"),
    [
        ("27家，", "27", "count/classifier"),
        ("增长5.3%。", "5.3", "percent/sign"),
        ("约3万元", "3万", "money/amount"),
        ("于2023年", "2023", "date/year"),
        ("距今约3200年，", "3200", "duration/span"),
        ("27", "27", "number/alone"),
    ],
)
def test_a_rule_that_matches_is_tried(text: str, numeral: str, rule: str) -> None:
    assert rule in tried(text, numeral)


@pytest.mark.parametrize(
    ("text", "numeral", "rule"),
    [
        ("27家，", "27", "money/amount"),  # by what follows
        ("共27家，", "27", "names/page_number"),  # by what stands before
        ("3.5元", "3.5", "count/not_one"),  # by the numeral itself
        ("共27人民", "27", "count/classifier"),  # by what must not follow
        ("共27个，", "27", "count/bare_magnitude"),  # by how the numeral ends
    ],
)
def test_a_rule_that_cannot_match_is_not(text: str, numeral: str, rule: str) -> None:
    assert rule not in tried(text, numeral)


def test_few_rules_are_tried_and_in_the_order_of_the_plan() -> None:
    rules = shipped().rules_at("全市共27家企业", 3, 5)
    assert len(rules) < 10
    places = [shipped().rules.index(rule) for rule in rules]
    assert places == sorted(places)


def test_with_many_numerals_met_more_is_looked_at_and_nothing_lost() -> None:
    rules = Dispatch(shipped().rules, shipped().sorts)
    text = "共有27家企业"
    first = rules.rules_at(text, 2, 4)
    for _ in range(MANY_MET):
        later = rules.rules_at(text, 2, 4)
    assert set(later) <= set(first)
    assert "count/classifier" in {rule.id for rule in later}


def test_without_asking_every_rule_is_tried() -> None:
    assert Dispatch(shipped().rules, shipped().sorts, ask=False).rules_at("27家", 0, 2) == shipped().rules
