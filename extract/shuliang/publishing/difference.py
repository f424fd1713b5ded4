"""The difference between two releases told: as values for JSON, and as a page that needs nothing beside it."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from shuliang.errors import InputError
from shuliang.publishing.comparing import Comparison, compare, fact_files

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SHOWN = 2_000
"""The page lists no more changes than these; the JSON has them all."""
_STYLE = """\
body{font:15px/1.5 system-ui,"Noto Sans CJK SC",sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#222}
table{border-collapse:collapse;margin:1rem 0}td,th{padding:.25rem .7rem;border-bottom:1px solid #ddd;text-align:left;
vertical-align:top}td.n{text-align:right;font-variant-numeric:tabular-nums}code{background:#f4f4f4;padding:0 .2rem}
.added{color:#186a2c}.removed{color:#a11}.changed{color:#7a5200}del{color:#a11}ins{color:#186a2c;text-decoration:none}
@media(prefers-color-scheme:dark){body{background:#181818;color:#ddd}code{background:#2a2a2a}td,th{border-color:#444}
.added,ins{color:#7ddc94}.removed,del{color:#ff8f8f}.changed{color:#e8bf67}}"""


def fact_tables(path: Path) -> list[str]:
    """The fact files of a release, of a folder that `shuliang extract` wrote, or the file itself.

    Raises:
        InputError: there are none.
    """
    if path.is_file():
        return [str(path)]
    if files := fact_files(path):
        return files
    if (path / "facts.parquet").is_file():
        return [str(path / "facts.parquet")]
    message = f"{path}: no facts there; name a release or what `shuliang extract` wrote"
    raise InputError(message)


def difference(old: Path, new: Path) -> Comparison:
    """Compares the facts of two releases; raises InputError where one has none."""
    return compare(fact_tables(old), fact_tables(new))


def as_values(comparison: Comparison, old: str, new: str) -> dict[str, Any]:
    """All of a comparison for JSON."""
    added, removed, changed = comparison.numbers
    return {
        "old": {"name": old, "facts": comparison.old_rows},
        "new": {"name": new, "facts": comparison.new_rows},
        "added": added,
        "removed": removed,
        "changed": changed,
        "by_kind": {
            "added": dict(comparison.added), "removed": dict(comparison.removed), "changed": dict(comparison.changed),
        },
        "by_column": dict(comparison.columns),
        "columns": {
            "dropped": list(comparison.dropped), "new": list(comparison.new_columns),
            "retyped": list(comparison.retyped),
        },
        "changes": comparison.rows.to_pylist(),
    }  # fmt: skip


def page(comparison: Comparison, old: str, new: str) -> str:
    """One HTML file without scripts or anything loaded; every text in it is escaped."""
    return "\n".join(_lines(comparison, escape(old), escape(new))) + "\n"


def _lines(comparison: Comparison, old: str, new: str) -> Iterator[str]:
    added, removed, changed = comparison.numbers
    yield f'<!doctype html>\n<html lang="en"><meta charset="utf-8"><title>{old} → {new}</title><style>{_STYLE}</style>'
    yield f"<h1>{old} → {new}</h1>"
    yield (
        f"<p>{comparison.old_rows:,} → {comparison.new_rows:,} facts: <b class=added>{added:,} added</b>,"
        f" <b class=removed>{removed:,} removed</b>, <b class=changed>{changed:,} changed</b>.</p>"
    )
    columns = (
        ("dropped", comparison.dropped), ("new", comparison.new_columns), ("of another type", comparison.retyped),
    )  # fmt: skip
    for words, names in columns:
        if names:
            yield f"<p>Columns {words}: {', '.join(f'<code>{escape(name)}</code>' for name in names)}.</p>"
    kinds = sorted({*comparison.added, *comparison.removed, *comparison.changed})
    if kinds:
        yield _numbers(
            ("kind", "added", "removed", "changed"),
            ((kind, *(each.get(kind, 0) for each in (comparison.added, comparison.removed, comparison.changed)))
             for kind in kinds),
        )  # fmt: skip
    if comparison.columns:
        yield _numbers(("column", "changed"), comparison.columns.items())
    if len(comparison.rows):
        yield from _changes(comparison)


def _numbers(heads: tuple[str, ...], rows: Any) -> str:
    head = "".join(f"<th>{word}</th>" for word in heads)
    body = "".join(
        f"<tr><td>{escape(str(name))}</td>{''.join(f'<td class=n>{number:,}</td>' for number in numbers)}</tr>"
        for name, *numbers in rows
    )
    return f"<table><tr>{head}</tr>{body}</table>"


def _changes(comparison: Comparison) -> Iterator[str]:
    total = len(comparison.rows)
    yield f"<h2>Changes{f' (the first {SHOWN:,} of {total:,})' if total > SHOWN else ''}</h2><table>"
    yield "<tr><th></th><th>document</th><th>fact</th><th>kind</th><th>column</th><th>before → after</th></tr>"
    for row in comparison.rows.slice(0, SHOWN).to_pylist():
        yield f"<tr>{''.join(_cells(row))}</tr>"
    yield "</table>"


def _cells(row: Mapping[str, Any]) -> Iterator[str]:
    yield f"<td class={row['change']}>{row['change']}</td>"
    span = row["fact_id"].split(":")[1] if row["fact_id"].count(":") > 1 else ""
    yield f"<td>{escape(row['doc_id'])} <small>{escape(span)}</small></td><td>{escape(row['surface'])}</td>"
    yield f"<td>{escape(row['kind'])}</td><td>{escape(row['column'] or '')}</td>"
    if row["column"] is None:
        yield "<td></td>"
    else:
        before, after = (escape(row[side]) if row[side] is not None else "∅" for side in ("before", "after"))
        yield f"<td><del>{before}</del> → <ins>{after}</ins></td>"
