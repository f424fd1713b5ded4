"""The compiled core is told from the interpreted one, and an edit behind its back is noticed."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import pytest

from shuliang import compiled

ROOT = Path(__file__).parents[1]


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package of one compiled module, and its stamp."""
    source = tmp_path / "engine.py"
    source.write_text("ONE = 1\n", encoding="utf-8")
    stamp = tmp_path / "compiled.json"
    stamp.write_text(json.dumps({"engine.py": compiled.source_hash(source)}), encoding="utf-8")
    monkeypatch.setattr(compiled, "PACKAGE", tmp_path)
    monkeypatch.setattr(compiled, "STAMP", stamp)
    monkeypatch.setattr(compiled, "is_compiled", lambda: True)
    return tmp_path


def test_nothing_is_edited_where_the_sources_are_those_compiled(package: Path) -> None:
    assert package.is_dir()
    assert compiled.edited() == []


def test_an_edited_source_is_named(package: Path) -> None:
    (package / "engine.py").write_text("ONE = 2\n", encoding="utf-8")
    assert compiled.edited() == ["engine.py"]


def test_a_source_that_is_gone_is_named(package: Path) -> None:
    (package / "engine.py").unlink()
    assert compiled.edited() == ["engine.py"]


def test_what_runs_interpreted_cannot_be_stale(package: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (package / "engine.py").write_text("ONE = 2\n", encoding="utf-8")
    monkeypatch.setattr(compiled, "is_compiled", lambda: False)
    assert compiled.edited() == []


def test_all_that_is_to_be_compiled_is_there() -> None:
    names = runpy.run_path(str(ROOT / ".ci" / "compile.py"))
    package = ROOT / "extract" / "shuliang"
    assert all(list(package.glob(pattern)) for pattern in names["CORE"])
