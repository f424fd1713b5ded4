"""The cue words of rules/meaning as one dictionary: what each spelling can do in a clause.

A word may stand in several lexicons (预计 is a prediction and a verb of saying); its roles are joined, and the place in
the clause decides which of them counts. Words are found by the longest match from the left.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shuliang.facts import Change, ChangeBasis, Factuality
    from shuliang.rulebook.model import Entry, Lexicon

PREFIX = "meaning/"


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
    FRAME = 1 << 46
    WEAK = 1 << 47
    NOUN = 1 << 48
    THAN = 1 << 49
    TIMID = 1 << 50


_ROLES: dict[str, int] = {
    "verb": Role.VERB,
    "either": Role.EITHER,
    "flow": Role.FLOW,
    "stage": Role.STAGE | Role.VERB,
    "report": Role.REPORT,
    "level": Role.LEVEL,
    "have": Role.HAVE,
    "than": Role.THAN | Role.LEVEL,
    "price": Role.PRICE,
    "comparator": Role.COMPARATOR,
    "base": Role.BASE,
    "toward": Role.TOWARD,
    "actual": Role.ACTUAL,
    "each": Role.EACH,
    "each_name": Role.NOUN | Role.NOMINAL,
    "all": Role.ALL,
    "frame": Role.FRAME,
    "respectively": Role.RESPECTIVELY,
    "now": Role.NOW,
    "period": Role.PERIOD,
    "timeless": Role.TIMELESS,
    "since": Role.SINCE,
    "adverb": Role.ADVERB,
    "preposition": Role.PREPOSITION,
    "from": Role.FROM,
    "of": Role.OF,
    "aspect": Role.ASPECT,
    "and": Role.AND,
    "share": Role.SHARE,
    "within": Role.WITHIN,
    "this": Role.THIS,
    "and_more": Role.AND_MORE,
    "conjunction": Role.CONJUNCTION,
    "where": Role.WHERE,
    "noun": Role.NOUN | Role.NOMINAL,
}
_CHANGES: dict[str, int] = {
    "verb": Role.CHANGE,
    "noun": Role.CHANGE_NOUN,
    "compared": Role.COMPARED,
    "level": Role.LEVEL,
    "arrival": Role.ARRIVAL,
}
# One character is a cue of these roles only where a number or another cue follows: 新 in 新建, not in 新区.
_WEAK = (
    Role.ADVERB | Role.ASPECT | Role.WHERE | Role.VERB | Role.CHANGE | Role.COMPARED | Role.PRICE | Role.ARRIVAL
    | Role.TOWARD | Role.LEVEL
)  # fmt: skip
_STRONG = Role.PREPOSITION | Role.FROM | Role.OF | Role.AND | Role.SHARE | Role.EACH | Role.THIS | Role.COMPARATOR
# Other prepositions of one character count only where no noun touches them before and behind: 经 in 数字经济 is none.
_BOLD = Role.COMPARATOR | Role.FROM | Role.AND | Role.MODE | Role.LEVEL
_OWNERS = {"whole", "part", "ending", "thing", "event", "person", "group", "place"}
_WHOLE = {"whole", "part", "place"}
_PROPERTIES = {"property", "price", "rate", "span"}
_PUNCTUATION: dict[str, int] = {
    **dict.fromkeys("，,", Role.COMMA),
    **dict.fromkeys("；;。！？!?\n", Role.STOP),
    **dict.fromkeys("：:", Role.COLON),
    "、": Role.ENUM,
    **dict.fromkeys('（）()“”‘’【】[]「」『』"', Role.BRACKET),
}


@dataclass(frozen=True, slots=True)
class Cue:
    """A spelling and all that it can mean; `entries` are the lexicon lines that say so."""

    word: str
    roles: int
    change: Change | None = None
    basis: ChangeBasis | None = None
    date_basis: ChangeBasis | None = None
    factuality: Factuality | None = None
    head_only: bool = False
    static: bool = False
    property: str | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(slots=True)
class _Draft:
    roles: int = 0
    meaning: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Cues:
    """All cue words, and the endings of names (`owners`: ending → class) that are looked for inside nominal runs.

    `lengths` gives, for the first character of any word, the lengths of the words that begin with it, longest first.
    """

    words: Mapping[str, Cue]
    lengths: Mapping[str, tuple[int, ...]]
    owners: Mapping[str, str]
    endings: Mapping[str, str]
    titles: frozenset[str]
    kinds: frozenset[str]
    never_bare: frozenset[str]
    attributes: frozenset[str]
    frames: frozenset[str]
    headings: Mapping[str, Factuality]
    only_ends: frozenset[str]
    derives: frozenset[str]
    suffixes: Mapping[str, Entry]
    date_bases: Mapping[str, ChangeBasis]

    @classmethod
    def from_lexicons(cls, lexicons: Mapping[str, Lexicon]) -> Cues:
        drafts: dict[str, _Draft] = {}
        owners: dict[str, str] = {}
        attributes: set[str] = set()
        titles: set[str] = set()
        kinds: set[str] = set()
        never_bare: set[str] = set()
        frames: set[str] = set()
        headings: dict[str, Factuality] = {}
        only_ends: set[str] = set()
        derives: set[str] = set()
        suffixes: dict[str, Entry] = {}
        bases: dict[str, ChangeBasis] = {}
        for name, lexicon in lexicons.items():
            if not name.startswith(PREFIX):
                continue
            for entry in lexicon.entries:
                role = entry.meaning.get("role", "")
                if name == f"{PREFIX}attributes":
                    attributes.update(entry.words)
                    continue
                if "date_basis" in entry.meaning:
                    bases.update(dict.fromkeys(entry.words, cast("ChangeBasis", entry.meaning["date_basis"])))
                    continue
                if "heading" in entry.meaning:
                    headings.update(dict.fromkeys(entry.words, cast("Factuality", entry.meaning["heading"])))
                    continue
                if role == "frame":
                    frames.update(entry.words)
                    continue
                if role == "derive":
                    derives.update(entry.words)
                    continue
                for word in entry.words:
                    if role in _OWNERS:
                        owners.setdefault(word, role)
                        if entry.meaning.get("within") == "no":
                            only_ends.add(word)
                        if entry.meaning.get("bare") == "no":
                            never_bare.add(word)
                        if entry.meaning.get("place") == "yes":
                            kinds.add(word)
                        if entry.meaning.get("named") == "yes":
                            titles.add(word)
                        roles = Role.NOMINAL
                        if len(word) == 1 or entry.meaning.get("token") == "no":
                            continue
                    elif name == f"{PREFIX}properties" and len(word) == 1 and role != "opening":
                        suffixes[word] = entry
                        continue
                    elif name == f"{PREFIX}properties":
                        roles = Role.NOMINAL | (Role.OPENING if role == "opening" else Role.PROPERTY)
                    else:
                        roles = _roles(entry)
                    draft = drafts.setdefault(word, _Draft())
                    draft.roles |= roles
                    draft.meaning |= entry.meaning
                    if role in _PROPERTIES and name == f"{PREFIX}properties":
                        draft.meaning["property"] = role
                    draft.entries.append(entry)
        words = {word: _cue(word, draft) for word, draft in drafts.items()}
        words |= {mark: Cue(mark, role) for mark, role in _PUNCTUATION.items()}
        lengths: dict[str, set[int]] = {}
        for word in words:
            lengths.setdefault(word[0], set()).add(len(word))
        return cls(
            words=words,
            lengths={head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()},
            owners={word: role for word, role in owners.items() if role in _WHOLE},
            endings={word: role for word, role in owners.items() if role not in _WHOLE},
            titles=frozenset(titles),
            kinds=frozenset(kinds),
            never_bare=frozenset(never_bare),
            attributes=frozenset(attributes),
            frames=frozenset(frames),
            headings=headings,
            only_ends=frozenset(only_ends),
            derives=frozenset(derives),
            suffixes=suffixes,
            date_bases=bases,
        )


def _roles(entry: Entry) -> int:
    meaning = entry.meaning
    roles = _ROLES.get(meaning.get("role", ""), 0)
    if "as" in meaning:
        roles |= _CHANGES[meaning["as"]]
    if "basis" in meaning:
        roles |= Role.BASIS
    if "factuality" in meaning:
        roles |= Role.MODE
    return roles


def _cue(word: str, draft: _Draft) -> Cue:
    roles, meaning = draft.roles, draft.meaning
    if roles & Role.NOUN and roles & ~(Role.NOUN | Role.NOMINAL | Role.FLOW):
        roles &= ~(Role.NOUN | Role.NOMINAL) if not roles & (Role.PROPERTY | Role.OPENING) else ~Role.NOUN
    if len(word) == 1 and roles & _WEAK and not roles & _STRONG and meaning.get("strong") != "yes":
        roles |= Role.WEAK
    if len(word) == 1 and roles & Role.PREPOSITION and not roles & _BOLD and meaning.get("strong") != "yes":
        roles |= Role.TIMID
    return Cue(
        word,
        roles,
        change=cast("Change | None", meaning.get("change")),
        basis=cast("ChangeBasis | None", meaning.get("basis")),
        factuality=cast("Factuality | None", meaning.get("factuality")),
        head_only=meaning.get("place") == "head",
        static=meaning.get("static") == "yes",
        property=meaning.get("property"),
        entries=tuple(draft.entries),
    )
