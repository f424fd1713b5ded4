"""Writes the locks: what pyproject.toml asks for, resolved, with hashes, and naming no index.

requirements.lock is for everything but the engines, which are large and have requirements-engines.lock. Name a lock to
write it alone. Needs pip-tools in an environment of its own, which it makes below build/.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "lock"
HEADING = (
    "# Every package with its version and hashes; `make lock` writes it."
    " No index is named: pip asks the one it is set up with.\n"
)
ENGINES = ("spark", "ray")
TESTING = ("pytest", "hypothesis")


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    build, needed = project["build-system"]["requires"], project["project"]["dependencies"]
    extras, dev = project["project"]["optional-dependencies"], project["dependency-groups"]["dev"]
    locks = {
        "requirements.lock": [*build, *needed, *wanted(extras, extras.keys() - set(ENGINES)), *dev],
        "requirements-engines.lock": [*build, "editables", *needed, *wanted(extras, ENGINES), *TESTING],
    }
    FOLDER.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", FOLDER / "venv"], check=True)
    subprocess.run([FOLDER / "venv/bin/pip", "install", "--quiet", "pip-tools"], check=True)
    for name in sys.argv[1:] or locks:
        write(name, locks[name])


def wanted(extras: dict[str, list[str]], names: Iterable[str]) -> list[str]:
    return [package for name in sorted(names) for package in extras[name]]


def write(name: str, packages: list[str]) -> None:
    (FOLDER / "wanted.in").write_text("\n".join(packages) + "\n", encoding="utf-8")
    options = ["--generate-hashes", "--strip-extras", "--allow-unsafe", "--no-header", "--no-annotate"]
    silent = ["--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--quiet"]
    command = [FOLDER / "venv/bin/pip-compile", *options, *silent, "--output-file", name, "wanted.in"]
    subprocess.run(command, cwd=FOLDER, check=True)
    lines = (FOLDER / name).read_text(encoding="utf-8")
    (ROOT / name).write_text(HEADING + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
