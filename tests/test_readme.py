"""What the READMEs show is what the program gives."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

import shuliang

ROOT = Path(__file__).parents[1]
READMES = ("README.md", "README.zh.md")
PUBLISHED = datetime.date(2026, 3, 5)


def said(value: object) -> str:
    return "" if value is None else f"{value:.12g}" if isinstance(value, float) else str(value)


@pytest.mark.parametrize("name", READMES)
def test_the_table_is_what_comes_out(name: str) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    text = re.search(r"^> (.+)$", page, re.MULTILINE)
    assert text
    header, _, *rows = re.findall(r"^\|(.*)\|$", page, re.MULTILINE)
    columns = [column.strip() for column in header.split("|")]
    shown = [[cell.strip(" `") for cell in row.split("|")] for row in rows]
    facts = [fact for fact in shuliang.extract(text[1], PUBLISHED) if fact.kind != "date"]
    assert shown == [[said(getattr(fact, column)) for column in columns] for fact in facts]


@pytest.mark.parametrize("name", READMES)
def test_the_python_runs(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    page = (ROOT / name).read_text(encoding="utf-8")
    library = next(code for code in re.findall(r"```python\n(.*?)```", page, re.DOTALL) if "import shuliang" in code)
    exec(library, {})  # noqa: S102 - the README's own lines
    assert "超过27家 27.0 more_than 家" in capsys.readouterr().out


@pytest.mark.parametrize("name", [*READMES, "CONTRIBUTING.md", "docs/fact-model.md", "docs/architecture.md"])
def test_links_lead_somewhere(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert not [link for link in links if not (page.parent / link).exists()]
