"""The cue words of rules/meaning as one dictionary: what each spelling can do in a clause.

A word may stand in several lexicons (预计 is a prediction and a verb of saying); its roles are joined, and the place in
the clause decides which of them counts. Words are found by the longest match from the left.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, cast

from daachorse import CharwiseDoubleArrayAhoCorasick  # noqa: TC002 -- a field's type, which the compiled core looks at

from shuliang.facts import Change, ChangeBasis, Factuality
from shuliang.rulebook.model import Entry

NOTHING: Final[Mapping[str, str]] = MappingProxyType({})


class Role:
    """What a token of a clause can be: one bit each of a plain int, for they are tested many times a number."""

    NOMINAL: Final = 1 << 0
    READING: Final = 1 << 1
    COMMA: Final = 1 << 2
    STOP: Final = 1 << 3
    COLON: Final = 1 << 4
    ENUM: Final = 1 << 5
    BRACKET: Final = 1 << 6
    VERB: Final = 1 << 7
    EITHER: Final = 1 << 8
    FLOW: Final = 1 << 9
    STAGE: Final = 1 << 10
    REPORT: Final = 1 << 11
    LEVEL: Final = 1 << 12
    HAVE: Final = 1 << 13
    PRICE: Final = 1 << 14
    CHANGE: Final = 1 << 15
    ARRIVAL: Final = 1 << 16
    BASIS: Final = 1 << 17
    COMPARATOR: Final = 1 << 18
    BASE: Final = 1 << 19
    MODE: Final = 1 << 20
    EACH: Final = 1 << 21
    ALL: Final = 1 << 22
    RESPECTIVELY: Final = 1 << 23
    NOW: Final = 1 << 24
    PERIOD: Final = 1 << 25
    TIMELESS: Final = 1 << 26
    SINCE: Final = 1 << 27
    ADVERB: Final = 1 << 28
    PREPOSITION: Final = 1 << 29
    FROM: Final = 1 << 30
    OF: Final = 1 << 31
    ASPECT: Final = 1 << 32
    AND: Final = 1 << 33
    SHARE: Final = 1 << 34
    WITHIN: Final = 1 << 35
    THIS: Final = 1 << 36
    AND_MORE: Final = 1 << 37
    CONJUNCTION: Final = 1 << 38
    WHERE: Final = 1 << 39
    PROPERTY: Final = 1 << 40
    OPENING: Final = 1 << 41
    CHANGE_NOUN: Final = 1 << 42
    COMPARED: Final = 1 << 43
    TOWARD: Final = 1 << 44
    ACTUAL: Final = 1 << 45
    PLAIN: Final = 1 << 46
    WEAK: Final = 1 << 47
    NOUN: Final = 1 << 48
    THAN: Final = 1 << 49
    TIMID: Final = 1 << 50
    COMMON: Final = 1 << 51
    STATE: Final = 1 << 52
    ABLE: Final = 1 << 53
    HABIT: Final = 1 << 54
    STANDING: Final = 1 << 55
    GOVERNS: Final = 1 << 56
    YEARLY: Final = 1 << 57
    DISPOSES: Final = 1 << 58
    FIRM: Final = 1 << 59
    KNOWN_START: Final = 1 << 60
    KNOWN_END: Final = 1 << 61


class Cue:
    """A spelling and all that it can mean; `entries` are the lexicon lines that say so.

    `meaning` is what these say together: `change`, `basis` and so on.
    """

    __slots__ = (
        "basis", "change", "entries", "factuality", "head_only", "property", "roles", "static", "verbal", "word",
        "yields",
    )  # fmt: skip

    def __init__(
        self, word: str, roles: int, meaning: Mapping[str, str] = NOTHING, entries: tuple[Entry, ...] = ()
    ) -> None:
        self.word = word
        self.roles = roles
        self.entries = entries
        self.change = cast("Change | None", meaning.get("change"))
        self.basis = cast("ChangeBasis | None", meaning.get("basis"))
        self.factuality = cast("Factuality | None", meaning.get("factuality"))
        self.property = meaning.get("property")
        place = meaning.get("place")
        self.head_only = place == "head"
        self.verbal = place == "verb"
        self.yields = meaning.get("yields") == "yes"
        self.static = meaning.get("static") == "yes"


@dataclass(frozen=True, slots=True)
class OwnerWords:
    """The words by which owners are known: `whole` ones (word → role) and `endings` of names (ending → role).

    `kinds` of place end a name of one character also inside a phrase; `inside` are endings of one character that
    end a longer name inside a phrase too; `titles` stand before a person's name;
    `never_bare` name nobody alone; `only_ends` end a short name only at the end of a phrase or before a property,
    `finals` any name; `here` are the words for the place that a text is about (全市), `wider` those for what is larger
    than any such place (全国).
    """

    whole: dict[str, str]
    endings: dict[str, str]
    kinds: frozenset[str]
    inside: frozenset[str]
    titles: frozenset[str]
    never_bare: frozenset[str]
    only_ends: frozenset[str]
    finals: frozenset[str]
    here: frozenset[str]
    wider: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cues:
    """All of rules/meaning.

    `automaton` finds the longest words from the left and gives their places in `listed`; `lengths`: first two
    characters → the lengths of the words that begin with them, longest first; `plain` words bound nothing.
    `suffixes` are names of properties of one character, which only end a noun; `attributes` units that describe; `bare`
    units that say themselves what is counted; `counters` those that need a noun behind them, after 每 too;
    `classifiers` stand between 这 and a noun; `firms` end the full name of a firm (有限公司);
    `payments` verbs behind 由 and who pays (负担), `fines` what is behind 对 and who pays (罚款);
    `motions` verbs whose way is measured and not whoever moves (跑了);
    `results` what stands behind a verb as its result (到, 出); `frames`
    what 每 counts by; `derives` endings that make a noun of a verb; `surnames`, and what stands before them among
    friends (`familiar`: 老); `components` parts of things, which own nothing themselves; `years` what follows the
    figures of a year, longest first; `weights` those of the features of subjects, in their order; `headings` words of
    headings and what they announce ("none" where they only seem to); `reports` words in the head of a report about a
    place; `milestones` what a sum reaches and does not belong to (台阶); `records` what is the most since a date
    (新高); `foundings` what happened to somebody on a date (出生); `deadlines` what makes a date the last day for
    something (前); `labels` what stands before a colon and the name of what follows is about (项目名称); `apart` words
    before a place that so far is away (距); `tallies` how many there are of the noun before (数量); `causatives` verbs
    whose object does what follows (使, 造成); `holdings` what a share is held of (股权); `selves` words for whoever
    speaks (我), `pronouns` for a person named before (他), `thing_pronouns` for a
    thing (它); `heads` nouns that make one with the verb before them, and
    the verbs that they are the object of instead; `introductions` finds `introducers`, the
    words beside a person's name: offices, verbs of saying, what ends an age (`ages`, behind `age_leads`) and
    `anonymous` names (某); `date_bases` date words and the basis that a comparison with them has.
    """

    words: dict[str, Cue]
    lengths: dict[str, tuple[int, ...]]
    automaton: CharwiseDoubleArrayAhoCorasick
    listed: tuple[Cue, ...]
    plain: frozenset[str]
    owners: OwnerWords
    suffixes: dict[str, Entry]
    attributes: frozenset[str]
    bare: frozenset[str]
    counters: frozenset[str]
    classifiers: frozenset[str]
    firms: frozenset[str]
    payments: frozenset[str]
    fines: frozenset[str]
    motions: frozenset[str]
    results: frozenset[str]
    frames: frozenset[str]
    derives: frozenset[str]
    surnames: frozenset[str]
    familiar: frozenset[str]
    components: frozenset[str]
    years: tuple[str, ...]
    weights: list[float]
    headings: dict[str, str]
    reports: frozenset[str]
    milestones: frozenset[str]
    records: tuple[str, ...]
    foundings: tuple[str, ...]
    deadlines: tuple[str, ...]
    labels: frozenset[str]
    apart: frozenset[str]
    tallies: frozenset[str]
    causatives: frozenset[str]
    holdings: frozenset[str]
    selves: frozenset[str]
    pronouns: frozenset[str]
    thing_pronouns: frozenset[str]
    heads: dict[str, frozenset[str]]
    introductions: CharwiseDoubleArrayAhoCorasick
    introducers: tuple[str, ...]
    ages: frozenset[str]
    age_leads: tuple[str, ...]
    anonymous: frozenset[str]
    date_bases: dict[str, ChangeBasis]


def lengths_by(words: Iterable[tuple[str, str]]) -> dict[str, tuple[int, ...]]:
    """The lengths of words by a piece of each, the longest first."""
    found: dict[str, set[int]] = {}
    for piece, word in words:
        found.setdefault(piece, set()).add(len(word))
    return {piece: tuple(sorted(lengths, reverse=True)) for piece, lengths in found.items()}
