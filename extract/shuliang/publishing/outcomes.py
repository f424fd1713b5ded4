"""What a gate found: whether it holds, and what a person needs to know where it does not."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from shuliang.errors import Fault, Place
from shuliang.table.columns import FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Outcome:
    """One gate: `name` says which, `found` what was measured, `wanted` what it must be, `advice` what to do next."""

    place: Place
    name: str
    passed: bool
    found: str
    wanted: str
    advice: str = ""

    @property
    def message(self) -> str:
        return f"{self.name}: {self.found}; wanted {self.wanted}" + (f". {self.advice}" if self.advice else "")

    @property
    def fault(self) -> Fault:
        return Fault(self.place, f"gate {self.message}")


def share(part: int, whole: int) -> Decimal:
    """`part` of `whole` to six places; 0 of nothing is 0."""
    return (Decimal(part) / whole).quantize(Decimal("0.000001")).normalize() if whole else Decimal(0)


def plain(number: Decimal) -> str:
    return f"{number.normalize():f}"


def differing(row: Mapping[str, Any], wanted: Mapping[str, Any]) -> list[str]:
    """What a fact holds otherwise than `wanted`, as texts `value is 27, not 28`; numbers are compared as numbers."""
    return [
        f"{name} is {_said(row[name])}, not {_said(value)}"
        for name, value in wanted.items()
        if not _equal(row[name], value, FACTS.column(name).type)
    ]


def _said(value: Any) -> str:
    return "empty" if value is None else f"{value:.15g}" if isinstance(value, float) else str(value)


def _equal(found: Any, wanted: Any, type_: pa.DataType) -> bool:
    if wanted is None or wanted in {"", "null"}:
        return found is None
    if found is None:
        return False
    if pa.types.is_boolean(type_):
        return str(found).lower() == str(wanted).lower()
    if pa.types.is_floating(type_) or pa.types.is_integer(type_):
        try:
            return float(found) == float(Decimal(str(wanted)))
        except InvalidOperation:
            return False
    return str(found) == str(wanted)
