"""Dates and periods: what a date rule captured, and the days it means where it stands.

`read_date` turns captures into a `DateExpression`, which does not depend on the place in the text and can be memoised;
`resolve` turns that into a closed interval of days, given the `DateContext` that is carried from left to right.
"""

from __future__ import annotations

from shuliang.quantity.dates.context import DateContext
from shuliang.quantity.dates.expression import DateExpression
from shuliang.quantity.dates.reading import CAPTURES, read_date
from shuliang.quantity.dates.resolution import resolve

__all__ = ["CAPTURES", "DateContext", "DateExpression", "read_date", "resolve"]
