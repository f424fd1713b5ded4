"""The tables of a release against each other and against the counts of its manifest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pyarrow.parquet as pq

from shuliang.errors import Fault, Place
from shuliang.publishing.comparing import compare, connection, fact_files
from shuliang.running.manifest import MANIFEST, file_hash
from shuliang.table.write import logical_hash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from shuliang.publishing.manifest import ReleaseManifest

_NONE_MAY_BE = (
    (
        "two facts have one id",
        "SELECT doc_id, fact_id FROM facts GROUP BY ALL HAVING count(*) > 1",
    ),
    (
        "two documents have one id",
        "SELECT doc_id FROM documents GROUP BY ALL HAVING count(*) > 1",
    ),
    (
        "fact_id does not end in its span and kind",
        """SELECT doc_id, fact_id FROM facts
        WHERE NOT ends_with(fact_id, concat(':', char_start, '-', char_end, ':', kind))
        OR NOT regexp_matches(fact_id, '^[0-9a-f]{16}:')""",
    ),
    (
        "facts of documents that are not in documents.parquet",
        "SELECT doc_id, fact_id FROM facts WHERE doc_id NOT IN (SELECT doc_id FROM documents)",
    ),
    (
        "facts of rules that are not in rules.parquet",
        "SELECT doc_id, fact_id, rule_id FROM facts WHERE rule_id NOT IN (SELECT rule_id FROM rules)",
    ),
    (
        "documents with another number of facts than they say",
        """SELECT doc_id, facts, coalesce(found, 0) FROM documents
        LEFT JOIN (SELECT doc_id, count(*) AS found FROM facts GROUP BY 1) USING (doc_id)
        WHERE facts <> coalesce(found, 0)""",
    ),
    (
        "rules with another number of facts than they say",
        """SELECT rule_id, facts, coalesce(found, 0) FROM rules
        LEFT JOIN (SELECT rule_id, count(*) AS found FROM facts GROUP BY 1) USING (rule_id)
        WHERE facts <> coalesce(found, 0)""",
    ),
    (
        "facts that lie outside their document",
        "SELECT doc_id, fact_id FROM facts JOIN documents USING (doc_id) WHERE char_end > chars",
    ),
)


def check_counts(release: Path, manifest: ReleaseManifest) -> Iterator[Fault]:
    """Every place where the tables do not agree."""
    with connection() as duck:
        duck.read_parquet(fact_files(release)).create_view("facts")
        for name in ("documents", "rejects", "rules"):
            duck.read_parquet(str(release / f"{name}.parquet")).create_view(name)
        for what, query in _NONE_MAY_BE:
            if rows := duck.execute(f"{query} ORDER BY ALL LIMIT 3").fetchall():
                yield Fault(Place(str(release)), f"{what}, the first: {rows}")
        yield from _kinds(release, duck, manifest)
        yield from _totals(release, duck, manifest)


def _kinds(release: Path, duck: Any, manifest: ReleaseManifest) -> Iterator[Fault]:
    found = dict(duck.execute("SELECT kind, count(*) FROM facts GROUP BY 1").fetchall())
    if odd := sorted(found.keys() - set(manifest.kinds)):
        yield Fault(Place(str(release)), f"facts of kinds that are not published: {', '.join(odd)}")
    if found != dict(manifest.counts.facts_by_kind):
        told = dict(manifest.counts.facts_by_kind)
        yield Fault(Place(str(release / MANIFEST)), f"counts.facts_by_kind is {told}; there are {found}")


def _totals(release: Path, duck: Any, manifest: ReleaseManifest) -> Iterator[Fault]:
    counts = manifest.counts
    query = "SELECT count(*), sum(chars), sum(repairs), sum(residue) FROM documents"
    documents, chars, repairs, residue = (int(number or 0) for number in duck.execute(query).fetchall()[0])
    [(facts,)] = duck.execute("SELECT count(*) FROM facts").fetchall()
    rejects = dict(duck.execute("SELECT stage || ': ' || reason, count(*) FROM rejects GROUP BY 1").fetchall())
    found = {
        "documents": (counts.documents, documents), "chars": (counts.chars, chars), "facts": (counts.facts, facts),
        "repairs": (counts.repairs, repairs), "residue": (counts.residue, residue),
        "rejects": (dict(counts.rejects), rejects),
    }  # fmt: skip
    for name, (said, there) in found.items():
        if said != there:
            yield Fault(Place(str(release / MANIFEST)), f"counts.{name} is {said}; there are {there}")


def check_changes(release: Path, manifest: ReleaseManifest, earlier: Path | None) -> Iterator[Fault]:
    """changes.parquet against the manifest, and against the release before where that is at hand."""
    path = release / "changes.parquet"
    rows = pq.read_table(path)
    previous = manifest.previous
    if previous is None:
        if len(rows):
            yield Fault(Place(str(path)), f"holds {len(rows)} changes, though {MANIFEST} names no release before")
        return
    with connection() as duck:
        duck.read_parquet(str(path)).create_view("changes")
        query = "SELECT change, count(DISTINCT doc_id || chr(0) || fact_id) FROM changes GROUP BY 1"
        found = dict(duck.execute(query).fetchall())
    told = {"added": previous.added, "removed": previous.removed, "changed": previous.changed}
    if found != {change: number for change, number in told.items() if number}:
        yield Fault(Place(str(path)), f"holds {found}, {MANIFEST} says {told}")
    if earlier is None:
        return
    if file_hash(earlier / MANIFEST) != previous.manifest_sha256:
        yield Fault(Place(str(earlier / MANIFEST)), f"is not the one that {release.name} was compared with")
    elif logical_hash(compare(fact_files(earlier), fact_files(release)).rows) != logical_hash(rows):
        yield Fault(Place(str(path)), f"is not what differs from {previous.version}")
