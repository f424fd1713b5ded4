"""The gates of a dataset as values: what is measured, and the bounds it must keep."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shuliang.errors import Place


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a measured number must be; None where a side is open."""

    at_least: Decimal | None = None
    at_most: Decimal | None = None

    def hold(self, found: Decimal) -> bool:
        return (self.at_least is None or found >= self.at_least) and (self.at_most is None or found <= self.at_most)

    def __str__(self) -> str:
        sides = (("at least", self.at_least), ("at most", self.at_most))
        return " and ".join(f"{word} {bound:f}" for word, bound in sides if bound is not None)


@dataclass(frozen=True, slots=True)
class RowsGate:
    """How many facts there must be, of one kind, rule or source where these are named."""

    place: Place
    bounds: Bounds
    kind: str | None = None
    rule: str | None = None
    source: str | None = None


@dataclass(frozen=True, slots=True)
class NullsGate:
    """The share of nulls in a column."""

    place: Place
    bounds: Bounds
    column: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class MostGate:
    """The most rejects or residue: as a number, and as a share of themselves and the facts together."""

    place: Place
    at_most: int | None
    share: Decimal | None


@dataclass(frozen=True, slots=True)
class QuantileGate:
    """Where a quantile of the values of one unit must lie."""

    place: Place
    bounds: Bounds
    unit: str
    quantile: Decimal
    column: str = "value"
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class GoldenGate:
    """A fact that must be there, its columns as text."""

    place: Place
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ScoreGate:
    """What the rulebook must reach on labelled texts; `least` maps precision, recall and f1 to their bounds."""

    place: Place
    file: Path
    least: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class PreviousGate:
    """Shares of the previous release's facts that may go or change."""

    place: Place
    lost: Decimal = Decimal(0)
    changed: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Gates:
    """Everything that must hold; `broken` counts rows that may break the schema."""

    place: Place
    previous: PreviousGate
    broken: int = 0
    rows: tuple[RowsGate, ...] = ()
    nulls: tuple[NullsGate, ...] = ()
    rejects: MostGate | None = None
    residue: MostGate | None = None
    quantiles: tuple[QuantileGate, ...] = ()
    golden: tuple[GoldenGate, ...] = ()
    score: ScoreGate | None = None
