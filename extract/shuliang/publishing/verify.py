"""A release checked from nothing: every byte, hash, row and count is computed anew; no other validator is trusted."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from shuliang.errors import DataError, Fault, InputError, Place, ShuliangError
from shuliang.publishing.definition import DEFINITION, load_definition
from shuliang.publishing.manifest import SUMS, ReleaseManifest, read_manifest
from shuliang.publishing.release import descriptions, sums_of, with_data_files
from shuliang.publishing.surfaces import check_surfaces
from shuliang.publishing.tables import CHANGES
from shuliang.publishing.verify_rows import check_changes, check_counts
from shuliang.publishing.verify_tables import check_tables
from shuliang.running.manifest import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from shuliang.publishing.definition import Definition

_LINE = re.compile(r"([0-9a-f]{64})  (\S.*)")


@dataclass(slots=True)
class Verified:
    """What was checked, in words, and what is wrong."""

    release: Path
    manifest: ReleaseManifest | None = None
    checked: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def take(self, what: str, faults: Iterable[Fault]) -> bool:
        """Notes a check; gives whether it held."""
        found = list(faults)
        self.faults += found
        if not found:
            self.checked.append(what)
        return not found


def verify(
    release: Path,
    texts: Definition | None = None,
    previous: Path | None = None,
    *,
    descriptions: bool = False,
) -> Verified:
    """Checks a release; what cannot be read further is not, but everything before it is reported.

    Args:
        release: the folder.
        texts: the dataset whose sources hold the texts, to compare every surface with; None where they are not at hand.
        previous: the folder in which the release before this one lies, to compare the changes with.
        descriptions: whether README.md and its like must be what this version of the program writes.

    Raises:
        InputError: the folder is no release.
    """
    if not release.is_dir():
        message = f"{release}: no such folder"
        raise InputError(message)
    verified = Verified(release)
    bytes_hold = verified.take("every file has the bytes that SHA256SUMS names, and there is no other", _sums(release))
    try:
        manifest = verified.manifest = read_manifest(release)
    except DataError as error:
        verified.faults.append(Fault(Place(str(release / MANIFEST)), str(error)))
        return verified
    listed = verified.take("manifest.json names the same files", _listed(release, manifest))
    if not (bytes_hold and listed):
        return verified
    try:
        _check_content(verified, manifest, texts, previous, wanted=descriptions)
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        verified.faults.append(Fault(Place(str(release)), f"cannot be checked to the end: {error}"))
    return verified


def _check_content(
    verified: Verified, manifest: ReleaseManifest, texts: Definition | None, previous: Path | None, *, wanted: bool
) -> None:
    """Everything that takes the files for what the sums say."""
    release = verified.release
    if not verified.take(
        f"every table has its columns, rows in order, checks and logical hash (schema {manifest.origin.schema})",
        check_tables(release, manifest),
    ):
        return
    verified.take("ids are unique, tables agree with each other, counts are right", check_counts(release, manifest))
    earlier = _earlier(manifest, previous)
    verified.take(
        f"changes.parquet is what differs from {manifest.previous.version}"
        if earlier and manifest.previous
        else "changes.parquet agrees with the manifest",
        check_changes(release, manifest, earlier),
    )
    verified.take("croissant.json and datapackage.json describe these files", _described(release, manifest))
    verified.take(f"{DEFINITION} is the definition that the manifest was made with", _defined(release, manifest))
    if wanted:
        verified.take("the descriptions are made from the columns and the definition", _made_anew(release, manifest))
    if texts is not None:
        rows = manifest.tables["facts"].rows
        verified.take(f"{rows} surfaces stand at their places in the texts", check_surfaces(release, texts))


def _sums(release: Path) -> list[Fault]:
    path = release / SUMS
    place = Place(str(path))
    if not path.is_file():
        return [Fault(place, "is missing; without it nothing says what the files should be")]
    wanted: dict[str, str] = {}
    faults = []
    *lines, rest = path.read_text(encoding="utf-8", errors="replace").split("\n")
    for line, words in enumerate([*lines, rest] if rest else lines, 1):
        if match := _LINE.fullmatch(words):
            wanted[match[2]] = match[1]
        else:
            faults.append(Fault(Place(str(path), line), f"is no line of sums: {words[:80]!r}"))
    if rest:
        faults.append(Fault(place, "is cut off: its last line has no end"))
    found = sums_of(release)
    for name in sorted(wanted.keys() | found.keys()):
        file = Place(str(release / name))
        if name not in found:
            faults.append(Fault(file, f"is missing; {SUMS} names it"))
        elif name not in wanted:
            faults.append(Fault(file, f"does not belong to the release; {SUMS} does not name it"))
        elif wanted[name] != found[name]:
            faults.append(Fault(file, f"has changed: sha256 is {found[name]}, {SUMS} says {wanted[name]}"))
    return faults


def _listed(release: Path, manifest: ReleaseManifest) -> list[Fault]:
    faults = []
    found = {name: sha256 for name, sha256 in sums_of(release).items() if name != MANIFEST}
    for name in sorted(manifest.files.keys() | found.keys()):
        file = Place(str(release / name))
        if name not in found:
            faults.append(Fault(file, f"is missing; {MANIFEST} names it"))
        elif name not in manifest.files:
            faults.append(Fault(file, f"does not belong to the release; {MANIFEST} does not name it"))
        elif manifest.files[name].sha256 != found[name]:
            faults.append(Fault(file, f"sha256 is {found[name]}, {MANIFEST} says {manifest.files[name].sha256}"))
        elif manifest.files[name].bytes != (release / name).stat().st_size:
            faults.append(Fault(file, f"has another size than {MANIFEST} says, {manifest.files[name].bytes}"))
    for name, entry in manifest.files.items():
        wanted = _table_of(name)
        if entry.table != wanted:
            file = Place(str(release / name))
            faults.append(Fault(file, f"{MANIFEST} takes it for table {entry.table}, its name says {wanted}"))
    return faults


def _table_of(name: str) -> str | None:
    """The table that a file holds by its name; None for what is no Parquet file."""
    path = PurePosixPath(name)
    if path.suffix != ".parquet":
        return None
    return path.parent.name or path.stem


def _earlier(manifest: ReleaseManifest, previous: Path | None) -> Path | None:
    """The release before, where it is at hand."""
    if previous is None or manifest.previous is None:
        return None
    path = previous / manifest.previous.version
    return path if (path / MANIFEST).is_file() else None


def _described(release: Path, manifest: ReleaseManifest) -> list[Fault]:
    """Whether the two descriptions for other programs name the files, hashes, columns and version that there are."""
    wanted = {name: file.sha256 for name, file in manifest.files.items() if file.table and file.rows}
    croissant = json.loads((release / "croissant.json").read_text(encoding="utf-8"))
    package = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))
    told = {entry["@id"]: entry["sha256"] for entry in croissant["distribution"] if "sha256" in entry}
    faults = []
    if told != wanted:
        faults.append(Fault(Place(str(release / "croissant.json")), "names other files or hashes than there are"))
    paths = [resource["path"] for resource in package["resources"]]
    names = [name for path in paths for name in ([path] if isinstance(path, str) else path)]
    if sorted(names) != sorted(wanted):
        faults.append(Fault(Place(str(release / "datapackage.json")), "names other files than there are"))
    columns = {
        entry["name"]: [column["name"] for column in entry["schema"]["fields"]] for entry in package["resources"]
    }
    fields = {
        entry["@id"]: [column["source"]["extract"]["column"] for column in entry["field"]]
        for entry in croissant["recordSet"]
    }
    there = {file.table: pq.read_schema(release / name).names for name, file in manifest.files.items() if file.rows}
    for name, said in (("datapackage.json", columns), ("croissant.json", fields)):
        if said != there:
            faults.append(Fault(Place(str(release / name)), "describes other tables or columns than there are"))
    for name, version in (("datapackage.json", package["version"]), ("croissant.json", croissant["version"])):
        if version != manifest.version:
            faults.append(Fault(Place(str(release / name)), f"says version {version}, not {manifest.version}"))
    return faults


def _defined(release: Path, manifest: ReleaseManifest) -> list[Fault]:
    place = Place(str(release / DEFINITION))
    if manifest.files[DEFINITION].sha256 != manifest.origin.definition_sha256:
        return [Fault(place, f"is not the one that {MANIFEST} names")]
    try:
        definition = load_definition(release, files_at_hand=False)
    except ShuliangError as error:
        return [Fault(place, str(error))]
    said = {
        "version": (definition.version, manifest.version),
        "title": (definition.title, manifest.title),
        "licence": (definition.licence, manifest.licence),
        "columns": (definition.columns, manifest.columns),
        "kinds": (tuple(definition.kinds), tuple(manifest.kinds)),
        "sources": (
            [source.sha256 for source in definition.sources], [source.sha256 for source in manifest.origin.inputs],
        ),
    }  # fmt: skip
    return [
        Fault(place, f"{name}: is {one}, {MANIFEST} says {other}")
        for name, (one, other) in said.items()
        if one != other
    ]


def _made_anew(release: Path, manifest: ReleaseManifest) -> list[Fault]:
    definition = replace(load_definition(release, files_at_hand=False), name=manifest.name)
    changes = pq.read_table(release / f"{CHANGES.name}.parquet")
    made = descriptions(definition, with_data_files(manifest), changes)
    return [
        Fault(Place(str(release / name)), "is not what the columns and the definition give")
        for name, text in made.items()
        if (release / name).read_text(encoding="utf-8") != text
    ]
