"""The lock file holds what pyproject.toml asks for, hashed, and names no index."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
EXTRAS: dict[str, list[str]] = PROJECT["project"]["optional-dependencies"]
ENGINES = ("spark", "ray")
"""Extras that are large and have a lock of their own."""
NEEDED = [*PROJECT["build-system"]["requires"], *PROJECT["project"]["dependencies"]]
WANTED = {
    "requirements.lock": [
        *NEEDED,
        *(package for extra, packages in EXTRAS.items() if extra not in ENGINES for package in packages),
        *PROJECT["dependency-groups"]["dev"],
    ],
    "requirements-engines.lock": [*NEEDED, *(package for extra in ENGINES for package in EXTRAS[extra])],
}


def plain(requirement: str) -> str:
    """The name of a package as indexes write it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\s\[<>=!~;]", requirement, maxsplit=1)[0]).lower()


@pytest.mark.parametrize("lock", WANTED)
def test_everything_wanted_is_locked(lock: str) -> None:
    locked = {
        plain(line) for line in re.findall(r"^[A-Za-z].*", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE)
    }
    assert {plain(requirement) for requirement in WANTED[lock]} <= locked, "run `make lock`"


def test_every_package_has_a_version_and_hashes() -> None:
    for block in re.split(r"\n(?=[A-Za-z])", LOCK)[1:]:
        assert re.match(r"[\w.-]+==[\w.]+( ; .*)? \\\n", block), block
        assert "--hash=sha256:" in block


def test_no_index_is_named() -> None:
    assert not re.search(r"https?:|index-url|find-links", LOCK)
    assert not re.search(r"index-url|find-links", (ROOT / "Makefile").read_text(encoding="utf-8"))
