"""What a text has stated about time so far, read from left to right."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuliang.quantity.dates.calendars import Interval, Month

if TYPE_CHECKING:
    from shuliang.quantity.dates.expression import DateExpression, Side

LONGEST_PERIOD = 366
"""Days; a longer period governs no 上年 or 同期."""
LONGEST_HEADING = 40
"""Characters; a longer line is no heading."""
NOT_IN_HEADINGS = frozenset("，。；！？,;!?")
"""A line with one of these is prose."""


@dataclass(slots=True)
class DateContext:
    """The time that words such as 上年, 全年, 同期 or a bare 三月 refer to; mutable, one for each document.

    `year`, `month` and `period` are what the paragraph has stated so far. A heading's year and period hold until the
    next heading that states some. What was stated last in the document, `last_year` and so on, serves where there is
    neither that nor a publication day. `has_sections` says that a heading after the first one stated a year.
    """

    published: datetime.date | None
    year: int | None = None
    month: Month | None = None
    period: Interval | None = None
    heading_year: int | None = None
    heading_period: Interval | None = None
    last_year: int | None = None
    last_month: Month | None = None
    last_period: Interval | None = None
    in_heading: bool = False
    has_sections: bool = False

    def new_paragraph(self, line: str = "") -> None:
        """Forget what the paragraph before stated, unless that was a heading; `line` is the paragraph that begins."""
        if self.in_heading:
            self.has_sections = self.heading_year is not None and (self.has_sections or self.year is not None)
            self.heading_year = self.year or self.heading_year
            self.heading_period = self.period or self.heading_period
        self.year = self.month = self.period = None
        self.in_heading = 0 < len(line) <= LONGEST_HEADING and NOT_IN_HEADINGS.isdisjoint(line)

    def within(self, interval: Interval) -> DateContext:
        """Give the context of the far side of a range, which takes over from the near side what it leaves out."""
        start = interval.start
        return DateContext(self.published, start.year, Month(start.year, start.month), interval)

    def note(self, expression: DateExpression, interval: Interval) -> None:
        """Take in what an expression has stated, unless it is only looked back at (上年, 较2019年, 去年同期).

        A single day in a heading is that of the meeting or the paper, not the time the text is about.
        """
        first = expression.first
        if first is None or expression.basis or expression.same or _looks_back(expression):
            return
        start, end = interval
        if self.in_heading and start == end:
            return
        if first.year is not None and start.year == end.year and not self._is_far_aim(first, start):
            self.year = self.last_year = start.year
        if (start.year, start.month) == (end.year, end.month):
            self.month = self.last_month = Month(start.year, start.month)
        if (end - start).days < LONGEST_PERIOD:
            self.period = self.last_period = interval

    def _is_far_aim(self, side: Side, start: datetime.date) -> bool:
        """Whether it is a distant year (到2030年), in which a bare month later in the text is not."""
        is_plain_year = side.month is None and side.months is None and side.feast is None
        return is_plain_year and self.published is not None and start.year > self.published.year + 1


def _looks_back(expression: DateExpression) -> bool:
    first = expression.first
    if first is None or (first.edge == "start" and first.year is None and first.month is None):
        return True
    parts = (first.year, first.quarter, first.month, first.day)
    return any(part is not None and part.base == "stated" and part.number < 0 for part in parts)
