"""The contract between patterns and readings: which named groups a rule of each reading must and may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuliang.facts import KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

NAME_KIND = "name"
NAME_FOLDER = "names"
RULE_KINDS = (*KINDS, NAME_KIND)


@dataclass(frozen=True, slots=True)
class Groups:
    """The groups of one reading; `allowed` is None where any name will do."""

    required: frozenset[str] = frozenset()
    allowed: frozenset[str] | None = None


def _groups(required: str, allowed: str) -> Groups:
    needed = frozenset(required.split())
    return Groups(needed, needed | frozenset(f"lead before after {allowed}".split()))


CONTRACT: Mapping[str, Groups] = {
    "amount": _groups("value", "unit per mark half value2 scale"),
    "range": _groups("low high", "low_unit unit per mark high_lead tolerance"),
    "two_bounds": _groups("low high high_bound", "unit"),
    "compound": _groups("value unit", "value2 unit2 value3 unit3 half"),
    "fraction": _groups("numerator denominator", "value negative"),
    "tenths": _groups("value", "value2 unit half"),
    "discount": _groups("value", "unit"),
    "doubling": _groups("value", "unit"),
    "fixed": _groups("value", "unit"),
    "score": _groups("low high", ""),
    "ordinal": _groups("", "value unit low low_unit high"),
    "none": _groups("value", "unit"),
    "date": Groups(),
    "name": Groups(),
}
"""Reading → its groups; what each group means is in docs/architecture.md."""


def default_reading(kind: str) -> str:
    return kind if kind in {"date", NAME_KIND} else "amount"


def folder_of(kind: str) -> str:
    """The folder below rules/ in which rules of this kind stand."""
    return NAME_FOLDER if kind == NAME_KIND else kind
