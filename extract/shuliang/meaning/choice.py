"""Which of the nouns that were mentioned is the subject of a number: the one that most speaks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shuliang.meaning.candidates import Subject
from shuliang.meaning.cues import Role
from shuliang.meaning.features import (
    FOLLOWS,
    FORMS,
    KINDS,
    ROLES,
    SORTS,
    SOURCES,
    TRACKED,
    WHYS,
    Setting,
    Traits,
    features,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.meaning.number import Number

_SOURCE = {name: place for place, name in enumerate(SOURCES)}
_ROLE = {name: place for place, name in enumerate(ROLES)}
_FOLLOW = {name: place for place, name in enumerate(FOLLOWS)}
_FORM = {name: place for place, name in enumerate(FORMS)}
_SORT = {name: place for place, name in enumerate(SORTS)}
_WHY = {name: place for place, name in enumerate(WHYS)}
_TRACKED = {name: place for place, name in enumerate(TRACKED)}
_KIND = {name: place for place, name in enumerate(KINDS)}
_KIND |= dict.fromkeys(("percent", "fraction", "multiple"), _KIND["share"])
_PLACES = frozenset({"whole", "place"})
_REACH = 4
"""Phrases of earlier sentences that are looked back at."""
_FOLLOWING = (
    (Role.REPORT, "report"), (Role.OF, "of"), (Role.VERB | Role.FLOW | Role.EITHER | Role.COMMON | Role.STAGE, "verb"),
    (Role.HAVE, "have"), (Role.READING, "number"), (Role.CHANGE | Role.COMPARED | Role.CHANGE_NOUN, "change"),
    (Role.LEVEL | Role.ARRIVAL, "level"), (Role.PREPOSITION | Role.FROM, "preposition"),
    (Role.COLON, "colon"), (Role.COMMA | Role.STOP | Role.BRACKET | Role.ENUM, "end"),
)  # fmt: skip


class Mention(NamedTuple):
    """A noun that may be a subject and how it stands: `order` counts the phrases of the text, of which one may give
    several mentions; `follow`, `form` and `sort` are places on the axes of the features."""

    subject: Subject
    order: int
    sentence: int
    clause: int
    follow: int
    form: int
    sort: int


class Candidate(NamedTuple):
    """A subject, None for nobody, with the features that it has."""

    subject: Subject | None
    features: tuple[int, ...]


class Choice:
    """Chooses by the sum of the weights of the features; remembers what it chose last."""

    def __init__(self, weights: Sequence[float]) -> None:
        self.weights = weights
        self._last: str | None = None
        self._last_sentence = -1
        self._taken: set[str] = set()

    def choose(
        self, mentions: Mentions, number: Number, tracked: Subject | None, state: str, indicator: str | None
    ) -> Subject | None:
        """The subject of the number; `tracked` is the one that the trackers have, by this `state`."""
        found = self.candidates(mentions, number, tracked, state, indicator)
        chosen = found[self.pick(found)].subject
        self._last = chosen.text if chosen else None
        self._last_sentence = mentions.sentence
        if chosen:
            self._taken.add(chosen.text)
        return chosen

    def pick(self, found: Sequence[Candidate]) -> int:
        """The place of the best candidate; of equals the first."""
        best, highest, weights = 0, float("-inf"), self.weights
        for place, candidate in enumerate(found):
            total = 0.0
            for feature in candidate.features:
                total += weights[feature]
            if total > highest:
                best, highest = place, total
        return best

    def candidates(
        self, mentions: Mentions, number: Number, tracked: Subject | None, state: str, indicator: str | None
    ) -> list[Candidate]:
        """The mentions from the latest to the earliest, each name once, and nobody."""
        placed = any(
            one.sentence == mentions.sentence and one.subject.role in _PLACES for one in reversed(mentions.recent)
        )
        setting = Setting(
            kind=_KIND.get(number.kind, _KIND["other"]),
            why=_WHY.get(number.before.why, _WHY["none"]),
            indicator=int(indicator is not None),
            town=int(mentions.is_about_place),
            placed=int(placed),
        )
        owned, tracked_text = number.owned, tracked.text if tracked else None
        found: list[Candidate] = []
        seen: set[str] = set()
        orders: list[int] = []
        earlier = 0

        def add(subject: Subject, source: int, follow: int, form: int, sort: int) -> None:
            text = subject.text
            if text in seen or not text:
                return
            seen.add(text)
            if len(text) == 1 and not subject.role:
                return
            one = Traits(
                source=source,
                role=_ROLE.get(subject.role, 0),
                follow=follow,
                form=form,
                sort=sort,
                newer=min(max(len(orders) - 1, 0), 3),
                before=self._before(text, mentions.sentence),
                tracked=_TRACKED[state] if text == tracked_text else 0,
                owned=int(text == owned),
                overlap=_overlap(subject, number),
                length=_length(text),
            )
            found.append(Candidate(subject, features(one, setting)))

        if owned is not None:
            end = _FOLLOW["end"]
            add(Subject(owned, "thing", number.start, number.end), _SOURCE["made"], end, _FORM["object"], 0)
        for mention in reversed(mentions.recent):
            if not orders or orders[-1] != mention.order:
                orders.append(mention.order)
                if mention.sentence != mentions.sentence:
                    earlier += 1
                    if earlier > _REACH:
                        break
            add(mention.subject, mentions.source(mention), mention.follow, mention.form, mention.sort)
        orders.append(-1)
        for subject, name in ((mentions.earlier, "paragraph"), (mentions.title, "title"), (tracked, "paragraph")):
            if subject is not None:
                add(subject, _SOURCE[name], _FOLLOW["other"], _FORM["title"], 0)
        nobody = Traits(
            source=_SOURCE["nobody"], role=0, follow=0, form=_FORM["none"], sort=0, newer=min(len(orders) - 1, 3),
            before=3 if self._last_sentence < 0 else int(self._last is not None), tracked=_TRACKED[state] if tracked is None else 0,
            owned=int(owned is None), overlap=0, length=0,
        )  # fmt: skip
        found.append(Candidate(None, features(nobody, setting)))
        return found

    def _before(self, text: str, sentence: int) -> int:
        """Whether the number before has the same subject, in this sentence or an earlier one, or one before that."""
        if text == self._last:
            return 0 if self._last_sentence == sentence else 1
        return 2 if text in self._taken else 3


class Mentions:
    """The nouns of a text that may be subjects, in the order in which they are named.

    `recent` are those of the paragraph, `earlier` the last strong one of the paragraphs before.
    """

    def __init__(self) -> None:
        self.recent: list[Mention] = []
        self.earlier: Subject | None = None
        self.title: Subject | None = None
        self.is_about_place = False
        self.sentence = 0
        self.clause = 0
        self._order = 0

    def paragraph(self, strong: Subject | None) -> None:
        if strong is not None:
            self.earlier = strong
        self.recent.clear()

    def phrase(self) -> None:
        """A new phrase begins: what is added from now on belongs to it."""
        self._order += 1

    def add(self, subject: Subject, roles: int, form: str, sort: str | None = None) -> None:
        """A mention with the roles of what follows it, its form, and the sort of property behind it."""
        self.recent.append(
            Mention(
                subject, self._order, self.sentence, self.clause, _followed(roles), _FORM[form], _SORT[sort or "none"]
            )
        )

    def drop(self, start: int, end: int) -> None:
        """Forget what begins at `start:end`: it is what is counted."""
        self.recent = [one for one in self.recent if not start <= one.subject.start < end]

    def source(self, mention: Mention) -> int:
        """Where a mention stands, seen from this clause."""
        if mention.sentence == self.sentence:
            return min(self.clause - mention.clause, 2)
        return 3 if mention.sentence == self.sentence - 1 else 4


def _followed(roles: int) -> int:
    for role, name in _FOLLOWING:
        if roles & role:
            return _FOLLOW[name]
    return _FOLLOW["other"]


def _overlap(subject: Subject, number: Number) -> int:
    """How the subject stands to the indicator's place: apart, inside it, around it, or the same."""
    if number.start < 0 or subject.start < 0 or subject.end <= number.start or number.end <= subject.start:
        return 0
    if subject.start == number.start and subject.end == number.end:
        return 3
    return 1 if number.start <= subject.start and subject.end <= number.end else 2


def _length(text: str) -> int:
    length = len(text)
    return 0 if length < 2 else 1 if length == 2 else 2 if length <= 4 else 3 if length <= 8 else 4
