from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from shuliang.facts import Fact, Reject
from shuliang.table.columns import FACTS, REJECTS, TABLES, Table
from shuliang.table.page import filled
from shuliang.table.schema import pandera_schema

PAGE = Path(__file__).parents[2] / "docs" / "fact-model.md"


def test_a_fact_has_the_columns_of_the_table() -> None:
    assert [field.name for field in fields(Fact)] == FACTS.schema.names


def test_a_reject_has_the_columns_of_the_table() -> None:
    assert [field.name for field in fields(Reject)] == REJECTS.schema.names


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_pandera_knows_the_same_columns(table: Table) -> None:
    columns = pandera_schema(table).columns
    assert list(columns) == table.schema.names
    assert [column.nullable for column in columns.values()] == [column.nullable for column in table.columns]


def test_the_page_shows_the_columns_as_they_are() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert filled(page) == page, "docs/fact-model.md is out of date: run `make docs`"
