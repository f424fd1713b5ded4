"""The tables of a release besides those of a run, and the fact table with only the columns that are published."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from shuliang.facts import KINDS
from shuliang.table.columns import BOOL, DATE, DOCUMENTS, DOUBLE, FACTS, INTEGER, REJECTS, STRING, Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pyarrow as pa

    from shuliang.table.checks import Check

RULES = Table(
    name="rules",
    title="One row for each rule of the rulebook that read the documents",
    columns=(
        Column("rule_id", STRING, "The rule, as in `facts.rule_id`.", holds="path below rules/"),
        Column("title", STRING, "What the rule reads, in a line."),
        Column("status", STRING, "How far the rule is trusted.", allowed=("draft", "stable", "retired")),
        Column("since", STRING, "The version of the rulebook that it came with."),
        Column("kind", STRING, "The kind it reads; `name` is recognised so that it is not published.",
               allowed=(*KINDS, "name")),
        Column("sha256", STRING, "Hash of the rule's file.", holds="64 hex digits"),
        Column("facts", INTEGER, "How many facts of this release it gave.", holds="rows of `facts`"),
    ),
    checks=(),
    order=("rule_id",),
)  # fmt: skip

CHANGES = Table(
    name="changes",
    title="One row for each fact added or removed since the previous release, and for each column of a fact changed",
    columns=(
        Column("change", STRING, "What happened.", allowed=("added", "removed", "changed")),
        Column("doc_id", STRING, "The document, as in `documents`."),
        Column("fact_id", STRING, "The fact, as in `facts`."),
        Column("kind", STRING, "What kind of quantity it is.", allowed=KINDS),
        Column("surface", STRING, "The slice of the decoded document."),
        Column("column", STRING, "The column that reads otherwise; null for a fact added or removed.", nullable=True),
        Column("before", STRING, "What it held in the previous release, as text.", nullable=True),
        Column("after", STRING, "What it holds now, as text.", nullable=True),
    ),
    checks=(),
    order=("doc_id", "fact_id", "column", "change"),
)

TYPES: dict[pa.DataType, tuple[str, str, str]] = {
    STRING: ("string", "string", "sc:Text"),
    INTEGER: ("int64", "integer", "sc:Integer"),
    DOUBLE: ("double", "number", "sc:Float"),
    BOOL: ("bool", "boolean", "sc:Boolean"),
    DATE: ("date", "date", "sc:Date"),
}
"""What a column's type is called: in the README, in datapackage.json, in croissant.json."""


def published(columns: Sequence[str]) -> Table:
    """`facts` with only these columns, and the checks that can be made on them."""
    if tuple(columns) == tuple(FACTS.schema.names):
        return FACTS
    table = replace(FACTS, columns=tuple(column for column in FACTS.columns if column.name in columns))
    empty = table.schema.empty_table()
    return replace(table, checks=tuple(check for check in FACTS.checks if _can_be_made(check, empty)))


def _can_be_made(check: Check, empty: pa.Table) -> bool:
    try:
        check.holds(empty)
    except KeyError:
        return False
    return True


def release_tables(columns: Sequence[str]) -> tuple[Table, ...]:
    """Every table of a release, in the order in which it is described."""
    return (published(columns), DOCUMENTS, REJECTS, RULES, CHANGES)
