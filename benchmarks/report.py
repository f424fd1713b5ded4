"""Where measurements go: a section each at the end of docs/performance.md, older ones kept, with the machine."""

from __future__ import annotations

import datetime
import os
import platform
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ROOT = Path(__file__).resolve().parents[1]
PAGE = ROOT / "docs" / "performance.md"
COLOURS = ("#1b6ca8", "#c8553d", "#3c7a3c", "#7a4f9a", "#888888")


def append(title: str, parts: Sequence[str]) -> None:
    """Adds a section to the page and prints it."""
    now = datetime.datetime.now(datetime.UTC)
    text = "\n\n".join([f"## {now:%Y-%m-%d %H:%M} UTC: {title}", machine(), *parts])
    with PAGE.open("a", encoding="utf-8") as page:
        page.write(f"\n{text}\n")
    print(text)


def machine() -> str:
    """The machine, the versions and how busy the machine is, on one line."""
    packages = ", ".join(f"{name} {version(name)}" for name in ("regex", "pyarrow"))
    load = ", ".join(f"{load:.1f}" for load in os.getloadavg())
    computer = f"{_processor()}, {os.cpu_count()} cores, {_memory()}"
    return f"{computer}; Python {platform.python_version()}, {packages}; commit {_commit()}; load {load}."


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def _memory() -> str:
    try:
        return f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 1e9:.0f} GB"
    except (ValueError, OSError):
        return "memory unknown"


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    return found.stdout.strip() or "unknown"


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; all columns but the first hold numbers."""
    lines = [heads, ["---", *("---:" for _ in heads[1:])], *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)


def plot(path: Path, title: str, series: Mapping[str, Sequence[tuple[float, float]]], axes: tuple[str, str]) -> None:
    """Lines over a logarithmic x axis, as SVG; `axes` are what x and y say."""
    from math import log10  # noqa: PLC0415 - only here

    width, height, left, bottom, top = 640, 320, 60, 50, 30
    points = [point for line in series.values() for point in line]
    low, high = (bound(log10(x) for x, _ in points) for bound in (min, max))
    most = max(y for _, y in points) * 1.15

    def place(x: float, y: float) -> tuple[float, float]:
        across = (log10(x) - low) / ((high - low) or 1)
        return left + across * (width - left - 120), height - bottom - y / most * (height - bottom - top)

    parts = [f'<text x="{left}" y="18" font-size="14">{title}</text>']
    for step in range(5):
        x, y = place(10**low, most * step / 4)
        parts.append(f'<line x1="{left}" x2="{width - 120}" y1="{y:.1f}" y2="{y:.1f}" stroke="#ddd"/>')
        parts.append(f'<text x="{x - 6:.1f}" y="{y + 4:.1f}" text-anchor="end">{most * step / 4:.2g}</text>')
    for value in sorted({x for x, _ in points}):
        x, y = place(value, 0)
        parts.append(f'<text x="{x:.1f}" y="{y + 18:.1f}" text-anchor="middle">{value:g}</text>')
    parts.append(f'<text x="{(left + width - 120) / 2}" y="{height - 8}" text-anchor="middle">{axes[0]}</text>')
    parts.append(f'<text transform="translate(14 {height / 2}) rotate(-90)" text-anchor="middle">{axes[1]}</text>')
    for number, (name, line) in enumerate(series.items()):
        colour = COLOURS[number % len(COLOURS)]
        where = [place(x, y) for x, y in sorted(line)]
        route = " ".join(f"{x:.1f},{y:.1f}" for x, y in where)
        parts.append(f'<polyline points="{route}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in where]
        parts.append(f'<text x="{width - 110}" y="{top + 20 + 18 * number}" fill="{colour}">{name}</text>')
    font = 'font-family="sans-serif" font-size="12"'
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" {font}>'
    background = f'<rect width="{width}" height="{height}" fill="white"/>'
    path.write_text("\n".join([frame, background, *parts, "</svg>"]) + "\n", encoding="utf-8")
