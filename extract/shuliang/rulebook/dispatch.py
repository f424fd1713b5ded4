"""Which rules can apply at a numeral: those whose trees can go on with what stands there (see `automaton`).

A rule that is left out could not have matched; of those that are left, most do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.rulebook.automaton import Automaton, State

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import regex

    from shuliang.rulebook.model import Rule
    from shuliang.rulebook.syntax import Piece

MEMO_SIZE: Final = 50_000
"""Numerals, and states that were met together, remembered; a memo that is full is emptied."""
MANY_MET: Final = 30_000
"""Numerals from which on it pays to look further: the more ways are known, the fewer are new."""
WINDOWS: Final = ((2, 2, 3), (4, 4, 6))
"""Characters that are looked at, first and later: before a numeral, behind it for what goes on from certain ones, and
for what can follow any."""


class LazyPattern:
    """A pattern that is made when it is first needed: most texts need few of all rules."""

    __slots__ = ("_made", "_make")

    def __init__(self, make: Callable[[], regex.Pattern[str]]) -> None:
        self._make = make
        self._made: regex.Pattern[str] | None = None

    def get(self) -> regex.Pattern[str]:
        if self._made is None:
            self._made = self._make()
        return self._made


class Asked:
    """What a rule asks for at and behind a numeral, before it and of its end; trees, the last two read backwards."""

    __slots__ = ("at", "before", "behind", "tail")

    def trees(self) -> tuple[Piece, ...]:
        return self.before, self.at, self.tail, self.behind

    def __init__(self, *, before: Piece, at: Piece, tail: Piece, behind: Piece) -> None:
        self.before = before
        self.at = at
        self.tail = tail
        self.behind = behind


class CompiledRule:
    """A rule ready to be tried.

    `rank` is its place in the order of choice among readings of the same length. `run_group` is the group that is the
    whole numeral run, taken off the pattern's beginning ("" for none): then the pattern is matched behind the run.
    `groups` are the rule's own with their numbers, by which `regex` finds them faster.
    """

    __slots__ = (
        "asked", "groups", "id", "is_name", "lead_inside", "lead_lengths", "lead_words", "looks_around", "pattern",
        "rank", "rule", "run_group", "takes_before",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913 - a value with as many fields
        self,
        *,
        rule: Rule,
        rank: int,
        pattern: LazyPattern,
        groups: Mapping[str, int],
        asked: Asked,
        run_group: str,
        takes_before: bool,
        lead_words: frozenset[str],
        looks_around: bool,
    ) -> None:
        self.rule = rule
        self.id = rule.id
        self.is_name = rule.kind == "name"
        self.rank = rank
        self.pattern = pattern
        self.asked = asked
        self.run_group = run_group
        self.takes_before = takes_before
        self.lead_words = lead_words
        self.lead_lengths = tuple(sorted({len(word) for word in lead_words}, reverse=True))
        self.lead_inside = "lead" in groups
        self.looks_around = looks_around
        self.groups = tuple(groups.items())

    def match(self, text: str, at: int) -> regex.Match[str] | None:
        """Try the rule at a place: where the numeral begins, or behind it for a rule with a run group."""
        return self.pattern.get().match(text, at)

    def captured(self, match: regex.Match[str]) -> dict[str, str]:
        """The rule's own groups that are set."""
        groups: dict[str, str] = {}
        for name, number in self.groups:
            text = match.group(number)
            if text is not None:
                groups[name] = text
        return groups


Rules = tuple[CompiledRule, ...]


class Numeral:
    """What its characters leave possible: the states at its end."""

    __slots__ = ("at", "tail")

    def __init__(self, at: State, tail: State) -> None:
        self.at = at
        self.tail = tail


class Dispatch:
    """The rules to try at a numeral, by trees that ask for `sorts` of characters; with `ask` False all of them."""

    __slots__ = (
        "_ask", "_at", "_back", "_before", "_behind", "_far", "_met", "_near", "_numerals", "_rules", "_start", "_tail",
        "rules", "sorts",
    )  # fmt: skip

    def __init__(self, rules: Rules, sorts: Sequence[str], *, ask: bool = True) -> None:
        self.rules = rules
        self.sorts = sorts
        self._ask = ask
        self._before = Automaton([rule.asked.before for rule in rules], sorts)
        self._at = Automaton([rule.asked.at for rule in rules], sorts)
        self._tail = Automaton([rule.asked.tail for rule in rules], sorts)
        self._behind = Automaton([rule.asked.behind for rule in rules], sorts)
        self._start = self._at.start
        self._back, self._near, self._far = WINDOWS[0]
        self._met = 0
        self._numerals: dict[str, Numeral] = {}
        self._rules: dict[int, Rules] = {}

    def rules_at(self, text: str, start: int, end: int) -> Rules:
        """The rules that can apply to the numeral run `start:end`."""
        if not self._ask:
            return self.rules
        self._met += 1
        if self._met == MANY_MET:
            self._back, self._near, self._far = WINDOWS[1]
        if self._at.start is not self._start:  # it began anew: let go of the states that it had before
            self._numerals.clear()
            self._start = self._at.start
        numeral = self._numerals.get(text[start:end]) or self._numeral(text[start:end])
        before = self._before.back(self._before.start, text, start, start - self._back)
        at = self._at.after(numeral.at, text, end, end + self._near)
        behind = self._behind.after(self._behind.start, text, end, end + self._far)
        possible = at.possible() & behind.possible() & before.possible() & numeral.tail.possible()
        rules = self._rules.get(possible)
        return self._of(possible) if rules is None else rules

    def _of(self, possible: int) -> Rules:
        """The rules by their bits."""
        if len(self._rules) >= MEMO_SIZE:
            self._rules.clear()
        found: list[CompiledRule] = []
        left = possible
        while left:
            lowest = left & -left
            found.append(self.rules[lowest.bit_length() - 1])
            left ^= lowest
        rules = self._rules[possible] = tuple(found)
        return rules

    def _numeral(self, run: str) -> Numeral:
        if len(self._numerals) >= MEMO_SIZE:
            self._numerals.clear()
        at = self._at.after(self._at.start, run, 0, len(run))
        tail = self._tail.back(self._tail.start, run, len(run), 0)
        found = self._numerals[run] = Numeral(at, tail)
        return found
