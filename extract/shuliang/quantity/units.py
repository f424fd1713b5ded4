"""What unit words mean: codes, coherent base units and exact factors, from the lexicons of units.

Words are looked up as they stand in the clean text (half-width, simplified). Rates are composed from their two words.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

from shuliang.errors import Fault, NumeralError, RulebookError
from shuliang.facts import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shuliang.rulebook.model import Entry, Lexicon

ONE = Decimal(1)
NO_OFFSET = Fraction(0)
WIDE = Context(prec=1000)
"""Products of a stated number and a factor never fill it, so they are exact."""
LONG = Context(prec=34)
"""For quotients that do not end (1亩 in m²): the digits of IEEE decimal128."""
RATES = 4096
"""Rates kept in memory; a corpus has a few hundred."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of one kind. `base` is its coherent base unit (UCUM or ISO 4217), `factor` how many of those one is.

    `factor` is rounded to 34 digits where it does not end (亩 is 2000/3 m²); then `ratio` has it exactly. `offset` is
    added after the factor (temperature scales). `scale` is what the stated number is multiplied by to be a number of
    `written`: one 角 is 0.1 元; `factor` is that of `written`.
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
    """Give `value` of `unit.written` in `unit.base`: exact where it ends, else to 34 digits; None without a factor."""
    if unit.factor is None:
        return None
    if unit.ratio is None and not unit.offset:
        return WIDE.multiply(value, unit.factor)
    return _decimal(Fraction(value) * _ratio(unit) + unit.offset)


def converted(value: Decimal, unit: Unit, into: Unit) -> Decimal | None:
    """Give a number stated in `unit` as if stated in `into`: 二两 in 斤 is 0.2, 五角 in 元 0.5.

    None where the two measure different things.
    """
    if unit.base != into.base or unit.factor is None or into.factor is None:
        return None
    return _decimal(Fraction(value) * _ratio(unit) * Fraction(unit.scale) / (_ratio(into) * Fraction(into.scale)))


def _ratio(unit: Unit) -> Fraction:
    return Fraction(unit.factor or ONE) if unit.ratio is None else unit.ratio


def _decimal(number: Fraction) -> Decimal:
    return LONG.divide(Decimal(number.numerator), Decimal(number.denominator))


def _measured(unit: Unit, ratio: Fraction, base: str | None) -> Unit:
    """`unit` as `ratio` times `base`."""
    factor = _decimal(ratio)
    return replace(unit, factor=factor, ratio=None if Fraction(factor) == ratio else ratio, base=base)


def _counting(word: str) -> Unit:
    return Unit(word, f"{{{word}}}", "count", None, None)


class UnitTable:
    """The meanings of all unit words of one rulebook.

    `physical`, `classifier`, `currency` and `duration` give None for a word that is no unit of that sort. A word that
    is listed as `short` (分 for a tenth of a 亩) is found where no whole word is.
    """

    def __init__(self, lexicons: Mapping[str, Lexicon], faults: list[Fault]) -> None:
        self._physical: dict[str, Unit] = {}
        self._physical_shorts: dict[str, Unit] = {}
        self._in_dimension: dict[tuple[str, str], Unit] = {}
        self._currencies: dict[str, Unit] = {}
        self._durations: dict[str, Unit] = {}
        self._denominators: dict[str, Unit] = {}
        counted = _entries(lexicons, "classifiers")
        self._classifiers = {word: _counting(word) for entry in counted for word in entry.words}
        self._learn_physical(_entries(lexicons, "units"), _generated_factors(lexicons), faults)
        self._learn_currencies(_entries(lexicons, "currencies"), faults)
        self._learn_durations(_entries(lexicons, "duration_units"), faults)
        self.rate = lru_cache(maxsize=RATES)(self._rate)

    @classmethod
    def from_lexicons(cls, lexicons: Mapping[str, Lexicon]) -> UnitTable:
        """Read the lexicons units, unit_factors, classifiers, currencies and duration_units; a missing one is empty.

        Raises RulebookError with every entry that has a factor which is missing or no number.
        """
        faults: list[Fault] = []
        table = cls(lexicons, faults)
        if faults:
            raise RulebookError(faults)
        return table

    def physical(self, word: str, dimension: str | None = None) -> Unit | None:
        """Find a unit of measure; with `dimension`, only one of that (度 is energy, temperature or angle)."""
        if dimension is not None:
            return self._in_dimension.get((word, dimension))
        return self._physical.get(word) or self._physical_shorts.get(word)

    def classifier(self, word: str) -> Unit | None:
        """Find a measure word; its code is itself as a UCUM annotation."""
        return self._classifiers.get(word)

    def currency(self, word: str) -> Unit | None:
        """Find a currency, its sign or a part of it; 角 and 分 are given in 元 by their `scale`."""
        return self._currencies.get(word)

    def duration(self, word: str) -> Unit | None:
        """Find a unit of time, with seconds as base where its length is fixed."""
        return self._durations.get(word)

    def short(self, word: str) -> Unit | None:
        """A unit by the short spelling that it has beside a numeral of its own (三个多月: 月)."""
        return self._denominators.get(word)

    def _rate(self, numerator: str, denominator: str) -> Unit:
        """Make 元 and 吨 into CNY/t; raises NumeralError for an unknown numerator.

        A denominator that is in no lexicon (元/间夜) is taken for a thing counted.
        """
        upper = (
            self._currencies.get(numerator)
            or self._physical.get(numerator)
            or self._classifiers.get(numerator)
            or self._durations.get(numerator)
        )
        if upper is None:
            message = f"{numerator}: not a unit"
            raise NumeralError(message)
        lower = (
            self._durations.get(denominator)
            or self._physical.get(denominator)
            or self._classifiers.get(denominator)
            or self._denominators.get(denominator)
            or _counting(denominator)
        )
        return _quotient(upper, lower, denominator)

    def _learn_physical(self, entries: Iterable[Entry], factors: Mapping[str, str], faults: list[Fault]) -> None:
        by_code: dict[str, Unit] = {}
        others: list[tuple[Entry, str, str]] = []
        for entry in _with_keys(entries, ("code", "dimension"), faults):
            unit = _physical_unit(entry, factors, faults)
            by_code.setdefault(unit.code, unit)
            for word in entry.words:
                self._physical[word] = self._in_dimension[word, unit.dimension or ""] = replace(unit, written=word)
            others.extend((entry, dimension, code) for dimension, code in _other_readings(entry))
            if "short" in entry.meaning:
                unit = replace(unit, written=entry.meaning["short"])
                self._physical_shorts[unit.written] = self._in_dimension[unit.written, unit.dimension or ""] = unit
        for entry, dimension, code in others:
            if code in by_code:
                for word in entry.words:
                    self._in_dimension[word, dimension] = replace(by_code[code], written=word)
            else:
                faults.append(Fault(entry.place, f"also: {code} is the code of no unit in this list"))
        self._denominators.update(self._physical_shorts)

    def _learn_currencies(self, entries: Iterable[Entry], faults: list[Fault]) -> None:
        whole: dict[str, str] = {}
        shorts: dict[str, Unit] = {}
        for entry in _with_keys(entries, ("code", "written"), faults):
            written, code = entry.meaning["written"], entry.meaning["code"]
            part = _decimal(_number(entry, entry.meaning.get("factor", "1"), faults))
            if "of" not in entry.meaning:
                whole.setdefault(code, written)
            if written == whole.get(code):
                unit = Unit(written, code, "money", ONE, code, scale=part)
            else:
                unit = Unit(written, code, "money", part, code)
            self._currencies.update(dict.fromkeys(entry.words, unit))
            if "short" in entry.meaning:
                shorts[entry.meaning["short"]] = unit
        self._currencies = shorts | self._currencies

    def _learn_durations(self, entries: Iterable[Entry], faults: list[Fault]) -> None:
        for entry in _with_keys(entries, ("code",), faults):
            code = entry.meaning["code"]
            for word in entry.words:
                unit = Unit(entry.meaning.get("written", word), code, "duration", None, None, "time")
                if "factor" in entry.meaning:
                    unit = _measured(unit, _number(entry, entry.meaning["factor"], faults), "s")
                self._durations[word] = unit
            if "short" in entry.meaning:
                self._denominators[entry.meaning["short"]] = self._durations[entry.words[0]]


def _physical_unit(entry: Entry, factors: Mapping[str, str], faults: list[Fault]) -> Unit:
    meaning = entry.meaning
    kind: Kind = "temperature" if meaning["dimension"] == "temperature" else "physical"
    offset = _number(entry, meaning.get("offset", "0"), faults)
    unit = Unit(entry.words[0], meaning["code"], kind, None, None, meaning["dimension"], offset=offset)
    factor = meaning.get("factor", factors.get(meaning["code"]))
    if factor is not None:
        return _measured(unit, _number(entry, factor, faults), meaning.get("base"))
    if "pint" in meaning:
        message = f"{unit.code} is missing in unit_factors.yaml; run `python -m shuliang.rulebook.factors`"
        faults.append(Fault(entry.place, message))
    return unit


def _other_readings(entry: Entry) -> list[tuple[str, str]]:
    """`also: temperature Cel, angle deg` → the codes of the word in other dimensions."""
    pairs = [other.split(" ") for other in entry.meaning.get("also", "").split(", ")]
    return [(pair[0], pair[1]) for pair in pairs if len(pair) > 1]


def _number(entry: Entry, text: str, faults: list[Fault]) -> Fraction:
    """`0.5` or `2000/3`; 1 where it is neither, with a fault."""
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        faults.append(Fault(entry.place, f"{text}: no number; a factor is written as 0.5 or as 2000/3"))
        return Fraction(1)


def _quotient(upper: Unit, lower: Unit, denominator: str) -> Unit:
    """Rates of money and measures have a base value, those of things counted have none (320人/km²)."""
    kind: Kind = upper.kind if upper.kind in ("money", "count") else "physical"
    dimension = f"{upper.dimension}/{lower.dimension}" if upper.dimension and lower.dimension else None
    written, code = f"{upper.written}/{denominator}", _over(upper.code, lower.code)
    rate = Unit(written, code, kind, None, None, dimension, scale=upper.scale)
    if upper.base is None:
        return rate
    if lower.kind == "count":
        return _measured(rate, _ratio(upper), _over(upper.base, lower.code))
    if lower.base is None:
        return rate
    base = "1" if upper.base == lower.base else _over(upper.base, lower.base)
    return _measured(rate, _ratio(upper) / _ratio(lower), base)


def _over(upper: str, lower: str) -> str:
    """UCUM reads from left to right, so that a product below the stroke needs brackets: g/(kW.h)."""
    symbols = lower.split("{", 1)[0]
    return f"{upper}/({lower})" if "." in symbols or "/" in symbols else f"{upper}/{lower}"


def _entries(lexicons: Mapping[str, Lexicon], name: str) -> tuple[Entry, ...]:
    lexicon = lexicons.get(name)
    return lexicon.entries if lexicon else ()


def _with_keys(entries: Iterable[Entry], keys: tuple[str, ...], faults: list[Fault]) -> list[Entry]:
    """Leave out the entries that lack one of `keys`, and note it."""
    complete = []
    for entry in entries:
        missing = [key for key in keys if key not in entry.meaning]
        if missing:
            faults.append(Fault(entry.place, f"{entry.words[0]}: a unit here needs {' and '.join(missing)}"))
        else:
            complete.append(entry)
    return complete


def _generated_factors(lexicons: Mapping[str, Lexicon]) -> dict[str, str]:
    return {code: entry.meaning["factor"] for entry in _entries(lexicons, "unit_factors") for code in entry.words}
