"""Where the command line prints: colours and bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import os
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from rich.console import Console
from rich.progress import Progress as Bar
from rich.progress import SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from shuliang.running.watch import Progress

PLAIN_WIDTH = 120
SECONDS_BETWEEN_LINES = 10


def console(*, stderr: bool = False) -> Console:
    """A console on the stream as it is now; lines are 120 wide where there is no terminal to ask.

    What is printed comes from documents, so brackets and colons in it are no markup.
    """
    file = sys.stderr if stderr else sys.stdout
    if file.isatty():
        return Console(file=file, highlight=False, markup=False, emoji=False)
    return Console(
        file=file,
        highlight=False,
        markup=False,
        emoji=False,
        width=int(os.environ.get("COLUMNS", PLAIN_WIDTH)),
        color_system=None,
    )


def columns(*titles: str, right: tuple[str, ...] = (), fold: tuple[str, ...] = ()) -> Table:
    """An empty table without lines; columns of `right` hold numbers, those of `fold` may take several lines."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for title in titles:
        folds = title in fold
        justify: Literal["left", "right"] = "right" if title in right else "left"
        table.add_column(title, justify=justify, overflow="fold" if folds else "ellipsis", no_wrap=not folds)
    return table


def said(progress: Progress, seconds: float) -> str:
    """What was read, after so many seconds; where it is known what there is to read, how fast and how much longer."""
    counted = (
        f"{progress.documents:,} documents, {progress.chars:,} characters,"
        f" {progress.facts:,} facts, {progress.rejects:,} rejects"
    )
    done = progress.bytes - progress.bytes_before
    if not progress.of_bytes or done <= 0 or seconds <= 0:
        return counted
    left = max(0, progress.of_bytes - progress.bytes) / done * seconds
    share, rate = progress.bytes / progress.of_bytes, done / seconds / 1e6
    return f"{min(share, 1):.0%} {counted}, {rate:.1f} MB/s, {_time(left)} left"


def _time(seconds: float) -> str:
    minutes, seconds = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


class _Lines:
    """Prints progress as plain lines, one in ten seconds."""

    def __init__(self, screen: Console) -> None:
        self._screen = screen
        self._began = self._last = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._last >= SECONDS_BETWEEN_LINES:
            self._last = now
            self._screen.print(said(progress, now - self._began))


@contextmanager
def progress_shown() -> Iterator[Callable[[Progress], None]]:
    """Gives what a run reports its progress to: a bar on a terminal, elsewhere a line now and then."""
    screen = console(stderr=True)
    if not screen.is_terminal:
        yield _Lines(screen)
        return
    with Bar(
        SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn(), console=screen, transient=True
    ) as bar:
        task = bar.add_task("reading")
        began = time.monotonic()
        yield lambda progress: bar.update(task, description=said(progress, time.monotonic() - began))


def figure(row: dict[str, Any]) -> str:
    """The value as read: `> 1000`, `200 – 300`, `+7.2`."""
    low, high, value = (_number(row[name]) for name in ("low", "high", "value"))
    sign = {"increase": "+", "decrease": "−"}.get(row["change"] or "", "")
    marks = {"more_than": ">", "at_least": "≥", "less_than": "<", "near": "<", "at_most": "≤", "approximate": "≈"}
    if value:
        return f"{marks.get(row['modifier'], '')} {sign}{value}".strip()
    if low:
        return f"{low} – {high}" if high else f"≥ {low}"
    return ""


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.4f}".rstrip("0").rstrip(".")


def period(row: dict[str, Any]) -> str:
    """The days of a fact: one, or the first and the last."""
    start, end = row["time_start"], row["time_end"]
    if start is None:
        return ""
    return str(start) if start == end else f"{start} to {end}"
