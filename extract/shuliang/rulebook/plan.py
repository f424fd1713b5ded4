"""The rulebook compiled: one scan for anchors, and for each anchor only the rules that can apply there.

Which rules those are is asked of the patterns themselves: `regex` can say whether a text could be the beginning of a match
(`partial=True`), forwards for the character after a numeral and, in a reversed pattern, backwards for the one before it.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

import regex

from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load
from shuliang.rulebook.words import LEXICON_CALL, expanded, lexicon_pattern, trie_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from shuliang.facts import Modifier
    from shuliang.rulebook.model import Lexicon, Rule, Rulebook

KIND_ORDER = (
    "name", "date", "money", "temperature", "age", "percent", "physical", "duration", "multiple", "fraction", "score",
    "ordinal", "count", "number",
)  # fmt: skip
"""Of readings of the same length, the earlier kind wins."""

FLAGS = regex.VERBOSE | regex.VERSION0
NAME_WORDS = "numeral_words"
BOUNDS_BEFORE = "bounds_before"

_BEFORE = regex.compile(r"\s*\(\?P<before>\\L<bounds_before>\)\?")
_LEAD = regex.compile(r"\s*\(\?P<lead>\\L<(\w+)>\)(\\s[?*])?")
_VALUE = regex.compile(r"\s*\(\?P<value>\(\?&number\)\)")
_LOOK_BEHIND = regex.compile(r"\s*\(\?<=")

@dataclass(slots=True, eq=False)
class CompiledRule:
    """A rule ready to be tried. `matches_after` the numeral run if its pattern began with the plain value group."""

    rule: Rule
    order: tuple[int, str]
    pattern: regex.Pattern[str]
    matches_after: bool
    takes_before: bool
    lead_words: frozenset[str]
    lead_lengths: tuple[int, ...]
    lead_inside: bool
    looks_around: bool
    leads: str = ""
    probes: frozenset[str] = frozenset()
    is_name: bool = False

    def could_continue(self, run: str, character: str) -> bool:
        if self.matches_after:
            return self.pattern.match(run + character, len(run), partial=True) is not None
        return self.pattern.match(run + character, partial=True) is not None


@dataclass(slots=True, eq=False)
class Plan:
    """What the engine runs; `scan` matches numeral runs in group 1 and anchor words in group 2."""

    rulebook: Rulebook
    scan: regex.Pattern[str]
    word_rules: Mapping[str, tuple[CompiledRule, ...]]
    rules_after: Mapping[str, tuple[CompiledRule, ...]]
    free_rules: tuple[CompiledRule, ...]
    names_by_pair: Mapping[str, tuple[tuple[str, int], ...]]
    bounds_before: Mapping[str, tuple[tuple[str, str, str], ...]]
    detached: regex.Pattern[str] | None
    detached_modifiers: Mapping[str, Modifier]
    _by_shape: dict[tuple[str, str], tuple[CompiledRule, ...]] = field(default_factory=dict)
    _alphabet: frozenset[str] = frozenset()

    def detached_modifier(self, hit: regex.Match[str]) -> Modifier:
        """The modifier of the bound word in a match of `detached`."""
        words = self.detached_modifiers
        surface = hit.group()
        return words[next(surface[:length] for length in range(len(surface), 0, -1) if surface[:length] in words)]

    def rules_for(self, run: str, following: str) -> tuple[CompiledRule, ...]:
        """The rules without a required lead that can apply to a numeral run with this character after it."""
        if following not in self._alphabet:
            following = _other(following)
        key = (shape(run), following)
        rules = self._by_shape.get(key)
        if rules is None:
            rules = self._by_shape[key] = tuple(
                rule
                for rule in self.free_rules
                if any(rule.could_continue(probe, following) for probe in rule.probes if shape(probe) == key[0])
            )
        return rules


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


@lru_cache(maxsize=1)
def default_plan() -> Plan:
    """The plan of the rules that came with the package, compiled once a process."""
    return compile_plan(load(rules_folder()))


def compile_plan(rulebook: Rulebook) -> Plan:
    """Compile a checked rulebook; draft and retired rules stay out."""
    compiler = _Compiler(rulebook)
    return compiler.plan()


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

    def _scan(self, pattern: str) -> regex.Pattern[str]:
        """The pattern behind a look at its possible first characters, which `regex` searches for 40 times as fast."""
        slow = self._regex(pattern)
        first = "".join(sorted(character for character in {*pattern, *map(chr, range(128))} if slow.match(character, partial=True)))
        return self._regex(f"(?=[{regex.escape(first)}]){pattern}")

    def plan(self) -> Plan:
        anchors = self._anchor_words()
        scan = self._scan(f"(?:({self.number})" + (f"|({anchors}))" if anchors else "|(?!)())"))
        number_rules = [rule for rule in self.rules if not rule.rule.anchor or self._numeral_anchors(rule.rule)]
        self._learn_probes(number_rules, scan)
        free = tuple(rule for rule in number_rules if not rule.leads)
        by_lead: dict[str, list[CompiledRule]] = defaultdict(list)
        for rule in number_rules:
            for character in rule.leads:
                by_lead[character].append(rule)
        plan = Plan(
            rulebook=self.rulebook,
            scan=scan,
            word_rules=self._word_rules(),
            rules_after={character: tuple(rules) for character, rules in by_lead.items()},
            free_rules=free,
            names_by_pair=self._names(scan),
            bounds_before=self._bounds(),
            detached=self._detached(),
            detached_modifiers=self._detached_modifiers(),
        )
        plan._alphabet = self._alphabet()
        return plan

    def _compile(self, rule: Rule) -> CompiledRule:
        rest = rule.pattern
        takes_before = matches_after = False
        lead_words: frozenset[str] = frozenset()
        rest, takes_before = _taken(_BEFORE, rest)
        if not rule.anchor:
            lead = _LEAD.match(rest)
            if lead:
                lead_words = frozenset(self.lexicons[lead[1]].words())
                rest = rest[lead.end() :]
            rest, matches_after = _taken(_VALUE, rest)
        source = self._expand(rest)
        leads = "".join({word[-1] for word in lead_words}) if lead_words else self._leads(rest) if not rule.anchor else ""
        pattern = self._regex(source)
        return CompiledRule(
            rule=rule,
            order=(KIND_ORDER.index(rule.kind), rule.id),
            pattern=pattern,
            matches_after=matches_after,
            takes_before=takes_before,
            lead_words=lead_words,
            lead_lengths=tuple(sorted({len(word) for word in lead_words}, reverse=True)),
            lead_inside="lead" in pattern.groupindex,
            looks_around="(?=" in rule.pattern or "(?<=" in rule.pattern,
            leads=leads,
            is_name=rule.kind == "name",
        )

    def _alphabet(self) -> frozenset[str]:
        written = "".join(self._expand(rule.rule.pattern) for rule in self.rules)
        return frozenset(written) | frozenset(map(chr, range(128)))

    def _leads(self, pattern: str) -> str:
        """The characters that can stand before a pattern that begins with a look-behind; "" if it does not."""
        opening = _LOOK_BEHIND.match(pattern)
        if not opening:
            return ""
        depth, at = 1, opening.end()
        while depth:
            character = pattern[at]
            if character == "\\":
                at += 1
            elif character == "[":
                at = pattern.index("]", at + 2)
            depth += {"(": 1, ")": -1}.get(character, 0)
            at += 1
        inside = self._expand(pattern[opening.end() : at - 1])
        reversed_pattern = regex.compile(f"(?r)(?:{inside})", FLAGS)
        candidates = {chr(code) for code in range(32, 0x2100)} | set(inside) | set(self._han())
        candidates |= {chr(code) for code in (*range(0x3000, 0x3040), *range(0xFF00, 0xFF60))}
        return "".join(sorted(c for c in candidates if reversed_pattern.fullmatch(c, partial=True)))

    def _han(self) -> Iterable[str]:
        return map(chr, range(0x4E00, 0x9FA6))

    def _words_of(self, rule: Rule) -> list[str]:
        words: list[str] = []
        for anchor in rule.anchor:
            call = LEXICON_CALL.fullmatch(anchor)
            words += self.lexicons[call[1]].words() if call else [anchor]
        return words

    def _numeral_anchors(self, rule: Rule) -> bool:
        number = self._regex(self.number)
        return any(number.match(word) for word in self._words_of(rule))

    def _anchor_words(self) -> str:
        """A pattern of all anchor words; a word with a numeral inside ends before it, so that the scan meets the numeral."""
        number = self._regex(self.number)
        plain: set[str] = set()
        cut: dict[str, set[str]] = defaultdict(set)
        for rule in self.rules:
            for word in self._words_of(rule.rule):
                hit = number.search(word)
                if hit is None:
                    plain.add(word)
                elif hit.start() > 0:
                    cut[word[: hit.start()]].add(word[hit.start() :])
        pieces = [
            f"{regex.escape(head, literal_spaces=False)}(?={trie_pattern((tail, '') for tail in tails)})" for head, tails in cut.items()
        ]
        return "|".join(([trie_pattern((word, "") for word in plain)] if plain else []) + sorted(pieces))

    def _word_rules(self) -> dict[str, tuple[CompiledRule, ...]]:
        rules: dict[str, list[CompiledRule]] = defaultdict(list)
        for rule in self.rules:
            for character in {word[0] for word in self._words_of(rule.rule)}:
                rules[character].append(rule)
        return {character: tuple(found) for character, found in rules.items()}

    def _learn_probes(self, rules: list[CompiledRule], scan: regex.Pattern[str]) -> None:
        """Numerals of all shapes, and those of the rule's own examples, where a pattern wants particular digits."""
        shapes = frozenset(self.lexicons["numeral_shapes"].words())
        for rule in rules:
            own = {
                hit[1]
                for example in rule.rule.examples
                if example.finds
                for hit in scan.finditer(example.finds)
                if hit[1]
            }
            rule.probes = shapes | own

    def _names(self, scan: regex.Pattern[str]) -> dict[str, tuple[tuple[str, int], ...]]:
        """Words with numerals in them, by the two characters around the place where the scan stops in them."""
        names: dict[str, set[tuple[str, int]]] = defaultdict(set)
        lexicon = self.lexicons.get(NAME_WORDS)
        characters = frozenset("".join(self.lexicons["numerals"].words()))
        for word in lexicon.words() if lexicon else ():
            hit = next((hit for hit in scan.finditer(word) if hit[1]), None)
            at = hit.start() if hit else next((i for i, c in enumerate(word) if c in characters), None)
            if at is None:
                continue
            names[word[at : at + 2] if at + 1 < len(word) else word[at - 1 : at + 1]].add((word, at))
        return {pair: tuple(sorted(found, key=lambda item: -len(item[0]))) for pair, found in names.items()}

    def _bounds(self) -> dict[str, tuple[tuple[str, str, str], ...]]:
        """Bound words by their last character: (word, characters not before it, first characters of the numeral or "")."""
        bounds: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
        lexicon = self.lexicons.get(BOUNDS_BEFORE)
        for entry in lexicon.entries if lexicon else ():
            for word in entry.words:
                bounds[word[-1]].append((word, entry.meaning.get("not_after", ""), entry.meaning.get("only_before", "")))
        return {last: tuple(sorted(found, key=lambda item: -len(item[0]))) for last, found in bounds.items()}

    def _detached_modifiers(self) -> dict[str, Modifier]:
        lexicon = self.lexicons.get(BOUNDS_BEFORE)
        return {
            word: entry.meaning["modifier"]  # type: ignore[misc]  # a test holds them to MODIFIERS
            for entry in (lexicon.entries if lexicon else ())
            if "detached" in entry.meaning
            for word in entry.words
        }

    def _detached(self) -> regex.Pattern[str] | None:
        """约有, 至少降息 …: bound words that keep their force over what stands between them and the number."""
        lexicon = self.lexicons.get(BOUNDS_BEFORE)
        verbs = self.lexicons.get("bound_links")
        if lexicon is None or verbs is None:
            return None
        over_verb = [(e, w) for e in lexicon.entries for w in e.words if e.meaning.get("detached") == "verb"]
        over_any = [w for e in lexicon.entries for w in e.words if e.meaning.get("detached") == "any"]
        guard = "".join({c for e, _ in over_verb for c in e.meaning.get("not_after", "")})
        verb = f"(?<![{regex.escape(guard)}]){trie_pattern((w, '') for _, w in over_verb)}(?:{lexicon_pattern(verbs)})"
        anything = rf"{trie_pattern((w, '') for w in over_any)}[\p{{Han}}]{{1,3}}"
        return self._regex(f"(?r)(?:(?P<bound_verb>{verb})|(?P<bound_any>{anything}))")


def _taken(form: regex.Pattern[str], pattern: str) -> tuple[str, bool]:
    hit = form.match(pattern)
    return (pattern[hit.end() :], True) if hit else (pattern, False)
