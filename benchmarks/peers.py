"""Other libraries beside this one: the same pages in the same minutes, each in an environment of its own.

    python benchmarks/peers.py [--megabytes 0.2] [--folder DIR]

Each peer is installed into an environment below the cache folder when it is first asked for; one that cannot be is
left out with the reason. It reads the pages for at most a given time, and its rate is that of the pages it got
through. What they find differs (jionlp reads money and time, cn2an turns numerals into figures, neither gives bounds
or subjects), so a ratio says what a reader of pages pays, not how good a library is. The result goes to
docs/performance.md.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import report
from texts import DENSITIES, dense

CACHE = Path(os.environ.get("XDG_CACHE_HOME", Path.home() / ".cache")) / "shuliang-peers"
MOST_SECONDS = 20
WARM_PAGES = 60
"""Pages of another text, read before the clock starts, so that nobody pays for what is made once."""

_TIMED = """
import json, sys, time
warm, pages = json.load(open(sys.argv[1], encoding="utf-8"))
{setup}
def measured(pages, most):
    began = time.process_time()
    done = faults = 0
    for start in range(0, len(pages), 20):
        some = pages[start : start + 20]
        try:
            read(some)
        except Exception:
            faults += 1
        done += sum(len(page.encode()) for page in some)
        if time.process_time() - began > most:
            break
    return done / 1e6, time.process_time() - began, faults
measured(warm, 10)
print(json.dumps(measured(pages, float(sys.argv[2]))))
"""

_RECOGNIZERS = """
from recognizers_text import Culture
from recognizers_number import recognize_number, recognize_ordinal, recognize_percentage
from recognizers_number_with_unit import recognize_age, recognize_currency, recognize_dimension, recognize_temperature
from recognizers_date_time import recognize_datetime
KINDS = (recognize_number, recognize_ordinal, recognize_percentage, recognize_age, recognize_currency,
         recognize_dimension, recognize_temperature, recognize_datetime)
def read(pages):
    for line in (line for page in pages for line in page.splitlines()):
        for recognize in KINDS:
            recognize(line, Culture.Chinese)
"""
_JIONLP = """
import jionlp
def read(pages):
    for line in (line for page in pages for line in page.splitlines()):
        jionlp.ner.extract_money(line, with_parsing=True)
        jionlp.ner.extract_time(line, time_base=1767225600, with_parsing=True)
"""
_CN2AN = """
import cn2an
def read(pages):
    for line in (line for page in pages for line in page.splitlines()):
        cn2an.transform(line)
"""
_OURS = """
from shuliang.facts import Document
from shuliang.running.kernel import extract_documents
def read(pages):
    extract_documents([Document(str(number), page) for number, page in enumerate(pages)])
"""


@dataclass(frozen=True, slots=True)
class Peer:
    """A library: what to install, and the statements that define `read(pages)`."""

    name: str
    packages: tuple[str, ...]
    setup: str


PEERS = (
    Peer("cn2an.transform 0.5.24", ("cn2an==0.5.24",), _CN2AN),
    Peer("jionlp 1.5.31, money and time", ("jionlp==1.5.31",), _JIONLP),
    Peer(
        "recognizers-text 1.0.2a2, all kinds",
        ("recognizers-text-suite==1.0.2a2", "emoji<1.7", "setuptools<81"),
        _RECOGNIZERS,
    ),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--megabytes", type=float, default=0.5)
    parser.add_argument("--folder", type=Path, default=CACHE, help="where the environments of the peers are")
    arguments = parser.parse_args()
    rows, left_out = [], []
    for density, make in DENSITIES.items():
        pages = sample(make(), int(arguments.megabytes * 1e6), once=density != "dense")
        if not pages:
            left_out.append(f"- {density}: the texts are not at hand")
            continue
        ours = timed(Path(sys.executable), _OURS, pages)
        rows.append([f"{density}: shuliang, all kinds and meaning", *figures(ours, ours)])
        for peer in PEERS:
            try:
                theirs = timed(environment(peer, arguments.folder), peer.setup, pages)
            except subprocess.CalledProcessError as error:
                reason = (error.stderr or "").strip().splitlines()[-1:] or [str(error)]
                left_out.append(f"- {density}: {peer.name} left out: {reason[0][:200]}")
            else:
                rows.append([f"{density}: {peer.name}", *figures(theirs, ours)])
            print((rows + left_out)[-1], file=sys.stderr)
    heads = ("one process, processor time", "MB", "s", "MB/s", "failed", "shuliang is")
    report.append("peers", [report.table(heads, rows), *(["\n".join(left_out)] if left_out else [])])


def sample(pages: object, size: int, *, once: bool) -> list[str]:
    """Pages of so many bytes; the first round of them alone where they repeat, so that nothing is read twice."""
    found: list[str] = []
    done = 0
    for page in islice(pages, 100_000):  # type: ignore[call-overload]
        if done >= size or (once and found and page == found[0]):
            break
        found.append(page)
        done += len(page.encode())
    return found


def figures(found: tuple[float, float, int], ours: tuple[float, float, int]) -> list[str]:
    megabytes, seconds, failed = found
    ratio = (ours[0] / ours[1]) / (megabytes / seconds)
    faster = "1" if found is ours else f"{ratio:.1f}× as fast" if ratio >= 0.1 else f"{ratio:.3f}× as fast"  # noqa: PLR2004
    return [f"{megabytes:.2f}", f"{seconds:.1f}", f"{megabytes / seconds:.3f}", str(failed), faster]


def environment(peer: Peer, folder: Path) -> Path:
    """The Python of the peer's environment, made where it is not there yet."""
    home = folder / peer.packages[0].replace("=", "-")
    ready = home / "ready"
    if not ready.exists():
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True, capture_output=True, text=True)
        command = [str(home / "bin/pip"), "install", "--quiet", *peer.packages]
        subprocess.run(command, check=True, capture_output=True, text=True)
        ready.touch()
    return home / "bin/python"


def timed(python: Path, setup: str, pages: list[str]) -> tuple[float, float, int]:
    """MB read, processor seconds, groups of twenty pages in which it failed."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "pages.json"
        path.write_text(json.dumps([list(islice(dense(1), WARM_PAGES)), pages]), encoding="utf-8")
        program = _TIMED.format(setup=setup)
        variables = {**os.environ, "TZ": "Asia/Shanghai"}
        command = [str(python), "-W", "ignore", "-c", program, str(path), str(MOST_SECONDS)]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, env=variables)
    megabytes, seconds, failed = json.loads(ran.stdout.splitlines()[-1])
    return megabytes, seconds, failed


if __name__ == "__main__":
    main()
