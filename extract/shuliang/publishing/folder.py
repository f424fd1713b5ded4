"""releases/: finished versions, `latest`, and the one staging folder of a build under way.

A version's folder appears by one rename, `latest` moves by another; a build that was killed leaves a staging folder,
which the next one clears. Two builds of one dataset exclude each other by a lock on the folder itself.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from shuliang.errors import ShuliangError

if TYPE_CHECKING:
    from collections.abc import Iterator

RELEASES = "releases"
LATEST = "latest"
STAGING = ".staging"
_NEXT = ".latest-next"
_VERSION = re.compile(r"(\d{4})\.(\d{1,2})\.(\d+)")


def version_key(version: str) -> tuple[int, ...]:
    """What versions are sorted by."""
    match = _VERSION.fullmatch(version)
    return tuple(map(int, match.groups())) if match else ()


def finished(releases: Path) -> list[str]:
    """The versions in `releases`, the oldest first."""
    if not releases.is_dir():
        return []
    names = [path.name for path in releases.iterdir() if version_key(path.name) and path.is_dir()]
    return sorted(names, key=version_key)


def before(releases: Path, version: str) -> str | None:
    """The last version older than `version`."""
    older = [name for name in finished(releases) if version_key(name) < version_key(version)]
    return older[-1] if older else None


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder elsewhere, for a build that only looks; gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="shuliang-") as folder:
        yield Path(folder)


@contextmanager
def staged(releases: Path) -> Iterator[Path]:
    """An empty staging folder, gone afterwards; `releases` is locked until then, and gone if it was made for nothing.

    Raises:
        ShuliangError: another build is under way, or the folder cannot be written.
    """
    made = not releases.exists()
    try:
        releases.mkdir(parents=True, exist_ok=True)
        handle = os.open(releases, os.O_RDONLY)
    except OSError as error:
        message = f"cannot write to {releases}: {error.strerror}"
        raise ShuliangError(message) from error
    staging = releases / STAGING
    try:
        _lock(handle, releases)
        try:
            _clear(releases)
            staging.mkdir()
            yield staging
        except OSError as error:
            message = f"the build stopped, nothing is left half-written in {releases}: {error}"
            raise ShuliangError(message) from error
        finally:
            shutil.rmtree(staging, ignore_errors=True)
            if made:
                with suppress(OSError):
                    releases.rmdir()
    finally:
        os.close(handle)


def _lock(handle: int, releases: Path) -> None:
    """Held until the handle is closed, however the process ends."""
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        message = f"another build is writing to {releases}; wait for it to end"
        raise ShuliangError(message) from error


def _clear(releases: Path) -> None:
    """Removes what a build that was killed has left; whoever holds the lock may."""
    if (releases / STAGING).exists():
        shutil.rmtree(releases / STAGING)
    (releases / _NEXT).unlink(missing_ok=True)


def appear(made: Path, releases: Path, version: str) -> Path:
    """Gives a finished folder its final name, once its bytes are on the disk.

    Raises:
        ShuliangError: that version is there already.
    """
    for path in [*made.rglob("*"), made]:
        _to_disk(path)
    target = releases / version
    try:
        made.rename(target)
    except OSError as error:
        message = f"{target} is there already; a release is never overwritten: {error.strerror}"
        raise ShuliangError(message) from error
    _to_disk(releases)
    return target


def point_latest(releases: Path) -> str | None:
    """Lets `latest` lead to the newest version; gives that version."""
    versions = finished(releases)
    if not versions:
        return None
    latest = releases / LATEST
    if not (latest.is_symlink() and latest.readlink().name == versions[-1]):
        following = releases / _NEXT
        following.unlink(missing_ok=True)
        following.symlink_to(versions[-1])
        following.replace(latest)
        _to_disk(releases)
    return versions[-1]


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
