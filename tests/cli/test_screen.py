from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.cli import screen
from shuliang.running.watch import Progress

if TYPE_CHECKING:
    import pytest


def test_progress_is_told_in_plain_lines(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen, "SECONDS_BETWEEN_LINES", 0)
    with screen.progress_shown() as told:
        told(Progress(1200, 5000, 30, 1))
    assert capsys.readouterr().err == "1,200 documents, 5,000 characters, 30 facts, 1 rejects\n"


def test_rate_and_time_left_leave_out_what_an_earlier_run_had_read() -> None:
    told = Progress(10, 100, 5, 0, bytes=30_000_000, of_bytes=100_000_000, bytes_before=10_000_000)
    assert screen.said(told, 10) == "30% 10 documents, 100 characters, 5 facts, 0 rejects, 2.0 MB/s, 0:35 left"
    assert screen.said(told, 4_000).endswith("3:53:20 left")


def test_a_short_run_says_nothing_before_its_summary(capsys: pytest.CaptureFixture[str]) -> None:
    with screen.progress_shown() as told:
        told(Progress(1, 1, 1, 1))
    assert capsys.readouterr().err == ""
