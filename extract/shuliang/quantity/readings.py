"""From a rule's captures to a `Quantity`: one function a reading, chosen by the rule's `reading:`."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from shuliang.errors import NumeralError
from shuliang.facts import Quantity
from shuliang.quantity.bounds import BoundWords
from shuliang.quantity.dates import DateExpression, read_date
from shuliang.quantity.numerals import HALF, Numeral, NumeralReader, bounded
from shuliang.quantity.units import Unit, UnitTable, base_value, converted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from shuliang.facts import Kind, Modifier
    from shuliang.rulebook.model import Entry, Lexicon, Rule

Groups = dict[str, str]
"""The named groups of a match that are set."""

TEN = Decimal(10)
LARGEST = Decimal(10) ** 100
DATE = Quantity("date", None, None, None, False, False, "exact")
PLAIN_KINDS = frozenset({"count", "ordinal", "score", "number"})
"""Kinds without a base value."""
FALLING_KINDS = frozenset({"physical", "temperature"})
"""Kinds whose ranges are also told from the upper end down."""
STEEPEST = 10
"""How many times as much the upper end of a falling range may be; more is no range but two numbers."""
LOWER = frozenset({"more_than", "at_least"})
UPPER = frozenset({"less_than", "at_most"})
INCLUSIVE = frozenset({"at_least", "at_most"})


class QuantityReader:
    """Reads captures with the lexicons of one rulebook."""

    def __init__(self, lexicons: Mapping[str, Lexicon]) -> None:
        self.lexicons = lexicons
        self.numerals = NumeralReader(lexicons["numerals"])
        self.bounds = BoundWords(lexicons)
        self.units = UnitTable.from_lexicons(lexicons)
        self.shares = _entries(lexicons["share_units"])
        self.fixed = _entries(lexicons["fixed_values"])
        self.yuan = frozenset(
            word for word, entry in _entries(lexicons["currencies"]).items() if entry.meaning.get("code") == "CNY"
        )
        self.negative_leads = frozenset(lexicons["negative_leads"].words())
        self._readings: dict[str, Callable[[Kind, Groups], Quantity]] = {
            "amount": self._amount,
            "range": self._range,
            "two_bounds": self._two_bounds,
            "compound": self._compound,
            "fraction": self._fraction,
            "tenths": self._tenths,
            "discount": self._discount,
            "doubling": self._doubling,
            "fixed": self._fixed,
            "score": self._score,
            "ordinal": self._ordinal,
            "none": self._none,
        }

    def read(self, rule: Rule, groups: Groups) -> Quantity | DateExpression | None:
        """What the captures state, None where they state nothing after all (no numeral, a falling range)."""
        if rule.reading == "date":
            return read_date(groups, self.lexicons)
        assert rule.kind != "name"
        if rule.dimension is not None:
            groups = {**groups, "dimension": rule.dimension}
        try:
            return self._readings[rule.reading](rule.kind, groups)
        except NumeralError:
            return None

    def unit(self, kind: Kind, groups: Groups) -> Unit | None:
        """The unit of the captures, None for a bare number.

        Raises:
            NumeralError: the word is no unit of the kind.
        """
        word = groups.get("unit") or groups.get("mark", "").replace(" ", "")
        if kind == "money" and (not word or word in self.yuan) and self.units.currency(groups.get("lead", "")):
            word = groups["lead"]
        if not word:
            return None
        if "dimension" in groups:
            return self.units.physical(word, groups["dimension"])
        per = groups.get("per")
        if per is not None:
            return self.units.rate(word, per)
        unit = self._word(kind, word)
        if unit is None:
            raise NumeralError(f"{word}: not a unit of kind {kind}")
        return unit

    def _word(self, kind: Kind, word: str) -> Unit | None:
        share = self.shares.get(word)
        if share is not None and share.meaning["of"] == kind:
            factor = share.meaning.get("factor")
            return Unit(
                written=share.meaning["written"], code=share.meaning["code"], kind=kind,
                factor=Decimal(factor) if factor else None, base="1" if factor else None, dimension=None,
            )  # fmt: skip
        match kind:
            case "money":
                return self.units.currency(word)
            case "temperature":
                return self.units.physical(word, "temperature")
            case "physical":
                return self.units.physical(word)
            case "duration" | "age":
                return self.units.duration(word) or self.units.short(word)
            case _:
                return self.units.classifier(word)

    def _finished(self, kind: Kind, numeral: Numeral, unit: Unit | None) -> Quantity:
        value = numeral.value
        if any(number is not None and abs(number) > LARGEST for number in (value, numeral.low, numeral.high)):
            raise NumeralError("larger than any number that a document states")
        base = None
        if kind == "fraction":
            base = value
        elif value is not None and unit is not None and kind not in PLAIN_KINDS:
            base = base_value(value, unit)
        quantity = Quantity(
            kind, None, None, None, False, False, "exact",
            unit.written if unit else None,
            unit.code if unit else None,
            _plain(base),
            None if base is None else "1" if unit is None else unit.base,
        )  # fmt: skip
        return with_bounds(quantity, numeral)

    def _bounded(self, numeral: Numeral, groups: Groups) -> Numeral:
        return self.bounds.apply(numeral, groups.get("before"), groups.get("after"))

    def _signed(self, numeral: Numeral, groups: Groups) -> Numeral:
        """零下 turns the number, and its bounds, around: 零下三十多度 is less than -30."""
        if groups.get("lead") not in self.negative_leads:
            return numeral
        low, high = numeral.low, numeral.high
        modifier: Modifier = "less_than" if numeral.modifier == "more_than" else numeral.modifier
        return Numeral(_negated(numeral.value), _negated(high), _negated(low), modifier)

    def _amount(self, kind: Kind, groups: Groups) -> Quantity:
        numeral = self.numerals.read(groups["value"])
        unit = self.unit(kind, groups)
        if kind == "temperature" or "lead" in groups:
            numeral = self._signed(numeral, groups)
        if unit is not None and unit.scale != 1:
            numeral = _scaled(numeral, unit.scale)
        for character in groups.get("scale", ""):
            numeral = _scaled(numeral, TEN ** self.numerals.powers[character])
        return self._finished(kind, self._bounded(numeral, groups), unit)

    def _range(self, kind: Kind, groups: Groups) -> Quantity:
        unit = self.unit(kind, groups)
        high = self.numerals.read(groups["high"])
        low = self.numerals.read(groups["low"])
        top = high.value if high.value is not None else high.high
        bottom = low.value if low.value is not None else low.low
        if top is None or bottom is None:
            raise NumeralError("a range needs two numbers")
        low_unit = groups.get("low_unit")
        if "tolerance" in groups:
            bottom, top = bottom - top, bottom + top
        elif low_unit is None:
            bottom = self._shared_magnitude(bottom, groups["low"], top, groups["high"])
        elif low_unit != groups.get("unit"):
            bottom = self._converted(bottom, self._word(kind, low_unit), unit)
        if unit is not None and unit.scale != 1:
            bottom, top = bottom * unit.scale, top * unit.scale
        if groups.get("lead") in self.negative_leads:
            bottom, top = sorted((-bottom, -top if "high_lead" in groups or "low_unit" not in groups else top))
        if bottom > top and kind in FALLING_KINDS and (bottom < top * STEEPEST or top < 0):
            bottom, top = top, bottom  # 海拔1640~970米, 气温12~-3℃
        if bottom >= top:
            raise NumeralError("a range must rise")
        return self._finished(kind, Numeral(None, bottom, top, "range"), unit)

    def _two_bounds(self, kind: Kind, groups: Groups) -> Quantity:
        """大于10小于20, 最多100最少20个: a lower and an upper bound in either order."""
        sides: dict[bool, tuple[Decimal, bool]] = {}
        for side, bound in (("low", "before"), ("high", "high_bound")):
            number, modifier = self.numerals.exact(groups[side]), self.bounds.before.get(groups.get(bound, ""))
            if modifier not in LOWER | UPPER:
                raise NumeralError("a range needs a lower and an upper bound")
            sides[modifier in LOWER] = (number, modifier in INCLUSIVE)
        if len(sides) < len(groups.keys() & {"low", "high"}) or sides[True][0] >= sides[False][0]:
            raise NumeralError("two bounds that leave nothing between them")
        (bottom, from_bottom), (top, to_top) = sides[True], sides[False]
        quantity = self._finished(kind, Numeral(None, bottom, top, "range"), self.unit(kind, groups))
        return quantity._replace(low_inclusive=from_bottom, high_inclusive=to_top)

    def _shared_magnitude(self, low: Decimal, low_text: str, high: Decimal, high_text: str) -> Decimal:
        """3至4亿 is 3亿 to 4亿; 500至3万 is what it says."""
        powers = self.numerals.powers
        if low_text[-1:] in powers and low_text[-1:] in self.numerals.big:
            return low
        at = len(high_text)
        while at > 0 and high_text[at - 1] in powers:
            at -= 1
        shared = low
        for character in high_text[at:]:
            if character in low_text:
                continue
            shared *= TEN ** powers[character]
        return shared if shared < high else low

    @staticmethod
    def _converted(value: Decimal, unit: Unit | None, into: Unit | None) -> Decimal:
        if unit is None or into is None:
            raise NumeralError("a part of a measure without a unit")
        if unit == into:
            return value
        result = converted(value, unit, into)
        if result is None:
            raise NumeralError(f"{unit.written} and {into.written} do not measure the same")
        return result

    def _compound(self, kind: Kind, groups: Groups) -> Quantity:
        """1米83, 三斤二两, 1小时30分, 5年半, 三块五: read in the first unit."""
        first = self.numerals.read(groups["value"])
        unit = self.unit(kind, groups)
        if unit is None or first.value is None:
            raise NumeralError("a compound measure needs a first number and unit")
        total = first.value
        if "half" in groups:
            total += Decimal("0.5")
        smallest: Unit | None = unit
        for part in ("2", "3"):
            text = groups.get(f"value{part}")
            if text is None:
                break
            word = groups.get(f"unit{part}")
            if word is None:
                total += self._converted(self.numerals.places(text), smallest, unit)
            else:
                smallest = self._word(kind, word)
                total += self._converted(self.numerals.exact(text), smallest, unit)
        numeral = bounded(total * unit.scale, first.modifier)
        return self._finished(kind, self._bounded(self._signed(numeral, groups), groups), unit)

    def _fraction(self, kind: Kind, groups: Groups) -> Quantity:
        numerator, denominator = (self.numerals.read(groups[side]) for side in ("numerator", "denominator"))
        if numerator.value is None or not denominator.value:
            raise NumeralError("a fraction needs two numbers")
        whole = self.numerals.exact(groups["value"]) if "value" in groups else Decimal(0)
        part = numerator.value / denominator.value
        sign = -1 if "negative" in groups else 1
        value = sign * (whole - part if whole < 0 else whole + part)
        return self._finished(kind, self._bounded(bounded(value, numerator.modifier), groups), None)

    def _tenths(self, kind: Kind, groups: Groups) -> Quantity:
        """三成五 is 35 %, 七八成 70 to 80."""
        numeral = _scaled(self.numerals.read(groups["value"]), TEN)
        if "value2" in groups and numeral.value is not None:
            numeral = bounded(numeral.value + self.numerals.exact(groups["value2"]), numeral.modifier)
        if "half" in groups and numeral.value is not None:
            numeral = bounded(numeral.value + TEN * HALF, numeral.modifier)
        return self._finished(kind, self._bounded(numeral, groups), self.unit(kind, groups))

    def _discount(self, kind: Kind, groups: Groups) -> Quantity:
        """八五折 and 8.5折 are 85 %, 五折 50."""
        numeral = self.numerals.read(groups["value"])
        if (numeral.value if numeral.value is not None else numeral.high or TEN) < TEN:
            numeral = _scaled(numeral, TEN)
        return self._finished(kind, self._bounded(numeral, groups), self.unit(kind, groups))

    def _doubling(self, kind: Kind, groups: Groups) -> Quantity:
        """翻一番 is 2, 翻两番 4, 翻四番 16."""
        times = self.numerals.read(groups["value"])
        if times.value is None:
            raise NumeralError("how often it doubles is not said")
        return self._finished(
            kind, self._bounded(bounded(Decimal(2) ** times.value, times.modifier), groups), self.unit(kind, groups)
        )

    def _fixed(self, kind: Kind, groups: Groups) -> Quantity:
        entry = self.fixed[groups["value"]]
        value = Decimal(entry.meaning["value"])
        modifier: Modifier = entry.meaning.get("modifier", "exact")  # type: ignore[assignment]  # a test holds them to MODIFIERS
        numeral = Numeral(None, value, None, modifier) if modifier == "vague" else bounded(value, modifier)
        word = groups.get("unit") or entry.meaning.get("unit")
        return self._finished(kind, self._bounded(numeral, groups), self._word(kind, word) if word else None)

    def _score(self, kind: Kind, groups: Groups) -> Quantity:
        low, high = self.numerals.exact(groups["low"]), self.numerals.exact(groups["high"])
        return Quantity(kind, None, _plain(low), _plain(high), True, True, "exact")

    def _none(self, kind: Kind, groups: Groups) -> Quantity:
        """无一人, 一个也没有: zero of the classifier."""
        return self._finished(kind, bounded(Decimal(0), "exact"), self.unit(kind, groups))

    def _ordinal(self, kind: Kind, groups: Groups) -> Quantity:
        word = groups.get("unit")
        unit = (self.units.classifier(word) or self.units.duration(word)) if word else None
        if word and unit is None:
            raise NumeralError(f"{word}: not a classifier")
        if "low" in groups:
            return self._range(kind, groups)
        if "high" in groups:
            return self._finished(kind, Numeral(None, Decimal(1), self.numerals.exact(groups["high"]), "range"), unit)
        return self._finished(
            kind, self.numerals.read(groups["value"]) if "value" in groups else bounded(Decimal(1), "exact"), unit
        )


def with_bounds(quantity: Quantity, numeral: Numeral) -> Quantity:
    """The quantity with the numeral's value and bounds."""
    low, high = _plain(numeral.low), _plain(numeral.high)
    inclusive = numeral.modifier not in ("more_than", "less_than", "near")
    return Quantity(
        quantity.kind, _plain(numeral.value), low, high, inclusive and low is not None, inclusive and high is not None,
        numeral.modifier, quantity.unit, quantity.unit_code, quantity.base_value, quantity.base_unit,
    )  # fmt: skip


def _entries(lexicon: Lexicon) -> dict[str, Entry]:
    return {word: entry for entry in lexicon.entries for word in entry.words}


def _negated(value: Decimal | None) -> Decimal | None:
    return None if value is None else -value


def _scaled(numeral: Numeral, factor: Decimal) -> Numeral:
    def times(value: Decimal | None) -> Decimal | None:
        return None if value is None else value * factor

    return Numeral(times(numeral.value), times(numeral.low), times(numeral.high), numeral.modifier)


def _plain(value: Decimal | None) -> Decimal | None:
    """Without trailing zeros: 64200.00 → 64200."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
