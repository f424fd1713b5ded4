"""The examples of rules and lexicons, run through the whole engine: what is written beside a rule is its test."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from shuliang.rulebook.contract import NAME_KIND

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from shuliang.errors import Place
    from shuliang.facts import Fact
    from shuliang.rulebook.model import Example, Rule, Rulebook

Extract: TypeAlias = "Callable[[str, datetime.date | None], Sequence[Fact]]"
"""Reads a text, published on a day or on none, into facts; what `shuliang.extract` does."""


@dataclass(frozen=True, slots=True)
class Case:
    """One example and whose it is; `rule` is None for the example of a lexicon's entry."""

    owner: str
    example: Example
    rule: Rule | None

    @property
    def place(self) -> Place:
        return self.example.place

    @property
    def is_draft(self) -> bool:
        return self.rule is not None and self.rule.status == "draft"


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """What came of an example: `problems` is empty where the text was read as the example says."""

    case: Case
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        return not self.problems

    def __str__(self) -> str:
        said = "; ".join(self.problems) or "ok"
        return f"{self.case.place}: {self.case.owner}: {self.case.example.text}: {said}"


def cases(rulebook: Rulebook) -> list[Case]:
    """All examples and counterexamples of rules that are not retired and of lexicons, in the order of their places."""
    found = [*_rule_cases(rulebook), *_lexicon_cases(rulebook)]
    return sorted(found, key=lambda case: (case.place.file, case.place.line or 0))


def run_examples(rulebook: Rulebook, extract: Extract) -> list[ExampleResult]:
    """Run every example through `extract`."""
    return [run_case(case, extract) for case in cases(rulebook)]


def run_case(case: Case, extract: Extract) -> ExampleResult:
    """Run one example through `extract`."""
    facts = extract(case.example.text, case.example.published)
    return ExampleResult(case, tuple(_problems(case, facts)))


def _rule_cases(rulebook: Rulebook) -> Iterator[Case]:
    for rule in rulebook.rules:
        if rule.status != "retired":
            for example in (*rule.examples, *rule.counterexamples):
                yield Case(rule.id, example, rule)


def _lexicon_cases(rulebook: Rulebook) -> Iterator[Case]:
    for lexicon in rulebook.lexicons.values():
        for entry in lexicon.entries:
            for example in entry.examples:
                yield Case(lexicon.name, example, None)


def _problems(case: Case, facts: Sequence[Fact]) -> Iterator[str]:
    example, is_name = case.example, case.rule is not None and case.rule.kind == NAME_KIND
    if example.finds is None:
        yield from _counterexample_problems(case, facts)
    elif is_name:
        for fact in _over(facts, example.text, example.finds):
            yield f"{example.finds} must not be published, but {_said(fact)} is"
    else:
        same_span = [fact for fact in facts if fact.surface == example.finds]
        if not same_span:
            yield f"{example.finds} is not found; {_all_said(facts)}"
            return
        yield from min((list(_differences(case, fact)) for fact in same_span), key=len)


def _counterexample_problems(case: Case, facts: Sequence[Fact]) -> Iterator[str]:
    """No fact of the rule may lie there; where a name must not win, something has to be published."""
    example, rule = case.example, case.rule
    there = _over(facts, example.text, example.avoids or example.text)
    why = f" ({example.because})" if example.because else ""
    if rule is not None and rule.kind == NAME_KIND:
        if not there:
            yield f"{example.avoids or 'the text'} is taken for a name, for nothing in it is published{why}"
        return
    for fact in there:
        if rule is None or fact.rule_id == rule.id:
            yield f"must not be read, but {_said(fact)} is{why}"


def _differences(case: Case, fact: Fact) -> Iterator[str]:
    reads = case.example.reads
    if case.rule is not None and "rule_id" not in reads:
        reads = {"rule_id": case.rule.id, **reads}
    for column, wanted in reads.items():
        actual = getattr(fact, column)
        if not _same(wanted, actual):
            yield f"{column} is {as_text(actual)}, not {as_text(wanted)}"


def _same(wanted: str | None, actual: object) -> bool:
    if wanted is None or actual is None:
        return wanted is actual
    if isinstance(actual, float):
        return float(Decimal(wanted)) == actual
    return as_text(actual) == wanted


def as_text(value: object) -> str:
    """Write the value of a column as examples write it: null, true, 2024-05-06, 1200000."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{Decimal(repr(value)).normalize():f}"
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value)


def _over(facts: Sequence[Fact], text: str, span: str) -> list[Fact]:
    """Facts that share a character with any place of `span` in the text."""
    starts = [at for at in range(len(text)) if text.startswith(span, at)]
    return [fact for fact in facts if any(fact.char_start < at + len(span) and at < fact.char_end for at in starts)]


def _said(fact: Fact) -> str:
    return f"{fact.surface} as {fact.kind} by {fact.rule_id}"


def _all_said(facts: Sequence[Fact]) -> str:
    return f"found are {', '.join(_said(fact) for fact in facts)}" if facts else "nothing is found"
