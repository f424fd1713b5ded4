"""The checks of examples as written; whether they are read as they say is tested by running them (examples.py)."""

from __future__ import annotations

import datetime
from dataclasses import fields
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from shuliang.facts import KINDS, MODIFIERS, Fact
from shuliang.rulebook.faults import did_you_mean, fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shuliang.errors import Fault
    from shuliang.rulebook.build import Draft
    from shuliang.rulebook.model import Example

_NOT_IN_EXAMPLES = frozenset({"fact_id", "doc_id", "char_start", "char_end"})
COLUMNS = {field.name: str(field.type) for field in fields(Fact) if field.name not in _NOT_IN_EXAMPLES}
"""Column that an example may name → its Python type as written in `Fact`."""
_CHOICES: dict[str, tuple[str, ...]] = {
    "kind": KINDS,
    "modifier": MODIFIERS,
    "change": ("increase", "decrease"),
    "change_basis": ("year_on_year", "period_on_period", "versus_stated"),
    "factuality": ("actual", "planned", "predicted"),
}


def check_spans(draft: Draft) -> Iterator[Fault]:
    """What an example finds or avoids is a slice of its text."""
    for example in _all(draft):
        for list_, key, span in (("examples", "finds", example.finds), ("counterexamples", "avoids", example.avoids)):
            if span and example.text and span not in example.text:
                yield fault(example.place, f"{list_}.{key}", f"{span} is not in the text {example.text}")


def check_columns(draft: Draft) -> Iterator[Fault]:
    """What stands under `as` are columns of the fact table, with values that such a column can have."""
    for example in _all(draft):
        for column, wanted in example.reads.items():
            if column not in COLUMNS:
                yield fault(example.place, "examples.as", f"{column} is no column{did_you_mean(column, COLUMNS)}")
            elif problem := _problem(column, wanted):
                yield fault(example.place, f"examples.as.{column}", problem)


def check_rule_ids(draft: Draft) -> Iterator[Fault]:
    """A rule that an example counts on exists and is in use."""
    status = {rule.id: rule.status for rule in draft.rules}
    for example in _all(draft):
        rule_id = example.reads.get("rule_id")
        if rule_id is None:
            continue
        if rule_id not in status:
            yield fault(example.place, "examples.as.rule_id", f"{rule_id} is no rule{did_you_mean(rule_id, status)}")
        elif status[rule_id] == "retired":
            message = f"{rule_id} is retired, so nothing is read by it; name the rule that took its place"
            yield fault(example.place, "examples.as.rule_id", message)


EXAMPLE_CHECKS = (check_spans, check_columns, check_rule_ids)


def _all(draft: Draft) -> Iterator[Example]:
    for rule in draft.rules:
        yield from rule.examples
        yield from rule.counterexamples
    for lexicon in draft.lexicons.values():
        for entry in lexicon.entries:
            yield from entry.examples


def _problem(column: str, wanted: str | None) -> str | None:
    """Why the column can never hold what is wanted; None where it can."""
    type_ = COLUMNS[column]
    if wanted is None:
        return None if "None" in type_ else "is never null; write the value"
    if column in _CHOICES:
        choices = _CHOICES[column]
        return None if wanted in choices else f"{wanted} is none; must be one of {', '.join(choices)}"
    if type_ == "bool":
        return None if wanted in {"true", "false"} else f"{wanted} is none; must be true or false"
    if type_.startswith("float") or column == "number":
        return None if _is_decimal(wanted) else f"{wanted} is no number; write it in digits, such as 1200000"
    if type_.startswith("datetime"):
        return None if _is_day(wanted) else f"{wanted} is no day; write it as 2024-05-06"
    return None


def _is_decimal(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _is_day(text: str) -> bool:
    try:
        return bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False
