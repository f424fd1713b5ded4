"""The gate against the previous release: facts lost, facts changed, columns dropped, beyond what is accepted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.publishing.accept import ACCEPT, beyond
from shuliang.publishing.outcomes import Outcome, plain, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from decimal import Decimal
    from typing import Literal

    from shuliang.publishing.accept import Accepted
    from shuliang.publishing.bounds import PreviousGate
    from shuliang.publishing.comparing import Comparison

SHOWN = 3


def check_previous(
    gate: PreviousGate, version: str, comparison: Comparison, accepted: tuple[Accepted, ...]
) -> Iterator[Outcome]:
    """Three outcomes: lost, changed, dropped; each message has the lines that accept.yaml would need."""
    yield _number(gate, version, comparison, accepted, "lost", comparison.removed, gate.lost)
    yield _number(gate, version, comparison, accepted, "changed", comparison.changed, gate.changed)
    yield _dropped(gate, version, comparison, accepted)


def _number(  # noqa: PLR0913, PLR0917 - what the two outcomes differ in
    gate: PreviousGate,
    version: str,
    comparison: Comparison,
    accepted: tuple[Accepted, ...],
    what: Literal["lost", "changed"],
    found: Mapping[str, int],
    tolerated: Decimal,
) -> Outcome:
    left = beyond(found, what, accepted)
    number = sum(left.values())
    passed = share(number, comparison.old_rows) <= tolerated
    total = sum(found.values())
    kinds = ", ".join(f"{count} of kind {kind}" for kind, count in found.items())
    told = f"{total} of {comparison.old_rows} facts of {version}" + (f" ({kinds})" if kinds else "")
    wanted = f"at most a share of {plain(tolerated)} beyond what {ACCEPT} accepts ({total - number})"
    if passed:
        return Outcome(gate.place, f"previous ({what})", True, told, wanted)
    if what == "changed" and comparison.columns:
        told += f", in {', '.join(f'{column} × {count}' for column, count in comparison.columns.items())}"
    lines = " ".join(f"- {{{what}: {count}, kind: {kind}, reason: …}}" for kind, count in left.items())
    return Outcome(
        gate.place, f"previous ({what})", False, f"{told}: {_examples(comparison, what)}", wanted,
        f"If that is meant, say so in {ACCEPT}: {lines}",
    )  # fmt: skip


def _examples(comparison: Comparison, what: Literal["lost", "changed"]) -> str:
    change = {"lost": "removed", "changed": "changed"}[what]
    rows = [row for row in comparison.rows.to_pylist() if row["change"] == change][:SHOWN]
    told = [
        f"{row['surface']!r} in {row['doc_id']}"
        + (f" {row['column']} {row['before']} → {row['after']}" if row["column"] else "")
        for row in rows
    ]
    return ", ".join(told)


def _dropped(gate: PreviousGate, version: str, comparison: Comparison, accepted: tuple[Accepted, ...]) -> Outcome:
    named = {line.column for line in accepted if line.what == "dropped"}
    gone = [*comparison.dropped, *comparison.retyped]
    left = [column for column in gone if column not in named]
    told = f"{', '.join(gone) or 'no column'} of {version} dropped or of another type"
    advice = " ".join(f"- {{dropped: {column}, reason: …}}" for column in left)
    return Outcome(
        gate.place, "previous (columns)", not left, told, f"none that {ACCEPT} does not name",
        f"If that is meant, say so in {ACCEPT}: {advice}" if left else "",
    )  # fmt: skip
