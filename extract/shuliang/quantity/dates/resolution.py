"""From what an expression states to a closed interval of days, in its context."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from shuliang.quantity.dates.calendars import (
    MONTHS,
    Interval,
    Month,
    one_day,
    plus_months,
    shifted,
    shifted_interval,
    years_of,
)
from shuliang.quantity.dates.sides import side_interval

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from shuliang.quantity.dates.context import DateContext
    from shuliang.quantity.dates.expression import DateExpression, Side, Trailing

MUCH_NEARER = 2
"""A month of another year than the published one is meant only where it is so many times as near."""
SOON = datetime.timedelta(days=31)
"""A day of the coming year that is so near is often written without its year."""
NEARER_BY = 2
"""Days by which a day in a neighbouring month must be nearer than the same day in the published month."""
JUST_NOW = datetime.timedelta(days=10)
"""A day so shortly before the publication day is that of the news, whatever year its heading speaks of."""
LATEST = datetime.timedelta(days=92)
"""截至 with a month says how things stand at last: it is that of the published year where that is so short ago."""
HALF_YEAR = 6
FIRST_QUARTER = 3
"""Up to this month 全年 and 年末 speak of the year before."""
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
        published, last = context.published, interval.end
        if published is not None and interval.start <= published < last:
            last = published  # 截至本周: the week is not over
        interval = one_day(last)
    if expression.since:
        if context.published is None or context.published < interval.start:
            return interval.start, None
        interval = Interval(interval.start, context.published)
    context.note(expression, interval)
    return interval


def _interval(expression: DateExpression, context: DateContext) -> Interval | None:
    if expression.fixed is not None:
        return Interval(*expression.fixed)
    if expression.trailing is not None:
        return _trailing(expression.trailing, context)
    if expression.first is None:
        return None
    if expression.same:
        return _same_period(expression.first, context)
    return _placed(expression, expression.first, context)


def _placed(expression: DateExpression, first: Side, context: DateContext) -> Interval | None:
    """Resolve in the year, or month, that the expression leaves to its context."""
    if first.lacks_month:
        return _in_month(expression, first, context)
    if first.lacks_year:
        return _in_year(expression, first, context)
    return _span(expression, first, context, Month(1, 1))


def _trailing(trailing: Trailing, context: DateContext) -> Interval | None:
    if context.published is None or trailing.is_vague:
        return None
    start = shifted(context.published, -trailing.months) - datetime.timedelta(days=trailing.days)
    return Interval(start, context.published)


def _same_period(side: Side, context: DateContext) -> Interval | None:
    """Give the governing period moved to the year, or by the months, that stand before 同期."""
    period = context.period or context.heading_period or context.last_period
    if period is None:
        return None
    if side.year is not None:
        year = side.year.number
        years = year - period.start.year if side.year.base == "calendar" else year
        if side.year.base == "published" and year == 0 and context.published is not None:
            years = context.published.year - period.start.year  # 去年夏天…；今年同期
        return shifted_interval(period, MONTHS * years)
    return shifted_interval(period, side.month.number) if side.month is not None else period


def _in_month(expression: DateExpression, first: Side, context: DateContext) -> Interval | None:
    """Resolve a bare day: in the month that the paragraph stated, else in the one nearest to the publication day."""
    published = context.published
    month = context.month or (context.last_month if published is None else None)
    if month is not None:
        return _span(expression, first, context, month)
    if published is None:
        return None
    this = Month(published.year, published.month)
    months = (this, plus_months(this, -1), plus_months(this, 1))
    found = _existing(lambda month: _span(expression, first, context, month), months)
    if not found:
        return None
    same, *others = found
    best = min(others, key=lambda interval: _distance(interval, published), default=same)
    return best if _distance(best, published) + NEARER_BY < _distance(same, published) else same


def _in_year(expression: DateExpression, first: Side, context: DateContext) -> Interval | None:
    """Resolve what lacks its year: the year that the paragraph stated, its heading's, else one near publication."""
    year, published = _stated_year(first, context), context.published
    if year is not None:
        stated = _span(expression, first, context, Month(year, 1))
        return (published and _recent(expression, first, context, published)) or stated
    if published is None:
        return None
    years = [Month(published.year + n, 1) for n in (0, -1, 1)]
    found = _existing(lambda month: _span(expression, first, context, month), years)
    return _nearest(first, found, published, until=expression.until)


def _recent(expression: DateExpression, first: Side, context: DateContext, published: datetime.date) -> Interval | None:
    """Give the day or month of the published year that is meant although the year before it was stated.

    It is a day just before publication under last year's heading (1月26日召开), or a last count (截至4月底) behind the
    figures of the whole last year.
    """
    last_year = published.year - 1
    if first.day is not None and context.year is None and context.heading_year == last_year:
        longest = JUST_NOW
    elif expression.until and first.month is not None and context.period == years_of(last_year):
        longest = LATEST
    else:
        return None
    found = _existing(lambda month: _span(expression, first, context, month), [Month(published.year, 1)])
    return next((days for days in found if datetime.timedelta(0) <= published - days.end <= longest), None)


def _stated_year(side: Side, context: DateContext) -> int | None:
    """Give the year that the text has stated for a side that lacks one."""
    stated, published = context.year or context.heading_year, context.published
    if published is None:
        return stated or context.last_year
    if stated is None and context.last_year == published.year - 1 and (side.settled or _is_edge_of_year(side)):
        return context.last_year  # 年末 and 全年 in the later paragraphs of last year's report
    is_open = stated is None or (stated == published.year and context.year is None and not context.has_sections)
    return published.year - 1 if side.settled and is_open and published.month <= FIRST_QUARTER else stated


def _is_edge_of_year(side: Side) -> bool:
    return side.edge == "start" and side.year is None and side.month is None and side.quarter is None


def _nearest(side: Side, found: list[Interval], published: datetime.date, *, until: bool) -> Interval | None:
    """Choose among the same stretch of the published year, the last and the next one, in this order of preference.

    What is counted up to a day (截至8月底) is over, so the nearer one is meant.
    """
    if not found:
        return None
    same, *others = found
    if side.edge is not None and side.month is None:
        return same
    if _adds_up(side) and same.end > published + LATEST:
        return next((other for other in others if other.end < published), same)
    gap = _distance(same, published)
    for other in others:
        factor = 1 if until else MUCH_NEARER
        if other.end < published < same.start and factor * _distance(other, published) < gap:
            return other
        if other.start == other.end and same.end < published < other.start <= published + SOON:
            return other
    return same


def _adds_up(side: Side) -> bool:
    """Whether it counts up most of a year (前三季度), which is told of when it is over or nearly so."""
    return side.months is not None and side.months[0] == 1 and side.months[1] > HALF_YEAR


def _existing(make: Callable[[Month], Interval | None], months: Iterable[Month]) -> list[Interval]:
    """Make the intervals that exist, in order: 30日 is in no February."""
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


def _span(expression: DateExpression, first: Side, context: DateContext, frame: Month) -> Interval | None:
    """Resolve both sides; `frame` is the year and month that the first one lacks, which gives them to the last."""
    near, last = side_interval(first, context, frame), expression.last
    if near is None or last is None:
        return near
    frame = Month(near.start.year, near.start.month)
    within = context.within(near)
    far = side_interval(last, within, frame)
    if far is not None and far.end < near.start and last.year is None:
        far = side_interval(last, within, plus_months(frame, 1 if last.lacks_month else MONTHS))
    return None if far is None else Interval(near.start, far.end)
