"""Whether the core runs as machine code (`.ci/compile.py` makes it in a checkout), and whether that is the source's."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from pathlib import Path

PACKAGE = Path(__file__).parent
STAMP = PACKAGE / "compiled.json"


def source_hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def is_compiled() -> bool:
    """Whether Python takes the compiled engine; it does so where there is one for its version."""
    spec = importlib.util.find_spec("shuliang.engine")
    return spec is not None and not str(spec.origin).endswith(".py")


def edited() -> list[str]:
    """The sources, below the package, that compiled modules no longer stand for; none outside a checkout."""
    if not STAMP.is_file() or not is_compiled():
        return []
    kept: dict[str, str] = json.loads(STAMP.read_text(encoding="utf-8"))
    return [name for name, known in kept.items() if _hash_of(PACKAGE / name) != known]


def _hash_of(path: Path) -> str:
    return source_hash(path) if path.is_file() else ""
