"""The checks of patterns, anchors and fragments."""

from __future__ import annotations

from typing import TYPE_CHECKING

import regex

from shuliang.errors import Place
from shuliang.rulebook.contract import CONTRACT
from shuliang.rulebook.faults import did_you_mean, fault
from shuliang.rulebook.patterns import (
    anchor_lexicon,
    called_fragments,
    called_lexicons,
    circle,
    compile_alone,
    error_at,
    line_of,
    misplaced_opening,
    open_bracket,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from shuliang.errors import Fault
    from shuliang.rulebook.build import Draft
    from shuliang.rulebook.model import Rule


def check_patterns(rule: Rule, draft: Draft) -> Iterator[Fault]:
    """A pattern calls what exists, compiles, never matches the empty text, and has the groups of its reading."""
    if not rule.pattern:
        return
    page = draft.pages[rule.place.file]
    source = _Source(rule.pattern, Place(rule.place.file, rule.pattern_line), page.is_block("pattern"), "pattern")
    unknown = list(_unknown_names(source, draft))
    yield from unknown
    if unknown:
        return
    compiled = _compile(source, draft)
    if isinstance(compiled, regex.Pattern):
        yield from _check_opening(source, rule)
        yield from _check_empty(source, compiled, rule)
        yield from _check_groups(source, compiled, rule, draft)
    else:
        yield compiled


def check_anchors(rule: Rule, draft: Draft) -> Iterator[Fault]:
    """Anchors are words, or lexicons that exist."""
    page = draft.pages[rule.place.file]
    for at, word in enumerate(rule.anchor):
        name = anchor_lexicon(word)
        if name is not None and name not in draft.lexicons:
            yield fault(page.place("anchor", at), "anchor", _unknown("lexicon", rf"\L<{name}>", name, draft.lexicons))
        elif name is None and "\\" in word:
            message = rf"{word} is taken letter by letter; write a word, or \L<name> for the words of a lexicon"
            yield fault(page.place("anchor", at), "anchor", message)


def check_fragments(draft: Draft) -> Iterator[Fault]:
    """Fragments call what exists, compile, and have no groups with names of their own."""
    patterns = {name: piece.pattern for name, piece in draft.fragments.items()}
    for name, piece in draft.fragments.items():
        source = _Source(piece.pattern, piece.place, piece.is_block, f"fragments.{name}")
        unknown = list(_unknown_names(source, draft))
        yield from unknown
        if way := circle(name, patterns):
            message = f"calls itself ({' → '.join(way)}); fragments are written out in place of their calls"
            yield source.fault(0, message)
        if unknown or way:
            continue
        compiled = _compile(source, draft)
        if not isinstance(compiled, regex.Pattern):
            yield compiled
            continue
        for group in compiled.groupindex:
            message = f"the group {group} has a name; a fragment may only have groups without one, (?:…)"
            yield source.fault(piece.pattern.find(f"<{group}>"), message)


class _Source:
    """A pattern and where it stands in its file."""

    __slots__ = ("field", "is_block", "pattern", "place")

    def __init__(self, pattern: str, place: Place, is_block: bool, field: str) -> None:
        self.pattern, self.place, self.is_block, self.field = pattern, place, is_block, field

    def fault(self, offset: int, message: str) -> Fault:
        """A fault at an offset in the pattern; outside of literal blocks only the first line is known."""
        lines = line_of(self.pattern, max(offset, 0)) if self.is_block else 0
        return fault(Place(self.place.file, (self.place.line or 1) + lines), self.field, message)


def _unknown_names(source: _Source, draft: Draft) -> Iterator[Fault]:
    for name, offset in called_lexicons(source.pattern):
        if name not in draft.lexicons:
            yield source.fault(offset, _unknown("lexicon", rf"\L<{name}>", name, draft.lexicons))
    for name, offset in called_fragments(source.pattern):
        if name not in draft.fragments:
            yield source.fault(offset, _unknown("fragment", f"(?&{name})", name, draft.fragments))


def _unknown(what: str, call: str, name: str, known: Iterable[str]) -> str:
    return f"{call} is no {what}{did_you_mean(name, known)}"


def _compile(source: _Source, draft: Draft) -> regex.Pattern[str] | Fault:
    try:
        return compile_alone(source.pattern, draft.may_be_empty)
    except regex.error as error:
        message, offset = error_at(error)
        bracket = open_bracket(source.pattern)
        if message == "missing )" and bracket is not None:
            return source.fault(bracket, "missing ) for a ( in this line")
        return source.fault(len(source.pattern) if offset is None else offset, message)


def _check_opening(source: _Source, rule: Rule) -> Iterator[Fault]:
    """What stands before the numeral is written so that it can be looked up backwards from it."""
    misplaced = None if rule.anchor else misplaced_opening(rule.pattern)
    if misplaced:
        group, offset = misplaced
        form = r"(?P<before>\L<bounds_before>)?" if group == "before" else r"(?P<lead>\L<…>)"
        message = f"the group {group} must come first and be written {form}, or the rule needs an anchor"
        yield source.fault(offset, message)


def _check_empty(source: _Source, compiled: regex.Pattern[str], rule: Rule) -> Iterator[Fault]:
    """A match of no characters would be found everywhere."""
    texts = ["", *(example.text for example in (*rule.examples, *rule.counterexamples))]
    if any((found := compiled.match(text, at)) and not found[0] for text in texts for at in range(len(text) + 1)):
        yield source.fault(0, "can match the empty text; make one of its parts necessary")


def _check_groups(source: _Source, compiled: regex.Pattern[str], rule: Rule, draft: Draft) -> Iterator[Fault]:
    """The named groups are those of the contract (rulebook/contract.py)."""
    groups = CONTRACT.get(rule.reading)
    if groups is None:
        return
    own = compiled.groupindex.keys()
    for name in sorted(own & draft.fragments.keys()):
        yield source.fault(source.pattern.find(f"<{name}>"), f"the group {name} has the name of a fragment; rename it")
    for name in sorted(own - draft.fragments.keys() - (own if groups.allowed is None else groups.allowed)):
        message = f"the group {name} is none of reading {rule.reading}{did_you_mean(name, groups.allowed or ())}"
        yield source.fault(source.pattern.find(f"<{name}>"), message)
    for name in sorted(groups.required - own):
        yield source.fault(0, f"the group {name} is missing; reading {rule.reading} needs it: (?P<{name}>…)")
