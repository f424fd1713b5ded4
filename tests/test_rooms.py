"""A room imports only from rooms to its left, so that the flow can be read one way."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(__file__).parents[1] / "extract" / "shuliang"
ROOMS = (
    ("errors", "facts", "compiled", "memory"), ("sources",), ("text",), ("rulebook", "quantity"), ("engine",),
    ("meaning",), ("table",), ("running",), ("api",), ("publishing",), ("cli",), ("__main__",),
)  # fmt: skip
RANK = {room: rank for rank, rooms in enumerate(ROOMS) for room in rooms}
LAZY = {"__init__"}
"""The package itself, whose functions are loaded when they are asked for; every room may take its version from it."""
GROUND = {"shuliang.rulebook.files"}
"""Where the shipped rules lie, which rooms left of the rulebook ask too for their own tables."""
PURE = ("text", "rulebook", "quantity", "engine", "meaning", "table")
SHELL = {"socket", "urllib", "http", "requests", "subprocess", "random", "time"}
MODULES = sorted(PACKAGE.rglob("*.py"))


def imported(module: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of everything a module imports, wherever in it."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{module}:{node.lineno}: write the import in full"
            if node.module == "shuliang":
                yield from ((node.lineno, f"shuliang.{alias.name}") for alias in node.names)
            else:
                yield node.lineno, str(node.module)


def room_of(module: Path) -> str:
    return module.relative_to(PACKAGE).parts[0].removesuffix(".py")


def test_every_room_is_known() -> None:
    assert {room_of(module) for module in MODULES} - LAZY <= RANK.keys()


@pytest.mark.parametrize("module", MODULES, ids=lambda module: str(module.relative_to(PACKAGE)))
def test_imports_flow_one_way(module: Path) -> None:
    room = room_of(module)
    if room in LAZY:
        return
    wrong = [
        f"line {line}: {name}"
        for line, name in imported(module)
        if name.startswith("shuliang.") and name not in GROUND and RANK.get(name.split(".")[1], -1) > RANK[room]
    ]
    assert not wrong


@pytest.mark.parametrize("module", [module for module in MODULES if room_of(module) in PURE], ids=str)
def test_the_core_knows_no_network_and_no_clock(module: Path) -> None:
    assert not [name for _, name in imported(module) if name.split(".")[0] in SHELL]
