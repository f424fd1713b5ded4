"""The command line: thin. It parses, calls, shows progress and prints; what it does lies in the rooms to its left."""

from __future__ import annotations

import io
import os
import sys
import traceback
from typing import TYPE_CHECKING

from shuliang.memory import garbage_searched_seldom

if TYPE_CHECKING:
    from collections.abc import Sequence

SYSTEM_FAILED = 3


def main(arguments: Sequence[str] | None = None) -> None:
    """Runs the command line and exits: 0 done, 1 the data failed, 2 wrong usage, 3 the system failed."""
    # Arrow reads this when it is loaded. Its own pools keep what they were given; the system's takes back a fourth of
    # the most that a run needs. Processes that are started inherit it.
    os.environ.setdefault("ARROW_DEFAULT_MEMORY_POOL", "system")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # else numpy starts threads that wait for matrices at full speed
    with garbage_searched_seldom():
        _run(arguments)


def _run(arguments: Sequence[str] | None) -> None:
    from shuliang.cli.app import app  # noqa: PLC0415 - whoever imports the package need not load typer
    from shuliang.compiled import edited  # noqa: PLC0415
    from shuliang.errors import ShuliangError  # noqa: PLC0415

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that knows no Chinese is no reason to stop
    if stale := edited():
        sys.stderr.write(f"older than its source runs here: {', '.join(stale)}; `make compile` compiles it anew\n")
    try:
        app(args=None if arguments is None else list(arguments))
    except ShuliangError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(error.exit_code)
    except Exception:  # noqa: BLE001 - the outermost place: whatever was not foreseen ends here
        traceback.print_exc()
        sys.stderr.write("This is a fault of shuliang, not of your input: please report it with the lines above.\n")
        sys.exit(SYSTEM_FAILED)
