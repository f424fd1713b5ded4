"""Compares facts found in a text with those its readers marked.

Right in three ways, each stricter than the one before: `span` (the same numerals), `quantity` (also kind, amount,
bounds and unit; for a date its interval) and `strict` (also the span to the character and the modifier). Meaning is
judged column by column where the quantity is right, dates and ordinals aside.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from tests.gold.marked import read_marked

import shuliang

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.gold.marked import GoldDocument, GoldFact

    from shuliang.facts import Fact

DOCUMENTS = Path(__file__).parent / "documents"
HELD = Path(__file__).parent / "held"
"""Texts that nobody looks at while writing rules: only the figures are taken."""
FRESH = Path(__file__).parent / "fresh"
"""The newest texts, after the manner of web pages: held out too, until others take their place."""
Notion = Literal["strict", "quantity", "span"]
PHRASES = ("indicator", "subject")
MEANING = (*PHRASES, "change", "change_basis", "time", "distributive", "factuality")

_NUMERAL = re.compile(r"[\d〇零半多上首一二三四五六七八九两兩廿卅几幾数數十百千万萬亿億壹贰叁肆伍陆柒捌玖拾佰仟]")
_IGNORED = re.compile(r"[\s的“”\"'《》、，,]")
_CLOSE = 1e-9


class Disagreement(NamedTuple):
    """A place where the engine and the reader differ; `about` is missed, spurious, quantity, strict or a column."""

    doc_id: str
    about: str
    surface: str
    wanted: str
    found: str


@dataclass(slots=True)
class Tally:
    """Counts over documents: facts wanted and found, right by notion, and meaning columns judged and right."""

    wanted: int = 0
    found: int = 0
    forbidden: int = 0
    right: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    agreed: Counter[str] = field(default_factory=Counter)
    disagreements: list[Disagreement] = field(default_factory=list)

    def f1(self, notion: Notion) -> float:
        """2PR/(P+R), which is twice the right ones over all wanted and found; 0 where there are none."""
        both = self.wanted + self.found
        return 2 * self.right[notion] / both if both else 0.0

    def accuracy(self, column: str) -> float:
        return self.agreed[column] / self.judged[column] if self.judged[column] else 0.0

    def told(self) -> str:
        """The figures on one line."""
        notions: tuple[Notion, ...] = get_args(Notion)[::-1]
        parts = [f"{notion} {self.f1(notion):.4f}" for notion in notions]
        parts += [f"{column} {self.accuracy(column):.4f}" for column in MEANING]
        return f"gold: {self.wanted} facts, F1 {', '.join(parts)}; forbidden {self.forbidden}"


def measure(folder: Path = DOCUMENTS) -> Tally:
    """The engine's agreement with all texts of a folder."""
    tally = Tally()
    for path in sorted(folder.glob("*.txt")):
        document = read_marked(path)
        compare(document, shuliang.extract(document.text, document.published), tally)
    return tally


def compare(document: GoldDocument, found: Sequence[Fact], tally: Tally) -> None:
    """Adds one document's agreement to the tally."""
    pairs = _pairs(document.facts, found)
    paired_gold = {gold for gold, _ in pairs}
    paired_found = {row for _, row in pairs}
    counted = [
        at
        for at, row in enumerate(found)
        if at in paired_found
        or not any(start < row.char_end and row.char_start < end for start, end in document.open_spans)
    ]
    tally.wanted += len(document.facts)
    tally.found += len(counted)
    for at, gold in enumerate(document.facts):
        if at not in paired_gold:
            tally.disagreements.append(Disagreement(document.doc_id, "missed", gold.surface, gold.kind, ""))
    for at in counted:
        row = found[at]
        if at not in paired_found:
            tally.disagreements.append(Disagreement(document.doc_id, "spurious", row.surface, "", row.kind))
            tally.forbidden += any(start < row.char_end and row.char_start < end for start, end in document.forbidden)
    for gold_at, found_at in pairs:
        _compare_pair(document.doc_id, document.facts[gold_at], found[found_at], tally)


def _compare_pair(doc_id: str, gold: GoldFact, row: Fact, tally: Tally) -> None:
    tally.right["span"] += _NUMERAL.findall(gold.surface) == _NUMERAL.findall(row.surface)
    if not quantity_right(gold, row):
        told = f"{row.surface} {_amount_told(row)}"
        tally.disagreements.append(Disagreement(doc_id, "quantity", gold.surface, _amount_told(gold), told))
        return
    tally.right["quantity"] += 1
    if gold.span == (row.char_start, row.char_end) and (gold.kind == "date" or gold.modifier == row.modifier):
        tally.right["strict"] += 1
    else:
        told = f"{row.surface} {row.modifier}"
        tally.disagreements.append(Disagreement(doc_id, "strict", gold.surface, gold.modifier, told))
    if gold.kind in {"date", "ordinal"}:
        return
    for column in MEANING:
        if column == "time" and not gold.time_judged:
            continue
        wanted, found = _column(gold, column), _column(row, column)
        right = phrase_right(wanted, found) if column in PHRASES else wanted == found
        tally.judged[column] += 1
        tally.agreed[column] += right
        if not right:
            tally.disagreements.append(Disagreement(doc_id, column, gold.surface, str(wanted), str(found)))


def quantity_right(gold: GoldFact, row: Fact) -> bool:
    if gold.kind != row.kind:
        return False
    if gold.kind == "date":
        return _column(gold, "time") == _column(row, "time")
    amounts = ((gold.value, row.value), (gold.low, row.low), (gold.high, row.high))
    return all(_same(a, b) for a, b in amounts) and (gold.unit or "") == (row.unit or "")


def phrase_right(wanted: object, found: object) -> bool:
    """Equal but for particles, or one within the other where both end in the same two characters, the head noun."""
    one, other = (_IGNORED.sub("", str(phrase)) if phrase else "" for phrase in (wanted, found))
    if not one or not other:
        return one == other
    return one == other or ((one in other or other in one) and one[-2:] == other[-2:])


def _pairs(gold: Sequence[GoldFact], found: Sequence[Fact]) -> list[tuple[int, int]]:
    """One to one, those right in quantity first, then by the length they share."""
    rivals = []
    for gold_at, one in enumerate(gold):
        for found_at, row in enumerate(found):
            shared = min(one.span.end, row.char_end) - max(one.span.start, row.char_start)
            if shared > 0:
                rivals.append((quantity_right(one, row), shared, -gold_at, -found_at))
    pairs: dict[int, int] = {}
    for _, _, gold_at, found_at in sorted(rivals, reverse=True):
        if -gold_at not in pairs and -found_at not in pairs.values():
            pairs[-gold_at] = -found_at
    return sorted(pairs.items())


def _column(fact: GoldFact | Fact, column: str) -> object:
    if column == "time":
        stated = getattr(fact, "time", None)
        start, end = getattr(fact, "time_start", None), getattr(fact, "time_end", None)
        return stated or ((start, end) if start or end else None)
    return getattr(fact, column)


def _amount_told(fact: GoldFact | Fact) -> str:
    if fact.kind == "date":
        return f"date {_column(fact, 'time')}"
    return f"{fact.kind} {fact.value} [{fact.low}, {fact.high}] {fact.unit or ''}"


def _same(one: object, other: float | None) -> bool:
    if one is None or other is None:
        return one is other
    return math.isclose(float(str(one)), other, rel_tol=_CLOSE, abs_tol=1e-12)
