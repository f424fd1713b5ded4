"""Validation of whole tables: pandera says whether rows are in order, the rows that are not go to `rejects`."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from shuliang.errors import DataError
from shuliang.table.columns import FACTS, REJECTS, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from shuliang.table.checks import Check


@cache
def pandera_schema(table: Table) -> Any:
    """The `pandera.pyarrow.DataFrameSchema` of a table."""
    import pandera.pyarrow as pandera  # noqa: PLC0415 - takes half a second, and only a run needs it

    def frame_check(check: Check) -> Any:
        return pandera.Check(lambda frame: check.holds(frame.table), name=check.name, n_failure_cases=1)

    columns = {
        column.name: pandera.Column(
            column.type,
            [pandera.Check.isin(column.allowed)] if column.allowed else [],
            nullable=column.nullable,
            description=column.description,
        )
        for column in table.columns
    }
    return pandera.DataFrameSchema(
        columns,
        checks=[frame_check(check) for check in table.checks],
        strict=True,
        ordered=True,
        name=table.name,
        title=table.title,
    )


def validate(rows: pa.Table, table: Table) -> tuple[pa.Table, pa.Table]:
    """The rows that are in order, and those that are not with a last column `check` naming the first check they break.

    Costs some 15 ms however few the rows: hand over 100,000 or more at a time.

    Raises:
        DataError: the table has other columns or types than it should.
    """
    import pandera.errors  # noqa: PLC0415 - see pandera_schema

    try:
        pandera_schema(table).validate(rows, lazy=True)
    except pandera.errors.SchemaErrors as errors:
        return _split(rows, table, errors)
    return rows, rows.slice(0, 0).append_column("check", pa.array([], pa.string()))


def _split(rows: pa.Table, table: Table, errors: Any) -> tuple[pa.Table, pa.Table]:
    """Rows apart by the first check they break; pandera does not say which rows a check on a column failed."""
    names = pa.nulls(len(rows), pa.string())
    try:
        for name, holds in _row_checks(table).items():
            names = pc.if_else(pc.and_(pc.invert(holds(rows)), pc.is_null(names)), pa.scalar(name), names)
    except (KeyError, pa.ArrowException):
        names = pa.nulls(len(rows), pa.string())
    good = pc.is_null(names)
    if pc.all(good).as_py():
        message = f"table {table.name} does not have its schema: {errors.message}"
        raise DataError(message)
    return rows.filter(good), rows.append_column("check", names).filter(pc.invert(good))


def _row_checks(table: Table) -> dict[str, Callable[[pa.Table], Any]]:
    """Every check of a table that can fail for a row alone, by name, in the order in which they are reported."""
    checks: dict[str, Callable[[pa.Table], Any]] = {}
    for column in table.columns:
        if not column.nullable:
            checks[f"{column.name} is present"] = lambda rows, name=column.name: pc.is_valid(rows[name])  # type: ignore[misc]
        if column.allowed:
            checks[f"{column.name} is allowed"] = lambda rows, name=column.name, words=column.allowed: (  # type: ignore[misc]
                pc.or_(pc.is_null(rows[name]), pc.is_in(rows[name], value_set=pa.array(words)))
            )
    return checks | {check.name: check.holds for check in table.checks}


def as_rejects(broken: pa.Table) -> pa.Table:
    """Rows of `facts` that broke a check, as rows of `rejects`; `broken` has the column `check` of `validate`."""
    kinds = pc.binary_join_element_wise(
        pc.fill_null(broken["kind"], "?"),
        pc.fill_null(broken["modifier"], "?"),
        pc.fill_null(broken["rule_id"], "?"),
        " ",
    )
    return pa.table(
        {
            "doc_id": broken["doc_id"],
            "source": pa.nulls(len(broken), pa.string()),
            "stage": pa.array(["schema"] * len(broken), pa.string()),
            "reason": broken["check"],
            "detail": kinds,
            "char_start": broken["char_start"],
            "char_end": broken["char_end"],
            "surface": broken["surface"],
        },
        schema=REJECTS.schema,
    )


def validate_facts(rows: pa.Table) -> tuple[pa.Table, pa.Table]:
    """Facts in order, and rejects (stage `schema`) for those that are not."""
    good, broken = validate(rows, FACTS)
    return good, as_rejects(broken)
