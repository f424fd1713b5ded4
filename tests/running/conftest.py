from __future__ import annotations

import importlib
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import orjson
import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from shuliang.running.kernel import Reader

ROOT = Path(__file__).parents[2]


class WriteLines(Protocol):
    def __call__(self, name: str, texts: Sequence[str]) -> Path: ...


@pytest.fixture
def obeying(monkeypatch: pytest.MonkeyPatch) -> Callable[[], Reader]:
    """What makes the reader of readers.py, in a form that worker processes can import."""
    monkeypatch.syspath_prepend(ROOT)
    monkeypatch.setattr("shuliang.running.manifest.versions", lambda: {"shuliang": "0", "rulebook": "0"})
    found: Callable[[], Reader] = importlib.import_module("tests.running.readers").obeying
    return found


@pytest.fixture
def write_lines(tmp_path: Path) -> WriteLines:
    """Writes JSONL below `in/`; the ids are the file's name and the line."""
    folder = tmp_path / "in"
    folder.mkdir()

    def write(name: str, texts: Sequence[str]) -> Path:
        lines = (orjson.dumps({"id": f"{name}-{number:03}", "text": text}) for number, text in enumerate(texts))
        path = folder / f"{name}.jsonl"
        path.write_bytes(b"\n".join(lines) + b"\n")
        return path

    return write
