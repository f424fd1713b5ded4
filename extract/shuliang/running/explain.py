"""A text with all that is read in it and why: what `shuliang explain` prints."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from shuliang.running.kernel import facts_of
from shuliang.running.reader import RulebookReader
from shuliang.text.clean import clean

if TYPE_CHECKING:
    import datetime

    from shuliang.engine import Anchor, Readings
    from shuliang.facts import Fact, Reading
    from shuliang.text.clean import CleanText

Outcome = Literal["fact", "name", "damaged", "not read"]


@dataclass(frozen=True, slots=True)
class Tried:
    """A rule that matched somewhere in the text as read, and what became of it there."""

    rule_id: str
    text: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Because:
    """The words that filled a column, and the lexicon lines that list them."""

    column: str
    words: str
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explained:
    """What became of one numeral or anchor word; `fact` where it is published, `reason` where it is damaged."""

    text: str
    outcome: Outcome
    fact: Fact | None
    reason: str | None
    tried: tuple[Tried, ...]
    because: tuple[Because, ...]


def explain_text(
    text: str, published: datetime.date | None = None, reader: RulebookReader | None = None
) -> list[Explained]:
    """Everything that is read in a text, in its order; anchors that another reading swallowed are left out."""
    reader = reader or RulebookReader.default()
    read = clean(text)
    found = reader.engine.read(read, published)
    because = dict(zip(found.readings, reader.meaning.explain(read, found.readings, published), strict=True))
    facts = {(fact.char_start, fact.char_end): fact for fact in facts_of(text, published, reader)}
    explained = []
    for anchor in reader.engine.trace(read, published):
        if anchor.swallowed:
            continue
        start, end = _span(anchor)
        outcome, reason = _outcome(anchor, found)
        if not (anchor.is_numeral or anchor.reading or outcome == "damaged"):
            continue
        tried = tuple(Tried(one.rule_id, read.text[one.start : one.end], one.outcome) for one in anchor.trials)
        evidence = because.get(anchor.reading, []) if anchor.reading else []
        explained.append(
            Explained(
                text=read.text[start:end],
                outcome=outcome,
                fact=_fact(facts, read, anchor.reading) if outcome == "fact" else None,
                reason=reason,
                tried=tried,
                because=tuple(Because(one.column, one.words, tuple(map(str, one.places))) for one in evidence),
            )
        )
    return explained


def _fact(facts: dict[tuple[int, int], Fact], read: CleanText, reading: Reading | None) -> Fact | None:
    return facts.get(read.raw_span(reading.start, reading.end)) if reading else None


def _span(anchor: Anchor) -> tuple[int, int]:
    """Where the winner lies, or the bare numeral where there is none."""
    winner = next((one for one in anchor.trials if one.outcome == "wins"), anchor)
    return winner.start, winner.end


def _outcome(anchor: Anchor, found: Readings) -> tuple[Outcome, str | None]:
    span = _span(anchor)
    if reason := next((one.reason for one in found.refused if (one.start, one.end) == span), None):
        return "damaged", reason
    if anchor.reading:
        return "fact", None
    return ("name" if span in found.names else "not read"), None
