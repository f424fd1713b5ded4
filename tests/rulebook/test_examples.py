"""What stands beside the rules is read as it says; and the runner tells when it is not."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import shuliang
from shuliang.errors import RulebookError
from shuliang.facts import Fact
from shuliang.rulebook.examples import Case, cases, run_case, run_examples
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from shuliang.rulebook.examples import Extract

GOOD = Path(__file__).parent / "good"

PLAIN: dict[str, Any] = {
    "fact_id": "f", "doc_id": "d", "kind": "count", "value": 1.0, "low": 1.0, "high": 1.0,
    "low_inclusive": True, "high_inclusive": True, "modifier": "exact", "number": "1",
    "unit": None, "unit_code": None, "base_value": None, "base_unit": None, "indicator": None, "subject": None,
    "time_text": None, "time_start": None, "time_end": None, "change": None, "change_basis": None,
    "change_reference": None, "factuality": "actual", "distributive": False, "rule_id": "count/classifier",
}  # fmt: skip


def fact(text: str, surface: str, **columns: object) -> Fact:
    """A fact at the first place of `surface` in `text`."""
    start = text.index(surface)
    span: dict[str, Any] = {
        "char_start": start,
        "char_end": start + len(surface),
        "surface": surface,
        "text": surface,
        "sentence": text,
    }
    return Fact(**{**PLAIN, **span, **columns})


def shipped() -> list[Case]:
    try:
        return cases(load(rules_folder()))
    except RulebookError:
        return []  # test_shipped_rulebook_has_no_faults says which


def test_shipped_rulebook_has_no_faults() -> None:
    load(rules_folder())


@pytest.mark.parametrize("case", shipped(), ids=lambda case: str(case.place))
def test_shipped_example(case: Case) -> None:
    result = run_case(case, shuliang.extract)
    if case.is_draft and not result.passed:
        pytest.xfail(f"draft: {'; '.join(result.problems)}")
    assert result.passed, "\n".join(result.problems)


def reads(*facts: Fact) -> Extract:
    """An engine that finds these facts in any text."""

    def extract(_text: str, _published: datetime.date | None) -> Sequence[Fact]:
        return facts

    return extract


def good_case(place: str) -> Case:
    [case] = [case for case in cases(load(GOOD)) if str(case.place) == f"good/{place}"]
    return case


def test_cases_are_in_the_order_of_their_places_and_leave_retired_rules_out() -> None:
    assert [(str(case.place), case.owner) for case in cases(load(GOOD))] == [
        ("good/count/classifier.yaml:14", "count/classifier"),
        ("good/count/classifier.yaml:15", "count/classifier"),
        ("good/count/classifier.yaml:19", "count/classifier"),
        ("good/lexicons/classifiers.yaml:10", "classifiers"),
        ("good/lexicons/classifiers.yaml:12", "classifiers"),
        ("good/names/street.yaml:9", "names/street"),
        ("good/names/street.yaml:10", "names/street"),
        ("good/names/street.yaml:12", "names/street"),
    ]


def test_published_reaches_the_engine() -> None:
    seen: list[datetime.date | None] = []

    def extract(_text: str, published: datetime.date | None) -> Sequence[Fact]:
        seen.append(published)
        return ()

    run_examples(load(GOOD), extract)
    assert [day.isoformat() for day in seen if day] == ["2024-05-06"]


EXAMPLE = "count/classifier.yaml:14"
COUNTED = {"rule_id": "count/classifier", "value": 30.0, "low": None, "high": 30.0, "modifier": "near", "unit": "家"}


@pytest.mark.parametrize(
    ("columns", "problems"),
    [
        ({}, ()),
        ({"low": 29.0}, ("low is 29, not null",)),
        ({"value": None}, ("value is null, not 30",)),
        ({"value": 30.5, "unit": None}, ("value is 30.5, not 30", "unit is null, not 家")),
        ({"rule_id": "count/other"}, ("rule_id is count/other, not count/classifier",)),
    ],
)
def test_columns_are_compared(columns: dict[str, object], problems: tuple[str, ...]) -> None:
    case = good_case(EXAMPLE)
    found = fact("街上开了近30家茶馆", "近30家", **{**COUNTED, **columns})
    assert run_case(case, reads(found)).problems == problems


def test_what_is_found_instead_is_said() -> None:
    case = good_case(EXAMPLE)
    found = fact("街上开了近30家茶馆", "30家", **COUNTED)
    assert run_case(case, reads()).problems == ("近30家 is not found; nothing is found",)
    result = run_case(case, reads(found))
    assert result.problems == ("近30家 is not found; found are 30家 as count by count/classifier",)
    assert str(result) == f"good/{EXAMPLE}: count/classifier: 街上开了近30家茶馆: {result.problems[0]}"


def test_an_entry_of_a_lexicon_may_be_read_by_any_rule() -> None:
    found = fact("村里养着三头牛", "三头", rule_id="count/whatever", value=3.0)
    assert run_case(good_case("lexicons/classifiers.yaml:10"), reads(found)).passed


def test_a_counterexample_fails_where_its_rule_reads_what_it_avoids() -> None:
    case = good_case("count/classifier.yaml:19")
    text = case.example.text
    assert run_case(case, reads(fact(text, "三楼", rule_id="count/other"))).passed
    assert run_case(case, reads(fact(text, "住在", rule_id="count/classifier"))).passed
    assert run_case(case, reads(fact(text, "三楼", rule_id="count/classifier"))).problems == (
        "must not be read, but 三楼 as count by count/classifier is (楼 is no classifier here)",
    )


def test_a_counterexample_of_a_lexicon_fails_for_any_fact() -> None:
    case = good_case("lexicons/classifiers.yaml:12")
    assert run_case(case, reads()).passed
    assert not run_case(case, reads(fact(case.example.text, "街头", rule_id="count/other"))).passed


def test_a_name_must_not_be_published() -> None:
    case = good_case("names/street.yaml:9")
    text = case.example.text
    assert case.is_draft
    assert run_case(case, reads()).passed
    assert run_case(case, reads(fact(text, "她", rule_id="count/other"))).passed
    assert run_case(case, reads(fact(text, "三", rule_id="number/bare"))).problems == (
        "三楼 must not be published, but 三 as count by number/bare is",
    )


def test_what_is_no_name_must_be_published() -> None:
    case = good_case("names/street.yaml:12")
    assert run_case(case, reads(fact(case.example.text, "三家"))).passed
    assert run_case(case, reads()).problems == (
        "the text is taken for a name, for nothing in it is published (these are counted)",
    )
