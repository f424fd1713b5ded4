"""The files of a release written to a folder, every byte of them decided by what was read and the definition."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from shuliang.publishing.changes_page import changes_page
from shuliang.publishing.croissant import croissant
from shuliang.publishing.datapackage import datapackage
from shuliang.publishing.definition import DEFINITION
from shuliang.publishing.layout import write_facts, write_one
from shuliang.publishing.manifest import SUMS, File, Previous, ReleaseManifest
from shuliang.publishing.readme import readme
from shuliang.publishing.tables import CHANGES, RULES, published
from shuliang.running.manifest import MANIFEST, file_hash, tally
from shuliang.table.columns import DOCUMENTS, REJECTS
from shuliang.table.write import in_order

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from shuliang.publishing.accept import Accepted
    from shuliang.publishing.comparing import Comparison
    from shuliang.publishing.definition import Definition
    from shuliang.publishing.manifest import Origin
    from shuliang.publishing.outcomes import Outcome
    from shuliang.rulebook.model import Rule
    from shuliang.running.manifest import Counts


@dataclass(frozen=True, slots=True)
class Material:
    """All that a release is made of: `read` is the folder with the tables of the run."""

    definition: Definition
    origin: Origin
    read: Path
    counts: Counts
    rules: Sequence[Rule]
    outcomes: Sequence[Outcome]
    accepted: Sequence[Accepted]
    comparison: Comparison | None
    previous_manifest: str | None


def write_release(material: Material, release: Path) -> ReleaseManifest:
    """Writes everything to the new folder `release`; the manifest and the sums come last."""
    definition = material.definition
    release.mkdir()
    metadata = parquet_metadata(definition, material.origin)
    table = published(definition.columns)
    facts = write_facts(material.read / "facts.parquet", release, definition, table, metadata)
    others = {
        DOCUMENTS: pq.read_table(material.read / "documents.parquet", schema=DOCUMENTS.schema),
        REJECTS: pq.read_table(material.read / "rejects.parquet", schema=REJECTS.schema),
        RULES: rules_table(material.rules, material.read / "facts.parquet"),
        CHANGES: CHANGES.schema.empty_table() if material.comparison is None else material.comparison.rows,
    }
    written = {"facts": facts} | {of.name: write_one(rows, release, of, metadata) for of, rows in others.items()}
    manifest = ReleaseManifest(
        name=definition.name,
        title=definition.title,
        version=definition.version,
        licence=definition.licence,
        origin=material.origin,
        columns=definition.columns,
        kinds=definition.kinds,
        counts=material.counts,
        tables={name: each.table for name, each in written.items()},
        files={name: file for each in written.values() for name, file in each.files.items()},
        previous=_previous(material),
        gates=_gates(material.outcomes),
        accepted=tuple(_accepted(line) for line in material.accepted),
    )
    for name, text in descriptions(definition, manifest, others[CHANGES]).items():
        (release / name).write_text(text, encoding="utf-8")
    shutil.copyfile(definition.folder / DEFINITION, release / DEFINITION)
    return _sealed(release, manifest)


def descriptions(definition: Definition, manifest: ReleaseManifest, changes: pa.Table) -> dict[str, str]:
    """The texts of a release by their names: all from the columns, the definition and the manifest's Parquet files."""
    return {
        "README.md": readme(definition, manifest),
        "CHANGES.md": changes_page(manifest, changes),
        "croissant.json": croissant(definition, manifest),
        "datapackage.json": datapackage(definition, manifest),
    }


def parquet_metadata(definition: Definition, origin: Origin) -> dict[str, str]:
    """What every Parquet file says about itself besides its table."""
    return {
        "shuliang.dataset": definition.name,
        "shuliang.version": definition.version,
        "shuliang.licence": definition.licence,
        "shuliang.schema": origin.schema,
        "shuliang.package": origin.package,
        "shuliang.rulebook": origin.rulebook,
        "shuliang.rulebook_sha256": origin.rulebook_sha256,
    }


def rules_table(rules: Sequence[Rule], facts: Path) -> pa.Table:
    """Every rule, with how many of the facts in the file `facts` it gave."""
    given: dict[str, int] = {}
    for batch in ds.dataset(str(facts), format="parquet").to_batches(columns=["rule_id"]):
        for rule_id, number in tally(batch["rule_id"]).items():
            given[rule_id] = given.get(rule_id, 0) + number
    rows = [
        {
            "rule_id": rule.id, "title": rule.title, "status": rule.status, "since": rule.since, "kind": rule.kind,
            "sha256": rule.sha256, "facts": given.get(rule.id, 0),
        }
        for rule in rules
    ]  # fmt: skip
    return in_order(pa.Table.from_pylist(rows, schema=RULES.schema), RULES)


def sums_of(release: Path) -> dict[str, str]:
    """sha256 of every file of a release but SHA256SUMS, by its name, sorted."""
    names = sorted(path.relative_to(release).as_posix() for path in release.rglob("*") if path.is_file())
    return {name: file_hash(release / name) for name in names if name != SUMS}


def _sealed(release: Path, manifest: ReleaseManifest) -> ReleaseManifest:
    """The manifest with the texts too, written, and SHA256SUMS over everything."""
    texts = {
        name: File(sha256, (release / name).stat().st_size)
        for name, sha256 in sums_of(release).items()
        if name not in manifest.files
    }
    whole = replace(manifest, files=dict(sorted({**manifest.files, **texts}.items())))
    (release / MANIFEST).write_text(whole.to_json(), encoding="utf-8")
    lines = [f"{sha256}  {name}\n" for name, sha256 in sums_of(release).items()]
    (release / SUMS).write_text("".join(lines), encoding="utf-8")
    return whole


def _previous(material: Material) -> Previous | None:
    comparison, origin = material.comparison, material.origin
    if comparison is None or origin.previous is None or material.previous_manifest is None:
        return None
    added, removed, changed = comparison.numbers
    return Previous(
        origin.previous, material.previous_manifest, added, removed, changed, comparison.dropped,
        comparison.new_columns, comparison.retyped,
    )  # fmt: skip


def _gates(outcomes: Sequence[Outcome]) -> Mapping[str, str]:
    """What each gate found; two gates of one name are told apart by a number."""
    found: dict[str, str] = {}
    for outcome in outcomes:
        name, number = outcome.name, 2
        while name in found:
            name, number = f"{outcome.name} {number}", number + 1
        found[name] = f"{outcome.found} (wanted {outcome.wanted})"
    return found


def _accepted(line: Accepted) -> str:
    what = f"dropped {line.column}" if line.what == "dropped" else f"{line.what} {line.number}"
    return f"{what}{f' of kind {line.kind}' if line.kind else ''}: {line.reason}"


def with_data_files(manifest: ReleaseManifest) -> ReleaseManifest:
    """The manifest as it was when the descriptions were written: with the Parquet files alone."""
    return replace(manifest, files={name: file for name, file in manifest.files.items() if file.table})
