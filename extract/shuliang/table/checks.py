"""What must hold between the columns of a row.

Each check takes an Arrow table and gives one boolean for each row, true where the row is in order.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Callable

Mask = Any  # pa.ChunkedArray of booleans; pyarrow's compute functions carry no types


@dataclass(frozen=True, slots=True)
class Check:
    """One rule about a row; `name` goes to `rejects.reason`, `says` to the documentation."""

    name: str
    says: str
    holds: Callable[[pa.Table], Mask]


def _all(*masks: Mask) -> Mask:
    mask = masks[0]
    for other in masks[1:]:
        mask = pc.and_(mask, other)
    return mask


def _implies(condition: Mask, consequence: Mask) -> Mask:
    return pc.or_(pc.invert(condition), consequence)


def _known(condition: Mask) -> Mask:
    """Null counts as true: a comparison with an open side says nothing."""
    return pc.fill_null(condition, fill_value=True)


def _is(table: pa.Table, column: str, *words: str) -> Mask:
    return pc.fill_null(pc.is_in(table[column], value_set=pa.array(words)), fill_value=False)


def _open(table: pa.Table, side: str) -> Mask:
    return _all(pc.is_null(table[side]), pc.invert(table[f"{side}_inclusive"]))


def _closed(table: pa.Table, side: str) -> Mask:
    return _all(pc.is_valid(table[side]), table[f"{side}_inclusive"])


def _short_of(table: pa.Table, side: str) -> Mask:
    return _all(pc.is_valid(table[side]), pc.invert(table[f"{side}_inclusive"]))


def _value_is(table: pa.Table, side: str) -> Mask:
    """The value, where it is stated, is the bound."""
    return _known(pc.equal(table["value"], table[side]))


def _no_value(table: pa.Table) -> Mask:
    return pc.is_null(table["value"])


def _span_ordered(table: pa.Table) -> Mask:
    return _all(pc.greater_equal(table["char_start"], 0), pc.less(table["char_start"], table["char_end"]))


def _span_fits_surface(table: pa.Table) -> Mask:
    length = pc.cast(pc.utf8_length(table["surface"]), pa.int64())
    return pc.equal(length, pc.subtract(table["char_end"], table["char_start"]))


def _bounds_ordered(table: pa.Table) -> Mask:
    return pc.or_(_known(pc.less_equal(table["low"], table["high"])), _is(table, "kind", "score"))


def _numbers_finite(table: pa.Table) -> Mask:
    return _all(*(_known(pc.is_finite(table[name])) for name in ("value", "low", "high", "base_value")))


def _exact(table: pa.Table) -> Mask:
    stated = _all(_closed(table, "low"), _closed(table, "high"))
    score = _all(_is(table, "kind", "score"), _no_value(table))
    single = _all(pc.is_valid(table["value"]), _value_is(table, "low"), _value_is(table, "high"))
    rows = _all(_is(table, "modifier", "exact"), pc.invert(_is(table, "kind", "date")))
    return _implies(rows, _all(stated, pc.or_(score, single)))


def _open_sides(table: pa.Table) -> Mask:
    """An approximate number is open on both sides, a lower bound above, an upper one below; others have no value."""
    return _all(
        _implies(_is(table, "modifier", "approximate"), _all(_open(table, "low"), _open(table, "high"))),
        _implies(
            _is(table, "modifier", "more_than"),
            _all(_short_of(table, "low"), _open(table, "high"), _value_is(table, "low")),
        ),
        _implies(
            _is(table, "modifier", "at_least"),
            _all(_closed(table, "low"), _open(table, "high"), _value_is(table, "low")),
        ),
        _implies(
            _is(table, "modifier", "less_than", "near"),
            _all(_open(table, "low"), _short_of(table, "high"), _value_is(table, "high")),
        ),
        _implies(
            _is(table, "modifier", "at_most"),
            _all(_open(table, "low"), _closed(table, "high"), _value_is(table, "high")),
        ),
        _implies(
            _is(table, "modifier", "range"), _all(_closed(table, "low"), _closed(table, "high"), _no_value(table))
        ),
        _implies(
            _is(table, "modifier", "vague"),
            _all(_closed(table, "low"), pc.or_(_closed(table, "high"), _open(table, "high")), _no_value(table)),
        ),
    )


def _date_is_no_number(table: pa.Table) -> Mask:
    empty = _all(_no_value(table), _open(table, "low"), _open(table, "high"), pc.is_null(table["base_value"]))
    return _implies(_is(table, "kind", "date"), empty)


def _number_is_value(table: pa.Table) -> Mask:
    written = pc.fill_null(pc.match_substring_regex(table["number"], r"^-?[0-9]+(\.[0-9]+)?$"), fill_value=False)
    parsed = pc.cast(pc.if_else(written, table["number"], pa.scalar("nan")), pa.float64())
    both_null = _all(pc.is_null(table["number"]), _no_value(table))
    equal = pc.fill_null(pc.equal(parsed, table["value"]), fill_value=False)
    return pc.or_(both_null, equal)


def _unit_coded(table: pa.Table) -> Mask:
    coded = _is(table, "kind", "money", "physical", "percent", "duration", "temperature")
    return _implies(_all(coded, pc.is_valid(table["unit"])), pc.is_valid(table["unit_code"]))


def _base_has_unit(table: pa.Table) -> Mask:
    return _implies(pc.is_valid(table["base_value"]), pc.is_valid(table["base_unit"]))


def _time_ordered(table: pa.Table) -> Mask:
    return _known(pc.less_equal(table["time_start"], table["time_end"]))


def _basis_of_change(table: pa.Table) -> Mask:
    return _implies(pc.is_valid(table["change_reference"]), pc.is_valid(table["change_basis"]))


FACT_CHECKS = (
    Check("span ordered", "`0 <= char_start < char_end`", _span_ordered),
    Check("span fits surface", "`char_end - char_start` is the length of `surface`", _span_fits_surface),
    Check("numbers finite", "no infinity and no NaN", _numbers_finite),
    Check("bounds ordered", "`low <= high`, but for a score, whose sides stand in their order", _bounds_ordered),
    Check("exact agrees", "exact: `low = value = high`, both included; a score has two sides and no value", _exact),
    Check(
        "modifier agrees", "each modifier leaves open the sides that its wording leaves open (table below)", _open_sides
    ),
    Check("date is no number", "a date has no value and no bounds", _date_is_no_number),
    Check("number is value", "`number` is a plain decimal literal and parses to `value`", _number_is_value),
    Check("unit coded", "a unit of money, percent, time, temperature or a physical measure has its code", _unit_coded),
    Check("base has unit", "`base_value` comes with `base_unit`", _base_has_unit),
    Check("time ordered", "`time_start <= time_end`", _time_ordered),
    Check("basis of change", "`change_reference` comes with `change_basis`", _basis_of_change),
)

DOCUMENT_CHECKS = (
    Check(
        "counts not negative", "`repairs`, `chars`, `facts` and `residue` count from 0",
        lambda table: _all(*(pc.greater_equal(table[name], 0) for name in ("repairs", "chars", "facts", "residue"))),
    ),
    Check(
        "sha256 written", "`sha256` is 64 hex digits",
        lambda table: pc.match_substring_regex(table["sha256"], r"^[0-9a-f]{64}$"),
    ),
)  # fmt: skip

REJECT_CHECKS = (
    Check("findable", "a document or a source is named", lambda table: pc.or_(
        pc.is_valid(table["doc_id"]), pc.is_valid(table["source"]))),
)  # fmt: skip
