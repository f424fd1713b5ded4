"""Whose a number is: the owner named in its clause, else in its sentence, else the last one before."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import phrase_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.meaning.clauses import Token
    from shuliang.meaning.ground import Ground

_BOUNDS = Role.COMMA | Role.STOP | Role.COLON | Role.BRACKET
_PASSED = (
    Role.ADVERB | Role.CONJUNCTION | Role.MODE | Role.WITHIN | Role.NOW | Role.PERIOD | Role.BASIS | Role.THIS
    | Role.TOWARD | Role.ACTUAL | Role.OF | Role.AND | Role.ALL | Role.RESPECTIVELY | Role.TIMELESS
)  # fmt: skip
_PREDICATE = Role.VERB | Role.FLOW | Role.EITHER | Role.HAVE | Role.PREPOSITION | Role.EACH | Role.STAGE
_SEE_THROUGH = Role.ADVERB | Role.MODE | Role.ACTUAL | Role.ALL | Role.NOW
_SHORT_NAME = 8
_YEAR = re.compile(r"^[0-9〇零一二三四五六七八九]{4}(?:[-—至][0-9]{4})?年度?")
_STRONG = frozenset({"whole", "place", "ending", "event"})


class Subject(NamedTuple):
    """A subject as written, how it was recognised and where it stands."""

    text: str
    role: str
    start: int
    end: int


class SubjectTracker:
    """Walks through the tokens of a document and knows the subject at each place."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._text = ground.text
        self._names = ground.names
        self.strong: Subject | None = None
        self.local: Subject | None = None
        self._passing: Subject | None = None
        self._joined = False
        self._spoken = False
        self._main: Subject | None = None
        self.topic: tuple[int, int] | None = None
        self._in_sentence = False
        self._first_clause = True
        self._expecting = True
        self._in_phrase = False
        self._skip_to = -1

    def paragraph(self) -> None:
        self.local = None
        if self.strong is not None and self.strong.role not in _STRONG:
            self.strong = None

    def sentence(self, *, continues: bool) -> None:
        """A new sentence: in a text about a place, what belongs to nobody named in it is the place's."""
        if self._main is not None and not continues and self.strong is not None and self.strong.role != "whole":
            self.strong = self._main
        self.local = self._passing = None
        self.topic = None
        self._in_sentence = False
        self._first_clause = True
        self._spoken = False
        self._expecting, self._in_phrase = True, False
        self._skip_to = -1

    def at(self, *, here: bool = False) -> Subject | None:
        """The subject of what stands at this place; with `here` only one that its own sentence names."""
        return self._passing or self.local or (self.strong if self._in_sentence or not here else None)

    def drop(self, start: int, end: int) -> None:
        """The phrase turned out to be what is counted: it is no subject."""
        if self._passing is not None and start <= self._passing.start < end:
            self._passing = None
        if self.local is not None and start <= self.local.start < end:
            self.local = None

    def person(self, text: str, start: int, end: int) -> None:
        """Someone whose age was told acts in what follows."""
        self.local = Subject(text, "person", start, end)

    def feed(self, tokens: Sequence[Token], at: int) -> bool:
        """Take the token; whether a new subject began with it."""
        if at < self._skip_to:
            return False
        roles = tokens[at].roles
        if roles & _BOUNDS:
            self._expecting, self._in_phrase = True, False
            if roles & (Role.COMMA | Role.STOP):
                self._passing = None
            if roles & Role.COMMA and (self.local or self._in_sentence or self._spoken):
                self._first_clause = False
            if roles & Role.STOP:
                self.local = None
                self._first_clause = True
            return False
        if roles & Role.STAGE and at + 1 < len(tokens):
            return self._staged(tokens, at + 1)
        if roles & Role.ENUM and self.at() is None:
            self._expecting = True
        if not self._expecting:
            return False
        if self._in_phrase:
            if roles & Role.WHERE or (roles & Role.OF and self._joined):
                self._in_phrase = False
            elif roles & Role.VERB and not self._relative(tokens, at):
                self._expecting = False
            return False
        if roles & Role.NOMINAL or (roles & Role.EITHER and self._opens_noun(tokens, at)):
            return self._candidate(tokens, at)
        if roles & (Role.PREPOSITION | Role.FROM) and not roles & Role.MODE:
            self._in_phrase = True
            self._joined = bool(roles & Role.FROM)
            return False
        if roles & Role.READING:
            kind = self._ground.quantity(tokens[at].reading).kind
            self._spoken = self._spoken or kind not in ("date", "ordinal")
            self._expecting = kind in ("date", "ordinal", "age") or (
                kind == "physical" and self._ground.describes(tokens[at].reading)
            )
            return False
        if roles & _PASSED:
            return False
        self._expecting = self._relative(tokens, at)
        if self._expecting:
            self._in_phrase = self._joined = True
        return False

    def _opens_noun(self, tokens: Sequence[Token], at: int) -> bool:
        if at + 1 >= len(tokens) or not tokens[at + 1].roles & Role.NOMINAL:
            return False
        if self._names.is_property(tokens[at + 1], self._text):
            return True
        end = self._extent(tokens, at + 1)
        return end < len(tokens) and bool(tokens[end].roles & (Role.VERB | Role.HAVE | Role.ADVERB))

    def _relative(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether a verb at the head of a clause belongs to a phrase with 的 before a noun and its verb."""
        for place in range(at + 1, min(at + 6, len(tokens))):
            roles = tokens[place].roles
            if roles & (_BOUNDS | Role.READING):
                return False
            if roles & Role.OF:
                return place + 1 < len(tokens) and bool(tokens[place + 1].roles & Role.NOMINAL)
        return False

    def _extent(self, tokens: Sequence[Token], at: int) -> int:
        """The place after the noun phrase that begins at `at`."""
        end = at + 1
        while end < len(tokens):
            roles = tokens[end].roles
            following = tokens[end + 1].roles if end + 1 < len(tokens) else Role.STOP
            if (
                roles & Role.NOMINAL
                or (roles & Role.EITHER and following & Role.NOMINAL and self._named(tokens, at, end + 1))
                or (roles & Role.EITHER and self._names.is_property(tokens[end], self._text))
            ):
                end += 1
            elif roles & (Role.OF | Role.AND | Role.ENUM) and following & Role.NOMINAL:
                end += 2
            else:
                break
        return end

    def _named(self, tokens: Sequence[Token], first: int, last: int) -> bool:
        """Whether the tokens are one short name with a word in it that could be a verb (第三实验小学)."""
        phrase = self._text[tokens[first].start : tokens[last].end]
        owner = self._names.owner(phrase) if len(phrase) <= _SHORT_NAME else None
        return owner is not None and owner.length == len(phrase) and owner.role == "ending"

    def _candidate(self, tokens: Sequence[Token], at: int) -> bool:
        end = self._extent(tokens, at)
        self._skip_to = end
        self._expecting = False
        phrase_start = at
        for place in range(at, end):
            if tokens[place].roles & Role.OF:
                phrase_start = place + 1
        prop_at = next(
            (place for place in range(phrase_start, end) if tokens[place].roles & (Role.PROPERTY | Role.OPENING)), end
        )
        head = self._head(tokens, at, prop_at if prop_at > phrase_start else end)
        place = end
        while place < len(tokens) and tokens[place].roles & _SEE_THROUGH and not tokens[place].roles & _PREDICATE:
            place += 1
        following = tokens[place].roles if place < len(tokens) else Role.STOP
        if tokens[min(end, len(tokens) - 1)].roles & Role.OF and end < len(tokens):
            self._expecting = True
            if head is None or head.role not in _STRONG:
                return False
        if place < len(tokens) and tokens[place].roles & Role.READING:
            kind = self._ground.quantity(tokens[place].reading).kind
            if kind == "date":
                self._expecting = True
                following = Role.VERB
            elif kind == "ordinal" and head is not None and head.role == "whole":
                return False
            elif kind == "age":
                following = Role.VERB
            elif (
                head is not None
                and head.role in ("ending", "event", "thing", "person", "group")
                and head.end >= tokens[end - 1].end
                and kind in ("count", "number", "physical", "fraction", "percent")
            ):
                return False
        whole_property = prop_at <= phrase_start or self._names.is_property(tokens[end - 1], self._text)
        return self._accept(tokens, phrase_start, end, head, following, whole_property=whole_property, prop_at=prop_at)

    def _head(self, tokens: Sequence[Token], at: int, end: int) -> Subject | None:
        """The owner with which the tokens `at:end` begin; of A的B the last part that is an owner."""
        starts = [at] + [place + 1 for place in range(at, end) if tokens[place].roles & Role.OF and place + 1 < end]
        for first in reversed(starts):
            last = next((place for place in range(first, end) if tokens[place].roles & Role.OF), end) - 1
            start = tokens[first].start
            phrase = self._text[start : tokens[last].end]
            lead = len(phrase) - len(phrase.lstrip("“‘《"))
            owner = self._names.owner(phrase[lead:])
            if owner.length:
                return Subject(
                    phrase_text(self._text, start + lead, start + lead + owner.length),
                    owner.role, start + lead, start + lead + owner.length,
                )  # fmt: skip
        return None

    def _accept(
        self,
        tokens: Sequence[Token],
        first: int,
        end: int,
        head: Subject | None,
        following: int,
        *,
        whole_property: bool,
        prop_at: int,
    ) -> bool:
        if head is not None and head.role == "part":
            self._passing = head
            return False
        if head is not None and head.role in _STRONG:
            if following & Role.REPORT and head.end < tokens[end - 1].end:
                return False
            if head.role == "event" and head.end < tokens[end - 1].end and not self._abuts(tokens, head, prop_at, end):
                return False
            self.strong, self.local = head, None
            self._in_sentence = True
            return True
        if following & Role.REPORT:
            return False
        start = tokens[first].start
        if first and self._ordinal(tokens[first - 1]) and tokens[first - 1].end == start:
            start = tokens[first - 1].start
        named = Subject(phrase_text(self._text, start, tokens[end - 1].end), "", start, tokens[end - 1].end)
        if head is not None and head.role == "thing":
            abuts = self._abuts(tokens, head, prop_at, end)
            pointed = first > 0 and bool(tokens[first - 1].roles & Role.THIS)
            if (abuts or following & _PREDICATE or pointed) and (pointed or not self._held()):
                if not (pointed and self.strong and len(head.text) == 1 and self.strong.text.endswith(head.text)):
                    self.strong = head if abuts or pointed else named._replace(role="thing")
                self.local = None
                self._in_sentence = True
                return True
            return False
        placed = self.strong is not None and self.strong.role in ("whole", "place", "ending")
        if (
            not placed
            and head is not None
            and head.role == "person"
            and prop_at < end
            and head.end == tokens[prop_at].start
        ):
            self._passing = head
            return False
        if whole_property:
            self.topic = (first, end - 1)
        if whole_property or not following & _PREDICATE:
            return False
        known = head is not None and head.end == tokens[end - 1].end
        if not known and (self.strong is not None or not following & (Role.VERB | Role.HAVE)):
            return False
        if len(named.text) < 2:  # noqa: PLR2004 -- one character is a piece of a word
            return False
        if self._first_clause or not (self._in_sentence or self.local):
            self.local = named
            return True
        if (head is not None and head.role == "person") or (self.strong is not None and self.strong.role == "thing"):
            self._passing = named
        return False

    def _ordinal(self, token: Token) -> bool:
        return token.reading >= 0 and self._ground.quantity(token.reading).kind == "ordinal"

    def _abuts(self, tokens: Sequence[Token], head: Subject, prop_at: int, end: int) -> bool:
        """Whether the name of a property follows the owner at once (隧道 + 全长, 新车 + 长)."""
        if prop_at < end:
            gap = [token for token in tokens[:prop_at] if token.start >= head.end]
            return head.end >= tokens[prop_at].start or (
                len(gap) == 1 and bool(gap[0].roles & (Role.EITHER | Role.NOUN)) and gap[0].end == tokens[prop_at].start
            )
        return head.end == tokens[end - 1].end - 1 and self._text[head.end] in self._names.suffixes

    def _held(self) -> bool:
        """Whether a place or organisation named in the same sentence keeps its things as its own."""
        if self.strong is None or self.strong.role not in ("whole", "place", "ending"):
            return False
        return self._in_sentence or not self._first_clause or self._main is not None

    def _staged(self, tokens: Sequence[Token], at: int) -> bool:
        """The object of 举办, 走进: what follows is about it."""
        while at < len(tokens) and tokens[at].roles & (Role.ASPECT | Role.READING):
            at += 1
        if at >= len(tokens) or not tokens[at].roles & (Role.NOMINAL | Role.EITHER):
            return False
        end = self._extent(tokens, at)
        if end < len(tokens) and not tokens[end].roles & _BOUNDS:
            return False
        named = self.local is not None or self._in_sentence
        first = at
        for place in range(at, end):
            if tokens[place].roles & Role.OF:
                first = place + 1
        start = tokens[first].start
        phrase = self._text[start : tokens[end - 1].end]
        owner = self._names.owner(phrase)
        if owner.length == len(phrase) and owner.role in _STRONG and (owner.role == "event" or not named):
            self.strong, self.local = (
                Subject(phrase_text(self._text, start, start + owner.length), owner.role, start, start + owner.length),
                None,
            )
            self._in_sentence = True
            self._skip_to = end
            return True
        return False

    def title(self, title: str) -> None:
        """The owner that the title begins with is the subject until the text names one."""
        bare = _YEAR.sub("", title.strip()).lstrip("《“‘")
        owner = self._names.owner(bare)
        if owner.role in _STRONG:
            self.strong = Subject(bare[: owner.length], owner.role, -1, -1)
            if self._names.is_place(self.strong.text):
                self._main = self.strong
