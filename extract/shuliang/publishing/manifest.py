"""manifest.json of a release: what it was made from, with which versions, and every file with its hashes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from shuliang.errors import DataError, InputError
from shuliang.running.manifest import MANIFEST, Counts

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

FORMAT = "1"
SUMS = "SHA256SUMS"


@dataclass(frozen=True, slots=True)
class Input:
    """A source as it was read; `sha256` as in dataset.yaml."""

    name: str
    sha256: str
    read: str
    licence: str
    uri: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """One file of the release; `rows` and `table` for Parquet files alone."""

    sha256: str
    bytes: int
    table: str | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class TableHash:
    """All rows of a table, whatever files they lie in (`table.write.LogicalHash`)."""

    rows: int
    logical_sha256: str


@dataclass(frozen=True, slots=True)
class Previous:
    """The release that this one was compared with, and what differs."""

    version: str
    manifest_sha256: str
    added: int
    removed: int
    changed: int
    dropped: tuple[str, ...] = ()
    new: tuple[str, ...] = ()
    retyped: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Origin:
    """All that decides a release's bytes; two builds of the same origin give the same release."""

    definition_sha256: str
    accept_sha256: str | None
    gold_sha256: str | None
    inputs: tuple[Input, ...]
    previous: str | None
    released: str | None
    package: str
    rulebook: str
    rulebook_sha256: str
    schema: str
    environment: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ReleaseManifest:
    """No times but `origin.released`, which was given; no machine, no paths outside the dataset."""

    name: str
    title: str
    version: str
    licence: str
    origin: Origin
    columns: tuple[str, ...]
    kinds: tuple[str, ...]
    counts: Counts
    tables: Mapping[str, TableHash]
    files: Mapping[str, File]
    previous: Previous | None = None
    format: str = FORMAT
    gates: Mapping[str, str] = field(default_factory=dict)
    accepted: tuple[str, ...] = ()

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def read_manifest(release: Path) -> ReleaseManifest:
    """The manifest of a release.

    Raises:
        InputError: the folder is no release.
        DataError: the file is no manifest of a release.
    """
    path = release / MANIFEST
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        message = f"{release} is no release: {path.name}: {error.strerror}"
        raise InputError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path}: is not UTF-8"
        raise DataError(message) from error
    try:
        return _from_json(json.loads(text))
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        message = f"{path}: is no manifest of a release: {error}"
        raise DataError(message) from error


def _from_json(content: dict[str, Any]) -> ReleaseManifest:
    origin = _made(Origin, content["origin"], inputs=tuple(Input(**entry) for entry in content["origin"]["inputs"]))
    made: ReleaseManifest = _made(
        ReleaseManifest,
        content,
        origin=origin,
        columns=tuple(content["columns"]),
        kinds=tuple(content["kinds"]),
        counts=Counts(**content["counts"]),
        tables={name: TableHash(**entry) for name, entry in content["tables"].items()},
        files={name: File(**entry) for name, entry in content["files"].items()},
        previous=_previous(content["previous"]) if content["previous"] else None,
        accepted=tuple(content["accepted"]),
    )
    return made


def _previous(content: dict[str, Any]) -> Any:
    lists = {name: tuple(content[name]) for name in ("dropped", "new", "retyped")}
    return _made(Previous, content, **lists)


def _made(of: Any, content: Mapping[str, Any], **values: Any) -> Any:
    """A frozen value from JSON; every field must be there, and no other."""
    names = {field.name for field in fields(of)}
    if odd := names ^ content.keys():
        message = f"odd or missing: {', '.join(sorted(odd))}"
        raise ValueError(message)
    return of(**{**content, **values})
