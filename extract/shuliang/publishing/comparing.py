"""Two releases (or a release and what is to become one) compared fact by fact, with DuckDB.

A fact is known by `doc_id` and `fact_id`; two facts of one key differ where a column that both have holds something
else.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from shuliang.errors import ShuliangError
from shuliang.publishing.tables import CHANGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    import pyarrow as pa

_KEYS = ("doc_id", "fact_id")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs between an old and a new fact table; `rows` is a table of `CHANGES`, sorted."""

    rows: pa.Table
    old_rows: int
    new_rows: int
    added: Mapping[str, int]
    removed: Mapping[str, int]
    changed: Mapping[str, int]
    columns: Mapping[str, int]
    dropped: tuple[str, ...]
    new_columns: tuple[str, ...]
    retyped: tuple[str, ...]

    @property
    def numbers(self) -> tuple[int, int, int]:
        """How many facts were added, removed and changed."""
        return sum(self.added.values()), sum(self.removed.values()), sum(self.changed.values())

    @property
    def same(self) -> bool:
        return not (len(self.rows) or self.dropped or self.new_columns or self.retyped)


def connection() -> Any:
    """A DuckDB of its own, in memory, in one thread so that nothing depends on the machine.

    Raises:
        ShuliangError: DuckDB is not installed.
    """
    try:
        import duckdb  # noqa: PLC0415 - an extra
    except ModuleNotFoundError as error:
        message = "publishing needs DuckDB; install shuliang[publish]"
        raise ShuliangError(message) from error
    return duckdb.connect(config={"threads": 1, "autoinstall_known_extensions": "false"})


def fact_files(release: Path) -> list[str]:
    return [str(path) for path in sorted((release / "facts").glob("*.parquet"))]


def compare(old: Sequence[str], new: Sequence[str], columns: Sequence[str] | None = None) -> Comparison:
    """Compares the fact tables that lie in the Parquet files `old` and `new`; of `new` only `columns`, where given."""
    with connection() as duck:
        duck.read_parquet(list(old)).create_view("old")
        wanted = ", ".join(f'"{name}"' for name in columns) if columns else "*"
        duck.read_parquet(list(new)).select(wanted).create_view("new")
        types = {name: _types(duck, name) for name in ("old", "new")}
        both = [name for name in types["old"] if types["new"].get(name) == types["old"][name]]
        _join(duck, both)
        table = _table(duck, both)
        return Comparison(
            rows=table,
            old_rows=_one(duck, "SELECT count(*) FROM old"),
            new_rows=_one(duck, "SELECT count(*) FROM new"),
            added=_by(duck, "kind", "change = 'added'"),
            removed=_by(duck, "kind", "change = 'removed'"),
            changed=_by(duck, "kind", "change = 'changed'", distinct="doc_id || chr(0) || fact_id"),
            columns=_by(duck, '"column"', "change = 'changed'"),
            dropped=tuple(name for name in types["old"] if name not in types["new"]),
            new_columns=tuple(name for name in types["new"] if name not in types["old"]),
            retyped=tuple(n for n in types["old"] if n in types["new"] and n not in both),
        )


def _types(duck: Any, view: str) -> dict[str, str]:
    return {row[0]: row[1] for row in duck.execute(f"DESCRIBE {view}").fetchall()}


def _one(duck: Any, query: str) -> int:
    return int(duck.execute(query).fetchall()[0][0])


def _join(duck: Any, both: Sequence[str]) -> None:
    """Makes the table `pairs`: the keys of facts that are only in one, or differ."""
    compared = [name for name in both if name not in _KEYS]
    differs = " OR ".join(f'old."{name}" IS DISTINCT FROM new."{name}"' for name in compared) or "false"
    flags = ", ".join(f'old."{name}" IS DISTINCT FROM new."{name}" AS "{name}?"' for name in compared)
    values = ", ".join(
        f'old."{name}"::VARCHAR AS "{name}<", new."{name}"::VARCHAR AS "{name}>"' for name in compared
    )  # fmt: skip
    columns = f", {flags}, {values}" if compared else ""
    duck.execute(
        "CREATE TABLE pairs AS SELECT coalesce(old.doc_id, new.doc_id) AS doc_id,"
        " coalesce(old.fact_id, new.fact_id) AS fact_id, coalesce(new.kind, old.kind) AS kind,"
        " coalesce(new.surface, old.surface) AS surface,"
        f" old.fact_id IS NULL AS is_added, new.fact_id IS NULL AS is_removed{columns}"
        " FROM old FULL JOIN new ON old.doc_id = new.doc_id AND old.fact_id = new.fact_id"
        f" WHERE old.fact_id IS NULL OR new.fact_id IS NULL OR {differs}"
    )


def _table(duck: Any, both: Sequence[str]) -> pa.Table:
    """The pairs as rows of `CHANGES`, one for each column that differs."""
    described, none = "doc_id, fact_id, kind, surface", "NULL::VARCHAR"
    columns = f'{none} AS "column", {none} AS before, {none} AS after'
    parts = [
        f"SELECT 'added' AS change, {described}, {columns} FROM pairs WHERE is_added",
        f"SELECT 'removed', {described}, NULL, NULL, NULL FROM pairs WHERE is_removed",
    ]
    parts += [
        f"SELECT 'changed', {described}, '{name}', \"{name}<\", \"{name}>\" FROM pairs"
        f' WHERE NOT is_added AND NOT is_removed AND "{name}?"'
        for name in both
        if name not in _KEYS
    ]
    duck.execute(f"CREATE TABLE changes AS {' UNION ALL '.join(parts)}")
    order = ", ".join(f'"{name}" NULLS FIRST' for name in CHANGES.order)
    rows = duck.sql(f"SELECT * FROM changes ORDER BY {order}").to_arrow_table()
    return rows.select(CHANGES.schema.names).cast(CHANGES.schema).combine_chunks()


def _by(duck: Any, column: str, where: str, distinct: str | None = None) -> dict[str, int]:
    counted = f"count(DISTINCT {distinct})" if distinct else "count(*)"
    query = f"SELECT {column}, {counted} FROM changes WHERE {where} GROUP BY 1 ORDER BY 2 DESC, 1"
    return dict(duck.execute(query).fetchall())
