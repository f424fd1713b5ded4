"""Builds in children that are killed at every so many of their file operations, and builds again; run by test_killed.

    python killed.py FOLDER POINTS DELAYS

FOLDER holds a dataset with one release and the definition of the next. A child is killed by SIGKILL at the n-th file
operation (an audit hook counts them), or after a delay. Printed is one JSON object for each child: where it was killed,
what could be seen then, and what a build after it left. The program itself knows nothing of this.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

sys.path.insert(0, str(Path(__file__).parents[2]))

CHANGES_FILES = {"os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.symlink", "shutil.rmtree", "shutil.copyfile"}
LOOKS = {"open", "os.scandir", "os.listdir"}
FAILED = 7


def state(folder: Path) -> dict[str, str]:
    """What can be seen: for each version the hash of its files' names and bytes, and where `latest` leads."""
    releases, seen = folder / "releases", {}
    for path in sorted(releases.iterdir()):
        if path.is_symlink():
            seen[path.name] = str(path.readlink())
        elif not path.name.startswith("."):
            digest = hashlib.sha256()
            for file in sorted(file for file in path.rglob("*") if file.is_file()):
                digest.update(f"{file.relative_to(path)}\n".encode() + hashlib.sha256(file.read_bytes()).digest())
            seen[path.name] = digest.hexdigest()
    return seen


def in_child(work: Callable[[], None]) -> int:
    """Forks; gives the child's process id."""
    child = os.fork()
    if child:
        return child
    code = FAILED
    try:
        work()
        code = 0
    except BaseException as error:  # noqa: BLE001 - the parent is told by the exit code
        sys.stderr.write(f"{error!r}\n")
    finally:
        os._exit(code)


def ended(child: int) -> int:
    """What a child ended with: its exit code, or minus the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


class Counting:
    """Counts the file operations that change something, and those that look into the dataset."""

    def __init__(self, folder: Path, kill_at: int | None) -> None:
        self.folder = str(folder)
        self.kill_at = kill_at
        self.events: list[str] = []
        sys.addaudithook(self.heard)

    def heard(self, event: str, args: tuple[object, ...]) -> None:
        if event not in CHANGES_FILES and not (event in LOOKS and str(args[0]).startswith(self.folder)):
            return
        self.events.append(f"{event} {Path(str(args[0])).name}" if args else event)
        if len(self.events) == self.kill_at:
            os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    folder, points, delays = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    import pyarrow  # noqa: PLC0415 - after the arguments are known
    from tests.publishing.made import built  # noqa: PLC0415 - after the path is set

    place = folder.parent / "tried" / folder.name
    note = folder.parent / "note.json"

    def fresh() -> None:
        shutil.rmtree(place, ignore_errors=True)
        shutil.copytree(folder, place, symlinks=True)

    def undisturbed() -> None:
        counting = Counting(place, None)
        began = time.monotonic()
        built(place)
        took = time.monotonic() - began
        events = list(counting.events)
        note.write_text(json.dumps({"events": events, "took": took}), encoding="utf-8")

    def calibrated() -> dict[str, Any]:
        fresh()
        code = ended(in_child(undisturbed))
        assert code == 0, "an undisturbed build fails"
        return dict(json.loads(note.read_text(encoding="utf-8")))

    pyarrow.set_cpu_count(1)
    pyarrow.set_io_thread_count(1)
    fresh()
    built(place)  # so that children find everything loaded
    noted = calibrated()
    events, took = noted["events"], noted["took"]
    say({"whole": state(place), "events": len(events), "took": took})

    changing = [at for at, event in enumerate(events, 1) if event.split()[0] in CHANGES_FILES]
    spread = {1 + at * len(events) // points for at in range(points)}
    tries: list[tuple[int | None, float]] = [(at, 0.0) for at in sorted({*spread, *changing})]
    tries += [(None, took * (at + 0.5) / delays) for at in range(delays)]
    for at, delay in tries:
        fresh()

        def killed(at: int | None = at) -> None:
            if at is not None:
                Counting(place, at)
            built(place)

        child = in_child(killed)
        if at is None:
            time.sleep(delay)
            with suppress(ProcessLookupError):
                os.kill(child, signal.SIGKILL)
        code = ended(child)
        seen = state(place)
        again = ended(in_child(lambda: void(built(place))))
        left = sorted(path.name for path in (place / "releases").iterdir())
        at_event = events[at - 1] if at is not None else f"after {delay:.3f} s"
        told = {"at": at_event, "code": code, "seen": seen, "again": again, "final": state(place), "left": left}
        say(told)


def say(told: dict[str, object]) -> None:
    sys.stdout.write(f"{json.dumps(told)}\n")
    sys.stdout.flush()


def void(_value: object) -> None:
    """Nothing comes back from a child."""


if __name__ == "__main__":
    main()
