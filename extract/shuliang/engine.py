"""Text × plan → readings: scan for anchors, try the rules that can apply, choose, account for every numeral.

The stated order of choice: anchors from left to right; at one anchor the longest reading; of equals a name, then the more
specific kind (`plan.KIND_ORDER`), then the rule's id. A reading swallows the anchors inside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from shuliang.facts import Quantity, Reading
from shuliang.quantity.dates import DateContext, resolve
from shuliang.quantity.numerals import bounded
from shuliang.quantity.readings import DATE, QuantityReader
from shuliang.rulebook.words import captured

if TYPE_CHECKING:
    import datetime

    import regex

    from shuliang.quantity.dates import DateExpression
    from shuliang.rulebook.plan import CompiledRule, Plan
    from shuliang.text.clean import CleanText

MEMO_SIZE = 200_000
"""Phrases remembered; a crawl repeats its phrases, and a memo that is full is emptied."""
DETACHED_REACH = 10
"""Characters before a number in which a bound word may stand apart from it (至少降息一次)."""


class Candidate(NamedTuple):
    """A match that may become a reading: half-open span, what it would be, and the words that it was made of."""

    start: int
    end: int
    rule: CompiledRule | None
    before: str | None
    lead: str | None
    match: regex.Match[str] | None

    @property
    def is_name(self) -> bool:
        return self.rule is None or self.rule.is_name


class Refusal(NamedTuple):
    """A reading that touches a damaged place and is not published."""

    start: int
    end: int
    reason: str


@dataclass(slots=True)
class Readings:
    """All that was found in a text, in text order; spans count characters of the clean text."""

    readings: list[Reading] = field(default_factory=list)
    names: list[tuple[int, int]] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    residue: list[tuple[int, int]] = field(default_factory=list)


class Engine:
    """One compiled plan and the memos that go with it. Not shared between threads."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.reader = QuantityReader(plan.rulebook.lexicons)
        self._memo: dict[tuple[object, ...], Quantity | DateExpression | None] = {}

    def read(self, clean: CleanText, published: datetime.date | None = None) -> Readings:
        """Read a whole document; relative dates are resolved against `published` and what the text states before."""
        text = clean.text
        found = Readings()
        context = DateContext(published)
        damage = clean.damage
        done = line_end = 0
        for hit in self.plan.scan.finditer(text):
            start, end = hit.span()
            if start < done:
                continue
            if start >= line_end:
                line_end = text.find("\n", start)
                line_end = len(text) if line_end < 0 else line_end
                context.new_paragraph()
            is_numeral = hit.lastindex == 1
            candidates = self.candidates(text, start, end, done, is_numeral=is_numeral)
            chosen, quantity = self.choose(text, candidates)
            if chosen is None:
                if is_numeral:
                    found.residue.append((start, end))
                continue
            done = chosen.end
            if quantity is None:
                found.names.append((chosen.start, chosen.end))
                continue
            refusal = _damaged(damage, chosen.start, chosen.end) if damage else None
            if refusal:
                found.refused.append(Refusal(chosen.start, chosen.end, refusal))
                continue
            found.readings.append(self._reading(text, chosen, quantity, context))
        return found

    def candidates(self, text: str, start: int, end: int, done: int, *, is_numeral: bool) -> list[Candidate]:
        """Every match of every rule that can apply at an anchor; `done` is where the last reading ended."""
        found: list[Candidate] = []
        if not is_numeral:
            for rule in self.plan.word_rules.get(text[start], ()):
                match = rule.pattern.match(text, start)
                if match is not None:
                    self._add(found, text, start, done, rule, match, None)
            return found
        name = self._name_word(text, start, done)
        if name is not None:
            found.append(Candidate(name[0], name[1], None, None, None, None))
        previous = text[start - 1] if start else ""
        for rule in self.plan.rules_for(text[start:end], text[end : end + 2]):
            if rule.leads is not None and not rule.leads[previous]:
                continue
            lead = None
            if rule.lead_words:
                lead = self._lead(text, start, rule)
                if lead is None:
                    continue
            match = rule.pattern.match(text, end if rule.run_group else start)
            if match is not None:
                self._add(found, text, start, done, rule, match, lead)
        return found

    def _add(
        self, found: list[Candidate], text: str, start: int, done: int, rule: CompiledRule, match: regex.Match[str], lead: str | None
    ) -> None:
        end = match.end()
        if lead is not None:
            start -= len(lead)
        elif rule.lead_inside:
            inside = match.start("lead")
            if 0 <= inside < start:
                start = inside
        before = None
        if rule.takes_before:
            before = self._before(text, start, done)
            if before is not None:
                start -= len(before)
        if start >= done and end > start:
            found.append(Candidate(start, end, rule, before, lead, match))

    def _name_word(self, text: str, start: int, done: int) -> tuple[int, int] | None:
        """The longest listed word with a numeral in it that covers this place."""
        best: tuple[int, int] | None = None
        pairs = self.plan.names_by_pair
        for pair in (text[start : start + 2], text[start - 1 : start + 1] if start else ""):
            for word, at in pairs.get(pair, ()):
                begin = start - at
                if begin >= done and text.startswith(word, begin):
                    if best is None or len(word) > best[1] - best[0]:
                        best = (begin, begin + len(word))
                    break
        return best

    @staticmethod
    def _lead(text: str, start: int, rule: CompiledRule) -> str | None:
        for length in rule.lead_lengths:
            word = text[max(0, start - length) : start]
            if word in rule.lead_words:
                return word
        return None

    def _before(self, text: str, start: int, done: int) -> str | None:
        """The bound word that ends where the number begins, the longest first."""
        if start <= done:
            return None
        for word, not_after, only_before in self.plan.bounds_before.get(text[start - 1], ()):
            begin = start - len(word)
            if begin < done or not text.startswith(word, begin):
                continue
            if begin > 0 and not_after and text[begin - 1] in not_after:
                return None
            if only_before and text[start] not in only_before:
                return None
            return word
        return None

    def choose(self, text: str, candidates: list[Candidate]) -> tuple[Candidate | None, Quantity | DateExpression | None]:
        """The winner by the stated order, with what it states (None for a name)."""
        if len(candidates) > 1:
            candidates.sort(key=_order)
        for candidate in candidates:
            if candidate.is_name:
                return candidate, None
            quantity = self._quantity(text, candidate)
            if quantity is not None:
                return candidate, quantity
        return None, None

    def _quantity(self, text: str, candidate: Candidate) -> Quantity | DateExpression | None:
        rule, match = candidate.rule, candidate.match
        assert rule is not None
        assert match is not None
        key: tuple[object, ...] = (rule.order, candidate.before, candidate.lead, text[candidate.start : candidate.end])
        if rule.looks_around:
            key += match.groups()
        try:
            return self._memo[key]
        except KeyError:
            pass
        groups = captured(match)
        if rule.run_group:
            at = candidate.start + len(candidate.before or "") + len(candidate.lead or "")
            groups[rule.run_group] = text[at : match.start()]
        if candidate.before is not None:
            groups["before"] = candidate.before
        if candidate.lead is not None:
            groups["lead"] = candidate.lead
        if len(self._memo) >= MEMO_SIZE:
            self._memo.clear()
        quantity = self._memo[key] = self.reader.read(rule.rule, groups)
        return quantity

    def _reading(self, text: str, chosen: Candidate, quantity: Quantity | DateExpression, context: DateContext) -> Reading:
        assert chosen.rule is not None
        rule_id = chosen.rule.rule.id
        if not isinstance(quantity, Quantity):
            return Reading(chosen.start, chosen.end, rule_id, DATE, *resolve(quantity, context))
        if quantity.modifier == "exact" and quantity.value is not None:
            quantity = self._under_detached_bound(text, chosen.start, quantity)
        return Reading(chosen.start, chosen.end, rule_id, quantity)

    def _under_detached_bound(self, text: str, start: int, quantity: Quantity) -> Quantity:
        """约有10枚, 至少降息一次: the modifier without the word in the span."""
        detached = self.plan.detached
        if detached is None or start == 0:
            return quantity
        hit = detached.match(text, start, max(0, start - DETACHED_REACH))
        if hit is None:
            return quantity
        modifier = self.plan.detached_modifier(hit)
        assert quantity.value is not None
        numeral = bounded(quantity.value, modifier)
        inclusive = modifier not in ("more_than", "less_than", "near")
        return Quantity(
            quantity.kind, numeral.value, numeral.low, numeral.high, inclusive and numeral.low is not None,
            inclusive and numeral.high is not None, modifier, quantity.unit, quantity.unit_code, quantity.base_value, quantity.base_unit,
        )  # fmt: skip


def _order(candidate: Candidate) -> tuple[int, tuple[int, str]]:
    return candidate.start - candidate.end, (0, "") if candidate.rule is None else candidate.rule.order


def _damaged(damage: tuple[tuple[int, int, str], ...], start: int, end: int) -> str | None:
    """The reason of the first damaged place that the span touches."""
    for place in damage:
        if place[0] <= end and start <= place[1]:
            return place[2]
        if place[0] > end:
            break
    return None
