"""One pass through a text: its paragraphs, their sentences, the tokens of these, and a meaning for each number."""

from __future__ import annotations

import re
from typing import Final

from shuliang.facts import Meaning
from shuliang.meaning import kinds
from shuliang.meaning.candidates import Subject
from shuliang.meaning.change import NO_CHANGE, BasisTracker, Found, change_at, repeated
from shuliang.meaning.choice import Choice
from shuliang.meaning.clauses import tokenise
from shuliang.meaning.cues import Role
from shuliang.meaning.distribution import Deal, deal
from shuliang.meaning.factuality import FactualityTracker
from shuliang.meaning.ground import NOTHING_TOLD, Evidence, Ground
from shuliang.meaning.number import Number
from shuliang.meaning.quotes import speaker_of
from shuliang.meaning.subject import SubjectTracker
from shuliang.meaning.time import NO_TIME, Scope, TimeTracker
from shuliang.meaning.titles import place_of, title_of
from shuliang.meaning.tokens import Piece, Token
from shuliang.meaning.traits import TraitTracker
from shuliang.text.sentences import paragraphs, sentence_spans

_SILENT: Final = frozenset({"date", "ordinal"})
_CHANGING: Final = frozenset(
    {"percent", "fraction", "multiple", "physical", "money", "count", "temperature", "duration"}
)
_HAPPENS: Final = (
    Role.BASIS | Role.COMPARATOR | Role.BASE | Role.MODE | Role.ACTUAL | Role.NOW | Role.PERIOD | Role.TIMELESS
    | Role.EACH | Role.ALL | Role.RESPECTIVELY | Role.COLON | Role.COMMA | Role.STOP | Role.THIS | Role.ABLE
    | Role.STANDING
)  # fmt: skip
_CONTINUES: Final = Role.WITHIN | Role.BASIS | Role.CHANGE | Role.LEVEL | Role.ADVERB
_NEWS_DAYS: Final = 15
_ENDS_CLAUSE: Final = Role.COMMA | Role.STOP | Role.COLON
# A short line, a line that ends with a colon, or a short sentence without a comma before the others of its paragraph.
_HEADING = re.compile(r"[^\n]{1,39}[^\n，,。；](?![^\n])|[^\n，。；]{2,39}。|[^\n。；]{2,79}：(?![^\n])")
_LABEL = re.compile(r"(?P<label>[^\s:：，,。]{2,9})[:：](?P<name>[^，,。；;\n(（]{2,40})")
_LONGEST_TITLE: Final = 60
_SHORT_GOODS: Final = 2
_MARK = re.compile(r"[，,；;：:。！？!?]")


class Walk:
    """The trackers of a text and what they found; `evidence` is filled where it is asked for."""

    def __init__(self, ground: Ground, title: str | None, *, explain: bool = False) -> None:
        self._ground = ground
        self._time = TimeTracker(ground)
        self._subjects = SubjectTracker(ground)
        self._choice = Choice(ground.weigher, ground.recorder)
        self._mode = FactualityTracker(ground)
        self._basis = BasisTracker(ground)
        self._told = NOTHING_TOLD
        self._each: Token | None = None
        self._traits = TraitTracker(ground)
        self._deals: dict[int, Deal] = {}
        self._chain: Found = NO_CHANGE
        self._list: Found = NO_CHANGE
        self._listed_kind = ""
        self._found: list[Meaning] = [Meaning()] * len(ground.readings)
        self.evidence: list[list[Evidence]] | None = [[] for _ in ground.readings] if explain else None
        if line := title_of(ground, title):
            self._subjects.title(line)
        if place := place_of(ground, title):
            self._subjects.place(place)

    def meanings(self) -> list[Meaning]:
        """A meaning for each reading, in the order of the readings."""
        text, starts, ends = self._ground.text, self._ground.starts, self._ground.ends
        order = sorted(range(len(starts)), key=lambda index: starts[index])
        at = 0
        for start, end in paragraphs(text):
            first = at
            while at < len(order) and starts[order[at]] < end:
                at += 1
            if line := _HEADING.match(text, start, end):
                self._mode.heading(line[0], [place for place in order[first:at] if ends[place] <= line.end()])
            if at > first or end - start <= _LONGEST_TITLE:
                self._paragraph(start, end, order[first:at])
            if at == len(order):
                break
        return self._found

    def _paragraph(self, start: int, end: int, places: list[int]) -> None:
        self._time.paragraph()
        self._subjects.paragraph()
        ground, at = self._ground, 0
        speaker: Subject | None = None
        for first, last in sentence_spans(ground.text[start:end]):
            begin = at
            while at < len(places) and ground.starts[places[at]] < start + last:
                at += 1
            inside, named = places[begin:at], start + first
            label = self._label(named, start + last, inside)
            if label is not None:
                named = label.end()
                inside = [place for place in inside if ground.starts[place] >= named]
            if speaker is None or named > speaker.start:
                speaker = speaker_of(ground, named, end) if inside else None
            self._sentence(tokenise(ground, self._needed(named, start + last, inside)), label, speaker)

    def _label(self, start: int, end: int, places: list[int]) -> re.Match[str] | None:
        """The label and the name with which a line tells what the next ones are about (项目名称：…)."""
        label = _LABEL.match(self._ground.text, start, end)
        if label is None or label["label"] not in self._ground.cues.labels:
            return None
        starts, kinds_of = self._ground.starts, self._ground.kinds
        inside = [place for place in places if starts[place] < label.end()]
        return label if all(kinds_of[place] in _SILENT for place in inside) else None

    def _needed(self, start: int, end: int, places: list[int]) -> list[Piece]:
        """The pieces of a sentence that are looked at: its first clause, and those with a number or date or beside one.

        What is said far from any number is passed over, for time's sake.
        """
        starts, ends = self._ground.starts, self._ground.ends
        pieces: list[Piece] = []
        held: Piece | None = None
        at, near = 0, True
        for mark in (*_MARK.finditer(self._ground.text, start, end), None):
            stop, first = mark.end() if mark else end, at
            while at < len(places) and starts[places[at]] < stop:
                at += 1
            if stop == start or (first < at and ends[places[at - 1]] > stop):
                at = first
                continue  # the mark is part of a number: 3,218, 2:1
            piece = Piece(start, stop, places[first:at])
            start = stop
            if piece.places:
                pieces += (piece,) if held is None else (held, piece)
                held, near = None, True
            elif near:
                pieces.append(piece)
                near = False
                if at == len(places):
                    break
            else:
                held = piece
        return pieces

    def _sentence(self, tokens: list[Token], label: re.Match[str] | None, speaker: Subject | None) -> None:
        lead = tokens[0].roles if tokens else 0
        self._time.sentence()
        self._mode.sentence()
        self._subjects.sentence(continues=bool(lead & Role.WITHIN))
        if label is not None:
            self._subjects.label(label["name"].strip(), label.start("name"))
        if speaker is not None:
            self._subjects.turn_to(speaker)
        self._basis.sentence(continues=bool(lead & Role.WITHIN))
        if not lead & _CONTINUES:
            self._told = NOTHING_TOLD
        self._each = None
        self._traits.sentence()
        self._deals = {}
        within = False
        for at, token in enumerate(tokens):
            roles = token.roles
            if roles & (Role.WITHIN | Role.COMMA | Role.STOP):
                within = bool(roles & Role.WITHIN)
            if self._subjects.feed(tokens, at) and not within:
                self._mode.subject()
            if token.reading >= 0:
                self._reading(tokens, at)
            elif roles & _HAPPENS:
                self._cue(tokens, at, roles)
        self._look_back(tokens)

    def _cue(self, tokens: list[Token], at: int, roles: int) -> None:
        token = tokens[at]
        if roles & _ENDS_CLAUSE:
            self._each = None
            self._traits.clause()
            self._basis.clause(roles)
            if roles & Role.COLON:
                self._mode.colon()
            return
        if roles & (Role.BASIS | Role.COMPARATOR | Role.BASE):
            self._basis.said(tokens, at)
        if roles & (Role.MODE | Role.ACTUAL):
            self._mode.cue(tokens, at)
        if roles & (Role.NOW | Role.PERIOD | Role.TIMELESS | Role.THIS | Role.STANDING):
            self._time.cue(tokens, at)
        if roles & Role.ABLE:
            self._traits.cue(tokens, at)
        if roles & (Role.EACH | Role.ALL):
            self._each = token
        if roles & Role.RESPECTIVELY:
            dealt = deal(tokens, at, self._ground, self._found)
            self._deals.update(dealt)
            if not any(one.indicator or one.subject for one in dealt.values()):
                self._time.deal(tokens, at, list(dealt))

    def _look_back(self, tokens: list[Token]) -> None:
        """A time told before the first subject of a text (历时四年，某隧道贯通) belongs to the one named after it."""
        named = self._subjects.at(here=True)
        if named is None:
            return
        for token in tokens:
            if token.start >= named.start:
                return
            if token.reading >= 0 and self._ground.kinds[token.reading] == "duration":
                found = self._found[token.reading]
                if found.subject is None:
                    self._found[token.reading] = found._replace(subject=named.text)

    def _reading(self, tokens: list[Token], at: int) -> None:
        index = tokens[at].reading
        kind = self._ground.kinds[index]
        if kind == "date":
            if self._time.date(tokens, at):
                self._mode.date(tokens[at], tokens[at - 1].roles if at else Role.STOP)
        elif kind not in _SILENT:
            self._time.number(tokens, at)
            self._found[index] = self._meaning(tokens, at, index)

    def _meaning(self, tokens: list[Token], at: int, index: int) -> Meaning:
        number = Number(self._ground, tokens, at, self._told, self._subjects, each=self._each is not None)
        found = self._change(number)
        number.changes = found.change is not None
        indicator = kinds.indicator(number)
        chosen = self._subject(number, indicator)
        subject = chosen.text if chosen else None
        told = self._told
        goes_on = number.carried and found.change is not None and number.kind == told.kind
        each = number.each or (goes_on and told.distributive)
        if (dealt := self._deals.get(index)) is not None:
            each = True
            indicator, subject = dealt.apply(indicator, subject, in_place=self._subjects.is_in_place())
        own = self._time.own.get(index)
        factuality = self._mode.at(index, starting=number.is_start() or number.attribute, own=own)
        scope = self._scope(number, index, indicator, actual=factuality == "actual")
        if factuality != "actual" and self._is_past_of_another(tokens, scope):
            scope = NO_TIME
        basis, reference, basis_token = self._basis.at() if found.change else (None, None, None)
        self._told = number.tell(indicator, distributive=each)
        if number.kind == "count" and indicator and number.start > tokens[at].start and number.is_spoken_of():
            self._subjects.counted(Subject(indicator, "", number.start, number.end))
        if self.evidence is not None:
            named = chosen if chosen and chosen.text == subject else None
            self._explain(index, number, named, (scope.token, found.token, basis_token))
        if chosen is not None and indicator is not None and chosen.start == number.start and index not in self._deals:
            indicator = self._past_subject(chosen, indicator)
        return Meaning(
            indicator, subject, scope.text, scope.start, scope.end, found.change, basis, reference, factuality, each
        )

    def _past_subject(self, subject: Subject, indicator: str) -> str:
        """What is left of an indicator that begins with its subject, where that is the name of a property."""
        if subject.role == "goods" and len(subject.text) <= _SHORT_GOODS:
            return indicator  # 笔试成绩
        words = self._ground.cues.words
        whole, rest = words.get(indicator), words.get(indicator.removeprefix(subject.text))
        if rest is None or not rest.roles & Role.PROPERTY or rest.property == "rate":
            return indicator  # 高级教师占比
        return indicator if whole is not None and whole.roles & Role.PROPERTY else rest.word

    def _subject(self, number: Number, indicator: str | None) -> Subject | None:
        """The subject that most speaks for; None where nobody is named, or for whom a general truth holds."""
        tracked, state = self._subjects.state(here=self._time.timeless)
        if (made := number.described()) is not None:
            tracked, state = made, "made"
        return self._choice.choose(self._subjects.mentions, number, tracked, state, indicator)

    def _change(self, number: Number) -> Found:
        """The change that the number states, itself or as a further item of a list."""
        found = change_at(number.tokens, number.at, self._ground, compared=self._basis.compared)
        said = repeated(number.tokens, number.at, self._ground) if found.change is None else None
        if said is not None and (change := self._found[said.reading].change):
            return Found(change, said)
        if found.change is None and number.kind in _CHANGING:
            if number.is_chained():
                found = self._chain if number.kind == self._listed_kind else NO_CHANGE
            elif self._list.change and number.is_next_item():
                found = self._list
        self._listed_kind = number.kind
        first = number.before.first
        is_object = found.token is not None and first >= 0 and found.token.end <= number.tokens[first].start
        self._chain, self._list = found, found if is_object else NO_CHANGE
        return found

    def _scope(self, number: Number, index: int, indicator: str | None, *, actual: bool) -> Scope:
        """Ages and descriptions take no time; attributes, abilities and habits only that of their own sentence."""
        if number.kind == "age" or (number.attribute and indicator is None) or self._traits.is_described(number):
            return NO_TIME
        subject = self._subjects.at()
        lasts = self._traits.lasts(number, indicator, subject, each=self._each)
        if not self._time.in_sentence:
            self._traits.told(number, indicator, subject, each=self._each)
        yearly = number.changes and number.is_yearly()
        return self._time.at(index, static=lasts, actual=actual, yearly=yearly)

    def _is_past_of_another(self, tokens: list[Token], scope: Scope) -> bool:
        """Whether a plan opened in a clause behind the one that a past date scopes (去年投用；二期拟投资…).

        A date shortly before the publication day is that of the news, and of the plan.
        """
        cue, date, published = self._mode.token, scope.token, self._ground.published
        if cue is None or date is None or published is None or scope.end is None:
            return False
        if (published - scope.end).days <= _NEWS_DAYS:
            return False
        if cue.start < date.end or date.start < tokens[0].start:
            return False
        between = [token for token in tokens if date.end <= token.start < cue.start]
        breaks = sum(1 for token in between if token.roles & _ENDS_CLAUSE)
        return breaks > (1 if between and between[0].roles & Role.COMMA else 0)

    def _explain(
        self,
        index: int,
        number: Number,
        subject: Subject | None,
        tokens: tuple[Token | None, Token | None, Token | None],
    ) -> None:
        if self.evidence is None:
            return
        said, text = self.evidence[index], self._ground.text
        if number.start >= 0:
            said.append(Evidence("indicator", text[number.start : number.end], number.start, number.end))
        if subject is not None and subject.start >= 0:
            said.append(Evidence("subject", subject.text, subject.start, subject.end))
        columns = ("time", "change", "change_basis", "factuality", "distributive")
        for column, token in zip(columns, (*tokens, self._mode.token, self._each), strict=True):
            if token is not None:
                places = tuple(entry.place for entry in token.cue.entries)
                said.append(Evidence(column, text[token.start : token.end], token.start, token.end, places))
