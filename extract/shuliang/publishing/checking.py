"""All datasets of a folder at once: every definition, every source, every release that is there."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from shuliang.errors import DatasetError, Fault, FaultsError, InputError, Place, ShuliangError
from shuliang.publishing.accept import load_accepted
from shuliang.publishing.definition import DEFINITION, Definition, load_definition
from shuliang.publishing.folder import LATEST, RELEASES, finished
from shuliang.publishing.inputs import local_path, source_hash
from shuliang.publishing.surfaces import texts_at_hand
from shuliang.publishing.verify import Verified, verify

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(slots=True)
class Checked:
    """One dataset: what was looked at, in words, and what is wrong."""

    folder: Path
    lines: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def check_datasets(folder: Path) -> list[Checked]:
    """Checks every dataset below `folder`, or `folder` itself where it is one.

    Raises:
        InputError: there is none.
        ShuliangError: the machine failed, not the datasets.
    """
    if (folder / DEFINITION).is_file():
        return [check_dataset(folder)]
    found = sorted(path.parent for path in folder.glob(f"*/{DEFINITION}"))
    if not found:
        message = f"{folder}: no dataset there; `shuliang dataset new NAME` makes one"
        raise InputError(message)
    return [check_dataset(path) for path in found]


def check_dataset(folder: Path) -> Checked:
    """The definition, the sources that are at hand, and all releases."""
    checked = Checked(folder)
    try:
        definition = load_definition(folder)
        load_accepted(folder, definition.version)
    except DatasetError as error:
        checked.faults += error.faults
        return checked
    checked.lines.append(f"{DEFINITION} is in order (version {definition.version})")
    _check_sources(definition, checked)
    releases = folder / RELEASES
    versions = finished(releases)
    for version in versions:
        verified = verify_release(releases / version, definition)
        checked.faults += verified.faults
        checked.lines.append(f"release {version}: {len(verified.checked)} checks hold, {len(verified.faults)} faults")
    latest = releases / LATEST
    if versions and not (latest.is_symlink() and latest.readlink().name == versions[-1]):
        checked.faults.append(Fault(Place(str(latest)), f"does not lead to the newest release, {versions[-1]}"))
    if not versions:
        checked.lines.append("no release yet")
    return checked


def verify_release(release: Path, definition: Definition | None) -> Verified:
    """Verifies a release with the texts of its dataset where these are at hand; the words say if they are not."""
    folder = release.resolve().parent
    verified = verify(release, previous=folder)
    if verified.manifest is None or verified.faults:
        return verified
    why_not = "its dataset is not here" if definition is None else texts_at_hand(verified.manifest, definition)
    if definition is None or why_not:
        verified.checked.append(f"surfaces were not compared with the texts: {why_not}")
        return verified
    return verify(release, texts=definition, previous=folder)


def dataset_of(release: Path) -> Definition | None:
    """The dataset that a release lies in, where it does."""
    folder = release.resolve().parent.parent
    if release.resolve().parent.name != RELEASES or not (folder / DEFINITION).is_file():
        return None
    try:
        return load_definition(folder)
    except FaultsError:
        return None


def _check_sources(definition: Definition, checked: Checked) -> None:
    for source in definition.sources:
        path = local_path(source, definition.folder)
        if not path.exists():
            checked.lines.append(f"{source.name} is not at hand")
            continue
        try:
            found = source_hash(path)
        except OSError as error:
            message = f"{path} cannot be read: {error.strerror}"
            raise ShuliangError(message) from error
        if found != source.sha256:
            message = f"sources: {source.name} is not what was pinned; if it is meant to be so, write sha256: {found}"
            checked.faults.append(Fault(source.place, message))
