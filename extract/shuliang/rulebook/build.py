"""Pages → rules, lexicons, fragments. What the schema refused is left out here, so that all other checks still run."""

from __future__ import annotations

import datetime
import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from shuliang.rulebook.contract import default_reading
from shuliang.rulebook.model import Entry, Example, Lexicon, Rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shuliang.errors import Place
    from shuliang.facts import Kind
    from shuliang.rulebook.faults import Faults
    from shuliang.rulebook.model import Status
    from shuliang.rulebook.yaml_lines import Page, Value

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_NOT_MEANING = frozenset({"words", "examples", "counterexamples"})


@dataclass(frozen=True, slots=True)
class Fragment:
    """A piece of pattern; `line` is that of its first line."""

    name: str
    pattern: str
    place: Place
    is_block: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A rulebook that is still to be checked.

    `may_be_empty` are the fragments that can match the empty text, `pages` those of the rules, by file.
    """

    rules: Sequence[Rule]
    lexicons: Mapping[str, Lexicon]
    fragments: Mapping[str, Fragment]
    may_be_empty: frozenset[str]
    pages: Mapping[str, Page]


def build_rule(page: Page, rule_id: str, content: bytes, faults: Faults) -> Rule:
    """A rule as far as the page gives it; texts that are missing are empty."""
    kind = page.text("kind")
    return Rule(
        id=rule_id,
        title=page.text("title"),
        status=cast("Status", page.text("status")),
        since=page.text("since"),
        kind=cast("Kind", kind),
        reading=page.text("reading") or default_reading(kind),
        dimension=page.text("dimension") or None,
        description=page.text("description"),
        references=page.texts("references"),
        pattern=page.text("pattern"),
        anchor=page.texts("anchor"),
        examples=_examples(page, ("examples",), faults),
        counterexamples=_examples(page, ("counterexamples",), faults),
        place=page.place(),
        pattern_line=page.text_place("pattern").line or 1,
        sha256=hashlib.sha256(content).hexdigest(),
    )


def build_lexicon(page: Page, name: str, content: bytes, faults: Faults) -> Lexicon:
    """A lexicon; entries without words are left out."""
    return Lexicon(
        name=name,
        title=page.text("title"),
        description=page.text("description"),
        sources=page.texts("sources"),
        entries=tuple(
            _entry(page, at, entry, faults) for at, entry in enumerate(page.items("entries")) if isinstance(entry, dict)
        ),
        place=page.place(),
        sha256=hashlib.sha256(content).hexdigest(),
    )


def build_fragments(page: Page) -> list[Fragment]:
    """The fragments in the order of the file."""
    fragments: list[Fragment] = []
    pieces = page.values.get("fragments")
    for name, piece in pieces.items() if isinstance(pieces, dict) else []:
        path = ("fragments", name) if isinstance(piece, str) else ("fragments", name, "pattern")
        pattern = page.text(*path)
        if pattern:
            fragments.append(Fragment(name, pattern, page.text_place(*path), page.is_block(*path)))
    return fragments


def _entry(page: Page, at: int, entry: dict[str, Value], faults: Faults) -> Entry:
    words = entry.get("words")
    examples: tuple[Example, ...] = ()
    for key in ("examples", "counterexamples"):
        if key in entry:
            examples += _examples(page, ("entries", at, key), faults)
    return Entry(
        words=tuple(word for word in words if isinstance(word, str)) if isinstance(words, list) else (),
        meaning={key: text for key, text in entry.items() if isinstance(text, str) and key not in _NOT_MEANING},
        place=page.place("entries", at),
        examples=examples,
    )


def _examples(page: Page, path: tuple[str | int, ...], faults: Faults) -> tuple[Example, ...]:
    return tuple(
        _example(page, (*path, at), example, faults)
        for at, example in enumerate(page.items(*path))
        if isinstance(example, dict)
    )


def _example(page: Page, path: tuple[str | int, ...], example: dict[str, Value], faults: Faults) -> Example:
    reads = example.get("as", {})
    return Example(
        text=_text(example.get("text")) or "",
        finds=_text(example.get("finds")),
        reads={
            column: None if wanted == "null" and page.is_plain(*path, "as", column) else wanted
            for column, wanted in (reads.items() if isinstance(reads, dict) else ())
            if isinstance(wanted, str)
        },
        place=page.place(*path),
        published=_day(page, (*path, "published"), faults),
        avoids=_text(example.get("avoids")),
        because=_text(example.get("because")),
    )


def _text(value: Value | None) -> str | None:
    return value if isinstance(value, str) else None


def _day(page: Page, path: tuple[str | int, ...], faults: Faults) -> datetime.date | None:
    text = page.text(*path)
    if not _DAY.fullmatch(text):
        return None
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as error:
        faults.add(page.place(*path), "examples.published", f"{text} is no day: {error}")
        return None
