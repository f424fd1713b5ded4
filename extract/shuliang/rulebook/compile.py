"""From a checked rulebook to a plan: patterns written out and compiled, and what the dispatch has to know of them.

Which rules can apply at a numeral is found out from trees of the patterns (`syntax`): what can stand at or behind the
numeral, and what must stand before it.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import takewhile
from typing import TYPE_CHECKING

import regex

from shuliang.rulebook.dispatch import Asked, CompiledRule, Dispatch, LazyPattern
from shuliang.rulebook.plan import NAME_WORDS, Plan
from shuliang.rulebook.syntax import AHEAD, BEHIND, NOT_AHEAD, NOT_BEHIND, SEQUENCE, Trees, sorts_in
from shuliang.rulebook.words import LEXICON_CALL, expanded, lexicon_pattern, trie_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shuliang.facts import Modifier
    from shuliang.rulebook.model import Lexicon, Rule, Rulebook
    from shuliang.rulebook.syntax import Piece

KIND_ORDER = (
    "name", "date", "money", "temperature", "age", "percent", "physical", "duration", "multiple", "fraction", "score",
    "ordinal", "count", "number",
)  # fmt: skip
"""Of readings of the same length, the earlier kind wins."""

FLAGS = regex.VERBOSE | regex.VERSION0
BOUNDS_BEFORE = "bounds_before"

_BEFORE = regex.compile(r"\s*\(\?P<before>\\L<bounds_before>\)\?")
_LEAD = regex.compile(r"\s*\(\?P<lead>\\L<(\w+)>\)(\\s[?*])?")
_RUN = regex.compile(r"\s*\(\?P<(\w+)>\(\?&number\)\)")


def compile_plan(rulebook: Rulebook) -> Plan:
    """Compile a checked rulebook; draft and retired rules stay out."""
    return _Compiler(rulebook).plan()


class _Compiler:
    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self.lexicons: Mapping[str, Lexicon] = rulebook.lexicons
        self.fragments = rulebook.fragments
        self.trees = Trees(self.fragments, self.lexicons)
        self.number = self._expand("(?&number)")
        self.first_of_number = self._first(self.number)
        self.scan = self._scan()
        stable = [rule for rule in rulebook.rules if rule.status == "stable"]
        self.rank = {rule.id: rank for rank, rule in enumerate(sorted(stable, key=_order))}
        self.rules = [self._compile(rule) for rule in stable]

    def _expand(self, pattern: str) -> str:
        return expanded(pattern, self.fragments, self.lexicons)

    def _regex(self, pattern: str) -> regex.Pattern[str]:
        return regex.compile(pattern, FLAGS)

    def _scan(self) -> regex.Pattern[str]:
        """Numeral runs as group 1, behind a look at their first characters, for which `regex` is fast."""
        plain = f"{self._expand('(?&plain_number)')}|" if "plain_number" in self.fragments else ""
        return self._regex(f"(?=[{regex.escape(self.first_of_number)}])({plain}{self.number})")

    def _first(self, pattern: str) -> str:
        """The characters that a match can begin with."""
        slow = self._regex(pattern)
        candidates = {*pattern, *map(chr, range(128))}
        return "".join(character for character in sorted(candidates) if slow.match(character, partial=True))

    def plan(self) -> Plan:
        rules = tuple(rule for rule in self.rules if self._at_numerals(rule.rule))
        return Plan(
            rulebook=self.rulebook,
            scan=self.scan,
            dispatch=Dispatch(rules, sorts_in(tree for rule in rules for tree in rule.asked.trees())),
            anchor_words=tuple(sorted({word for rule in self.rules for word in self._words_of(rule.rule)})),
            word_rules=self._word_rules(),
            names_by_pair=self._names(),
            bounds_before=self._bounds(),
            detached=self._detached(),
            detached_modifiers=self._detached_modifiers(),
        )

    def _compile(self, rule: Rule) -> CompiledRule:
        rest, takes_before = _taken(_BEFORE, rule.pattern)
        lead_words: frozenset[str] = frozenset()
        run_group = ""
        before: list[Piece] = []
        if not rule.anchor:
            lead = _LEAD.match(rest)
            if lead:
                lead_words = frozenset(self.lexicons[lead[1]].words())
                before.append(self.trees.backwards(self.trees.words(lead[1])))
                rest = rest[lead.end() :]
            run = _RUN.match(rest)
            if run:
                run_group, rest = run[1], rest[run.end() :]
        at, behind = self.trees.empty, self.trees.tree(rest)
        if not run_group:
            before.insert(0, self.trees.before(behind))
            at, behind = self._split(behind)
        pattern = self._regex(self._expand(rest))
        return CompiledRule(
            rule=rule,
            rank=self.rank[rule.id],
            pattern=LazyPattern(lambda: pattern),
            groups={name: number for name, number in pattern.groupindex.items() if not name.startswith("_")},
            asked=Asked(before=self.trees.sequence(before), at=at, tail=self.trees.before(behind), behind=behind),
            run_group=run_group,
            takes_before=takes_before,
            lead_words=lead_words,
            looks_around=_looks_around(rule),
        )

    def _split(self, tree: Piece) -> tuple[Piece, Piece]:
        """What is asked at the numeral, and what behind it where the tree begins with one.

        What is looked at ahead of the numeral is asked at it, where that is all.
        """
        parts = tree.parts if tree.kind == SEQUENCE else (tree,)
        looks = [*takewhile(lambda part: part.kind in (BEHIND, NOT_BEHIND, AHEAD, NOT_AHEAD), parts)]
        rest = parts[len(looks) :]
        number = self.trees.fragment("number").parts
        if not number or rest[: len(number)] != number:
            return tree, self.trees.empty
        ahead = [look for look in looks if look.kind in (AHEAD, NOT_AHEAD)]
        return self.trees.sequence(ahead[:1]), self.trees.sequence(rest[len(number) :])

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

    def _at_numerals(self, rule: Rule) -> bool:
        return not rule.anchor or self._numeral_anchors(rule)

    def _names(self) -> dict[str, tuple[tuple[str, int], ...]]:
        """Words with numerals in them, by the two characters around the place where the scan stops in them."""
        names: dict[str, set[tuple[str, int]]] = defaultdict(set)
        lexicon = self.lexicons.get(NAME_WORDS)
        characters = frozenset("".join(self.lexicons["numerals"].words()))
        for word in lexicon.words() if lexicon else ():
            hit = self.scan.search(word)
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


def _looks_around(rule: Rule) -> bool:
    return "(?=" in rule.pattern or "(?<=" in rule.pattern


def _order(rule: Rule) -> tuple[int, bool, str]:
    """Of readings of the same length: the more specific kind, then a rule that looks around itself, then the id."""
    return KIND_ORDER.index(rule.kind), not _looks_around(rule), rule.id
