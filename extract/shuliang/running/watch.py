"""How far a run has come, added up from its tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shuliang.running.tasks import Tally

if TYPE_CHECKING:
    from collections.abc import Callable

    from shuliang.running.tasks import Finished, Task

BYTES_OF_A_CHARACTER = 3
"""In UTF-8; only for what is being read, whose bytes nobody counts."""


class Progress(NamedTuple):
    """How far a run has come; bytes are those of the inputs as they lie on disk.

    `of_bytes` is all there is to read, None where that is unknown; `bytes_before` is what an earlier run had read.
    """

    documents: int = 0
    chars: int = 0
    facts: int = 0
    rejects: int = 0
    bytes: int = 0
    of_bytes: int | None = None
    bytes_before: int = 0


class Watch:
    """Hears what tasks have read, and tells the sum of it."""

    def __init__(self, progress: Callable[[Progress], None] | None, of_bytes: int | None = None) -> None:
        self._progress = progress
        self._of_bytes = of_bytes
        self._done = Tally()
        self._bytes = 0
        self._bytes_before = 0
        self._open: dict[str, tuple[Task, Tally]] = {}

    def told(self, task: Task, tally: Tally) -> None:
        """A task has read so much of its items."""
        self._open[task.name] = task, tally
        self._tell()

    def finished(self, task: Task, finished: Finished, *, before: bool = False) -> None:
        """A task is done, perhaps `before`, by an earlier run."""
        known = self._open.pop(task.name, None)
        self._done = self._done.plus(finished.tally)
        self._bytes += task.bytes
        self._bytes_before += task.bytes if before else 0
        if task.bytes or known is None or known[1] != finished.tally:
            self._tell()

    def _tell(self) -> None:
        if self._progress is None:
            return
        sum_, bytes_ = self._done, self._bytes
        for task, tally in self._open.values():
            sum_ = sum_.plus(tally)
            bytes_ += min(task.bytes, tally.chars * BYTES_OF_A_CHARACTER)
        self._progress(Progress(*sum_[:4], bytes_, self._of_bytes, self._bytes_before))
