"""The sources of a dataset: found or fetched, compared with their hashes, read one document after the other."""

from __future__ import annotations

import hashlib
import shutil
import urllib.request
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from shuliang.errors import DatasetError, Fault, ShuliangError
from shuliang.facts import Document, Reject
from shuliang.running.manifest import file_hash
from shuliang.sources import SourceOptions, read_sources
from shuliang.sources.files import list_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from shuliang.publishing.definition import Definition, Source

FETCHED = ".fetched"


def source_hash(path: Path) -> str:
    """sha256 of a file; of a folder that of the lines `sha256  path` of the files that are read, in their order."""
    if path.is_file():
        return file_hash(path)
    digest = hashlib.sha256()
    for file in list_files([str(path)]):
        if file.path is not None:
            digest.update(f"{file_hash(file.path)}  {file.path.relative_to(path).as_posix()}\n".encode())
    return digest.hexdigest()


def local_path(source: Source, folder: Path) -> Path:
    """Where the source lies on this machine; what only has an address lies in `.fetched/`, once it was fetched."""
    if source.path:
        return folder / source.path
    name = unquote(Path(urlsplit(source.uri or "").path).name) or "content"
    return folder / FETCHED / source.sha256[:16] / name


def check_sources(definition: Definition) -> None:
    """Fetches what is missing and compares every source with its hash.

    Raises:
        DatasetError: a source is not what the definition says.
        ShuliangError: a source cannot be fetched.
    """
    faults = []
    for source in definition.sources:
        path = local_path(source, definition.folder)
        if not source.path and not path.exists():
            _fetch(source.uri or "", path)
        found = source_hash(path)
        if found != source.sha256:
            if not source.path:
                path.unlink()
            message = f"{source.name} is not what was pinned; if it is meant to be so, write sha256: {found}"
            faults.append(Fault(source.place, f"sources: {message} and give the dataset a new version"))
    if faults:
        raise DatasetError(faults)


def _fetch(uri: str, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f"{path.name}.part")
    try:
        with urllib.request.urlopen(uri) as answer, part.open("wb") as file:  # noqa: S310 - the schema allows http and file
            shutil.copyfileobj(answer, file)
    except OSError as error:
        part.unlink(missing_ok=True)
        message = f"{uri} cannot be fetched: {error}; put the file at {path} yourself, or try again"
        raise ShuliangError(message) from error
    part.replace(path)


def read_documents(definition: Definition) -> Iterator[Document | Reject]:
    """The documents of all sources; `source` names them from the dataset's folder, so that no machine shows."""
    seen: set[str] = set()
    for source in definition.sources:
        path = local_path(source, definition.folder)
        options = SourceOptions(encoding=source.encoding, fields=source.fields, published=source.published)
        base, name = (f"{definition.folder}/", "") if source.path else (str(path), source.uri or "")
        for item in read_sources([str(path)], options):
            label = item.source
            if label and label.startswith(base):
                label = name + label.removeprefix(base)
            prefix = f"{source.prefix}/" if source.prefix else ""
            if isinstance(item, Reject):
                yield replace(item, doc_id=prefix + item.doc_id if item.doc_id else None, source=label)
                continue
            doc_id = prefix + item.doc_id
            if doc_id in seen:
                yield Reject(
                    doc_id, label, "source", "duplicate_id", "another source has the same id; give it a prefix"
                )
                continue
            seen.add(doc_id)
            yield replace(item, doc_id=doc_id, source=label)
