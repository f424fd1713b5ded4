from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

import pytest

from shuliang.cli import main

if TYPE_CHECKING:
    from pathlib import Path


class Ran(NamedTuple):
    code: int
    out: str
    err: str


class Shuliang(Protocol):
    def __call__(self, *arguments: str | Path) -> Ran: ...


@pytest.fixture
def shuliang(capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shuliang:
    """Runs the command line in this process and in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments: str | Path) -> Ran:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        code = ended.value.code
        return Ran(code if isinstance(code, int) else 0, *capsys.readouterr())

    return run
