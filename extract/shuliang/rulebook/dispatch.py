"""Which rules can apply at a numeral: found out by asking the patterns, and remembered.

`regex` can say whether a text could be the beginning of a match (`partial=True`). The rules are asked about the
character behind a numeral once, when the plan is made, for all characters that their patterns name and one of each
other sort; about what follows it only where the same has been met some times, since asking costs about what some
tries do. A rule that is left out could not have matched.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    import regex

    from shuliang.rulebook.model import Rule

MEMO_SIZE: Final = 50_000
"""Places remembered; a memo that is full is emptied."""
NEAR: Final = 2
"""Characters behind a numeral that the rules are asked about after `PATIENCE` meetings with them."""
FAR: Final = 4
"""Characters behind it that they are asked about after `MORE_PATIENCE` meetings."""
PATIENCE: Final = 4
MORE_PATIENCE: Final = 8
MOST_ANSWERS: Final = 2_000
"""Answers that a rule remembers."""
LONGEST_TOLD_APART: Final = 12
"""Digits; longer numerals are of one shape."""

_OTHER_HAN: Final = "\u4e02"
_OTHER_LETTER: Final = "\u046a"
_OTHER_SIGN: Final = "\u2605"
_OTHER_BLANK: Final = "\u3000"


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


class Leads:
    """Whether a character can stand before a match: asked of a pattern of what must stand there, and remembered."""

    __slots__ = ("_known", "backwards")

    def __init__(self, backwards: LazyPattern) -> None:
        self.backwards = backwards
        self._known: dict[str, bool] = {"": False}

    def allow(self, character: str) -> bool:
        known = self._known.get(character)
        if known is None:
            if len(self._known) >= MOST_ANSWERS:
                self._known.clear()
            possible = bool(character) and self.backwards.get().fullmatch(character, partial=True) is not None
            known = self._known[character] = possible
        return known


class CompiledRule:
    """A rule ready to be tried.

    `rank` is its place in the order of choice among readings of the same length. `run_group` is the group that is the
    whole numeral run, taken off the pattern's beginning ("" for none): then the pattern is matched behind the run.
    `leads` says which characters can stand before the match, None for any. `group_names` are the rule's own groups.

    `probe` is the pattern that is asked, `asked_behind` the numeral or at its beginning; `probes` are numerals to ask
    with by their shape, `first_characters` those that the pattern could tell from others behind a numeral, and
    `sees_run` says that the answer may depend on the numeral.
    """

    __slots__ = (
        "_answers", "_own", "asked_behind", "first_characters", "group_names", "id", "is_name", "lead_inside",
        "lead_lengths", "lead_words", "leads", "looks_around", "pattern", "probe", "probes", "rank", "rule",
        "run_group", "sees_run", "takes_before",
    )  # fmt: skip

    def __init__(  # noqa: PLR0913 - a value with as many fields
        self,
        *,
        rule: Rule,
        rank: int,
        pattern: LazyPattern,
        probe: LazyPattern,
        group_names: tuple[str, ...],
        sees_run: bool,
        asked_behind: bool,
        first_characters: frozenset[str],
        run_group: str,
        takes_before: bool,
        lead_words: frozenset[str],
        looks_around: bool,
        leads: Leads | None,
        probes: Mapping[str, tuple[str, ...]],
    ) -> None:
        self.rule = rule
        self.id = rule.id
        self.is_name = rule.kind == "name"
        self.rank = rank
        self.pattern = pattern
        self.probe = probe
        self.asked_behind = asked_behind
        self.first_characters = first_characters
        self.run_group = run_group
        self.takes_before = takes_before
        self.lead_words = lead_words
        self.lead_lengths = tuple(sorted({len(word) for word in lead_words}, reverse=True))
        self.lead_inside = "lead" in group_names
        self.looks_around = looks_around
        self.leads = leads
        self.probes = dict(probes)
        self.group_names = group_names
        self.sees_run = sees_run
        self._own: frozenset[str] | None = None
        self._answers: dict[str, bool] = {}

    def match(self, text: str, at: int) -> regex.Match[str] | None:
        """Try the rule at a place: where the numeral begins, or behind it for a rule with a run group."""
        return self.pattern.get().match(text, at)

    def captured(self, match: regex.Match[str]) -> dict[str, str]:
        """The rule's own groups that are set."""
        return {name: text for name in self.group_names if (text := match.group(name)) is not None}

    def could_continue(self, run: str, following: str) -> bool:
        """Say whether a match could begin at a numeral like `run` with `following` behind it."""
        return self.probe.get().match(run + following, len(run) if self.asked_behind else 0, partial=True) is not None

    def could_apply(self, form: str, following: str) -> bool:
        """Say so for numerals of a form; one that is no shape is the numeral itself."""
        for probe in self.probes.get(form, ()) if form in SHAPES else (form,):
            if self.could_continue(probe, following):
                return True
        return False

    def allows(self, form: str, following: str) -> bool:
        """The same, remembered; characters that the pattern does not name count as one of their sort."""
        own = self._own
        if own is None:
            own = self._own = frozenset(self.probe.get().pattern)
        seen = "".join([character if character in own else other(character) for character in following])
        key = f"{form}\n{seen}" if self.sees_run else seen
        allowed = self._answers.get(key)
        if allowed is None:
            if len(self._answers) >= MOST_ANSWERS:
                self._answers.clear()
            allowed = self._answers[key] = self.could_apply(form, seen)
        return allowed


Rules = tuple[CompiledRule, ...]

_DIGITS: Final = tuple(f"d{count}" for count in range(LONGEST_TOLD_APART + 1))
SHAPES: Final = frozenset({*_DIGITS, "sign", "decimal", "mixed", "chinese"})


def shape(run: str) -> str:
    """Digits by how many they are (4 → `d4`), decimals, digits with more behind, and longer numerals in Chinese.

    A single Chinese character is a form of its own.
    """
    first = run[:1]
    if first.isascii():
        if not run.isascii():
            return "sign" if first in "-+" else "mixed"
        if run.isdigit():
            return _DIGITS[min(len(run), LONGEST_TOLD_APART)]
        return "sign" if first in "-+" else "decimal"
    return "chinese" if len(run) > 1 else run


def other(character: str) -> str:
    """One character to stand for all of its sort that a rule does not name; ASCII stands for itself."""
    if character.isascii():
        return character if not character or character.isprintable() or character.isspace() else _OTHER_SIGN
    if character.isspace():
        return _OTHER_BLANK
    if "\u3400" <= character <= "\u9fff" or character >= "\U00020000":
        return _OTHER_HAN
    return _OTHER_LETTER if character.isalpha() else _OTHER_SIGN


SORTS: Final = ("", _OTHER_HAN, _OTHER_LETTER, _OTHER_SIGN, _OTHER_BLANK, *sorted({other(chr(c)) for c in range(128)}))
"""What stands for characters that a rule does not name, and the end of the text."""


class Answers:
    """What all rules answered about the next character, as it is kept with the plan.

    `by_form` has a string for each form, with a character for each of `characters` (behind the end of the text), whose
    code is a place among `choices`.
    """

    __slots__ = ("by_form", "characters", "choices", "place")

    def __init__(self, characters: str, choices: list[Rules], by_form: dict[str, str]) -> None:
        self.characters = characters
        self.choices = choices
        self.by_form = by_form
        self.place = {character: place for place, character in enumerate(("", *characters))}

    def get(self, form: str, character: str) -> Rules | None:
        answers = self.by_form.get(form)
        if answers is None:
            return None
        place = self.place.get(character, -1)
        return self.choices[ord(answers[self.place[other(character)] if place < 0 else place])]


class Met:
    """Characters met behind a numeral: how often, and the rules that can go on with them.

    Until `asked` about all of these characters, the rules are those that can go on with some. `near` is what was met
    of the first of them, None where these are all.
    """

    __slots__ = ("asked", "near", "rules", "times")

    def __init__(self, near: Met | None, rules: Rules) -> None:
        self.near = near
        self.rules = rules
        self.times = 0
        self.asked = len(rules) == 0


class Dispatch:
    """The rules to try at a numeral; with `ask` False all of them."""

    __slots__ = ("_answers", "_ask", "_first", "_met", "_of_form", "_size", "rules")

    def __init__(self, rules: Rules, answers: Answers | None = None, *, ask: bool = True) -> None:
        self.rules = rules
        self._ask = ask
        self._answers = answers
        self._of_form: dict[str, Rules] = {}
        self._first: dict[str, dict[str, Rules]] = {}
        self._met: dict[str, dict[str, Met]] = {}
        self._size = 0

    def rules_at(self, text: str, start: int, end: int) -> Rules:
        """The rules that can apply to the numeral run `start:end`.

        Rules are asked about a Chinese run itself, and about the shape of one with Arabic digits.
        """
        if not self._ask:
            return self.rules
        run = text[start:end]
        form = shape(run)
        known = run if form == "chinese" else form
        places = self._met.get(known)
        if places is None:
            places = self._met[known] = {}
        following = text[end : end + FAR]
        met = places.get(following) or self._add(places, form, following)
        return met.rules if met.asked else _met_again(met, known, following)

    def _add(self, places: dict[str, Met], form: str, following: str) -> Met:
        if self._size >= MEMO_SIZE:
            self._met.clear()
            self._size = 0
        self._size += 1
        near = places.get(following[:NEAR])
        if near is None:
            near = places[following[:NEAR]] = Met(None, self.first(form, following[:1]))
        if len(following) <= NEAR:
            return near
        met = places[following] = Met(near, near.rules)
        return met

    def first(self, form: str, character: str) -> Rules:
        """The rules that a numeral of this form, with this character behind it, leaves possible."""
        by_character = self._first.setdefault(form, {})
        rules = by_character.get(character)
        if rules is None:
            rules = self._answers.get(form, character) if self._answers is not None else None
            if rules is None:
                rules = tuple([rule for rule in self.of_form(form) if rule.allows(form, character)])
            by_character[character] = rules
        return rules

    def of_form(self, form: str) -> Rules:
        """The rules that a numeral of this form leaves possible, whatever stands behind it."""
        rules = self._of_form.get(form)
        if rules is None:
            rules = self._of_form[form] = tuple([rule for rule in self.rules if rule.allows(form, "")])
        return rules

    def ask_ahead(self, forms: Iterable[str]) -> Answers:
        """Ask all rules about all characters now; sets are held as bits, one for each rule."""
        bits = {rule: 1 << place for place, rule in enumerate(self.rules)}
        named: dict[str, int] = {}
        for rule in self.rules:
            for character in rule.first_characters:
                named[character] = named.get(character, 0) | bits[rule]
        characters = "".join(sorted({*named, *SORTS[1:]}))
        same_everywhere: dict[CompiledRule, frozenset[str]] = {}
        numbers: dict[int, int] = {}
        by_form = {}
        for form in forms:
            allowed: dict[str, int] = {}
            for rule in self.of_form(form):
                found = same_everywhere.get(rule)
                if found is None:
                    asked = rule.first_characters.union(SORTS)
                    found = frozenset([character for character in asked if rule.could_apply(form, character)])
                    if not rule.sees_run:
                        same_everywhere[rule] = found
                for character in found:
                    allowed[character] = allowed.get(character, 0) | bits[rule]
            sets = [
                allowed.get(character, 0) | (allowed.get(other(character), 0) & ~named.get(character, 0))
                for character in ("", *characters)
            ]
            by_form[form] = "".join([chr(numbers.setdefault(one, len(numbers))) for one in sets])
        choices = [tuple([rule for rule in self.rules if bits[rule] & one]) for one in numbers]
        self._answers = Answers(characters, choices, by_form)
        return self._answers


def _allowing(rules: Rules, form: str, following: str) -> Rules:
    return tuple([rule for rule in rules if rule.allows(form, following)])


def _met_again(met: Met, form: str, following: str) -> Rules:
    """The rules for what was met; asked about it once it has been met so often that asking pays."""
    met.times += 1
    near = met.near
    if near is None:
        if met.times >= PATIENCE:
            met.rules, met.asked = _allowing(met.rules, form, following), True
        return met.rules
    rules = near.rules if near.asked else _met_again(near, form, following[:NEAR])
    if not rules or (near.asked and met.times >= MORE_PATIENCE):
        met.rules, met.asked = _allowing(rules, form, following), True
        return met.rules
    return rules
