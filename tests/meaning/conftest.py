"""Sentences read with the shipped rulebook, their facts by surface."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Protocol

import pytest

from shuliang.facts import Document
from shuliang.running.reader import RulebookReader

if TYPE_CHECKING:
    from shuliang.facts import Meaning

PUBLISHED = datetime.date(2024, 5, 20)


class Read(Protocol):
    def __call__(self, text: str, title: str | None = None) -> dict[str, Meaning]: ...


@pytest.fixture(scope="session")
def reader() -> RulebookReader:
    return RulebookReader.default()


@pytest.fixture(scope="session")
def read(reader: RulebookReader) -> Read:
    """Surface of each number of a text → what it is about; of equal surfaces the last."""

    def read_text(text: str, title: str | None = None) -> dict[str, Meaning]:
        found = reader.read(Document("d", text, title=title, published=PUBLISHED))
        clean = found.clean.text
        return {
            clean[reading.start : reading.end]: meaning
            for reading, meaning in zip(found.readings, found.meanings, strict=True)
            if reading.quantity.kind not in ("date", "ordinal")
        }

    return read_text
