"""Rules, lexicons and fragments as loaded: checked, frozen, each knowing its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping

    from shuliang.errors import Place
    from shuliang.facts import Kind

Status = Literal["draft", "stable", "retired"]


@dataclass(frozen=True, slots=True)
class Example:
    """A text that the whole rulebook must read so: `finds` is the surface, `reads` the columns checked as text.

    `finds` is None for a counterexample: then no fact of the rule may overlap `avoids` (the whole text where None).
    """

    text: str
    finds: str | None
    reads: Mapping[str, str | None]
    place: Place
    published: datetime.date | None = None
    avoids: str | None = None
    because: str | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """One file below rules/; `id` is its path without the ending (`money/range`).

    `dimension` says which reading of the unit word is meant where it has several (度: angle).
    """

    id: str
    title: str
    status: Status
    since: str
    kind: Kind | Literal["name"]
    reading: str
    description: str
    references: tuple[str, ...]
    pattern: str
    anchor: tuple[str, ...]
    examples: tuple[Example, ...]
    counterexamples: tuple[Example, ...]
    place: Place
    pattern_line: int
    sha256: str
    dimension: str | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a lexicon: spellings that mean the same, and what they mean (`code`, `modifier`, `factor` …)."""

    words: tuple[str, ...]
    meaning: Mapping[str, str]
    place: Place
    examples: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """A word list with meanings; `name` is its file's name, by which patterns call it."""

    name: str
    title: str
    description: str
    sources: tuple[str, ...]
    entries: tuple[Entry, ...]
    place: Place
    sha256: str

    def words(self) -> list[str]:
        return [word for entry in self.entries for word in entry.words]


@dataclass(frozen=True, slots=True)
class Rulebook:
    """All of rules/, checked. `sha256` is over every file in the order of their paths; `version` from rules/VERSION."""

    rules: tuple[Rule, ...]
    lexicons: Mapping[str, Lexicon]
    fragments: Mapping[str, str]
    version: str
    sha256: str
