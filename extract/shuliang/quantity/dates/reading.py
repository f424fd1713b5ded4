"""From the captures of a date rule to what they state.

A group that ends in `2` belongs to the far side of a range. Words mean what their lexicon says, numerals are read with
the lexicon `numerals`.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, get_args

from shuliang.errors import NumeralError
from shuliang.quantity.dates.expression import Base, DateExpression, Edge, Feast, Reference, Side, Trailing
from shuliang.quantity.numerals import NumeralReader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shuliang.rulebook.model import Lexicon

WORDS = {
    "year_word": "date_years",
    "era": "date_eras",
    "century_word": "date_centuries",
    "part": "date_parts",
    "month": "date_months",
    "month_word": "date_month_words",
    "lunar_month": "date_lunar_months",
    "season": "date_seasons",
    "third": "date_thirds",
    "day": "date_days",
    "lunar_day": "date_lunar_days",
    "day_word": "date_day_words",
    "week_word": "date_weeks",
    "weekday": "date_weekdays",
    "feast": "date_feasts",
    "edge": "date_edges",
    "plan": "date_plans",
    "span": "date_spans",
}
"""Group → the lexicon that its words are from."""
NUMERALS = frozenset({"year", "century", "decade", "months", "count"})
"""Groups that hold a numeral."""
MARKS = frozenset({"lunar", "leap", "half", "more", "until", "since", "same", "basis", "unsettled", "unsaid"})
"""Groups that say something by being set."""
CAPTURES = frozenset(name for group in {*WORDS, *NUMERALS, *MARKS} for name in (group, f"{group}2")) | {"lead"}
"""The groups that a date rule may have."""
LUNAR = ("lunar", "leap", "lunar_month", "lunar_day")
"""Groups that make a side lunar."""
LONGEST_DECADE = 90
"""A greater number before 年代 is a full year (1990年代)."""
SHORT_YEAR = 2
"""Digits of a year that leaves its century unsaid."""
_READERS: dict[str, NumeralReader] = {}
"""By the lexicon's sha256: to build one takes longer than to read a date."""


def read_date(groups: Mapping[str, str], lexicons: Mapping[str, Lexicon]) -> DateExpression | None:
    """Read the groups that are set in a match of a date rule; None where a numeral in them is none after all."""
    try:
        return _Captures(groups, lexicons).expression()
    except NumeralError:
        return None


class _Captures:
    """The groups of one match, read through their lexicons."""

    __slots__ = ("groups", "lexicons")

    def __init__(self, groups: Mapping[str, str], lexicons: Mapping[str, Lexicon]) -> None:
        self.groups, self.lexicons = groups, lexicons

    def expression(self) -> DateExpression:
        """Give what all groups state together; raises NumeralError."""
        groups = self.groups
        if "plan" in groups:
            return self.plan()
        if "unsettled" in groups or "before" in self.meaning("era"):
            return DateExpression()
        if "count" in groups:
            return DateExpression(trailing=self.trailing())
        return DateExpression(
            self.side(""),
            self.side("2") if any(name.endswith("2") for name in groups) else None,
            until="until" in groups,
            since="since" in groups,
            same="same" in groups,
            basis="basis" in groups,
        )

    @property
    def numerals(self) -> NumeralReader:
        lexicon = self.lexicons["numerals"]
        reader = _READERS.get(lexicon.sha256)
        if reader is None:
            reader = _READERS[lexicon.sha256] = NumeralReader(lexicon)
        return reader

    def meaning(self, group: str, far: str = "") -> Mapping[str, str]:
        """What the word of a group means; empty where the group is not set."""
        word = self.groups.get(group + far)
        if word is None:
            return {}
        lexicon = self.lexicons[WORDS[group]]
        for entry in lexicon.entries:
            if word in entry.words:
                return entry.meaning
        message = f"{word}: not in the lexicon {lexicon.name}"
        raise NumeralError(message)

    def number(self, group: str, far: str = "") -> int | None:
        text = self.groups.get(group + far)
        return None if text is None else self.numerals.integer(text)

    def plan(self) -> DateExpression:
        """A plan's period, or one end of it."""
        meaning, edge = self.meaning("plan"), self.meaning("edge").get("edge")
        start, end = (datetime.date.fromisoformat(meaning[key]) for key in ("start", "end"))
        fixed = (end if edge == "end" else start, start if edge == "start" else end)
        return DateExpression(fixed=fixed, since="since" in self.groups)

    def trailing(self) -> Trailing:
        if "more" in self.groups:
            return Trailing()
        count = self.numerals.exact(self.groups["count"])
        if "half" in self.groups:
            count += Decimal("0.5")
        unit = self.meaning("span")
        return Trailing(int(count * int(unit.get("months", 0))), int(count * int(unit.get("days", 0))))

    def side(self, far: str) -> Side:
        edge = self.meaning("edge", far)
        quarter = month = None
        if self.groups.keys().isdisjoint({f"month{far}", f"month_word{far}", f"part{far}"}):
            month = Reference(0, "stated") if edge.get("of") == "month" else None
            quarter = Reference(0, "stated") if edge.get("of") == "quarter" else None
        year, years = self.years(far)
        return Side(
            year=year,
            years=years,
            months=self.months(far),
            month=self.month(far) or month,
            quarter=self.relative("month_word", "quarter", far) or quarter,
            days=_stretch(self.meaning("third", far).get("days")),
            day=self.day(far),
            week=self.relative("week_word", "week", far),
            weekdays=_stretch(self.meaning("weekday", far).get("weekday")),
            feast=_feast(self.meaning("feast", far)),
            edge=_edge(edge.get("edge")),
            lunar=not self.groups.keys().isdisjoint({f"{group}{far}" for group in LUNAR}),
            leap=f"leap{far}" in self.groups,
            settled="settled" in self.meaning("year_word", far) or "settled" in edge,
        )

    def relative(self, group: str, unit: str, far: str) -> Reference | None:
        """The year, month, quarter, week or day of a word, by its keys `<unit>` (an offset) and `base`."""
        meaning = self.meaning(group, far)
        return None if unit not in meaning else Reference(int(meaning[unit]), _base(meaning["base"]))

    def years(self, far: str) -> tuple[Reference | None, int]:
        """The year in which the side begins, and how many years it is long."""
        relative = self.relative("year_word", "year", far)
        if relative is not None:
            return relative, 1
        era = self.meaning("era", far) or self.unsaid_era(far)
        number = self.number("year", far)
        if era:
            first = int(era["first"])
            return Reference(first + (number or 1) - 1), 1
        if number is not None:
            text = self.groups[f"year{far}"]
            return Reference(number, "short" if len(text) == SHORT_YEAR else "calendar"), 1
        return self.decade(far)

    def unsaid_era(self, far: str) -> Mapping[str, str]:
        """The era whose name is left out before its years; empty where the rule reads none such."""
        if f"unsaid{far}" not in self.groups:
            return {}
        return next(entry.meaning for entry in self.lexicons["date_eras"].entries if "unsaid" in entry.meaning)

    def decade(self, far: str) -> tuple[Reference | None, int]:
        century = self.number("century", far) or _integer(self.meaning("century_word", far).get("century"))
        decade = self.number("decade", far)
        if decade is not None and decade > LONGEST_DECADE:
            return Reference(decade), 10
        if decade is None:
            return (None, 1) if century is None else (Reference(100 * (century - 1) + 1), 100)
        return (Reference(decade, "short") if century is None else Reference(100 * (century - 1) + decade)), 10

    def months(self, far: str) -> tuple[int, int] | None:
        last = self.number("months", far)
        if last is not None:
            return 1, last
        words = (self.meaning(group, far) for group in ("part", "season", "year_word"))
        return next((_stretch(word["months"]) for word in words if "months" in word), None)

    def month(self, far: str) -> Reference | None:
        number = self.meaning("month", far).get("month") or self.meaning("lunar_month", far).get("month")
        return self.relative("month_word", "month", far) if number is None else Reference(int(number))

    def day(self, far: str) -> Reference | None:
        number = self.meaning("day", far).get("day") or self.meaning("lunar_day", far).get("day")
        return self.relative("day_word", "day", far) if number is None else Reference(int(number))


def _integer(text: str | None) -> int | None:
    return None if text is None else int(text)


def _stretch(text: str | None) -> tuple[int, int] | None:
    """`1-6` → (1, 6)."""
    if text is None:
        return None
    first, last = text.split("-")
    return int(first), int(last)


def _base(text: str) -> Base:
    for base in get_args(Base):
        if text == base:
            return base  # type: ignore[no-any-return]  # get_args is untyped
    message = f"{text}: none of {', '.join(get_args(Base))}"
    raise NumeralError(message)


def _edge(text: str | None) -> Edge | None:
    return None if text is None else "start" if text == "start" else "end"


def _feast(meaning: Mapping[str, str]) -> Feast | None:
    if not meaning:
        return None
    numbers = {key: _integer(meaning.get(key)) for key in ("month", "day", "term", "weekday", "nth")}
    return Feast(**numbers, lunar=meaning.get("calendar") == "lunar", after=int(meaning.get("after", 0)))
