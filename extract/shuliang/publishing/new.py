"""A new dataset that builds as it stands: a definition to fill in, and a document to replace."""

from __future__ import annotations

import re
import shutil
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

from shuliang.errors import InputError, ShuliangError, UsageError
from shuliang.publishing.definition import DEFINITION
from shuliang.publishing.inputs import source_hash

if TYPE_CHECKING:
    import datetime
    from pathlib import Path

_NAME = re.compile(r"[a-z0-9][a-z0-9-]*")


def new_dataset(name: str, datasets: Path, today: datetime.date) -> Path:
    """Makes `datasets`/`name` with a definition and an example document.

    Raises:
        UsageError: `name` is no name for a dataset.
        InputError: there is such a folder.
        ShuliangError: the folder cannot be written.
    """
    if not _NAME.fullmatch(name):
        message = f"{name} is no name for a dataset; small letters, digits and - are wanted, such as industry-news"
        raise UsageError(message)
    folder = datasets / name
    if folder.exists():
        message = f"{folder} is there already; choose another name"
        raise InputError(message)
    part = datasets / f".{name}.part"
    try:
        with as_file(files("shuliang.publishing") / "template") as template:
            datasets.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(part, ignore_errors=True)
            shutil.copytree(template, part, ignore=shutil.ignore_patterns("__pycache__"))
        definition = (part / DEFINITION).read_text(encoding="utf-8")
        filled = definition.format(
            title=name.replace("-", " ").capitalize(),
            version=f"{today.year}.{today.month}.0",
            sha256=source_hash(part / "documents"),
            read=today.isoformat(),
        )
        (part / DEFINITION).write_text(filled, encoding="utf-8")
        part.rename(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        message = f"cannot write {folder}: {error.strerror or error}"
        raise ShuliangError(message) from error
    return folder
