"""A text with all that is read in it and why: what `shuliang explain` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shuliang.facts import Document, Fact
from shuliang.running.kernel import default_reader, facts_of

if TYPE_CHECKING:
    import datetime

    from shuliang.running.kernel import Reader


@dataclass(frozen=True, slots=True)
class Explained:
    """Facts as published; surfaces of damaged numbers with the reason, and of numerals that no rule reads."""

    facts: list[Fact]
    damaged: list[tuple[str, str]]
    residue: list[str]


def explain_text(text: str, published: datetime.date | None = None, reader: Reader | None = None) -> Explained:
    """Reads one text and says what became of every numeral in it."""
    reader = reader or default_reader()
    read = reader.read(Document(doc_id="", text=text, published=published))
    as_read = read.clean.text
    return Explained(
        facts=facts_of(text, published, reader),
        damaged=[(as_read[start:end], reason) for start, end, reason in read.damaged],
        residue=[as_read[start:end] for start, end in read.residue],
    )
