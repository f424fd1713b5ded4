"""rules/meaning → Cues: the entries of all lexicons, joined by their spelling."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, cast

from daachorse import CharwiseDoubleArrayAhoCorasick

from shuliang.facts import ChangeBasis
from shuliang.meaning.cues import Cue, Cues, OwnerWords, Role, lengths_by
from shuliang.meaning.features import weights_of
from shuliang.rulebook.model import Entry, Lexicon
from shuliang.rulebook.words import longest_words

Finder = Callable[[Sequence[str]], CharwiseDoubleArrayAhoCorasick]
_PREFIX = "meaning/"
_ROLES: dict[str, int] = {
    "verb": Role.VERB,
    "common": Role.COMMON | Role.NOMINAL,
    "either": Role.EITHER,
    "flow": Role.FLOW,
    "stage": Role.STAGE | Role.VERB,
    "report": Role.REPORT,
    "level": Role.LEVEL,
    "have": Role.HAVE,
    "than": Role.THAN | Role.LEVEL,
    "quote": Role.PRICE,
    "comparator": Role.COMPARATOR,
    "base": Role.BASE,
    "toward": Role.TOWARD,
    "actual": Role.ACTUAL,
    "each": Role.EACH,
    "each_name": Role.NOUN | Role.NOMINAL,
    "all": Role.ALL,
    "respectively": Role.RESPECTIVELY,
    "now": Role.NOW,
    "period": Role.PERIOD,
    "timeless": Role.TIMELESS,
    "since": Role.SINCE,
    "standing": Role.STANDING,
    "yearly": Role.YEARLY | Role.ADVERB,
    "disposes": Role.DISPOSES | Role.VERB,
    "state": Role.STATE | Role.PROPERTY | Role.NOMINAL,
    "trait": Role.PROPERTY | Role.NOMINAL,
    "able": Role.ABLE | Role.ADVERB,
    "habit": Role.HABIT | Role.EACH,
    "adverb": Role.ADVERB,
    "firm": Role.FIRM,
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
_WEAK: Final = (
    Role.ADVERB | Role.ASPECT | Role.WHERE | Role.VERB | Role.CHANGE | Role.COMPARED | Role.PRICE | Role.ARRIVAL
    | Role.TOWARD | Role.LEVEL
)  # fmt: skip
_STRONG: Final = (
    Role.PREPOSITION | Role.FROM | Role.OF | Role.AND | Role.SHARE | Role.EACH | Role.THIS | Role.COMPARATOR
)
# Other prepositions of one character count only where no noun touches them before and behind: 经 in 数字经济 is none.
_BOLD: Final = Role.COMPARATOR | Role.FROM | Role.AND | Role.MODE | Role.LEVEL
_OWNERS = {"whole", "part", "ending", "thing", "event", "person", "group", "place"}
_WHOLE = {"whole", "part", "place"}
_PROPERTIES = {"property", "price", "rate", "span", "opening"}
_LISTS = {
    "thing_pronoun",
    "classifier",
    "firm",
    "fine",
    "payment",
    "motion",
    "result",
    "age",
    "age_lead",
    "anonymous",
    "attribute",
    "bare",
    "counter",
    "frame",
    "derive",
    "year",
    "component",
    "surname",
    "familiar",
    "place_report",
    "milestone",
    "record",
    "founding",
    "deadline",
    "label",
    "apart",
    "tally",
    "causative",
    "holding",
    "self",
    "pronoun",
}
_BRIDGED: Final = 2
"""How long the names of properties are that longer words may cut apart."""
_SURNAMES = "surnames"
_PLAIN = Cue("", Role.PLAIN)
_PUNCTUATION: dict[str, int] = {
    **dict.fromkeys("，,", Role.COMMA),
    **dict.fromkeys("；;。！？!?\n", Role.STOP),
    **dict.fromkeys("：:", Role.COLON),
    "、": Role.ENUM,
    **dict.fromkeys('（）()“”‘’【】[]「」『』《》"', Role.BRACKET),
}
# Keys of an entry of an owner lexicon, the value that counts, and the list its words go to.
_OWNER_KEYS: Final = (
    ("place", "yes", "kinds"),
    ("named", "yes", "titles"),
    ("bare", "no", "never_bare"),
    ("within", "no", "only_ends"),
    ("within", "never", "finals"),
    ("inside", "yes", "inside"),
    ("here", "yes", "here"),
    ("here", "no", "wider"),
)


@dataclass(slots=True)
class _Draft:
    """A spelling with all that its entries say of it."""

    roles: int = 0
    meaning: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


@dataclass(slots=True)
class _Building:
    """What has been taken so far."""

    drafts: dict[str, _Draft] = field(default_factory=dict)
    owners: dict[str, str] = field(default_factory=dict)
    suffixes: dict[str, Entry] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)
    headings: dict[str, str] = field(default_factory=dict)
    date_bases: dict[str, ChangeBasis] = field(default_factory=dict)
    heads: dict[str, frozenset[str]] = field(default_factory=dict)
    lists: dict[str, dict[str, None]] = field(default_factory=dict)
    """Words in the order of the lexicons: what is kept of them is known by it."""

    def take(self, entry: Entry) -> None:
        meaning, role = entry.meaning, entry.meaning.get("role", "")
        if role == "plain":
            self._list(role, entry.words)
        elif "weight" in meaning:
            self.weights.update(dict.fromkeys(entry.words, float(meaning["weight"])))
        elif "heading" in meaning:
            self.headings.update(dict.fromkeys(entry.words, meaning["heading"]))
        elif "date_basis" in meaning:
            self.date_bases.update(dict.fromkeys(entry.words, cast("ChangeBasis", meaning["date_basis"])))
        elif role == "head":
            self.heads.update(dict.fromkeys(entry.words, frozenset(meaning.get("taken_by", "").split())))
        elif role in _LISTS:
            self._list(role, entry.words)
        elif role in _OWNERS:
            self._take_owner(entry, role)
        elif role in _PROPERTIES:
            self._take_property(entry)
        else:
            for word in entry.words:
                self._draft(word, entry, _roles(entry))

    def _take_owner(self, entry: Entry, role: str) -> None:
        for key, value, name in _OWNER_KEYS:
            if entry.meaning.get(key) == value:
                self._list(name, entry.words)
        for word in entry.words:
            self.owners.setdefault(word, role)
            if len(word) > 1 and entry.meaning.get("token") != "no":
                self._draft(word, entry, Role.NOMINAL)

    def _take_property(self, entry: Entry) -> None:
        opens = entry.meaning["role"] == "opening"
        for word in entry.words:
            if len(word) == 1 and not opens:
                self.suffixes[word] = entry
                continue
            draft = self._draft(word, entry, Role.NOMINAL | (Role.OPENING if opens else Role.PROPERTY))
            if not opens:
                draft.meaning["property"] = entry.meaning["role"]

    def _draft(self, word: str, entry: Entry, roles: int) -> _Draft:
        draft = self.drafts.setdefault(word, _Draft())
        draft.roles |= roles
        draft.meaning |= entry.meaning
        draft.entries.append(entry)
        return draft

    def inherit(self) -> None:
        """Longer nouns that end with the name of a property name one too (发行规模, 抗拉强度)."""
        plain = self.lists.get("plain", {})
        named = {word: draft for word, draft in self.drafts.items() if draft.roles & Role.PROPERTY and len(word) > 1}
        longer = [word for word, draft in self.drafts.items() if draft.roles & Role.NOUN and word not in named]
        for word in (*longer, *plain):
            for start in range(1, len(word) - 1):
                if (draft := named.get(word[start:])) is not None:
                    own = self.drafts.setdefault(word, _Draft(entries=draft.entries))
                    own.roles |= Role.NOMINAL | Role.PROPERTY
                    own.meaning = draft.meaning | own.meaning
                    break

    def bridge(self) -> None:
        """A plain word that ends where the name of a property begins must not cut that apart (外国人 | 次).

        Names that end with a property of one character are let be: 摩托车 | 长 is as good as 车长.
        """
        named: dict[str, list[str]] = {}
        for word, draft in self.drafts.items():
            if draft.roles & Role.PROPERTY and len(word) == _BRIDGED and word[-1] not in self.suffixes:
                named.setdefault(word[0], []).append(word)
        for word in self.lists.get("plain", {}):
            if len(word) != _BRIDGED + 1 or word in self.drafts:
                continue
            for name in named.get(word[-1], ()):
                whole = word[:-1] + name
                if whole not in self.drafts:
                    draft = self.drafts[name]
                    self.drafts[whole] = _Draft(Role.NOMINAL | Role.PROPERTY, dict(draft.meaning), draft.entries)

    def _list(self, name: str, words: Iterable[str]) -> None:
        self.lists.setdefault(name, {}).update(dict.fromkeys(words))

    def words(self, name: str) -> frozenset[str]:
        return frozenset(self.lists.get(name, ()))


def build_cues(lexicons: Mapping[str, Lexicon], finder: Finder = longest_words) -> Cues:
    """Join the lexicons whose names begin with `meaning/`; `finder` makes or remembers what finds their words."""
    building = _Building()
    for name, lexicon in lexicons.items():
        if name.startswith(_PREFIX):
            for entry in lexicon.entries:
                building.take(entry)
    building.inherit()
    building.bridge()
    words = {word: _cue(word, draft) for word, draft in building.drafts.items()}
    words |= {mark: Cue(mark, role) for mark, role in _PUNCTUATION.items()}
    owners = building.owners
    named_by = [building.words(name) for name in ("titles", "age", "anonymous")]
    introducers = tuple(sorted({word for word, cue in words.items() if cue.roles & Role.REPORT}.union(*named_by)))
    plain = tuple([word for word in building.lists.get("plain", ()) if word not in words])
    return Cues(
        words=words,
        automaton=finder([*words, *plain]),
        listed=(*words.values(), *(_PLAIN,) * len(plain)),
        lengths=lengths_by((word[:2], word) for word in words if len(word) > 1),
        plain=frozenset(plain),
        owners=OwnerWords(
            whole={word: role for word, role in owners.items() if role in _WHOLE},
            endings={word: role for word, role in owners.items() if role not in _WHOLE},
            kinds=building.words("kinds"),
            inside=building.words("inside"),
            titles=building.words("titles"),
            never_bare=building.words("never_bare"),
            only_ends=building.words("only_ends"),
            finals=building.words("finals"),
            here=building.words("here"),
            wider=building.words("wider"),
        ),
        suffixes=building.suffixes,
        attributes=building.words("attribute"),
        bare=building.words("bare"),
        counters=building.words("counter"),
        classifiers=building.words("classifier"),
        firms=building.words("firm"),
        payments=building.words("payment"),
        fines=building.words("fine"),
        motions=building.words("motion"),
        results=building.words("result"),
        frames=building.words("frame"),
        derives=building.words("derive"),
        surnames=frozenset([*building.words("surname"), *_words_of(lexicons, _SURNAMES)]),
        familiar=building.words("familiar"),
        components=building.words("component"),
        years=tuple(sorted(building.words("year"), key=len, reverse=True)),
        weights=weights_of(building.weights),
        headings=building.headings,
        reports=building.words("place_report"),
        milestones=building.words("milestone"),
        records=tuple(sorted(building.words("record"))),
        foundings=tuple(sorted(building.words("founding"))),
        deadlines=tuple(sorted(building.words("deadline"))),
        labels=building.words("label"),
        apart=building.words("apart"),
        tallies=building.words("tally"),
        pronouns=building.words("pronoun"),
        thing_pronouns=building.words("thing_pronoun"),
        selves=building.words("self"),
        holdings=building.words("holding"),
        causatives=building.words("causative"),
        introductions=longest_words(introducers),
        introducers=introducers,
        ages=building.words("age"),
        age_leads=tuple(sorted(building.words("age_lead"), key=len, reverse=True)),
        anonymous=building.words("anonymous"),
        date_bases=building.date_bases,
        heads=building.heads,
    )


def _words_of(lexicons: Mapping[str, Lexicon], name: str) -> list[str]:
    """The words of a lexicon, none where it is not there."""
    return [*lexicons[name].words()] if name in lexicons else []


def _roles(entry: Entry) -> int:
    meaning = entry.meaning
    roles = _ROLES.get(meaning.get("role", ""), 0)
    if "as" in meaning:
        roles |= _CHANGES[meaning["as"]]
    if "basis" in meaning:
        roles |= Role.BASIS
    if "factuality" in meaning:
        roles |= Role.MODE
    if meaning.get("governs") == "yes":
        roles |= Role.GOVERNS
    return roles


def _cue(word: str, draft: _Draft) -> Cue:
    roles, meaning = draft.roles, draft.meaning
    if roles & Role.NOUN and roles & ~(Role.NOUN | Role.NOMINAL | Role.FLOW | Role.COMMON | Role.GOVERNS):
        # A word that another list knows too is no mere noun.
        roles &= ~Role.NOUN if roles & (Role.PROPERTY | Role.OPENING) else ~(Role.NOUN | Role.NOMINAL)
    if len(word) == 1 and meaning.get("strong") != "yes":
        if roles & _WEAK and not roles & _STRONG:
            roles |= Role.WEAK
        if roles & Role.PREPOSITION and not roles & _BOLD:
            roles |= Role.TIMID
    return Cue(word, roles, meaning, tuple(draft.entries))
