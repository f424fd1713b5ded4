"""A reader that needs no rulebook, for the tests of what comes after the engine."""

from __future__ import annotations

import os
import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

from shuliang.compiled import edited
from shuliang.facts import Meaning, Quantity, Reading
from shuliang.running.kernel import DocumentRead
from shuliang.text.clean import clean
from shuliang.text.sentences import sentence_spans

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.facts import Document

settings.register_profile("ci", derandomize=True)
if os.environ.get("CI"):
    settings.load_profile("ci")  # the same cases every time; chance looks for new ones on people's machines


def pytest_configure() -> None:
    if stale := edited():
        pytest.exit(f"older than its source: {', '.join(stale)}; `make compile` compiles it anew", returncode=2)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew")


_NUMBER = re.compile(r"(?P<bound>超过)?(?P<number>[0-9]+)(?P<unit>家|元)|(?P<rest>[0-9]+)")


@cache
def quantity(number: str, unit: str, *, more: bool) -> Quantity:
    value = Decimal(number)
    return Quantity(
        kind="count" if unit == "家" else "money",
        value=value,
        low=value,
        high=None if more else value,
        low_inclusive=not more,
        high_inclusive=not more,
        modifier="more_than" if more else "exact",
        unit=unit,
        unit_code="{家}" if unit == "家" else "CNY",
        base_value=None if unit == "家" else value,
        base_unit=None if unit == "家" else "CNY",
    )


class FakeReader:
    """Reads `超过27家` and `300元`; other digits are residue, and a number with 9999 in it is damaged."""

    def read(self, document: Document) -> DocumentRead:
        text = clean(document.text)
        readings, damaged, residue = [], [], []
        for match in _NUMBER.finditer(text.text):
            if match["rest"]:
                residue.append(match.span())
            elif "9999" in match["number"]:
                damaged.append((*match.span(), "touches a lost character"))
            else:
                found = quantity(match["number"], match["unit"], more=bool(match["bound"]))
                readings.append(Reading(*match.span(), f"{found.kind}/fake", found))
        meanings = [Meaning(indicator="企业", subject="全市") for _ in readings]
        return DocumentRead(text, sentence_spans(text.text), readings, meanings, damaged, residue)

    def read_together(self, documents: Sequence[Document]) -> list[DocumentRead]:
        return [self.read(document) for document in documents]


@pytest.fixture
def fake_reader() -> FakeReader:
    return FakeReader()


@pytest.fixture
def fake_rulebook(fake_reader: FakeReader, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything in this process reads with the fake reader."""
    monkeypatch.setattr("shuliang.running.kernel.default_reader", lambda: fake_reader)
    monkeypatch.setattr("shuliang.running.manifest.versions", lambda: {"shuliang": "0", "rulebook": "0"})
