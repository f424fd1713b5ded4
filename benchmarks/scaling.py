"""How cost grows: with the size of the input, with workers, with the length of documents; and what a start takes.

    python benchmarks/scaling.py [--sizes 1,10,100] [--largest corpus] [--workers 1,2] [--folder DIR]

Each measurement is a run of the command line in a process of its own, from files to written tables. MB are of UTF-8
text. Processor seconds are user and system time of all processes, which a busy machine spoils less than the clock;
memory is the most that all processes of a run held together (resident, sampled) and the most that one of them did.
The result goes to docs/performance.md and docs/performance.svg.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import report
from texts import DENSITIES, write_jsonl

if TYPE_CHECKING:
    from collections.abc import Iterator

Lines = dict[str, list[tuple[float, float]]]
PAGE = os.sysconf("SC_PAGE_SIZE")
SAMPLED_EVERY = 0.1
COMMAND = "from shuliang.cli import main; main()"
READY = "from shuliang.running.kernel import default_reader; default_reader()"
ONE_TEXT = "import shuliang; assert len(shuliang.extract('全市新增上市公司27家。')) == 1"
LENGTHS = {"short (one page)": None, "long (1 M characters)": 1_000_000}


@dataclass(frozen=True, slots=True)
class Run:
    """One measured run."""

    megabytes: float
    facts: int
    seconds: float
    processor: float
    most_together: float
    most_of_one: float

    def per_megabyte(self, start: Run) -> float:
        """Processor seconds for a MB beyond those of a run over next to nothing."""
        return (self.processor - start.processor) / self.megabytes


def measure(path: Path, megabytes: float, workers: int, folder: Path) -> Run:
    output = folder / "out"
    command = [sys.executable, "-c", COMMAND, "extract", str(path), "--output", str(output), "--workers", str(workers)]
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    memory = Memory(process.pid)
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    memory.stop()
    if process.returncode:
        message = f"{' '.join(command)} ended with {process.returncode}"
        raise RuntimeError(message)
    facts = json.loads((output / "manifest.json").read_text(encoding="utf-8"))["counts"]["facts"]
    return Run(megabytes, facts, seconds, usage.ru_utime + usage.ru_stime, memory.together, memory.of_one)


class Memory:
    """Samples the resident memory of a process and those below it; the most, in MB."""

    def __init__(self, pid: int) -> None:
        self.together = self.of_one = 0.0
        self._pid = pid
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._ended.wait(SAMPLED_EVERY):
            sizes = list(resident(self._pid))
            self.together = max(self.together, sum(sizes))
            self.of_one = max(self.of_one, *sizes, 0.0)


def resident(pid: int) -> Iterator[float]:
    """MB of a process and of all below it; nothing for one that has ended."""
    try:
        pages = int(Path(f"/proc/{pid}/statm").read_text(encoding="ascii").split()[1])
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii").split()
    except OSError:
        return
    yield pages * PAGE / 1e6
    for child in below:
        yield from resident(int(child))


def start_up(program: str, *, warm: bool) -> float:
    """Seconds from nothing to the end of a short program: the least of three, or of one with an empty cache."""
    seconds = []
    with tempfile.TemporaryDirectory() as cache:
        environment = os.environ if warm else {**os.environ, "XDG_CACHE_HOME": cache}
        for number in range(3 if warm else 1):
            began = time.perf_counter()
            subprocess.run([sys.executable, "-c", program], check=True, env=environment)
            if number or not warm:
                seconds.append(time.perf_counter() - began)
    return min(seconds)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", default="1,10,100", help="MB of text, such as 1,10,100,1000")
    parser.add_argument(
        "--largest", default="corpus", help="the density whose largest size is measured; `all` for each"
    )
    parser.add_argument("--workers", default="1,2")
    parser.add_argument("--folder", type=Path, help="where the inputs go; a temporary folder by default")
    arguments = parser.parse_args()
    sizes = [float(size) for size in arguments.sizes.split(",")]
    with tempfile.TemporaryDirectory(dir=arguments.folder) as name:
        folder = Path(name)
        start = (
            f"From nothing to a reader ready to read (imports, rulebook, words): {start_up(READY, warm=True):.2f} s,"
            f" {start_up(READY, warm=False):.2f} s with an empty cache; to the facts of one sentence as values:"
            f" {start_up(ONE_TEXT, warm=True):.2f} s."
        )
        empty = measure(page(folder), 0.001, 1, folder)
        start += (
            f" A run over one sentence takes {empty.processor:.1f} processor seconds and {empty.most_of_one:.0f} MB."
        )
        by_size, lines = over_sizes(folder, sizes, arguments.largest, empty)
        by_workers = over_workers(folder, sizes, [int(count) for count in arguments.workers.split(",")])
        by_length = over_lengths(folder, min(sizes[-1] / 8, 10), empty)
    report.plot(
        report.PAGE.with_suffix(".svg"), "Processor seconds per MB after the start, one process", lines,
        ("MB of text", "s per MB"),
    )  # fmt: skip
    report.append("scaling", [start, by_size, "![cost per MB](performance.svg)", by_workers, by_length])


def page(folder: Path) -> Path:
    path = folder / "page.txt"
    path.write_text("全市新增上市公司27家。", encoding="utf-8")
    return path


def over_sizes(folder: Path, sizes: list[float], largest: str, start: Run) -> tuple[str, Lines]:
    rows: list[list[str]] = []
    lines: Lines = {}
    for name, pages in DENSITIES.items():
        wanted = sizes if largest in {name, "all"} else sizes[:-1] or sizes
        for size in wanted:
            path = folder / "in.jsonl"
            megabytes = write_jsonl(path, pages(), int(size * 1e6)) / 1e6
            if not megabytes:
                print(f"left out: the texts of {name} are not at hand", file=sys.stderr)
                break
            run = measure(path, megabytes, 1, folder)
            lines.setdefault(name, []).append((size, run.per_megabyte(start)))
            cost = run.per_megabyte(start)
            rows.append([
                f"{name}, {size:g} MB", f"{run.seconds:.1f}", f"{run.processor:.1f}", f"{cost:.3f}", f"{1 / cost:.2f}",
                f"{run.facts:,}", f"{run.facts / megabytes / cost:,.0f}", f"{run.most_of_one:.0f}",
            ])  # fmt: skip
            print(rows[-1], file=sys.stderr)
    heads = ("one process", "s", "processor s", "s/MB after the start", "MB/s", "facts", "facts/s", "memory MB")
    return report.table(heads, rows), lines


def over_workers(folder: Path, sizes: list[float], counts: list[int]) -> str:
    path, name = folder / "in.jsonl", "dense"  # no page is like another: a second worker has as much to learn as one
    megabytes = write_jsonl(path, DENSITIES[name](), int(max(sizes[-1] / 10, 8) * 1e6)) / 1e6
    rows, alone = [], 0.0
    for count in counts:
        run = measure(path, megabytes, count, folder)
        alone = alone or run.seconds
        rows.append([
            f"{name}, {megabytes:.1f} MB, {count} workers", f"{run.seconds:.1f}", f"{run.processor:.1f}",
            f"{alone / run.seconds:.2f}×", f"{run.most_together:.0f}", f"{run.most_of_one:.0f}",
        ])  # fmt: skip
        print(rows[-1], file=sys.stderr)
    heads = ("workers", "s", "processor s", "speed-up", "memory MB, all", "memory MB, the largest")
    return report.table(heads, rows)


def over_lengths(folder: Path, size: float, start: Run) -> str:
    rows = []
    for name, chars in LENGTHS.items():
        path = folder / "in.jsonl"
        megabytes = write_jsonl(path, DENSITIES["dense"](), int(size * 1e6), chars) / 1e6
        run = measure(path, megabytes, 1, folder)
        rows.append(
            [f"dense, {name}", f"{run.processor:.1f}", f"{run.per_megabyte(start):.3f}", f"{run.most_of_one:.0f}"]
        )
        print(rows[-1], file=sys.stderr)
    return report.table(("length of documents", "processor s", "s/MB", "memory MB"), rows)


if __name__ == "__main__":
    main()
