"""Where the rules are, and the bytes of their files."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from shuliang.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class RuleFiles:
    """Every file below a rules folder: path inside the folder (with `/`) → bytes, in the order of the paths.

    `name` is the folder's own name, with which places begin (`rules/count/x.yaml`).
    """

    name: str
    content: Mapping[str, bytes]

    def place(self, path: str) -> str:
        return f"{self.name}/{path}"

    def sha256(self) -> str:
        """The hash over all paths and bytes, so that a moved file counts as a change."""
        digest = hashlib.sha256()
        for path, content in self.content.items():
            digest.update(f"{path}\n{len(content)}\n".encode())
            digest.update(content)
        return digest.hexdigest()


def rules_folder() -> Path:
    """The rules that came with the package: packed inside it in a wheel, beside it in a checkout.

    Raises InputError where neither folder is there.
    """
    packed = Path(str(files("shuliang"))) / "rules"
    checkout = Path(__file__).resolve().parents[3] / "rules"
    for folder in (packed, checkout):
        if folder.is_dir():
            return folder
    message = f"the rules are missing: neither {packed} nor {checkout} is a folder; install shuliang again"
    raise InputError(message)


def read_files(folder: Path) -> RuleFiles:
    """Read all files below `folder`, but for hidden ones and backups (`x.yaml~`). Raises InputError."""
    if not folder.is_dir():
        message = f"{folder} is no folder with rules; give the folder that holds fragments.yaml and lexicons/"
        raise InputError(message)
    content: dict[str, bytes] = {}
    try:
        for path in _walk(folder):
            content[path.relative_to(folder).as_posix()] = path.read_bytes()
    except OSError as error:
        message = f"{error.filename}: cannot be read: {error.strerror}"
        raise InputError(message) from error
    return RuleFiles(name=folder.resolve().name, content=dict(sorted(content.items())))


def _walk(folder: Path) -> list[Path]:
    found: list[Path] = []
    for path in folder.iterdir():
        if path.name.startswith(".") or path.name.endswith("~") or path.name == "__pycache__":
            continue
        if path.is_dir():
            found.extend(_walk(path))
        else:
            found.append(path)
    return found
