from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.cli import screen
from shuliang.running.run import Progress

if TYPE_CHECKING:
    import pytest


def test_progress_is_told_in_plain_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "SECONDS_BETWEEN_LINES", 0)
    with screen.progress_shown() as told:
        told(Progress(1200, 5000, 30, 1))
    assert capsys.readouterr().err == "1,200 documents, 5,000 characters, 30 facts, 1 rejects\n"


def test_a_short_run_says_nothing_before_its_summary(capsys: pytest.CaptureFixture[str]) -> None:
    with screen.progress_shown() as told:
        told(Progress(1, 1, 1, 1))
    assert capsys.readouterr().err == ""
