"""manifest.json: what a run read, with which versions, and what it wrote, each file with its hashes."""

from __future__ import annotations

import hashlib
import json
import platform
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from shuliang import __version__
from shuliang.rulebook.files import read_files, rules_folder
from shuliang.table.columns import SCHEMA_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

MANIFEST = "manifest.json"


@dataclass(frozen=True, slots=True)
class WrittenFile:
    """One Parquet file of a run; `logical_sha256` is the hash of its rows (see `table.write.logical_hash`)."""

    rows: int
    bytes: int
    sha256: str
    logical_sha256: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What a run did; `residue` counts numeral runs that no rule could read, `rejects` rows by stage and reason."""

    documents: int
    chars: int
    repairs: int
    facts: int
    facts_by_kind: Mapping[str, int]
    residue: int
    rejects: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Nothing in it changes from run to run of the same program over the same inputs: no times, no machine."""

    inputs: tuple[str, ...]
    inputs_sha256: str
    options: Mapping[str, Any]
    versions: Mapping[str, str]
    counts: Counts
    files: Mapping[str, WrittenFile]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, indent=2) + "\n"


def versions() -> dict[str, str]:
    """The versions that decide what a run gives."""
    from importlib.metadata import version  # noqa: PLC0415 - slow to import, wanted once a run

    files = read_files(rules_folder())
    return {
        "shuliang": __version__,
        "rulebook": files.content["VERSION"].decode().strip(),
        "rulebook_sha256": files.sha256(),
        "schema": SCHEMA_VERSION,
        "python": platform.python_version(),
        "pyarrow": pa.__version__,
        "regex": version("regex"),
    }


def file_hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class InputsHash:
    """sha256 over the lines `doc_id sha256` of the documents, which come sorted by `doc_id`."""

    def __init__(self) -> None:
        self._hasher = hashlib.sha256()

    def update(self, documents: pa.Table) -> None:
        lines = pc.binary_join_element_wise(documents["doc_id"], documents["sha256"], " ")
        self._hasher.update("".join(f"{line}\n" for line in lines.to_pylist()).encode())

    def hexdigest(self) -> str:
        return self._hasher.hexdigest()


def tally(values: Sequence[str] | pa.ChunkedArray) -> dict[str, int]:
    """How often each value occurs, the most frequent first, equals by name."""
    counts = pc.value_counts(values).to_pylist()
    return {row["values"]: row["counts"] for row in sorted(counts, key=lambda row: (-row["counts"], row["values"]))}
