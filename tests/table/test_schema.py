from __future__ import annotations

import datetime
from typing import Any

import pyarrow as pa
import pytest

from shuliang.errors import DataError
from shuliang.table.columns import FACTS
from shuliang.table.schema import as_rejects, validate

GOOD: dict[str, Any] = {
    "fact_id": "0123456789abcdef:1-4:count", "doc_id": "a", "char_start": 1, "char_end": 4, "surface": "27家",
    "text": "27家", "sentence": "有27家。", "kind": "count", "value": 27.0, "low": 27.0, "high": 27.0,
    "low_inclusive": True,
    "high_inclusive": True, "modifier": "exact", "number": "27", "unit": "家", "unit_code": "{家}", "base_value": None,
    "base_unit": None, "indicator": None, "subject": None, "time_text": None, "time_start": None, "time_end": None,
    "change": None, "change_basis": None, "change_reference": None, "factuality": "actual", "distributive": False,
    "rule_id": "count/classifier",
}  # fmt: skip
OPEN = {"low": None, "high": None, "low_inclusive": False, "high_inclusive": False}
FROM_27 = {"high": None, "high_inclusive": False}
TO_27 = {"low": None, "low_inclusive": False}
NO_VALUE = {"value": None, "number": None}
DAY = datetime.date(2026, 3, 5)

IN_ORDER: dict[str, dict[str, Any]] = {
    "exact": {},
    "score": {"kind": "score", **NO_VALUE, "low": 3.0, "high": 2.0},
    "date": {"kind": "date", **NO_VALUE, **OPEN, "time_start": DAY, "time_end": DAY},
    "approximate": {"modifier": "approximate", **OPEN},
    "more_than": {"modifier": "more_than", **FROM_27, "low_inclusive": False},
    "more_than_vague": {"modifier": "more_than", **FROM_27, "low_inclusive": False, **NO_VALUE},
    "at_least": {"modifier": "at_least", **FROM_27},
    "near": {"modifier": "near", **TO_27, "high_inclusive": False},
    "at_most": {"modifier": "at_most", **TO_27},
    "range": {"modifier": "range", "low": 20.0, "high": 30.0, **NO_VALUE},
    "vague": {"modifier": "vague", **FROM_27, **NO_VALUE},
    "since a day": {"time_start": DAY},
    "negative": {"value": -0.5, "low": -0.5, "high": -0.5, "number": "-0.5"},
}
BROKEN: dict[str, tuple[dict[str, Any], str]] = {
    "no document": ({"doc_id": None}, "doc_id is present"),
    "unknown kind": ({"kind": "weight"}, "kind is allowed"),
    "unknown change": ({"change": "more"}, "change is allowed"),
    "empty span": ({"char_end": 1}, "span ordered"),
    "span too long": ({"char_end": 5}, "span fits surface"),
    "infinite": ({"value": float("inf"), "low": float("inf"), "high": float("inf")}, "numbers finite"),
    "bounds crossed": ({"modifier": "range", "low": 30.0, "high": 20.0, **NO_VALUE}, "bounds ordered"),
    "exact but open": (FROM_27, "exact agrees"),
    "exact but another bound": ({"high": 28.0}, "exact agrees"),
    "a score with a value": ({"kind": "score", "low": 3.0}, "exact agrees"),
    "approximate but closed": ({"modifier": "approximate"}, "modifier agrees"),
    "more_than but included": ({"modifier": "more_than", **FROM_27}, "modifier agrees"),
    "near but included": ({"modifier": "near", **TO_27}, "modifier agrees"),
    "range with a value": ({"modifier": "range"}, "modifier agrees"),
    "vague with a value": ({"modifier": "vague"}, "modifier agrees"),
    "a date with a value": ({"kind": "date"}, "date is no number"),
    "another number": ({"number": "27.5"}, "number is value"),
    "an exponent": ({"number": "2.7e1"}, "number is value"),
    "no number": ({"number": None}, "number is value"),
    "number without value": ({"modifier": "range", "value": None}, "number is value"),
    "no code": ({"kind": "money", "unit": "元", "unit_code": None}, "unit coded"),
    "base without unit": ({"base_value": 1.0}, "base has unit"),
    "days crossed": ({"time_start": DAY, "time_end": DAY - datetime.timedelta(1)}, "time ordered"),
    "reference without basis": ({"change_reference": "2019年"}, "basis of change"),
}


def rows(*changes: dict[str, Any]) -> pa.Table:
    nullable = pa.schema([field.with_nullable(True) for field in FACTS.schema])
    return pa.Table.from_pylist([GOOD | change for change in changes], schema=nullable)


def test_rows_in_order_pass() -> None:
    good, broken = validate(rows(*IN_ORDER.values()), FACTS)
    assert broken["check"].to_pylist() == []
    assert len(good) == len(IN_ORDER)


def test_each_broken_row_goes_out_with_the_check_it_breaks() -> None:
    good, broken = validate(rows({}, *(change for change, _ in BROKEN.values()), {}), FACTS)
    assert len(good) == 2
    assert dict(zip(BROKEN, broken["check"].to_pylist(), strict=True)) == {
        name: check for name, (_, check) in BROKEN.items()
    }


def test_a_broken_row_can_be_found_again() -> None:
    _, broken = validate(rows({"number": "28"}), FACTS)
    assert as_rejects(broken).to_pylist() == [
        {
            "doc_id": "a", "source": None, "stage": "schema", "reason": "number is value",
            "detail": "count exact count/classifier", "char_start": 1, "char_end": 4, "surface": "27家",
        }
    ]  # fmt: skip


def test_no_rows_are_in_order() -> None:
    good, broken = validate(rows(), FACTS)
    assert (len(good), len(broken)) == (0, 0)


@pytest.mark.parametrize("table", [rows({}).drop_columns("unit"), rows({}).append_column("extra", pa.array([1]))])
def test_another_schema_is_an_error(table: pa.Table) -> None:
    with pytest.raises(DataError, match="table facts does not have its schema"):
        validate(table, FACTS)
