"""What unit words mean: codes, coherent base units and exact factors, from the lexicons of units.

Words are looked up as they stand in the clean text (half-width, simplified). Rates are composed from their two words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from shuliang.errors import Fault, NumeralError, RulebookError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from shuliang.facts import Kind
    from shuliang.rulebook.model import Entry, Lexicon

ONE = Decimal(1)
NO_OFFSET = Fraction(0)
WIDE = Context(prec=1000)
"""Products of a stated number and a factor never fill it, so they are exact."""
LONG = Context(prec=34)
"""For quotients that do not end (3.5亩 in m²); the digits of IEEE decimal128."""
RATES = 4096
"""Rates kept; a corpus has a few hundred."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of one kind. `base` is its coherent base unit as a UCUM or ISO 4217 code, `factor` how many of those one is.

    `factor` is rounded to 34 digits where it does not end (亩 is 2000/3 m²); then `ratio` has it exactly. `offset` is
    added after the factor (temperature scales). `scale` is what a stated number is multiplied by to be in `written`: one 角
    is 0.1 元; `factor` and `base_value` are about the number in `written`.
    """

    written: str
    code: str
    kind: Kind
    factor: Decimal | None
    base: str | None
    dimension: str | None = None
    ratio: Fraction | None = None
    offset: Fraction = NO_OFFSET
    scale: Decimal = ONE


def base_value(value: Decimal, unit: Unit) -> Decimal | None:
    """`value` of `unit.written` in `unit.base`: exact where the result ends, else to 34 digits; None without a factor."""
    if unit.factor is None:
        return None
    if unit.ratio is None and not unit.offset:
        return WIDE.multiply(value, unit.factor)
    return _decimal(Fraction(value) * _ratio(unit) + unit.offset)


def converted(value: Decimal, unit: Unit, into: Unit) -> Decimal | None:
    """A number stated in `unit` as if it had been stated in `into` (二两 in 斤: 0.2); None where they measure different things."""
    if unit.base != into.base or unit.factor is None or into.factor is None:
        return None
    return _decimal(Fraction(value) * _stated(unit) / _stated(into))


def _ratio(unit: Unit) -> Fraction:
    if unit.ratio is not None:
        return unit.ratio
    return Fraction(unit.factor or ONE)


def _stated(unit: Unit) -> Fraction:
    return _ratio(unit) * Fraction(unit.scale)


def _decimal(number: Fraction) -> Decimal:
    """Exact where 34 digits are enough."""
    return LONG.divide(Decimal(number.numerator), Decimal(number.denominator))


class UnitTable:
    """The meanings of all unit words of one rulebook.

    `physical`, `classifier`, `currency` and `duration` give None for a word that is no unit of that kind. A word listed as
    `short` (分 for a tenth of a 亩) is found where no whole word is.
    """

    def __init__(self) -> None:
        self._physical: dict[str, Unit] = {}
        self._in_dimension: dict[tuple[str, str], Unit] = {}
        self._classifiers: dict[str, Unit] = {}
        self._currencies: dict[str, Unit] = {}
        self._durations: dict[str, Unit] = {}
        self._shorts: dict[str, dict[str, Unit]] = {"physical": {}, "money": {}, "duration": {}}
        self.rate = lru_cache(maxsize=RATES)(self._rate)

    @classmethod
    def from_lexicons(cls, lexicons: Mapping[str, Lexicon]) -> UnitTable:
        """Read the lexicons units, unit_factors, classifiers, currencies and duration_units; one that is missing is empty.

        Raises RulebookError with every unit whose factor is missing or is no number.
        """
        reading = _Reading(cls(), _factors(lexicons), [])
        for entry in _entries(lexicons, "units"):
            reading.physical(entry)
        for entry in _entries(lexicons, "units"):
            reading.other_dimensions(entry)
        for entry in _entries(lexicons, "classifiers"):
            reading.classifier(entry)
        for entry in _entries(lexicons, "currencies"):
            reading.currency(entry)
        for entry in _entries(lexicons, "duration_units"):
            reading.duration(entry)
        if reading.faults:
            raise RulebookError(reading.faults)
        return reading.table

    def physical(self, word: str, dimension: str | None = None) -> Unit | None:
        """The physical unit or temperature scale; with `dimension`, only one that measures it (度: energy, temperature or angle)."""
        if dimension is not None:
            return self._in_dimension.get((word, dimension))
        return self._physical.get(word) or self._shorts["physical"].get(word)

    def classifier(self, word: str) -> Unit | None:
        return self._classifiers.get(word)

    def currency(self, word: str) -> Unit | None:
        return self._currencies.get(word) or self._shorts["money"].get(word)

    def duration(self, word: str) -> Unit | None:
        return self._durations.get(word)

    def _rate(self, numerator: str, denominator: str) -> Unit:
        """The unit of so many `numerator` for each `denominator` (元, 吨 → CNY/t); raises NumeralError for an unknown numerator."""
        upper = (
            self.currency(numerator)
            or self._physical.get(numerator)
            or self._classifiers.get(numerator)
            or self._durations.get(numerator)
        )
        if upper is None:
            message = f"{numerator}: not a unit"
            raise NumeralError(message)
        return _quotient(upper, self._denominator(denominator), denominator)

    def _denominator(self, word: str) -> Unit:
        """What stands behind the stroke; a noun that is in no lexicon (元/间夜) is its own unit."""
        return (
            self._durations.get(word)
            or self._physical.get(word)
            or self._classifiers.get(word)
            or self._shorts["duration"].get(word)
            or self._shorts["physical"].get(word)
            or _counting(word)
        )


def _with_factor(unit: Unit, ratio: Fraction, base: str | None) -> Unit:
    factor = _decimal(ratio)
    return replace(unit, factor=factor, ratio=None if Fraction(factor) == ratio else ratio, base=base)


def _counting(word: str) -> Unit:
    return Unit(word, f"{{{word}}}", "count", None, None)


def _quotient(upper: Unit, lower: Unit, lower_word: str) -> Unit:
    """Rates of money or measures have a base value; those of things counted have none (320人/km²)."""
    code = _over(upper.code, lower.code)
    kind: Kind = "physical" if upper.kind in ("duration", "temperature") else upper.kind
    dimension = None
    if upper.dimension and lower.dimension:
        dimension = "ratio" if upper.dimension == lower.dimension else f"{upper.dimension}/{lower.dimension}"
    rate = Unit(f"{upper.written}/{lower_word}", code, kind, None, None, dimension, scale=upper.scale)
    if upper.factor is None or upper.base is None:
        return rate
    if lower.kind == "count":
        return replace(rate, factor=upper.factor, ratio=upper.ratio, base=_over(upper.base, lower.code))
    if lower.factor is None or lower.base is None:
        return rate
    ratio = _ratio(upper) / _ratio(lower)
    base = "1" if upper.base == lower.base else _over(upper.base, lower.base)
    return _with_factor(rate, ratio, base)


def _over(upper: str, lower: str) -> str:
    """UCUM reads from left to right, so that a product below the stroke needs brackets: g/(kW.h)."""
    outside = lower.split("{", 1)[0]
    return f"{upper}/({lower})" if "." in outside or "/" in outside else f"{upper}/{lower}"


@dataclass(frozen=True, slots=True)
class _Reading:
    """Entries of lexicons → words of the table; collects what is wrong with them."""

    table: UnitTable
    factors: Mapping[str, str]
    faults: list[Fault]

    def physical(self, entry: Entry) -> None:
        meaning = entry.meaning
        dimension = meaning["dimension"]
        kind: Kind = "temperature" if dimension == "temperature" else "physical"
        given = meaning.get("factor") or self.factors.get(meaning["code"])
        if given is None and "pint" in meaning:
            self._fault(entry, f"{meaning['code']} is not in unit_factors; run `python -m shuliang.rulebook.factors`")
        unit = Unit(entry.words[0], meaning["code"], kind, None, None, dimension, offset=self._number(entry, meaning.get("offset", "0")))
        if given is not None:
            unit = _with_factor(unit, self._number(entry, given), meaning.get("base"))
        for word in entry.words:
            self.table.add_physical(word, replace(unit, written=word))
        if "short" in meaning:
            self.table.add_short("physical", meaning["short"], replace(unit, written=meaning["short"]))

    def other_dimensions(self, entry: Entry) -> None:
        """`also: temperature Cel, angle deg` → 度 is found in these dimensions, too."""
        for other in entry.meaning.get("also", "").split(", "):
            dimension, _, code = other.partition(" ")
            if code:
                for word in entry.words:
                    self.table.add_reading(word, dimension, code)

    def classifier(self, entry: Entry) -> None:
        for word in entry.words:
            self.table.add_classifier(word, _counting(word))

    def currency(self, entry: Entry) -> None:
        meaning = entry.meaning
        part = self._number(entry, meaning.get("factor", "1"))
