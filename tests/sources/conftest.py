"""Reading of files that a test writes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from tests.sources.made import Read

from shuliang.sources import SourceOptions

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def read() -> Callable[..., Read]:
    def reader(*paths: Path, **options: Any) -> Read:
        return Read([str(path) for path in paths], SourceOptions(**options))

    return reader


@pytest.fixture
def read_bytes(tmp_path: Path, read: Callable[..., Read]) -> Callable[..., Read]:
    """Writes bytes to a file of that name and reads it."""

    def reader(name: str, content: bytes, **options: Any) -> Read:
        path = tmp_path / name
        path.write_bytes(content)
        return read(path, **options)

    return reader
