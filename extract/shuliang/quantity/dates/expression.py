"""What a date expression states, wherever it stands."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

Base = Literal["calendar", "short", "published", "stated"]
Edge = Literal["start", "end"]


@dataclass(frozen=True, slots=True)
class Reference:
    """A year, month, week or day: a number of the calendar, or an offset from what `base` names.

    Base `calendar` is the number itself and `short` a year of two digits; `published` counts from the publication day
    and `stated` from the nearest stated period.
    """

    number: int
    base: Base = "calendar"


@dataclass(frozen=True, slots=True)
class Feast:
    """A day of the year with a name: `month` and `day`, Gregorian or lunar, a solar `term`, or a month's nth weekday.

    `after` days are added.
    """

    month: int | None = None
    day: int | None = None
    lunar: bool = False
    term: int | None = None
    weekday: int | None = None
    nth: int | None = None
    after: int = 0


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a date expression: what it states, unit by unit; None where it leaves the unit out.

    `years` is the length of a decade or century. `months` and `days` are stretches (上半年 1–6, 中旬 11–20), both ends
    included; the end of `days` is 0 for the last of the month. `week` counts from the published one, `weekdays` from
    Monday as 0. `settled` marks words that speak of a year that is over (全年, 年末) when it has only just begun anew.
    """

    year: Reference | None = None
    years: int = 1
    months: tuple[int, int] | None = None
    month: Reference | None = None
    quarter: Reference | None = None
    days: tuple[int, int] | None = None
    day: Reference | None = None
    week: Reference | None = None
    weekdays: tuple[int, int] | None = None
    feast: Feast | None = None
    edge: Edge | None = None
    lunar: bool = False
    leap: bool = False
    settled: bool = False

    @property
    def is_relative(self) -> bool:
        """Whether a day, week, month or quarter of it is counted from the stated period or the publication day."""
        parts = (self.month, self.quarter, self.day, self.week)
        return self.weekdays is not None or any(part is not None and part.base != "calendar" for part in parts)

    @property
    def lacks_year(self) -> bool:
        """Whether the year has to come from the context."""
        return self.year is None and not self.is_relative

    @property
    def lacks_month(self) -> bool:
        """Whether it is a day, or days, of a month that has to come from the context."""
        is_day = self.days is not None or (self.day is not None and self.day.base == "calendar")
        return is_day and self.month is None and self.months is None


@dataclass(frozen=True, slots=True)
class Trailing:
    """A period that runs up to the publication day: 近三年, 五年来. Neither length is set where it is vague."""

    months: int = 0
    days: int = 0

    @property
    def is_vague(self) -> bool:
        return not self.months and not self.days


@dataclass(frozen=True, slots=True)
class DateExpression:
    """The position-independent meaning of the captures of a date rule; `resolve` gives it its days.

    `last` is the far side of a range. `until` takes the last day (截至), `since` runs to the publication day (以来),
    `same` takes the governing period of the stated year (同期), `basis` marks what only serves to compare with.
    """

    first: Side | None = None
    last: Side | None = None
    fixed: tuple[datetime.date, datetime.date] | None = None
    trailing: Trailing | None = None
    until: bool = False
    since: bool = False
    same: bool = False
    basis: bool = False
