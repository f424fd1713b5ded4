"""YAML in which every scalar is text and every node knows its line.

PyYAML's C parser composes the nodes; no value is ever resolved to a number, a date or a truth value. Anchors, aliases
and tags are refused, for they hide what a file says; so are keys that stand twice.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias, cast

import yaml

from shuliang.errors import Place

if TYPE_CHECKING:
    from shuliang.rulebook.faults import Faults

Value: TypeAlias = "str | list[Value] | dict[str, Value]"
Steps: TypeAlias = "tuple[str | int, ...]"

_MAY_BE_INDICATOR = re.compile(r"(?:^|[\s\[{,:])[&*!][^\s,\]}]", re.MULTILINE)
_HINTS = {
    "mapping values are not allowed": "a text with a colon and a blank in it must stand in quotes",
    "cannot start any token": "indent with blanks, and put a text that begins with % @ or ` in quotes",
    "did not find expected ',' or '": "a text in [ ] or { } with a comma, bracket or brace in it must stand in quotes",
}


class _TextLoader(yaml.CSafeLoader):
    """PyYAML's C parser without its guesses at types, which take half of its time."""

    def resolve(self, kind: object, value: object, implicit: object) -> str:  # noqa: ARG002 - PyYAML's signature
        """Take everything for text."""
        return "text"

    def ascend_resolver(self) -> None:
        """Skip what resolving by path would need."""

    def descend_resolver(self, current_node: object, current_index: object) -> None:
        """Skip what resolving by path would need."""


@dataclass(frozen=True, slots=True)
class Page:
    """One YAML file: `values` as plain text, lists and dicts, and the line of each of them by its path."""

    file: str
    values: dict[str, Value]
    root: yaml.Node | None

    def place(self, *path: str | int) -> Place:
        """The place of what `path` leads to, or of the nearest thing above it; for a key the line of the key itself."""
        node, line = self.root, 1 if self.root is None else _line(self.root)
        for step in path:
            found = _step(node, step)
            if found is None:
                break
            line, node = found
        return Place(self.file, line)

    def text_place(self, *path: str | int) -> Place:
        """The place of the first line of a text: for a block scalar (`|-`) the line after its key."""
        place = self.place(*path)
        node = self._node(path)
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            return Place(self.file, _line(node) + 1)
        return place if node is None else Place(self.file, _line(node))

    def text(self, *path: str | int) -> str:
        """The text at `path`, empty where there is none or something else."""
        value = self._value(path)
        return value if isinstance(value, str) else ""

    def items(self, *path: str | int) -> list[Value]:
        """The list at `path`, empty where there is none or something else."""
        value = self._value(path)
        return value if isinstance(value, list) else []

    def texts(self, *path: str | int) -> tuple[str, ...]:
        """The texts of the list at `path`."""
        return tuple(item for item in self.items(*path) if isinstance(item, str))

    def is_block(self, *path: str | int) -> bool:
        """Whether the text is a literal block (`|-`), whose lines are lines of the file."""
        node = self._node(path)
        return isinstance(node, yaml.ScalarNode) and node.style == "|"

    def is_plain(self, *path: str | int) -> bool:
        """Whether the text stands without quotes, as in `low: null`."""
        node = self._node(path)
        return isinstance(node, yaml.ScalarNode) and not node.style

    def _value(self, path: Steps) -> Value | None:
        value: Value | None = self.values
        for step in path:
            if isinstance(value, dict) and isinstance(step, str):
                value = value.get(step)
            elif isinstance(value, list) and isinstance(step, int) and 0 <= step < len(value):
                value = value[step]
            else:
                return None
        return value

    def _node(self, path: Steps) -> yaml.Node | None:
        node = self.root
        for step in path:
            found = _step(node, step)
            if found is None:
                return None
            node = found[1]
        return node


def read_yaml(file: str, content: bytes, faults: Faults) -> Page | None:
    """Parse one file; faults are added to `faults`, and None is given where nothing can be read at all."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        faults.add(Place(file, line), "", "is not UTF-8; save the file as UTF-8")
        return None
    try:
        root = yaml.compose(text, Loader=_TextLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = " ".join(part for part in (error.context, error.problem) if part)
        hint = next((f"; {hint}" for sign, hint in _HINTS.items() if sign in reason), "")
        faults.add(Place(file, mark.line + 1 if mark else None), "", f"is not YAML: {reason}{hint}")
        return None
    except yaml.YAMLError as error:
        faults.add(Place(file), "", f"is not YAML: {str(error).splitlines()[0]}")
        return None
    if root is None:
        faults.add(Place(file), "", "is empty; a mapping of keys to values is wanted")
        return None
    if _MAY_BE_INDICATOR.search(text) and _refuse_indicators(file, text, faults):
        return None
    page_faults = len(faults.found)
    values = _plain(file, root, faults)
    if not isinstance(values, dict) and len(faults.found) == page_faults:
        faults.add(Place(file, _line(root)), "", "holds no mapping; keys such as `title: …` are wanted at the top")
    return Page(file, values, root) if isinstance(values, dict) else None


def _line(node: yaml.Node) -> int:
    return cast("int", node.start_mark.line) + 1


def _step(node: yaml.Node | None, step: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == step:
                return _line(key), value
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and 0 <= step < len(node.value):
        return _line(node.value[step]), node.value[step]
    return None


def _plain(file: str, node: yaml.Node, faults: Faults) -> Value:
    if isinstance(node, yaml.ScalarNode):
        return cast("str", node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(file, item, faults) for item in node.value]
    values: dict[str, Value] = {}
    first: dict[str, int] = {}
    for key, value in node.value:
        name, line = str(key.value), _line(key)
        if not isinstance(key, yaml.ScalarNode):
            faults.add(Place(file, line), "", "a key must be a text")
            continue
        if name in first:
            faults.add(Place(file, line), name, f"stands twice; it is already in line {first[name]}")
            continue
        first[name] = line
        values[name] = _plain(file, value, faults)
    return values


def _refuse_indicators(file: str, text: str, faults: Faults) -> bool:
    """Look for anchors, aliases and tags event by event; only files that may hold one pay for it."""
    refused = False
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        what = None
        if isinstance(event, yaml.AliasEvent):
            what = f"alias *{event.anchor}"
        elif isinstance(event, yaml.NodeEvent) and event.anchor:
            what = f"anchor &{event.anchor}"
        elif tag := getattr(event, "tag", None):
            what = f"tag {tag}"
        if what:
            refused = True
            line = event.start_mark.line + 1 if event.start_mark else None
            message = f"{what} is refused; write the value out, or put it in quotes if it is meant as text"
            faults.add(Place(file, line), "", message)
    return refused
