"""The values that travel through the rooms: documents in, quantities and facts out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

if TYPE_CHECKING:
    import datetime
    from decimal import Decimal

Kind = Literal[
    "count", "money", "physical", "percent", "fraction", "multiple", "duration", "date", "ordinal", "score", "age",
    "temperature", "number",
]  # fmt: skip
KINDS: tuple[Kind, ...] = get_args(Kind)

Modifier = Literal[
    "exact", "approximate", "more_than", "at_least", "less_than", "at_most", "near", "range", "vague",
]  # fmt: skip
MODIFIERS: tuple[Modifier, ...] = get_args(Modifier)

Change = Literal["increase", "decrease"]
ChangeBasis = Literal["year_on_year", "period_on_period", "versus_stated"]
Factuality = Literal["actual", "planned", "predicted"]
Script = Literal["hans", "hant", "mixed"]
Stage = Literal["source", "text", "engine", "schema"]


@dataclass(frozen=True, slots=True)
class Document:
    """One text to read, as decoded and before any repair; offsets of facts count the code points of `text`."""

    doc_id: str
    text: str
    source: str | None = None
    sha256: str | None = None
    encoding: str | None = None
    title: str | None = None
    published: datetime.date | None = None
    published_from: str | None = None
    url: str | None = None
    repairs: int = 0


class Quantity(NamedTuple):
    """What a phrase states, wherever it stands: exact numbers, bounds, unit.

    `value` is None where no single number is stated; `low` and `high` are None on an open side. For kind `date`
    all three are None. `unit` is the unit as a reader would write it, `unit_code` its UCUM or ISO 4217 code.
    """

    kind: Kind
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    low_inclusive: bool
    high_inclusive: bool
    modifier: Modifier
    unit: str | None = None
    unit_code: str | None = None
    base_value: Decimal | None = None
    base_unit: str | None = None


class Reading(NamedTuple):
    """A quantity found by a rule at a place: the half-open span `start:end` counts characters of the clean text.

    `time_start` and `time_end` are the closed interval of days of a date, None where it cannot be resolved.
    """

    start: int
    end: int
    rule_id: str
    quantity: Quantity
    time_start: datetime.date | None = None
    time_end: datetime.date | None = None


class Meaning(NamedTuple):
    """What the sentence says about a quantity besides its size; all texts as read (simplified, half-width)."""

    indicator: str | None = None
    subject: str | None = None
    time_text: str | None = None
    time_start: datetime.date | None = None
    time_end: datetime.date | None = None
    change: Change | None = None
    change_basis: ChangeBasis | None = None
    change_reference: str | None = None
    factuality: Factuality = "actual"
    distributive: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of the fact table: a numeric expression at one place in one document.

    `char_start` and `char_end` are a half-open span in raw code points; `raw[char_start:char_end] == surface`.
    The columns are those of docs/fact-model.md, where each is described.
    """

    fact_id: str
    doc_id: str
    char_start: int
    char_end: int
    surface: str
    text: str
    sentence: str
    kind: Kind
    value: float | None
    low: float | None
    high: float | None
    low_inclusive: bool
    high_inclusive: bool
    modifier: Modifier
    number: str | None
    unit: str | None
    unit_code: str | None
    base_value: float | None
    base_unit: str | None
    indicator: str | None
    subject: str | None
    time_text: str | None
    time_start: datetime.date | None
    time_end: datetime.date | None
    change: Change | None
    change_basis: ChangeBasis | None
    change_reference: str | None
    factuality: Factuality
    distributive: bool
    rule_id: str


@dataclass(frozen=True, slots=True)
class Reject:
    """Something that was read and is not published, with the stage, the reason and enough to find it again."""

    doc_id: str | None
    source: str | None
    stage: Stage
    reason: str
    detail: str | None = None
    char_start: int | None = None
    char_end: int | None = None
    surface: str | None = None
