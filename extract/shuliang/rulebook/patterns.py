"""Patterns as written in rules: the names they call, what they can match, and the lines of their errors."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import regex

from shuliang.rulebook.words import FRAGMENT_CALL, LEXICON_CALL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from collections.abc import Set as AbstractSet

_UNSEEN = "\N{REPLACEMENT CHARACTER}"
FLAGS = regex.VERBOSE | regex.VERSION0

_BEFORE = regex.compile(r"\s*\(\?P<before>\\L<bounds_before>\)\?")
_LEAD = regex.compile(r"\s*\(\?P<lead>\\L<\w+>\)")
_ANY_LEAD = regex.compile(r"\s*\(\?P<lead>")
_SKIPPED = regex.compile(r"\\. | \[\^?\]?(?:\\.|[^\]\\])*\] | \#[^\n]*", regex.VERBOSE | regex.DOTALL)


def called_lexicons(pattern: str) -> list[tuple[str, int]]:
    r"""The names in `\L<…>`, in order, each with its offset in the pattern."""
    return [(found[1], found.start()) for found in LEXICON_CALL.finditer(pattern)]


def called_fragments(pattern: str) -> list[tuple[str, int]]:
    """The names in `(?&…)`, in order, each with its offset in the pattern."""
    return [(found[1], found.start()) for found in FRAGMENT_CALL.finditer(pattern)]


def anchor_lexicon(word: str) -> str | None:
    r"""The name of the lexicon that an anchor stands for (`\L<units>`), None for a plain word."""
    found = LEXICON_CALL.fullmatch(word)
    return found[1] if found else None


def compile_alone(pattern: str, may_be_empty: AbstractSet[str]) -> regex.Pattern[str]:
    """Compile a pattern with stand-ins for fragments, as long as their calls, and for lexicons. Raises regex.error.

    So errors have the offset that they have in the pattern, each fragment is to blame for its own, and it takes a
    fiftieth of the time. `may_be_empty` are the fragments that can match the empty text.
    """

    def stand_in(call: regex.Match[str]) -> str:
        inside = "" if call[1] in may_be_empty else _UNSEEN
        return f"(?:{inside}".ljust(len(call[0]) - 1) + ")"

    lists = {name: [_UNSEEN] for name, _ in called_lexicons(pattern)}
    return regex.compile(FRAGMENT_CALL.sub(stand_in, pattern), FLAGS, cache_pattern=False, ignore_unused=True, **lists)


def fragments_that_may_be_empty(fragments: Mapping[str, str]) -> frozenset[str]:
    """The fragments that can match the empty text, by themselves or by those that they call."""
    found: set[str] = set()
    grown = True
    while grown:
        grown = False
        for name in fragments.keys() - found:
            with suppress(regex.error):
                if compile_alone(fragments[name], found).match(""):
                    found.add(name)
                    grown = True
    return frozenset(found)


def error_at(error: regex.error) -> tuple[str, int | None]:
    """Give the message of an error and its offset in the pattern, which the type stubs of regex leave out."""
    return str(getattr(error, "msg", error)), getattr(error, "pos", None)


def misplaced_opening(pattern: str) -> tuple[str, int] | None:
    """The group `before` or `lead` that a plan cannot take off the pattern's beginning, with its offset; else None.

    A rule without anchors is tried at the numeral, so what stands before it must come first, in one of two forms.
    """
    before = _BEFORE.match(pattern)
    at = before.end() if before else 0
    if not before and "(?P<before>" in pattern:
        return "before", pattern.find("(?P<before>")
    if _ANY_LEAD.match(pattern, at) and not _LEAD.match(pattern, at):
        return "lead", pattern.find("(?P<lead>")
    return None


def circle(name: str, fragments: Mapping[str, str]) -> list[str]:
    """The way from a fragment back to itself, empty where there is none."""
    ways = [[name]]
    seen = set()
    while ways:
        way = ways.pop(0)
        for called, _ in called_fragments(fragments.get(way[-1], "")):
            if called == name:
                return [*way, name]
            if called not in seen:
                seen.add(called)
                ways.append([*way, called])
    return []


def line_of(pattern: str, offset: int) -> int:
    """The line of the pattern, from 0, that an offset falls in; an offset behind the end falls in the last line."""
    return pattern.rstrip().count("\n", 0, min(offset, len(pattern.rstrip())))


def open_bracket(pattern: str) -> int | None:
    """The offset of the last `(` that nothing closes, None where all are closed."""
    blank = _SKIPPED.sub(lambda found: " " * len(found[0]), pattern)
    waiting: list[int] = []
    for at, char in enumerate(blank):
        if char == "(":
            waiting.append(at)
        elif char == ")" and waiting:
            waiting.pop()
    return waiting[-1] if waiting else None
