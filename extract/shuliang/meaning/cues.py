"""The cue words of rules/meaning as one dictionary: what each spelling can do in a clause.

A word may stand in several lexicons (预计 is a prediction and a verb of saying); its roles are joined, and the place in
the clause decides which of them counts. Words are found by the longest match from the left.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from ahocorasick_rs import AhoCorasick

    from shuliang.facts import Change, ChangeBasis, Factuality
    from shuliang.rulebook.model import Entry


class Role:
    """What a token of a clause can be: one bit each of a plain int, for they are tested many times a number."""

    NOMINAL = 1 << 0
    READING = 1 << 1
    COMMA = 1 << 2
    STOP = 1 << 3
    COLON = 1 << 4
    ENUM = 1 << 5
    BRACKET = 1 << 6
    VERB = 1 << 7
    EITHER = 1 << 8
    FLOW = 1 << 9
    STAGE = 1 << 10
    REPORT = 1 << 11
    LEVEL = 1 << 12
    HAVE = 1 << 13
    PRICE = 1 << 14
    CHANGE = 1 << 15
    ARRIVAL = 1 << 16
    BASIS = 1 << 17
    COMPARATOR = 1 << 18
    BASE = 1 << 19
    MODE = 1 << 20
    EACH = 1 << 21
    ALL = 1 << 22
    RESPECTIVELY = 1 << 23
    NOW = 1 << 24
    PERIOD = 1 << 25
    TIMELESS = 1 << 26
    SINCE = 1 << 27
    ADVERB = 1 << 28
    PREPOSITION = 1 << 29
    FROM = 1 << 30
    OF = 1 << 31
    ASPECT = 1 << 32
    AND = 1 << 33
    SHARE = 1 << 34
    WITHIN = 1 << 35
    THIS = 1 << 36
    AND_MORE = 1 << 37
    CONJUNCTION = 1 << 38
    WHERE = 1 << 39
    PROPERTY = 1 << 40
    OPENING = 1 << 41
    CHANGE_NOUN = 1 << 42
    COMPARED = 1 << 43
    TOWARD = 1 << 44
    ACTUAL = 1 << 45
    PLAIN = 1 << 46
    WEAK = 1 << 47
    NOUN = 1 << 48
    THAN = 1 << 49
    TIMID = 1 << 50
    COMMON = 1 << 51
    STATE = 1 << 52
    ABLE = 1 << 53
    HABIT = 1 << 54
    STANDING = 1 << 55


@dataclass(frozen=True, slots=True)
class Cue:
    """A spelling and all that it can mean; `entries` are the lexicon lines that say so."""

    word: str
    roles: int
    change: Change | None = None
    basis: ChangeBasis | None = None
    factuality: Factuality | None = None
    head_only: bool = False
    yields: bool = False
    verbal: bool = False
    static: bool = False
    property: str | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class OwnerWords:
    """The words by which owners are known: `whole` ones (word → role) and `endings` of names (ending → role).

    `kinds` of place end a name of one character also inside a phrase; `inside` are endings of one character that
    end a longer name inside a phrase too; `titles` stand before a person's name;
    `never_bare` name nobody alone; `only_ends` end a name only at the end of a phrase or before a property.
    """

    whole: Mapping[str, str]
    endings: Mapping[str, str]
    kinds: frozenset[str]
    inside: frozenset[str]
    titles: frozenset[str]
    never_bare: frozenset[str]
    only_ends: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """All of rules/meaning.

    `automaton` finds the longest words from the left and gives their places in `listed`; `lengths`: first two
    characters → the lengths of the words that begin with them, longest first. `suffixes` are names of properties of one
    character, which only end a noun; `attributes` units that describe; `bare` units that say themselves what is
    counted; `frames` what 每 counts by; `derives` endings that make a noun of a verb; `surnames`, and what stands before
    them among friends (`familiar`: 老); `components` parts of things, which own nothing themselves; `years` what follows
    the figures of a year, longest first; `weights` those of the features of subjects, in their order; `headings` words
    of headings and what they announce; `date_bases` date words and the basis that a comparison with them has.
    """

    words: Mapping[str, Cue]
    lengths: Mapping[str, tuple[int, ...]]
    automaton: AhoCorasick
    listed: tuple[Cue, ...]
    owners: OwnerWords
    suffixes: Mapping[str, Entry]
    attributes: frozenset[str]
    bare: frozenset[str]
    frames: frozenset[str]
    derives: frozenset[str]
    surnames: frozenset[str]
    familiar: frozenset[str]
    components: frozenset[str]
    years: tuple[str, ...]
    weights: Sequence[float]
    headings: Mapping[str, Factuality]
    date_bases: Mapping[str, ChangeBasis]
