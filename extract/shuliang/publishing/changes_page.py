"""CHANGES.md of a release: what differs from the one before, in numbers and first examples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.compute as pc

from shuliang.running.manifest import tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pyarrow as pa

    from shuliang.publishing.manifest import ReleaseManifest

SHOWN = 20


def changes_page(manifest: ReleaseManifest, changes: pa.Table) -> str:
    """The page; `changes` are the rows of changes.parquet."""
    return "\n".join(_lines(manifest, changes)) + "\n"


def _lines(manifest: ReleaseManifest, changes: pa.Table) -> Iterator[str]:
    yield f"# Changes in {manifest.version}\n"
    previous = manifest.previous
    if previous is None:
        yield "This is the first release."
        return
    yield (
        f"Against {previous.version}: {previous.added:,} facts added, {previous.removed:,} removed,"
        f" {previous.changed:,} changed."
    )
    for words, columns in (("dropped", previous.dropped), ("new", previous.new), ("of another type", previous.retyped)):
        if columns:
            yield f"\nColumns {words}: {', '.join(f'`{column}`' for column in columns)}."
    if manifest.accepted:
        yield "\nMeant to be so (accept.yaml):\n"
        yield from (f"- {line}" for line in manifest.accepted)
    for change in ("added", "removed", "changed"):
        yield from _section(change, changes.filter(pc.equal(changes["change"], change)))


def _section(change: str, rows: pa.Table) -> Iterator[str]:
    if not len(rows):
        return
    yield f"\n## {change.capitalize()}\n"
    counted = "column" if change == "changed" else "kind"
    yield f"| {counted} | {'places' if change == 'changed' else 'facts'} |\n|---|---:|"
    yield from (f"| {word} | {number:,} |" for word, number in tally(rows[counted]).items())
    yield f"\n{'The first' if len(rows) > SHOWN else 'All of them'}:\n"
    yield from (f"- {_line(row)}" for row in rows.slice(0, SHOWN).to_pylist())


def _line(row: dict[str, Any]) -> str:
    words = f"{_code(row['surface'])} ({row['kind']}) in {_code(row['doc_id'])}"
    if row["column"]:
        return f"{words}: `{row['column']}` {_code(row['before'])} → {_code(row['after'])}"
    return words


def _code(words: str | None) -> str:
    """Words as code, on one line; nothing in them can end it early."""
    if words is None:
        return "nothing"
    line = " ".join(words.split()).replace("`", "'")
    return f"`{line[:80]}`"
