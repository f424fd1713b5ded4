"""A small rulebook without faults, to be copied and broken."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

HERE = Path(__file__).parent


@pytest.fixture
def rules(tmp_path: Path) -> Path:
    """A writable copy of tests/rulebook/good, named rules."""
    folder = tmp_path / "rules"
    shutil.copytree(HERE / "good", folder)
    return folder
