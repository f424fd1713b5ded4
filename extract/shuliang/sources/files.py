"""From what the user names (files, folders, globs, `-`) to the files to read, in a stable order."""

from __future__ import annotations

import glob
import os
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from shuliang.errors import Fault, Place

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

STDIN = "-"
COMPRESSION = re.compile(r"\.(?:gz|zst)$", re.IGNORECASE)
_EXTENSION = re.compile(r"(?<=[^/])\.[A-Za-z][A-Za-z0-9]{0,9}$")
_MAGIC = re.compile(r"[*?\[]")


@dataclass(frozen=True, slots=True)
class SourceFile:
    """One file: `path` to open (None for standard input), `name` the document id it gives, `label` for messages.

    `in_folder` is set where it was found below a folder, `packed` once its content proves to be compressed.
    """

    path: Path | None
    name: str
    label: str
    in_folder: bool = False
    packed: bool = False


def check_inputs(inputs: Sequence[str]) -> list[Fault]:
    """Every input that cannot be read at all: missing, not permitted, a folder or glob without files."""
    if not inputs:
        return [Fault(Place(STDIN), "no input named; give files, folders, globs or - for standard input")]
    return [fault for name in inputs for fault in _faults(name)]


def list_files(inputs: Sequence[str]) -> Iterator[SourceFile]:
    """The files behind `inputs`, in the order given, those of folders and globs sorted by path."""
    for name in inputs:
        if name == STDIN:
            yield SourceFile(None, "stdin", STDIN)
        elif os.path.lexists(name) or not _MAGIC.search(name):
            yield from _from_path(Path(name))
        else:
            for match in sorted(glob.glob(name, recursive=True)):  # noqa: PTH207 - the pattern may be absolute
                if not Path(match).is_dir():
                    yield from _from_path(Path(match))


def without_extension(path: str) -> str:
    """`a/b.txt.gz` → `a/b`; a dot before digits is part of the name (`2024.05.06`)."""
    return _EXTENSION.sub("", COMPRESSION.sub("", path))


def _faults(name: str) -> Iterator[Fault]:
    place = Place(name)
    path = Path(name)
    if name == STDIN:
        return
    if path.is_dir():
        if not os.access(path, os.R_OK | os.X_OK):
            yield Fault(place, "folder may not be read; check its permissions")
        elif next(_walk(path), None) is None:
            yield Fault(place, "folder holds no files")
    elif os.path.lexists(name):
        if not path.exists():
            yield Fault(place, "link leads nowhere")
        elif not os.access(path, os.R_OK):
            yield Fault(place, "file may not be read; check its permissions")
    elif _MAGIC.search(name):
        if not any(not Path(match).is_dir() for match in glob.iglob(name, recursive=True)):  # noqa: PTH207
            yield Fault(place, "pattern matches no file")
    else:
        yield Fault(place, "no such file or folder")


def _from_path(path: Path) -> Iterator[SourceFile]:
    if path.is_dir():
        for found, name in _walk(path):
            yield SourceFile(found, _printable(name), _printable(str(found)), in_folder=True)
    else:
        yield SourceFile(path, _printable(without_extension(path.name)), _printable(str(path)))


def _walk(folder: Path, prefix: str = "") -> Iterator[tuple[Path, str]]:
    """Files below `folder` with their names, sorted; hidden ones and links to folders are passed over.

    Files of one folder that differ in their extension alone keep it, so that both have a name. A folder that cannot
    be listed is given as if it were a file, so that opening it tells why.
    """
    try:
        with os.scandir(folder) as listing:
            entries = sorted((entry for entry in listing if entry.name[0] != "."), key=lambda entry: entry.name)
    except OSError:
        yield folder, prefix.rstrip("/")
        return
    stems = Counter(without_extension(entry.name) for entry in entries if not entry.is_dir())
    for entry in entries:
        if not entry.is_dir():
            stem = without_extension(entry.name)
            yield Path(entry.path), prefix + (stem if stems[stem] == 1 else entry.name)
        elif not entry.is_symlink():
            yield from _walk(Path(entry.path), f"{prefix}{entry.name}/")


def _printable(name: str) -> str:
    """A file name that any table can hold: bytes that are no UTF-8 become a backslash, `x` and two digits."""
    return os.fsencode(name).decode("utf-8", "backslashreplace").replace(os.sep, "/")
