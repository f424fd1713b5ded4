"""From what an expression states to a closed interval of days, in its context."""

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
    shifted,
    shifted_interval,
    solar_term,
    week_of,
    years_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shuliang.quantity.dates.context import DateContext
    from shuliang.quantity.dates.expression import DateExpression, Feast, Reference, Side

MUCH_NEARER = 2
"""A month of another year than the published one is meant only where it is so many times as near."""
SOON = datetime.timedelta(days=31)
"""A day of the coming year that is so near is often written without its year."""
NEARER_BY = 2
"""Days by which a day in a neighbouring month must be nearer than the same day in the published month."""
FIRST_QUARTER = 3
SHORT_YEARS_AHEAD = 10
"""A year of two digits lies at most so far ahead of the published one."""
CENTURY = 100
_Days = tuple[datetime.date | None, datetime.date | None]


def resolve(expression: DateExpression, context: DateContext) -> _Days:
    """Give the first and last day that are meant, and note in the context what was stated.

    Both are None where the text and the publication day do not settle it, or where there is no such day (2月30日);
    the last day alone is None for a period that is still open and whose present is not known (2018年以来).
    """
    try:
        interval = _interval(expression, context)
    except (ValueError, OverflowError):
        return None, None
    if interval is None or interval.end < interval.start:
        return None, None
    if expression.until:
        interval = one_day(interval.end)
    if expression.since:
        return _since(expression, interval, context)
    context.note(expression, interval)
    return interval


def _interval(expression: DateExpression, context: DateContext) -> Interval | None:
    if expression.fixed is not None:
        return Interval(*expression.fixed)
    if expression.trailing is not None:
        if context.published is None or not (expression.trailing.months or expression.trailing.days):
            return None
        start = shifted(context.published, -expression.trailing.months)
        return Interval(start - datetime.timedelta(days=expression.trailing.days), context.published)
    first = expression.first
    if first is None:
        return None
    if expression.same:
        return _same_period(first, context)
    if first.lacks_month:
        return _in_month(expression, context)
    if first.lacks_year:
        return _in_year(expression, context)
    return _span(expression, context, Month(1, 1))


def _since(expression: DateExpression, interval: Interval, context: DateContext) -> _Days:
    if context.published is None or context.published < interval.start:
        return interval.start, None
    context.note(expression, Interval(interval.start, context.published))
    return interval.start, context.published


def _same_period(side: Side, context: DateContext) -> Interval | None:
    """Give the governing period moved to the year, or by the months, that stand before 同期."""
    period = context.period or context.heading_period or context.last_period
    if period is None:
        return None
    if side.year is not None:
        year = side.year.number
        years = year - period.start.year if side.year.base == "calendar" else year
        return shifted_interval(period, 12 * years)
    return shifted_interval(period, side.month.number) if side.month is not None else period


def _in_month(expression: DateExpression, context: DateContext) -> Interval | None:
    """Resolve a bare day: in the month that the paragraph stated, else in the one nearest to the publication day."""
    first = expression.first
    if context.month is not None and (first is None or first.year is None):
        return _span(expression, context, context.month)
    published = context.published
    if published is None:
        return None if context.last_month is None else _span(expression, context, context.last_month)
    this = Month(published.year, published.month)
    found = _try(lambda month: _span(expression, context, month), (this, plus_months(this, -1), plus_months(this, 1)))
    if not found:
        return None
    same, *others = found
    best = min(others, key=lambda interval: _distance(interval, published), default=same)
    return best if _distance(best, published) + NEARER_BY < _distance(same, published) else same


def _in_year(expression: DateExpression, context: DateContext) -> Interval | None:
    """Resolve what lacks its year: the year that the paragraph stated, its heading's, else one near publication."""
    first, published = expression.first, context.published
    stated = context.year or context.heading_year
    if published is None:
        stated = stated or context.last_year
        return None if stated is None else _span(expression, context, Month(stated, 1))
    if first is not None and first.settled and context.year is None and published.month <= FIRST_QUARTER:
        if stated in (None, published.year):
            stated = published.year - 1
    if stated is not None:
        return _span(expression, context, Month(stated, 1))
    if first is None:
        return None
    found = _try(lambda month: _span(expression, context, month), [Month(published.year + n, 1) for n in (0, -1, 1)])
    return _nearest(first, found, published)


def _nearest(side: Side, found: list[Interval], published: datetime.date) -> Interval | None:
    """Choose among the same stretch of the published year, the last and the next one, in this order of preference."""
    if not found:
        return None
    same, *others = found
    if side.edge is not None and side.month is None:
        return same
    gap = _distance(same, published)
    for other in others:
        if other.end < published < same.start and MUCH_NEARER * _distance(other, published) < gap:
            return other
        if other.start == other.end and same.end < published < other.start <= published + SOON:
            return other
    return same


def _try(make: Callable[[Month], Interval | None], months: Iterable[Month]) -> list[Interval]:
    """Make the intervals that exist, in order."""
    found = []
    for month in months:
        try:
            interval = make(month)
        except ValueError:
            continue
        if interval is not None:
            found.append(interval)
    return found


def _distance(interval: Interval, day: datetime.date) -> int:
    """Count the days between an interval and a day; 0 inside."""
    return max((interval.start - day).days, (day - interval.end).days, 0)


def _span(expression: DateExpression, context: DateContext, frame: Month) -> Interval | None:
    """Resolve both sides; `frame` is the year and month that the first one lacks."""
    first, last = expression.first, expression.last
    near = None if first is None else _side(first, context, frame)
    if near is None or last is None:
        return near
    frame = Month(near.start.year, near.start.month)
    far = _side(last, context.within(near), frame)
    if far is not None and far.end < near.start and last.year is None:
        frame = plus_months(frame, 1) if last.lacks_month else plus_months(frame, 12)
        far = _side(last, context.within(near), frame)
    return None if far is None else Interval(near.start, far.end)


def _side(side: Side, context: DateContext, frame: Month) -> Interval | None:
    """Resolve one side: the unit it names, then its edge."""
    interval = _unit(side, context, frame)
    if interval is None or side.edge is None:
        return interval
    return one_day(interval.start if side.edge == "start" else interval.end)


def _unit(side: Side, context: DateContext, frame: Month) -> Interval | None:
    if side.week is not None or side.weekdays is not None:
        return _week(side, context)
    if side.day is not None and side.day.base != "calendar":
        day = _anchor(side.day, context, days=1)
        return None if day is None else one_day(day + datetime.timedelta(days=side.day.number))
    if side.quarter is not None:
        return _quarter(side.quarter, context)
    if side.month is not None and side.month.base != "calendar":
        anchor = _anchor(side.month, context, days=31)
        if anchor is None:
            return None
        month = plus_months(Month(anchor.year, anchor.month), side.month.number)
        return _in_gregorian_month(side, month)
    year = frame.year if side.year is None else _year(side.year, context)
    if year is None:
        return None
    if side.feast is not None:
        return one_day(_feast(side.feast, year))
    if side.lunar:
        return _lunar(side, year)
    if side.months is not None:
        return months_of(year, *side.months)
    if side.month is not None:
        return _in_gregorian_month(side, Month(year, side.month.number))
    if side.day is not None or side.days is not None:
        return _in_gregorian_month(side, Month(year, frame.month))
    return years_of(year, side.years)


def _in_gregorian_month(side: Side, month: Month) -> Interval:
    year, number = month
    if side.day is not None:
        return one_day(datetime.date(year, number, side.day.number))
    last = month_end(year, number)
    if side.days is not None:
        first_day, last_day = side.days
        return Interval(datetime.date(year, number, first_day), last.replace(day=last_day) if last_day else last)
    return Interval(last.replace(day=1), last)


def _year(reference: Reference, context: DateContext) -> int | None:
    number = reference.number
    if reference.base == "calendar":
        return number
    published = context.published
    if reference.base == "short":
        if published is None:
            return number + (1900 if number > CENTURY // 2 else 2000)
        latest = published.year + SHORT_YEARS_AHEAD
        return latest - (latest - number) % CENTURY
    if reference.base == "stated":
        stated = context.period.start.year if context.period is not None else context.year or context.heading_year
        if stated is not None:
            return stated + number
    return None if published is None else published.year + number


def _anchor(reference: Reference, context: DateContext, days: int) -> datetime.date | None:
    """Give the day that an offset counts from: the stated period where it is as short as that, else publication."""
    period = context.period
    if reference.base == "stated" and period is not None and (period.end - period.start).days < days:
        return period.end
    return context.published


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
    anchor = _anchor(reference, context, days=92)
    if anchor is None:
        return None
    first = 3 * ((anchor.month - 1) // 3 + reference.number) + 1
    return months_of(anchor.year, first, first + 2)


def _lunar(side: Side, year: int) -> Interval | None:
    if side.month is None:
        return None
    if side.day is None:
        return lunar_month(year, side.month.number, leap=side.leap)
    return one_day(lunar_day(year, side.month.number, side.day.number, leap=side.leap))


def _feast(feast: Feast, year: int) -> datetime.date:
    if feast.term is not None:
        day = solar_term(year, feast.term)
    elif feast.month is None:
        raise ValueError("a feast without a month or a solar term")
    elif feast.weekday is not None:
        day = nth_weekday(year, feast.month, feast.weekday, feast.nth or 1)
    elif feast.lunar:
        day = lunar_day(year, feast.month, feast.day or 1)
    else:
        day = datetime.date(year, feast.month, feast.day or 1)
    return day + datetime.timedelta(days=feast.after)
