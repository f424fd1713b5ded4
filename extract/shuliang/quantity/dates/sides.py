"""One side of a date expression, in its context and within a year and month that it may lack, as days."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from shuliang.quantity.dates.calendars import (
    Interval,
    Month,
    lunar_day,
    lunar_month,
    month_end,
    months_of,
    nth_weekday,
    one_day,
    plus_months,
    solar_term,
    week_of,
    years_of,
)

if TYPE_CHECKING:
    from shuliang.quantity.dates.context import DateContext
    from shuliang.quantity.dates.expression import Feast, Reference, Side

SHORT_YEARS_AHEAD = 10
"""A year of two digits lies at most so far ahead of the published one."""
CENTURY = 100
LONGEST_MONTH, LONGEST_QUARTER = 31, 92
"""Days; a stated period that is longer is no month, or quarter, to count from."""


def side_interval(side: Side, context: DateContext, frame: Month) -> Interval | None:
    """Give the days of one side, None where the context does not settle them; `frame` is the year and month it lacks.

    Raises ValueError for a day that does not exist.
    """
    interval = _relative(side, context) if side.is_relative else _within_year(side, context, frame)
    if interval is None or side.edge is None:
        return interval
    return one_day(interval.start if side.edge == "start" else interval.end)


def _relative(side: Side, context: DateContext) -> Interval | None:
    """Resolve a day, week, month or quarter that is counted from the stated period or the publication day."""
    if side.week is not None or side.weekdays is not None:
        return _week(side, context)
    if side.day is not None and side.day.base != "calendar":
        day = _anchor(side.day, context, 1)
        return None if day is None else one_day(day + datetime.timedelta(days=side.day.number))
    if side.quarter is not None:
        return _quarter(side.quarter, context)
    return None if side.month is None else _relative_month(side, side.month, context)


def _week(side: Side, context: DateContext) -> Interval | None:
    published = context.published
    if published is None:
        return None
    first, last = side.weekdays or (0, 6)
    if side.week is None:
        monday = week_of(published, 0 if first <= published.weekday() else -1).start
    else:
        monday = week_of(published, side.week.number).start
    return Interval(monday + datetime.timedelta(days=first), monday + datetime.timedelta(days=last))


def _quarter(reference: Reference, context: DateContext) -> Interval | None:
    anchor = _anchor(reference, context, LONGEST_QUARTER)
    if anchor is None:
        return None
    first = 3 * ((anchor.month - 1) // 3 + reference.number) + 1
    return months_of(anchor.year, first, first + 2)


def _relative_month(side: Side, reference: Reference, context: DateContext) -> Interval | None:
    anchor = _anchor(reference, context, LONGEST_MONTH)
    if anchor is None:
        return None
    return _within_month(side, plus_months(Month(anchor.year, anchor.month), reference.number))


def _anchor(reference: Reference, context: DateContext, days: int) -> datetime.date | None:
    """Give the day that an offset counts from: the stated period where it is as short as that, else publication."""
    period = context.period
    if reference.base == "stated" and period is not None and (period.end - period.start).days < days:
        return period.end
    return context.published


def _within_year(side: Side, context: DateContext, frame: Month) -> Interval | None:
    """Resolve a year, or what is named within it."""
    year = frame.year if side.year is None else _year(side.year, context)
    if year is None:
        return None
    if side.feast is not None:
        return one_day(_feast(side.feast, year))
    if side.lunar:
        return _lunar(side, year)
    if side.months is not None:
        return months_of(year, *side.months)
    if side.month is not None or side.lacks_month:
        return _within_month(side, Month(year, frame.month if side.month is None else side.month.number))
    return years_of(year, side.years)


def _year(reference: Reference, context: DateContext) -> int | None:
    number, published = reference.number, context.published
    if reference.base == "calendar":
        return number
    if reference.base == "short":
        return _full_year(number, published)
    if reference.base == "stated":
        stated = context.period.start.year if context.period is not None else context.year or context.heading_year
        if stated is not None:
            return stated + number
    return None if published is None else published.year + number


def _full_year(number: int, published: datetime.date | None) -> int:
    """Give the year of two digits its century."""
    if published is None:
        return number + (1900 if number > CENTURY // 2 else 2000)
    latest = published.year + SHORT_YEARS_AHEAD
    return latest - (latest - number) % CENTURY


def _within_month(side: Side, month: Month) -> Interval:
    """Resolve a month, or the day or days named within it."""
    year, number = month
    if side.day is not None:
        return one_day(datetime.date(year, number, side.day.number))
    last = month_end(year, number)
    if side.days is not None:
        first_day, last_day = side.days
        return Interval(last.replace(day=first_day), last.replace(day=last_day) if last_day else last)
    return Interval(last.replace(day=1), last)


def _lunar(side: Side, year: int) -> Interval | None:
    if side.month is None:
        return None
    if side.day is None:
        return lunar_month(year, side.month.number, leap=side.leap)
    return one_day(lunar_day(year, side.month.number, side.day.number, leap=side.leap))


def _feast(feast: Feast, year: int) -> datetime.date:
    if feast.term is not None:
        day = solar_term(year, feast.term)
    elif feast.weekday is not None:
        day = nth_weekday(year, feast.month or 1, feast.weekday, feast.nth or 1)
    elif feast.lunar:
        day = lunar_day(year, feast.month or 1, feast.day or 1)
    else:
        day = datetime.date(year, feast.month or 1, feast.day or 1)
    return day + datetime.timedelta(days=feast.after)
