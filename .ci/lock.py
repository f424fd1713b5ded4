"""Writes requirements.lock: what pyproject.toml asks for, resolved, with hashes, and naming no index.

Needs pip-tools in an environment of its own, which it makes below build/.
"""

from __future__ import annotations

import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "build" / "lock"
HEADING = (
    "# Every package with its version and hashes; `make lock` writes it."
    " No index is named: pip asks the one it is set up with.\n"
)


def main() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *(name for names in project["project"]["optional-dependencies"].values() for name in names),
        *project["dependency-groups"]["dev"],
    ]
    FOLDER.mkdir(parents=True, exist_ok=True)
    (FOLDER / "wanted.in").write_text("\n".join(wanted) + "\n", encoding="utf-8")
    subprocess.run([sys.executable, "-m", "venv", FOLDER / "venv"], check=True)
    subprocess.run([FOLDER / "venv/bin/pip", "install", "--quiet", "pip-tools"], check=True)
    options = ["--generate-hashes", "--strip-extras", "--allow-unsafe", "--no-header", "--no-annotate"]
    silent = ["--no-emit-index-url", "--no-emit-find-links", "--no-emit-trusted-host", "--quiet"]
    command = [FOLDER / "venv/bin/pip-compile", *options, *silent, "--output-file", "requirements.lock", "wanted.in"]
    subprocess.run(command, cwd=FOLDER, check=True)
    lines = (FOLDER / "requirements.lock").read_text(encoding="utf-8")
    (ROOT / "requirements.lock").write_text(HEADING + lines, encoding="utf-8")


if __name__ == "__main__":
    main()
