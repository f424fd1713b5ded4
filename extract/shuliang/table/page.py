"""The tables of docs/fact-model.md, written from the columns: `python -m shuliang.table.page docs/fact-model.md`."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from shuliang.table.columns import TABLES, Column, Table

_BLOCK = re.compile(r"(<!-- begin (\w+)\.(\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def filled(page: str) -> str:
    """The page with what lies between `<!-- begin facts.columns -->` (or `.checks`) and `<!-- end -->` written anew."""
    tables = {table.name: table for table in TABLES}
    write = {"columns": _columns, "checks": _checks}
    return _BLOCK.sub(lambda block: f"{block[1]}{write[block[3]](tables[block[2]])}{block[4]}", page)


def _columns(table: Table) -> str:
    rows = [
        f"| `{column.name}` | {column.type} | {'may be' if column.nullable else 'never'} | {_described(column)} |\n"
        for column in table.columns
    ]
    return "| column | type | null | what it holds |\n|---|---|---|---|\n" + "".join(rows)


def _described(column: Column) -> str:
    if column.allowed:
        return f"{column.description} One of {', '.join(f'`{word}`' for word in column.allowed)}."
    return f"{column.description} ({column.holds})" if column.holds else column.description


def _checks(table: Table) -> str:
    return "| check | what must hold |\n|---|---|\n" + "".join(
        f"| {check.name} | {check.says} |\n" for check in table.checks
    )


if __name__ == "__main__":
    page_file = Path(sys.argv[1])
    page_file.write_text(filled(page_file.read_text(encoding="utf-8")), encoding="utf-8")
