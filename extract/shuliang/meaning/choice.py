"""Which of the nouns that were mentioned is the subject of a number: the one that most speaks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol

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
    mention_of,
    setting_of,
    standing_of,
    view_of,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.meaning.features import Weigher
    from shuliang.meaning.number import Number

_SOURCE: Final = {name: place for place, name in enumerate(SOURCES)}
_ROLE: Final = {name: place for place, name in enumerate(ROLES)}
_FOLLOW: Final = {name: place for place, name in enumerate(FOLLOWS)}
_FORM: Final = {name: place for place, name in enumerate(FORMS)}
_SORT: Final = {name: place for place, name in enumerate(SORTS)}
_WHY: Final = {name: place for place, name in enumerate(WHYS)}
_TRACKED: Final = {name: place for place, name in enumerate(TRACKED)}
_KIND: Final = {
    **{name: place for place, name in enumerate(KINDS)},
    **dict.fromkeys(("percent", "fraction", "multiple"), KINDS.index("share")),
}
_PLACES: Final = frozenset({"whole", "place"})
_LASTING: Final = frozenset({"ending", "whole", "place", "event", "work"})
OUTLASTS_CLAUSE: Final = frozenset({"ending", "place", "event", "work"})
"""Owners that go on behind their clause in a report about a place."""
_COUNTS: Final = frozenset({"count", "physical"})
_REACH: Final = 4
"""Phrases of earlier sentences that are looked back at."""
_MOST_NEWER: Final = 3
_FAR: Final = _SOURCE["far"]
_GOES_ON, _TAKEN_UP, _OTHER, _FIRST = range(4)
_APART, _INSIDE, _AROUND, _SAME = range(4)
_LENGTHS: Final = (1, 2, 4, 8)
_FOLLOWING: Final = (
    (Role.REPORT, "report"), (Role.OF, "of"), (Role.VERB | Role.FLOW | Role.EITHER | Role.COMMON | Role.STAGE, "verb"),
    (Role.HAVE, "have"), (Role.READING, "number"), (Role.CHANGE | Role.COMPARED | Role.CHANGE_NOUN, "change"),
    (Role.LEVEL | Role.ARRIVAL, "level"), (Role.PREPOSITION | Role.FROM, "preposition"), (Role.COLON, "colon"),
    (Role.COMMA | Role.STOP | Role.BRACKET | Role.ENUM, "end"),
)  # fmt: skip


class Recorder(Protocol):
    """Looks at each choice, to learn from it."""

    def take(self, at: int, subjects: Sequence[Subject | None], standings: list[int], best: int) -> int:
        """The candidates for the number at this place of the clean text, and the best; gives the one to take."""
        ...


class Mention:
    """A noun that may be a subject, and how it stands by itself, packed (see `features`).

    `order` counts the phrases of the text, of which one may give several mentions.
    """

    __slots__ = ("clause", "order", "sentence", "standing", "subject")

    def __init__(self, subject: Subject, order: int, sentence: int, clause: int, standing: int) -> None:
        self.subject = subject
        self.order = order
        self.sentence = sentence
        self.clause = clause
        self.standing = standing


class Mentions:
    """The nouns of a text that may be subjects, in the order in which they are named.

    `recent` are those of the paragraph, `earlier` the last strong one of the paragraphs before; `here` are the words
    for the place that a text is about, `wider` those for what is larger than it.
    """

    def __init__(self, here: frozenset[str] = frozenset(), wider: frozenset[str] = frozenset()) -> None:
        self.recent: list[Mention] = []
        self.earlier: Subject | None = None
        self.title: Subject | None = None
        self.is_about_place = False
        self.is_report = False
        self.sentence = 0
        self.clause = 0
        self.order = 0
        self._here = here
        self._wider = wider
        self._since = 0

    def paragraph(self, strong: Subject | None) -> None:
        if strong is not None:
            self.earlier = strong
        self.recent.clear()

    def phrase(self) -> None:
        """A new phrase begins: what is added from now on belongs to it."""
        self.order += 1

    def item(self) -> None:
        """A new sentence, or a new item of a list in it: a report about a place is done with what it named before."""
        self._since = self.order + 1

    def lapses(self, mention: Mention) -> bool:
        """Whether a mention is done with: in a report about a place each sentence is about the place again.

        What is no place, organisation or meeting has its own clause only, and so has a region that is not the place.
        """
        subject = mention.subject
        if not self.is_report or subject.text in self._here:
            return False
        if mention.order < self._since or subject.text in self._wider:
            return True
        return mention.clause != self.clause and subject.role not in OUTLASTS_CLAUSE

    def add(self, subject: Subject, roles: int, form: str, sort: str | None = None) -> None:
        """A mention with the roles of what follows it, its form, and the sort of property behind it."""
        standing = _standing(subject, _followed(roles), _FORM[form], _SORT[sort or "none"])
        self.recent.append(Mention(subject, self.order, self.sentence, self.clause, standing))

    def add_alone(self, subject: Subject, roles: int, form: str, sort: str | None = None) -> None:
        """The only mention of a new phrase."""
        self.phrase()
        self.add(subject, roles, form, sort)

    def drop(self, start: int, end: int) -> None:
        """Forget what begins at `start:end`: it is what is counted."""
        self.recent = [one for one in self.recent if not start <= one.subject.start < end]

    def source(self, mention: Mention) -> int:
        """Where a mention stands, seen from this clause: a place among the sources."""
        if mention.sentence == self.sentence:
            return min(self.clause - mention.clause, _FAR)
        return _SOURCE["before"] if mention.sentence == self.sentence - 1 else _SOURCE["earlier"]

    def names_place(self) -> bool:
        """Whether a place was named in this sentence."""
        for mention in reversed(self.recent):
            if mention.sentence != self.sentence:
                return False
            if mention.subject.role in _PLACES:
                return True
        return False


class Choice:
    """Chooses the subject of each number of a text in turn; remembers what it chose before."""

    def __init__(self, weigher: Weigher, recorder: Recorder | None = None) -> None:
        self._weigher = weigher
        self._recorder = recorder
        self._last: str | None = None
        self._last_sentence = -1
        self._last_at = -1
        self._taken: set[str] = set()
        # Whether somebody else was named since the number before.
        self._is_over = False
        # The candidates for one number, in the order in which they were found.
        self._subjects: list[Subject | None] = []
        self._standings: list[int] = []
        self._seen: set[str] = set()
        self._newer = 0

    def choose(
        self, mentions: Mentions, number: Number, tracked: Subject | None, state: str, indicator: str | None
    ) -> Subject | None:
        """The subject of the number; `tracked` is the one that the trackers have, by this `state`.

        With "made" it is what the number itself says (`Number.described`) and is named nowhere else.
        """
        at = number.tokens[number.at].start
        is_new = tracked is not None and tracked.role in _LASTING and tracked.start > self._last_at
        self._is_over = is_new and state == "named"
        self._gather(mentions, number, tracked, state, indicator)
        best, highest = 0, float("-inf")
        for place, standing in enumerate(self._standings):
            weight = self._weigher.weigh(standing)
            if weight > highest:
                best, highest = place, weight
        if self._recorder is not None:
            best = self._recorder.take(at, self._subjects, self._standings, best)
        chosen = self._subjects[best]
        self._last = chosen.text if chosen else None
        self._last_sentence = mentions.sentence
        self._last_at = at
        if chosen:
            self._taken.add(chosen.text)
        return chosen

    def _gather(
        self, mentions: Mentions, number: Number, tracked: Subject | None, state: str, indicator: str | None
    ) -> None:
        """The mentions from the latest to the earliest, each name once, and nobody."""
        self._subjects, self._standings, self._seen = [], [], set()
        self._newer = 0
        setting = setting_of(
            _KIND.get(number.kind, _KIND["other"]),
            _WHY.get(number.before.why, _WHY["none"]),
            int(indicator is not None),
            int(mentions.is_about_place),
            int(mentions.names_place()),
        )
        name, by = (tracked.text if tracked else None), _TRACKED[state]
        if tracked is not None and state == "made":
            standing = _standing(tracked, _FOLLOW["end"], _FORM["object"], 0)
            self._add(tracked, standing, _SOURCE["made"], number, by, mentions, setting)
        phrases, earlier, order = 0, 0, -1
        for mention in reversed(mentions.recent):
            if mention.order != order:
                order = mention.order
                self._newer = min(phrases, _MOST_NEWER)
                phrases += 1
                if mention.sentence != mentions.sentence:
                    earlier += 1
                    if earlier > _REACH:
                        break
            subject = mention.subject
            if self._is_done_with(mention, mentions, number):
                continue
            known = by if name == subject.text else 0
            self._add(subject, mention.standing, mentions.source(mention), number, known, mentions, setting)
        self._newer = min(phrases, _MOST_NEWER)
        earlier_one = None if mentions.is_report else mentions.earlier
        for told, source in ((earlier_one, "paragraph"), (mentions.title, "title"), (tracked, "paragraph")):
            if told is not None:
                standing = mention_of(_ROLE.get(told.role, 0), _FOLLOW["other"], _FORM["title"], 0, 0)
                known = by if name == told.text else 0
                self._add(told, standing, _SOURCE[source], number, known, mentions, setting)
        if mentions.is_report and indicator is not None and self._subjects:
            return  # what is counted or measured in a report about a place is somebody's: at least the place's
        before = _FIRST if self._last_sentence < 0 else int(self._last is not None)
        view = view_of(_SOURCE["nobody"], self._newer, before, 0 if tracked else by, int(number.owned is None), _APART)
        self._subjects.append(None)
        self._standings.append(standing_of(mention_of(0, 0, _FORM["none"], 0, 0), view, setting))

    def _is_done_with(self, mention: Mention, mentions: Mentions, number: Number) -> bool:
        """Whether the text is past the mention; a change of what was told before stays with whoever had that."""
        subject = mention.subject
        if mentions.lapses(mention) and not (number.carried and subject.text == self._last):
            return True
        told = number.told
        if mentions.is_report and subject.role not in _LASTING and told.start <= subject.start < told.end:
            return number.is_item()  # 书店增加到31家、茶馆增加到8家: what was counted has nothing
        # What belongs to nobody named in a sentence is the place's.
        return mentions.is_about_place and mention.sentence != mentions.sentence and subject.role not in _LASTING

    def _add(  # noqa: PLR0913, PLR0917 -- how a mention stands to a number
        self,
        subject: Subject,
        standing: int,
        source: int,
        number: Number,
        tracked: int,
        mentions: Mentions,
        setting: int,
    ) -> None:
        text = subject.text
        if not text or text in self._seen or (len(text) == 1 and not subject.role):
            return
        self._seen.add(text)
        overlap = _overlap(subject, number)
        if overlap == _SAME and (number.kind in _COUNTS or mentions.is_report):
            return  # what is counted is not whose it is
        if mentions.is_report and _is_the_places(subject, number):
            return
        before = self._before(text, mentions.sentence)
        view = view_of(source, self._newer, before, tracked, int(text == number.owned), overlap)
        self._subjects.append(subject)
        self._standings.append(standing_of(standing, view, setting))

    def _before(self, text: str, sentence: int) -> int:
        """Whether the number before has the same subject, in this sentence or an earlier one, or one before that.

        An owner named since at the head of a clause puts an end to it (甲公司在…，员工80人；乙公司在…，员工90人).
        """
        if text == self._last and not self._is_over:
            return _GOES_ON if self._last_sentence == sentence else _TAKEN_UP
        return _OTHER if text in self._taken else _FIRST


def _standing(subject: Subject, follow: int, form: int, sort: int) -> int:
    length = 0
    while length < len(_LENGTHS) and len(subject.text) > _LENGTHS[length]:
        length += 1
    return mention_of(_ROLE.get(subject.role, 0), follow, form, sort, length)


def _followed(roles: int) -> int:
    for role, name in _FOLLOWING:
        if roles & role:
            return _FOLLOW[name]
    return _FOLLOW["other"]


def _is_the_places(subject: Subject, number: Number) -> bool:
    """Whether what has the property is a place's in a report about one: 公路通车里程, but not 秦岭隧道全长."""
    if subject.role in _LASTING or not _is_of(subject, number):
        return False
    names, cues = number.ground.names, number.ground.cues
    is_named = names.role(subject.text) == "thing" and subject.text not in cues.owners.endings
    return not (is_named and (number.static or number.is_state()))


def _is_of(subject: Subject, number: Number) -> bool:
    """Whether the subject stands inside the indicator, or directly before it."""
    return number.start >= 0 and number.start <= subject.end and subject.start < number.end and subject.start >= 0


def _overlap(subject: Subject, number: Number) -> int:
    """How the subject stands to the indicator's place: apart, inside it, around it, or the same."""
    if number.start < 0 or subject.start < 0 or subject.end <= number.start or number.end <= subject.start:
        return _APART
    if subject.start == number.start and subject.end == number.end:
        return _SAME
    return _INSIDE if number.start <= subject.start and subject.end <= number.end else _AROUND
