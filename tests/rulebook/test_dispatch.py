"""Which rules are tried at a numeral: what is asked ahead, when it is met, and what stands for what."""

from __future__ import annotations

from functools import cache

import pytest

from shuliang.rulebook import dispatch
from shuliang.rulebook.dispatch import Dispatch, other, shape
from shuliang.rulebook.plan_cache import default_plan, plan_of


@cache
def asked_ahead() -> Dispatch:
    return plan_of(default_plan().rulebook).dispatch


@cache
def asked_when_met() -> Dispatch:
    return Dispatch(asked_ahead().rules)


def ids(rules: dispatch.Rules) -> set[str]:
    return {rule.id for rule in rules}


@pytest.mark.parametrize(
    ("run", "form"),
    [
        ("7", "d1"), ("2023", "d4"), ("1234567890123456", "d12"), ("3.5", "decimal"), ("1,234", "decimal"),
        ("3万", "mixed"), ("-5", "sign"), ("-3万", "sign"), ("一", "一"), ("十二", "chinese"),
    ],
)  # fmt: skip
def test_the_form_of_a_numeral(run: str, form: str) -> None:
    assert shape(run) == form


@pytest.mark.parametrize(
    ("one", "another"), [("丂", "㐀"), ("é", "ж"), ("◆", "★"), ("\u3000", "\u2009"), ("\x00", "★")]
)
def test_one_character_stands_for_its_sort(one: str, another: str) -> None:
    assert other(one) == other(another)


@pytest.mark.parametrize("character", ["a", "Z", "0", "，", "\n", ""])
def test_signs_are_no_letters_and_ascii_is_itself(character: str) -> None:
    assert (other(character) == character) is character.isascii()


@pytest.mark.parametrize("form", ["d1", "d2", "d4", "decimal", "chinese", "一"])
@pytest.mark.parametrize("character", ["", "个", "元", "%", "年", "，", "丂", "一", "Q", "\u2009", "鑫"])
def test_answers_asked_ahead_are_those_asked_when_met(form: str, character: str) -> None:
    # a character that other rules name may be told apart ahead, never the other way round
    assert ids(asked_ahead().first(form, character)) == ids(asked_when_met().first(form, character))


def test_meeting_the_same_leaves_fewer_rules_and_never_the_one_that_matches() -> None:
    rules = plan_of(default_plan().rulebook).dispatch
    text = "27家，"
    tried = [len(rules.rules_at(text, 0, 2)) for _ in range(dispatch.PATIENCE + dispatch.MORE_PATIENCE)]
    assert tried == sorted(tried, reverse=True)
    assert tried[-1] < tried[0]
    assert "count/classifier" in ids(rules.rules_at(text, 0, 2))


def test_without_asking_every_rule_is_tried() -> None:
    assert Dispatch(asked_ahead().rules, ask=False).rules_at("27家", 0, 2) == asked_ahead().rules
