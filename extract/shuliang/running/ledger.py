"""Which tasks of a run are done: a line for each in a file beside their parts, so that a run can go on.

The first line is the key of the run (options and versions); under another key nothing is taken over. A line is
written after the files it names have their names, so it is true however the process ends; a torn last line is no line.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from shuliang.errors import ShuliangError
from shuliang.running.groups import UNFINISHED
from shuliang.running.tasks import Finished, Tally

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from shuliang.sources.shards import Shard

LEDGER = "ledger.jsonl"


def shard_name(shard: Shard) -> str:
    """What a shard's parts are named by: 20 hex digits, others when a file of it has changed."""
    return hashlib.sha256(repr(shard).encode()).hexdigest()[:20]


class Ledger:
    """The finished tasks in `folder`. Held by one run at a time.

    Raises:
        ShuliangError: another run has it.
    """

    def __init__(self, folder: Path, key: Mapping[str, object], shard_bytes: int) -> None:
        folder.mkdir(exist_ok=True)
        self._folder = folder
        self._file = (folder / LEDGER).open("a+", encoding="utf-8")
        _lock(self._file, folder)
        self.shard_bytes = shard_bytes
        self.finished: dict[str, Finished] = {}
        self._file.seek(0)
        if not self._take_over(self._file.readlines(), key):
            self._start(key)
        self._sweep()

    def add(self, task: Finished) -> None:
        """Notes that a task is done and its files are there."""
        self.finished[task.name] = task
        self._write({"task": asdict(task)})

    def empty(self) -> None:
        """Forgets all tasks, since their rows are where they belong."""
        self.finished.clear()

    def close(self) -> None:
        """Leaves the finished tasks and nothing else, and no folder where there is none."""
        self._sweep()
        if not self.finished:
            shutil.rmtree(self._folder, ignore_errors=True)
        self._file.close()

    def _sweep(self) -> None:
        """Removes what unfinished tasks have left."""
        for path in self._folder.glob(f"{UNFINISHED}*"):
            path.unlink()
        for folder in self._folder.glob(f".{UNFINISHED}*"):
            shutil.rmtree(folder)

    def _take_over(self, lines: list[str], key: Mapping[str, object]) -> bool:
        """Whether the ledger is of the same run; its tasks are taken as done, and a torn line is cut off."""
        whole = [line for line in lines if line.endswith("\n")]
        try:
            head, *rows = [json.loads(line) for line in whole]
            if head["key"] != json.loads(json.dumps(key, default=str)):
                return False
            self.shard_bytes = int(head["shard_bytes"])
            for row in rows:
                self._take_task(row["task"])
        except (ValueError, KeyError, TypeError):
            self.finished.clear()
            return False
        self._file.seek(0)
        self._file.truncate(sum(len(line.encode()) for line in whole))
        return True

    def _take_task(self, row: dict[str, Any]) -> None:
        files = {table: tuple(names) for table, names in row["files"].items()}
        if all((self._folder / name).is_file() for names in files.values() for name in names):
            self.finished[row["name"]] = Finished(row["name"], files, Tally(*row["tally"]))

    def _start(self, key: Mapping[str, object]) -> None:
        for path in self._folder.glob("*.arrow"):
            path.unlink()
        self._file.truncate(0)
        self._write({"key": key, "shard_bytes": self.shard_bytes})

    def _write(self, line: dict[str, Any]) -> None:
        self._file.write(json.dumps(line, ensure_ascii=False, default=str) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())


def _lock(file: Any, folder: Path) -> None:
    """Held until the file is closed, however the process ends."""
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - not on every system

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        file.close()
        message = f"another run is writing to {folder.parent}; wait for it, or choose another folder with --output"
        raise ShuliangError(message) from None
