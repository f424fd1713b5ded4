"""What docs/rules.md shows and lists is what the code takes."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import orjson

from shuliang.rulebook.contract import CONTRACT
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load

DOCS = Path(__file__).parents[2] / "docs" / "rules.md"
ANYWHERE = {"lead", "before", "after"}


def reading_rows() -> list[str]:
    """The table of readings, from the schema (what) and the contract (which groups)."""
    schema: dict[str, Any] = orjson.loads((rules_folder() / "schema" / "rule.schema.json").read_bytes())
    rows = []
    for choice in schema["properties"]["reading"]["oneOf"]:
        groups = CONTRACT[choice["const"]]
        optional = "any group" if groups.allowed is None else _names(groups.allowed - groups.required - ANYWHERE)
        rows.append(f"| `{choice['const']}` | {choice['description']} | {_names(groups.required)} | {optional} |")
    return rows


def _names(groups: frozenset[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(groups))


def test_readings_are_listed() -> None:
    """On failure, put the rows that the test prints into docs/rules.md."""
    listed = [line for line in DOCS.read_text(encoding="utf-8").splitlines() if line.startswith("| `")]
    missing = [row for row in reading_rows() if row not in listed]
    assert not missing, "\n".join(missing)


def test_rule_and_lexicon_shown_are_good_ones(rules: Path) -> None:
    blocks = re.findall(r"```yaml\n(# yaml-language-server.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    seat, classifiers = blocks
    (rules / "names" / "seat.yaml").write_text(seat, encoding="utf-8")
    (rules / "lexicons" / "shown.yaml").write_text(classifiers, encoding="utf-8")
    rulebook = load(rules)
    assert "names/seat" in [rule.id for rule in rulebook.rules]
    assert rulebook.lexicons["shown"].words() == ["家", "头", "匹"]
