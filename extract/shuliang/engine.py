"""Text × plan → readings: scan for anchors, try the rules that can apply, choose, account for every numeral.

The stated order of choice: anchors from left to right; at one anchor the longest reading; of equals a name, then the
more specific kind (`compile.KIND_ORDER`), then a rule that looks around itself, then the rule's id. A reading swallows
the anchors inside it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from shuliang.facts import Quantity, Reading
from shuliang.quantity.dates import DateContext, resolve
from shuliang.quantity.numerals import bounded
from shuliang.quantity.readings import DATE, QuantityReader, with_bounds
from shuliang.rulebook.plan import NAME_WORDS

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Sequence

    import regex

    from shuliang.quantity.dates import DateExpression
    from shuliang.rulebook.dispatch import CompiledRule
    from shuliang.rulebook.plan import Plan
    from shuliang.text.clean import CleanText

MOST_RULES = 1 << 20
"""More than there are ranks of rules."""
MEMO_SIZE = 20_000
"""Phrases remembered; a crawl repeats its phrases, and a memo that is full is emptied."""
DETACHED_REACH = 18
"""Characters before a number in which a bound word may stand apart from it (至少降息一次, 不低于总车位的15%)."""
SHARES = frozenset({"percent", "fraction", "multiple"})
"""Kinds of quantities whose bound word may stand before what they are a share of."""
MATCHED_TOGETHER = 3_000
"""Anchors at which rules are tried before one is chosen at each: many, so that each rule is met often."""
LONGEST_LINE_TOLD = 200
"""Characters of a line that the date context is shown: enough to tell a heading from a paragraph."""


class Candidate:
    """A match that may become a reading: half-open span, what it would be, and the words that it was made of.

    Of several, the one with the least `order` wins: the longest, then the one whose rule comes first. A listed name
    has no rule and no match.
    """

    __slots__ = ("before", "end", "is_name", "lead", "match", "order", "rule", "start")

    def __init__(
        self,
        start: int,
        end: int,
        rule: CompiledRule | None,
        before: str | None,
        lead: str | None,
        match: regex.Match[str] | None,
    ) -> None:
        self.start = start
        self.end = end
        self.rule = rule
        self.before = before
        self.lead = lead
        self.match = match
        self.is_name = rule is None or rule.is_name
        self.order = (start - end) * MOST_RULES + (-1 if rule is None else rule.rank)

    @property
    def rule_id(self) -> str:
        """The rule's id, or the word list of names."""
        return f"lexicons/{NAME_WORDS}" if self.rule is None else self.rule.id


class Trial(NamedTuple):
    """A candidate in a trace, with what became of it."""

    rule_id: str
    start: int
    end: int
    is_name: bool
    outcome: str


class Anchor(NamedTuple):
    """A place where the scan stopped, with what was chosen there and all that was tried, or swallowed by one before."""

    start: int
    end: int
    is_numeral: bool
    reading: Reading | None
    trials: tuple[Trial, ...]
    swallowed: bool


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


class Course:
    """A text on its way through the engine: what was found so far, and how far it is read."""

    __slots__ = ("context", "detached", "done", "found", "line_end", "source")

    def __init__(self, source: CleanText, context: DateContext, detached: list[int]) -> None:
        self.source = source
        self.context = context
        self.detached = detached
        self.found = Readings()
        self.done = 0
        """Where the last reading ended."""
        self.line_end = 0


class Match:
    """What a rule matched at an anchor, and the word before the anchor that led to it."""

    __slots__ = ("lead", "match", "rule")

    def __init__(self, rule: CompiledRule, match: regex.Match[str], lead: str | None) -> None:
        self.rule = rule
        self.match = match
        self.lead = lead


class Spot:
    """An anchor of a text with all that matches there."""

    __slots__ = ("course", "end", "is_numeral", "matches", "start")

    def __init__(self, course: Course, start: int, end: int, *, is_numeral: bool) -> None:
        self.course = course
        self.start = start
        self.end = end
        self.is_numeral = is_numeral
        self.matches: list[Match] = []


class Try:
    """A rule to be tried at a spot, from `at` on."""

    __slots__ = ("at", "lead", "rule", "spot")

    def __init__(self, rule: CompiledRule, spot: Spot, at: int, lead: str | None) -> None:
        self.rule = rule
        self.spot = spot
        self.at = at
        self.lead = lead


class Engine:
    """One compiled plan and the memos that go with it. Not shared between threads."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.reader = QuantityReader(plan.rulebook.lexicons)
        self._memo: dict[tuple[object, ...], Quantity | DateExpression | None] = {}

    def read(self, clean: CleanText, published: datetime.date | None = None) -> Readings:
        """Read a whole document; relative dates are resolved against `published` and what the text states before."""
        return self.read_together([clean], [published])[0]

    def read_together(self, texts: Sequence[CleanText], published: Sequence[datetime.date | None]) -> list[Readings]:
        """Read documents: find many anchors, then try rule after rule at all of them, then choose at each.

        So the processor keeps at hand what one step works with, instead of fetching it for every number anew.
        """
        courses = [self._course(text, day) for text, day in zip(texts, published, strict=True)]
        for spots in self._spots(courses):
            self._match(spots)
            for spot in spots:
                if spot.start >= spot.course.done:
                    self._read_at(spot, self._candidates(spot))
        return [course.found for course in courses]

    def trace(self, clean: CleanText, published: datetime.date | None = None) -> list[Anchor]:
        """Every anchor of a text with all that was tried there; chooses as `read` does."""
        text = clean.text
        anchors: list[Anchor] = []
        for spots in self._spots([self._course(clean, published)]):
            self._match(spots)
            for spot in spots:
                course = spot.course
                if spot.start < course.done:
                    anchors.append(Anchor(spot.start, spot.end, spot.is_numeral, None, (), swallowed=True))
                    continue
                candidates = self._candidates(spot)
                count = len(course.found.readings)
                chosen = self._read_at(spot, candidates)
                reading = course.found.readings[-1] if len(course.found.readings) > count else None
                trials = tuple([self._trial(text, one, chosen) for one in candidates])
                anchors.append(Anchor(spot.start, spot.end, spot.is_numeral, reading, trials, swallowed=False))
        return anchors

    def _course(self, clean: CleanText, published: datetime.date | None) -> Course:
        return Course(clean, DateContext(published), self.plan.detached_in(clean.text))

    def _spots(self, courses: list[Course]) -> Iterator[list[Spot]]:
        """The anchors of texts in order, so many at once as are matched together."""
        spots: list[Spot] = []
        for course in courses:
            for start, end, is_numeral in self.plan.anchors(course.source.text):
                spots.append(Spot(course, start, end, is_numeral=is_numeral))
                if len(spots) >= MATCHED_TOGETHER:
                    yield spots
                    spots = []
        if spots:
            yield spots

    def _match(self, spots: list[Spot]) -> None:
        """Try at each spot the rules that can apply there, rule after rule."""
        tries: dict[int, list[Try]] = {}
        word_rules, dispatch = self.plan.word_rules, self.plan.dispatch
        for spot in spots:
            text, start, end = spot.course.source.text, spot.start, spot.end
            rules = dispatch.rules_at(text, start, end) if spot.is_numeral else word_rules.get(text[start], ())
            for rule in rules:
                lead = None
                if rule.lead_words and spot.is_numeral:
                    lead = self._lead(text, start, rule)
                    if lead is None:
                        continue
                one = Try(rule, spot, end if rule.run_group and spot.is_numeral else start, lead)
                tries.setdefault(rule.rank, []).append(one)
        for several in tries.values():
            for one in several:
                match = one.rule.match(one.spot.course.source.text, one.at)
                if match is not None:
                    one.spot.matches.append(Match(one.rule, match, one.lead))

    def _read_at(self, spot: Spot, candidates: list[Candidate]) -> Candidate | None:
        """Choose among what a spot may become, where none before has swallowed it, and note what was found."""
        course = spot.course
        text, found = course.source.text, course.found
        if spot.start >= course.line_end:
            course.line_end = _enter_line(text, spot.start, course.context)
        chosen, quantity = self.choose(text, candidates)
        if chosen is None:
            if spot.is_numeral:
                found.residue.append((spot.start, spot.end))
            return None
        course.done = chosen.end
        reason = None
        if quantity is not None and course.source.damage:
            reason = _damaged(course.source.damage, chosen.start, chosen.end)
        if quantity is None:
            found.names.append((chosen.start, chosen.end))
        elif reason:
            found.refused.append(Refusal(chosen.start, chosen.end, reason))
        else:
            found.readings.append(self._reading(text, chosen, quantity, course))
        return chosen

    def _trial(self, text: str, one: Candidate, chosen: Candidate | None) -> Trial:
        if chosen is not None and one.order == chosen.order:
            outcome = "wins"
        else:
            outcome = _outcome(one, chosen, states=one.is_name or self._quantity(text, one) is not None)
        return Trial(one.rule_id, one.start, one.end, one.is_name, outcome)

    def _candidates(self, spot: Spot) -> list[Candidate]:
        """All that a spot may become, given where the last reading ended."""
        found: list[Candidate] = []
        text, done = spot.course.source.text, spot.course.done
        if spot.is_numeral:
            name = self._name_word(text, spot.start, done)
            if name is not None:
                found.append(Candidate(name[0], name[1], None, None, None, None))
        for one in spot.matches:
            self._add(found, text, spot.start, done, one)
        return found

    def _add(self, found: list[Candidate], text: str, start: int, done: int, one: Match) -> None:
        rule, match, lead = one.rule, one.match, one.lead
        if lead is not None:
            start -= len(lead)
        elif rule.lead_inside:
            inside = match.start("lead")
            if 0 <= inside < start:
                start = inside
        before = None
        if rule.takes_before and start > done:
            before = self._before(text, start, done)
            if before is not None:
                start -= len(before)
        end = match.end()
        if done <= start < end:
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
        """The bound word that ends where the number begins, the longest first, with a space between them."""
        gap = " " if text[start - 1] == " " else ""
        at = start - len(gap)
        for word, not_after, only_before in self.plan.bounds_before.get(text[at - 1], ()):
            begin = at - len(word)
            if begin < done or not text.startswith(word, begin):
                continue
            if begin > 0 and not_after and text[begin - 1] in not_after:
                return None
            if only_before and text[start] not in only_before:
                return None
            return word + gap
        return None

    def choose(
        self, text: str, candidates: list[Candidate]
    ) -> tuple[Candidate | None, Quantity | DateExpression | None]:
        """The winner by the stated order, with what it states (None for a name)."""
        if len(candidates) > 1:
            candidates.sort(key=_order_of)
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
        surface = text[candidate.start : candidate.end]
        around = match.group(0, *[number for _, number in rule.groups]) if rule.looks_around and rule.groups else None
        key = (rule.id, candidate.before, candidate.lead, surface, around)
        try:
            return self._memo[key]
        except KeyError:
            pass
        groups = rule.captured(match)
        if rule.run_group:
            at = candidate.start + len(candidate.before or "") + len(candidate.lead or "")
            groups[rule.run_group] = text[at : match.start()]
        if candidate.before is not None:
            groups["before"] = candidate.before.rstrip()
        if candidate.lead is not None:
            groups["lead"] = candidate.lead
        if len(self._memo) >= MEMO_SIZE:
            self._memo.clear()
        quantity = self._memo[key] = self.reader.read(rule.rule, groups)
        return quantity

    def _reading(self, text: str, chosen: Candidate, quantity: Quantity | DateExpression, course: Course) -> Reading:
        rule_id, detached = chosen.rule_id, course.detached
        if not isinstance(quantity, Quantity):
            return Reading(chosen.start, chosen.end, rule_id, DATE, *resolve(quantity, course.context))
        if detached and quantity.modifier == "exact" and quantity.value is not None:
            before = bisect_left(detached, chosen.start) - 1
            if before >= 0 and chosen.start - detached[before] <= DETACHED_REACH:
                quantity = self._under_detached_bound(text, chosen.start, quantity)
        return Reading(chosen.start, chosen.end, rule_id, quantity)

    def _under_detached_bound(self, text: str, start: int, quantity: Quantity) -> Quantity:
        """约有10枚, 至少降息一次: the modifier without the word in the span."""
        begin = max(0, start - DETACHED_REACH)
        modifier = self.plan.detached_modifier(text, begin, start, is_share=quantity.kind in SHARES)
        if modifier is None:
            return quantity
        assert quantity.value is not None
        return with_bounds(quantity, bounded(quantity.value, modifier))


def _enter_line(text: str, at: int, context: DateContext) -> int:
    """Tell the context of the line that `at` stands in; gives the line's end."""
    begin = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    end = len(text) if end < 0 else end
    context.new_paragraph(text[begin : min(end, begin + LONGEST_LINE_TOLD)])
    return end


def _outcome(candidate: Candidate, chosen: Candidate | None, *, states: bool) -> str:
    if not states:
        return "states nothing after all"
    assert chosen is not None
    if chosen.end - chosen.start > candidate.end - candidate.start:
        return f"shorter than {chosen.rule_id}"
    if chosen.is_name:
        return "a name of the same length goes before"
    return f"as long as {chosen.rule_id}, which is more specific"


def _order_of(candidate: Candidate) -> int:
    return candidate.order


def _damaged(damage: tuple[tuple[int, int, str], ...], start: int, end: int) -> str | None:
    """The reason of the first damaged place that the span touches."""
    for place in damage:
        if place[0] <= end and start <= place[1]:
            return place[2]
        if place[0] > end:
            break
    return None
