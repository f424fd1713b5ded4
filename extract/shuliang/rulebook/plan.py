"""The rulebook compiled: one scan for anchors, and for each anchor only the rules that can apply there.

Which rules those are is asked of the patterns themselves: `regex` can say whether a text could be the beginning of a
match (`partial=True`), forwards for the characters after a numeral and, in a reversed pattern, backwards for the one
before it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import regex
from ahocorasick_rs import AhoCorasick, MatchKind

from shuliang.rulebook.words import LEXICON_CALL, expanded, lexicon_pattern, trie_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shuliang.facts import Modifier
    from shuliang.rulebook.model import Lexicon, Rule, Rulebook

KIND_ORDER = (
    "name", "date", "money", "temperature", "age", "percent", "physical", "duration", "multiple", "fraction", "score",
    "ordinal", "count", "number",
)  # fmt: skip
"""Of readings of the same length, the earlier kind wins."""

FLAGS = regex.VERBOSE | regex.VERSION0
MEMO_SIZE = 50_000
ENOUGH_OF_OWN = 4
"""Numerals of a shape that a rule is asked about if its pattern reads the numeral itself and its examples show some."""
PATIENCE = 2
"""Meetings with the same two characters behind a numeral from which on the rules are asked about both."""
ENOUGH = 2
"""Numerals of a shape that a rule is asked about if its pattern begins behind the numeral, where they hardly matter."""
NAME_WORDS = "numeral_words"
BOUNDS_BEFORE = "bounds_before"

_BEFORE = regex.compile(r"\s*\(\?P<before>\\L<bounds_before>\)\?")
_LEAD = regex.compile(r"\s*\(\?P<lead>\\L<(\w+)>\)(\\s[?*])?")
_RUN = regex.compile(r"\s*\(\?P<(\w+)>\(\?&number\)\)")
_LOOK_BEHIND = regex.compile(r"\s*\(\?<=")


class Leads(dict[str, bool]):
    """Whether a character can stand before a match: asked of a pattern of what must stand there, and remembered."""

    def __init__(self, backwards: regex.Pattern[str]) -> None:
        super().__init__()
        self.backwards = backwards

    @classmethod
    def of(cls, pattern: str) -> Leads:
        return cls(regex.compile(f"(?r)(?:{pattern})", FLAGS))

    def __missing__(self, character: str) -> bool:
        possible = self[character] = bool(character) and self.backwards.fullmatch(character, partial=True) is not None
        return possible


@dataclass(slots=True, eq=False)
class CompiledRule:
    """A rule ready to be tried.

    `run_group` is the group that is the whole numeral run, taken off the pattern's beginning ("" for none): then the
    pattern is matched behind the run. `leads` says which characters can stand before the match, None for any. `probes`
    are numerals by their shape.
    """

    rule: Rule
    order: tuple[int, str]
    pattern: regex.Pattern[str]
    probe: regex.Pattern[str]
    run_group: str
    takes_before: bool
    lead_words: frozenset[str]
    lead_lengths: tuple[int, ...]
    lead_inside: bool
    looks_around: bool
    is_name: bool
    leads: Leads | None = None
    probes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def could_follow(self, character: str) -> bool:
        """Say whether the pattern of a rule with a run group could go on so behind a numeral of any shape."""
        return any(self.could_continue(probe, character) for probes in self.probes.values() for probe in probes)

    def could_continue(self, run: str, following: str) -> bool:
        """Say whether a match could begin at a numeral like `run` with `following` behind it."""
        return self.probe.match(run + following, len(run) if self.run_group else 0, partial=True) is not None


@dataclass(slots=True, eq=False)
class Plan:
    """What the engine runs; `scan` matches numeral runs."""

    rulebook: Rulebook
    scan: regex.Pattern[str]
    anchor_words: tuple[str, ...]
    word_rules: Mapping[str, tuple[CompiledRule, ...]]
    number_rules: tuple[CompiledRule, ...]
    names_by_pair: Mapping[str, tuple[tuple[str, int], ...]]
    bounds_before: Mapping[str, tuple[tuple[str, str, str], ...]]
    detached: regex.Pattern[str]
    detached_words: regex.Pattern[str]
    detached_modifiers: Mapping[str, Modifier]
    alphabet: frozenset[str]
    by_one: dict[tuple[str, str], tuple[CompiledRule, ...]] = field(default_factory=dict)
    by_two: dict[tuple[str, str], tuple[CompiledRule, ...]] = field(default_factory=dict)
    by_phrase: dict[str, tuple[CompiledRule, ...]] = field(default_factory=dict)
    by_character: dict[str, tuple[CompiledRule, ...]] = field(default_factory=dict)
    by_shape: dict[str, tuple[CompiledRule, ...]] = field(default_factory=dict)
    meetings: dict[tuple[str, str], int] = field(default_factory=dict)
    _word_scan: AhoCorasick = field(init=False)

    def __post_init__(self) -> None:
        self._word_scan = AhoCorasick(self.anchor_words, matchkind=MatchKind.LeftmostLongest)

    def anchors(self, text: str) -> list[tuple[int, int, bool]]:
        """Where readings can begin, in order: half-open spans of numeral runs (True) and anchor words (False)."""
        anchors = [(*hit.span(), True) for hit in self.scan.finditer(text)]
        words = self._word_scan.find_matches_as_indexes(text)
        if words:
            anchors += [(start, end, False) for _, start, end in words]
            anchors.sort()
        return anchors

    def detached_in(self, text: str) -> list[int]:
        """Where bound words that may stand apart from their number end, in order."""
        return [hit.end() for hit in self.detached_words.finditer(text)]

    def detached_modifier(self, text: str, begin: int, end: int, *, is_share: bool) -> Modifier | None:
        """The modifier of a bound word that governs a number at `end` from a little before it, None for none."""
        hit = self.detached.match(text, begin, end)
        if hit is None or (hit["base"] is not None and not is_share):
            return None
        words, surface = self.detached_modifiers, hit.group()
        return words[next(surface[:length] for length in range(len(surface), 0, -1) if surface[:length] in words)]

    def rules_for(self, run: str, following: str) -> tuple[CompiledRule, ...]:
        """The rules that can apply to a numeral run with these (at most two) characters behind it."""
        phrase = f"{run}\n{following}"
        rules = self.by_phrase.get(phrase)
        if rules is not None:
            return rules
        known = "".join(c if c in self.alphabet else _other(c) for c in following)
        form = shape(run)
        rules = self.by_two.get((form, known))
        if rules is None:
            return self._rules_met_seldom(run, form, known)
        if len(self.by_phrase) >= MEMO_SIZE:
            self.by_phrase.clear()
        self.by_phrase[phrase] = rules
        return rules

    def _rules_met_seldom(self, run: str, form: str, following: str) -> tuple[CompiledRule, ...]:
        """Those that the next character allows; after some meetings the rules are asked about both characters.

        Rules are asked about a Chinese run itself, and about the shape of one with Arabic digits. To ask
        costs as much as to try the rules in vain some ten times, so it does not pay for what is met once.
        """
        one = (form, following[:1])
        rules = self.by_one.get(one)
        if rules is None:
            behind = self.by_character.get(following[:1])
            if behind is None:
                behind = self.by_character[following[:1]] = tuple(
                    rule for rule in self.number_rules if rule.run_group and rule.could_follow(following[:1])
                )
            others = self.by_shape.get(form)
            if others is None:
                others = self.by_shape[form] = self._asked(
                    tuple(rule for rule in self.number_rules if not rule.run_group), form, ""
                )
            rules = self.by_one[one] = self._asked((*behind, *others), *one)
        is_chinese = not run[0].isascii()
        two = (run if is_chinese else form, following)
        met = self.meetings.get(two, 0) + 1
        if met < PATIENCE:
            if len(self.meetings) >= MEMO_SIZE:
                self.meetings.clear()
            self.meetings[two] = met
            return rules
        if is_chinese:
            rules = tuple(rule for rule in rules if rule.could_continue(run, following))
            self.by_phrase[f"{run}\n{following}"] = rules
            return rules
        if len(self.by_two) >= MEMO_SIZE:
            self.by_two.clear()
        rules = self.by_two[two] = self._asked(rules, *two)
        return rules

    @staticmethod
    def _asked(rules: tuple[CompiledRule, ...], run_shape: str, following: str) -> tuple[CompiledRule, ...]:
        return tuple(
            rule
            for rule in rules
            if any(rule.could_continue(probe, following) for probe in rule.probes.get(run_shape, ()))
        )


def _other(character: str) -> str:
    """One character to stand for all of its sort that no rule names."""
    if not character:
        return ""
    if "\u3400" <= character <= "\u9fff":
        return "\u4e02"
    if character.isalpha():
        return "Q"
    return character if character.isascii() else "\u2605"


@lru_cache(maxsize=65536)
def shape(run: str) -> str:
    """Digits by how many they are (4 → `d4`), decimals, digits with more behind, and numerals that begin in Chinese."""
    if run.isascii() and run.isdigit():
        return f"d{min(len(run), 12)}"
    first = run[:1]
    if first.isascii():
        if first in "-+":
            return "sign"
        return "decimal" if run.isascii() else "mixed"
    return "chinese" if len(run) > 1 else "one"


def compile_plan(rulebook: Rulebook) -> Plan:
    """Compile a checked rulebook; draft and retired rules stay out."""
    return _Compiler(rulebook).plan()


class _Compiler:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.lexicons: Mapping[str, Lexicon] = rulebook.lexicons
        self.fragments = rulebook.fragments
        self.number = self._expand("(?&number)")
        self.rules = [self._compile(rule) for rule in rulebook.rules if rule.status == "stable"]

    def _expand(self, pattern: str) -> str:
        return expanded(pattern, self.fragments, self.lexicons)

    def _regex(self, pattern: str) -> regex.Pattern[str]:
        return regex.compile(pattern, FLAGS)

    def _scan(self) -> regex.Pattern[str]:
        """Numeral runs as group 1, behind a look at their first characters, for which `regex` is fast."""
        plain = f"{self._expand('(?&plain_number)')}|" if "plain_number" in self.fragments else ""
        return self._regex(f"(?=[{self._first(self.number)}])({plain}{self.number})")

    def _first(self, pattern: str) -> str:
        """The characters that a match can begin with, ready to stand in a set."""
        slow = self._regex(pattern)
        candidates = {*pattern, *map(chr, range(128))}
        return "".join(
            regex.escape(character) for character in sorted(candidates) if slow.match(character, partial=True)
        )

    def plan(self) -> Plan:
        scan = self._scan()
        number_rules = [rule for rule in self.rules if not rule.rule.anchor or self._numeral_anchors(rule.rule)]
        self._learn_probes(number_rules, scan)
        return Plan(
            rulebook=self.rulebook,
            scan=scan,
            anchor_words=tuple(sorted({word for rule in self.rules for word in self._words_of(rule.rule)})),
            word_rules=self._word_rules(),
            number_rules=tuple(number_rules),
            names_by_pair=self._names(scan),
            bounds_before=self._bounds(),
            detached=self._detached(),
            detached_words=self._regex(trie_pattern((word, "") for word in self._detached_modifiers())),
            detached_modifiers=self._detached_modifiers(),
            alphabet=self._alphabet(),
        )

    def _compile(self, rule: Rule) -> CompiledRule:
        rest, takes_before = _taken(_BEFORE, rule.pattern)
        lead_words: frozenset[str] = frozenset()
        run_group = ""
        leads: Leads | None = None
        probe = rest
        if not rule.anchor:
            lead = _LEAD.match(rest)
            if lead:
                lead_words = frozenset(self.lexicons[lead[1]].words())
                leads = Leads.of("|".join(sorted({regex.escape(word[-1]) for word in lead_words})))
                rest = rest[lead.end() :]
            run = _RUN.match(rest)
            if run:
                run_group, rest = run[1], rest[run.end() :]
            leads, probe = (leads, rest) if lead_words or run_group else self._look_behind(rest)
        pattern = self._regex(self._expand(rest))
        return CompiledRule(
            rule=rule,
            order=(KIND_ORDER.index(rule.kind), rule.id),
            pattern=pattern,
            probe=pattern if probe is rest else self._regex(self._expand(probe)),
            run_group=run_group,
            takes_before=takes_before,
            lead_words=lead_words,
            lead_lengths=tuple(sorted({len(word) for word in lead_words}, reverse=True)),
            lead_inside="lead" in pattern.groupindex,
            looks_around="(?=" in rule.pattern or "(?<=" in rule.pattern,
            is_name=rule.kind == "name",
            leads=leads,
        )

    def _alphabet(self) -> frozenset[str]:
        written = "".join(self._expand(rule.rule.pattern) for rule in self.rules)
        return frozenset(written) | frozenset(map(chr, range(128)))

    def _look_behind(self, pattern: str) -> tuple[Leads | None, str]:
        """What can stand before a pattern that begins with a look-behind, and the pattern without it."""
        opening = _LOOK_BEHIND.match(pattern)
        if not opening:
            return None, pattern
        depth, at = 1, opening.end()
        while depth:
            character = pattern[at]
            if character == "\\":
                at += 1
            elif character == "[":
                at = pattern.index("]", at + 2)
            depth += {"(": 1, ")": -1}.get(character, 0)
            at += 1
        return Leads.of(self._expand(pattern[opening.end() : at - 1])), pattern[at:]

    def _words_of(self, rule: Rule) -> list[str]:
        words: list[str] = []
        for anchor in rule.anchor:
            call = LEXICON_CALL.fullmatch(anchor)
            words += self.lexicons[call[1]].words() if call else [anchor]
        return words

    def _numeral_anchors(self, rule: Rule) -> bool:
        number = self._regex(self.number)
        return any(number.match(word) for word in self._words_of(rule))

    def _word_rules(self) -> dict[str, tuple[CompiledRule, ...]]:
        rules: dict[str, list[CompiledRule]] = defaultdict(list)
        for rule in self.rules:
            for character in {word[0] for word in self._words_of(rule.rule)}:
                rules[character].append(rule)
        return {character: tuple(found) for character, found in rules.items()}

    def _learn_probes(self, rules: list[CompiledRule], scan: regex.Pattern[str]) -> None:
        """Numerals of all shapes, and those of the rule's own examples, where a pattern wants particular digits."""
        shapes = self.lexicons["numeral_shapes"].words()
        for rule in rules:
            finds = (example.finds for example in rule.rule.examples if example.finds)
            own = dict.fromkeys(hit.group() for text in finds for hit in scan.finditer(text))
            by_shape: dict[str, list[str]] = defaultdict(list)
            for probe in (*own, *(probe for probe in shapes if probe not in own)):
                asked = by_shape[shape(probe)]
                if probe in own or len(asked) < (ENOUGH if rule.run_group else ENOUGH_OF_OWN) or not own:
                    asked.append(probe)
            rule.probes = {name: tuple(probes) for name, probes in by_shape.items()}

    def _names(self, scan: regex.Pattern[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """Words with numerals in them, by the two characters around the place where the scan stops in them."""
        names: dict[str, set[tuple[str, int]]] = defaultdict(set)
        lexicon = self.lexicons.get(NAME_WORDS)
        characters = frozenset("".join(self.lexicons["numerals"].words()))
        for word in lexicon.words() if lexicon else ():
            hit = scan.search(word)
            at = hit.start() if hit else next((i for i, c in enumerate(word) if c in characters), None)
            if at is None:
                continue
            names[word[at : at + 2] if at + 1 < len(word) else word[at - 1 : at + 1]].add((word, at))
        return {pair: tuple(sorted(found, key=lambda item: -len(item[0]))) for pair, found in names.items()}

    def _bounds(self) -> dict[str, tuple[tuple[str, str, str], ...]]:
        """Bound words by their last character: word, characters not before it, first characters of the numeral."""
        bounds: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        for entry in self.lexicons[BOUNDS_BEFORE].entries:
            for word in entry.words:
                bounds[word[-1]].append(
                    (word, entry.meaning.get("not_after", ""), entry.meaning.get("only_before", ""))
                )
        return {last: tuple(sorted(found, key=lambda item: -len(item[0]))) for last, found in bounds.items()}

    def _detached_modifiers(self) -> dict[str, Modifier]:
        return {
            word: entry.meaning["modifier"]  # type: ignore[misc]  # a test holds them to MODIFIERS
            for entry in self.lexicons[BOUNDS_BEFORE].entries
            if "detached" in entry.meaning
            for word in entry.words
        }

    def _detached(self) -> regex.Pattern[str]:
        """约有, 至少降息 …: bound words that keep their force over what stands between them and the number."""
        entries = self.lexicons[BOUNDS_BEFORE].entries

        def words(*reaches: str) -> str:
            reaching = (e for e in entries if e.meaning.get("detached") in reaches)
            return trie_pattern((word, "") for entry in reaching for word in entry.words)

        guard = "".join(
            {c for entry in entries if "detached" in entry.meaning for c in entry.meaning.get("not_after", "")}
        )
        over_verb = f"(?<![{regex.escape(guard)}]){words('verb')}{lexicon_pattern(self.lexicons['bound_links'])}"
        over_few = rf"{words('any')}\p{{Han}}{{1,3}}"
        over_base = rf"{words('any', 'base')}(?P<base>[\p{{Han}}A-Za-z0-9]{{1,12}}的)"
        return self._regex(f"(?r)(?:{over_verb}|{over_few}|{over_base})")


def _taken(form: regex.Pattern[str], pattern: str) -> tuple[str, bool]:
    hit = form.match(pattern)
    return (pattern[hit.end() :], True) if hit else (pattern, False)
