"""What a release was made with: Python and every package that the program needs, as installed."""

from __future__ import annotations

import platform
import re
from importlib.metadata import PackageNotFoundError, distribution

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
ROOTS = ("shuliang", "duckdb")
"""What is looked at with all that it needs; DuckDB is of an extra."""


def lock() -> dict[str, str]:
    """Name → version: Python, then shuliang, DuckDB and everything that they need, sorted by name."""
    found: dict[str, str] = {}
    waiting = list(ROOTS)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        try:
            package = distribution(name)
        except PackageNotFoundError:
            continue
        found[name] = package.version
        waiting += [_canonical(need) for need in package.requires or () if _wanted(need)]
    return {"python": platform.python_version()} | dict(sorted(found.items()))


def _canonical(requirement: str) -> str:
    match = _NAME.match(requirement)
    return re.sub(r"[-_.]+", "-", match[0]).lower() if match else ""


def _wanted(requirement: str) -> bool:
    """Not what extras want; other markers are not weighed, for what is not installed is left out anyway."""
    return "extra" not in requirement.partition(";")[2]
