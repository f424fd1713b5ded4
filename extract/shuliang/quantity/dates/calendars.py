"""Calendar arithmetic on closed intervals of days; the only user of borax, which knows the lunar calendar.

Everything raises ValueError (OverflowError at the ends of the calendar) for a day that does not exist.
"""

from __future__ import annotations

import calendar
import datetime
from typing import NamedTuple

MONTHS = 12


class Interval(NamedTuple):
    """A closed interval of days."""

    start: datetime.date
    end: datetime.date


class Month(NamedTuple):
    """A month of the Gregorian calendar; `month` counts from 1."""

    year: int
    month: int


def one_day(day: datetime.date) -> Interval:
    return Interval(day, day)


def month_end(year: int, month: int) -> datetime.date:
    return datetime.date(year, month, calendar.monthrange(year, month)[1])


def plus_months(month: Month, months: int) -> Month:
    years, at = divmod(month.month - 1 + months, MONTHS)
    return Month(month.year + years, at + 1)


def months_of(year: int, first: int, last: int) -> Interval:
    """Give the months `first` to `last` of a year; months above 12 run on into the next year."""
    begin, end = plus_months(Month(year, 1), first - 1), plus_months(Month(year, 1), last - 1)
    return Interval(datetime.date(begin.year, begin.month, 1), month_end(end.year, end.month))


def years_of(year: int, years: int = 1) -> Interval:
    return Interval(datetime.date(year, 1, 1), datetime.date(year + years - 1, 12, 31))


def shifted(day: datetime.date, months: int) -> datetime.date:
    """Give the same day so many months later; the last of the month where that month is shorter."""
    year, month = plus_months(Month(day.year, day.month), months)
    last = month_end(year, month)
    return last.replace(day=min(day.day, last.day))


def shifted_interval(interval: Interval, months: int) -> Interval:
    """Move an interval by months; one that ends with its month ends with the month again."""
    start, end = shifted(interval.start, months), shifted(interval.end, months)
    if interval.start != interval.end and interval.end == month_end(interval.end.year, interval.end.month):
        end = month_end(end.year, end.month)
    return Interval(start, end)


def week_of(day: datetime.date, weeks: int) -> Interval:
    """Give the week, Monday to Sunday, so many weeks after that of `day`."""
    monday = day - datetime.timedelta(days=day.weekday()) + datetime.timedelta(weeks=weeks)
    return Interval(monday, monday + datetime.timedelta(days=6))


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> datetime.date:
    """Give the nth Monday (`weekday` 0) … Sunday (6) of a month; `nth` counts from 1."""
    first = datetime.date(year, month, 1)
    return first + datetime.timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def lunar_month(year: int, month: int, *, leap: bool) -> Interval:
    """Give a month of the lunar year that begins in `year` (1900 to 2100)."""
    from borax.calendars.lunardate import (  # type: ignore[import-untyped]  # noqa: PLC0415  # few texts have a lunar date
        LCalendars,
        LunarDate,
    )

    if leap and LCalendars.leap_month(year) != month:
        message = f"the lunar year {year} has no leap month {month}"
        raise ValueError(message)
    first: datetime.date = LunarDate(year, month, 1, int(leap)).to_solar_date()
    return Interval(first, first + datetime.timedelta(days=LCalendars.ndays(year, month, int(leap)) - 1))


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> datetime.date:
    whole = lunar_month(year, month, leap=leap)
    found = whole.start + datetime.timedelta(days=day - 1)
    if not whole.start <= found <= whole.end:
        message = f"the lunar month {month} of {year} has no day {day}"
        raise ValueError(message)
    return found


def solar_term(year: int, index: int) -> datetime.date:
    """Give the day of a solar term; 0 is 小寒 in January, 23 is 冬至 in December."""
    from borax.calendars.lunardate import TermUtils  # noqa: PLC0415  # as above

    day: datetime.date = TermUtils.nth_term_day(year, term_index=index)
    return day
