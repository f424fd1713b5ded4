"""Readings in their sentences → what each is about."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from shuliang.facts import Meaning
from shuliang.meaning import indicator as ind
from shuliang.meaning.change import NO_CHANGE, BasisTracker, Found, change_at
from shuliang.meaning.clauses import Token, tokenise
from shuliang.meaning.cues import Cues, Role
from shuliang.meaning.distribution import dealt, items
from shuliang.meaning.factuality import FactualityTracker
from shuliang.meaning.phrases import Names, phrase_text, span_before
from shuliang.meaning.subject import Subject, SubjectTracker
from shuliang.meaning.time import NO_TIME, Scope, TimeTracker
from shuliang.text.sentences import paragraphs, sentence_spans

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping, Sequence

    from shuliang.errors import Place
    from shuliang.facts import Reading
    from shuliang.rulebook.model import Lexicon
    from shuliang.text.clean import CleanText

_UNSAID = Meaning()
_SILENT = frozenset({"date", "ordinal"})
_SHARES = frozenset({"percent", "fraction", "multiple"})
_HAPPENS = (
    Role.BASIS | Role.COMPARATOR | Role.BASE | Role.MODE | Role.ACTUAL | Role.NOW | Role.PERIOD | Role.TIMELESS
    | Role.EACH | Role.ALL | Role.RESPECTIVELY | Role.COLON | Role.COMMA | Role.STOP | Role.READING | Role.FROM
)  # fmt: skip
_TITLE = 60
_PROSE = frozenset("，,。；")  # noqa: RUF001 -- full-width punctuation is meant
_HEADING = 40
_CONTINUES = Role.WITHIN | Role.BASIS | Role.CHANGE | Role.LEVEL | Role.ADVERB
_ENDS_CLAUSE = Role.COMMA | Role.STOP | Role.COLON
_TO = Role.ARRIVAL | Role.CHANGE


class Evidence(NamedTuple):
    """What filled a column: the word, its half-open place in the clean text, and the lexicon lines that list it."""

    column: str
    word: str
    start: int
    end: int
    places: tuple[Place, ...] = ()


class _Told(NamedTuple):
    """An indicator said before, for the changes and shares that follow without one."""

    text: str | None
    kind: str
    unit: str | None
    distributive: bool
    static: bool
    start: int = -1
    end: int = -1
    owned: str | None = None


_NOTHING_TOLD = _Told(None, "", None, distributive=False, static=False)


class MeaningReader:
    """Says what each number is about; built once from the cue lexicons, then used for any number of texts."""

    def __init__(self, cues: Cues) -> None:
        self._cues = cues
        self._names = Names(cues)

    @classmethod
    def from_lexicons(cls, lexicons: Mapping[str, Lexicon]) -> MeaningReader:
        """Take the lexicons whose names begin with `meaning/`."""
        return cls(Cues.from_lexicons(lexicons))

    def read(
        self, clean: CleanText, readings: Sequence[Reading], published: datetime.date | None, title: str | None = None
    ) -> list[Meaning]:
        """One meaning for each reading, in the same order; dates and ordinals carry none."""
        walk = _Walk(clean.text, readings, published, title, self._cues, self._names)
        return walk.meanings()

    def explain(
        self, clean: CleanText, readings: Sequence[Reading], published: datetime.date | None, title: str | None = None
    ) -> list[list[Evidence]]:
        """For each reading the words that filled its columns, in the order of the columns."""
        walk = _Walk(clean.text, readings, published, title, self._cues, self._names)
        walk.evidence = [[] for _ in readings]
        walk.meanings()
        return walk.evidence


class _Walk:
    """One pass over a text: paragraphs, their sentences, their tokens."""

    def __init__(
        self,
        text: str,
        readings: Sequence[Reading],
        published: datetime.date | None,
        title: str | None,
        cues: Cues,
        names: Names,
    ) -> None:
        self._text = text
        self._readings = readings
        self._cues = cues
        self._names = names
        self._suffixes = frozenset(cues.suffixes)
        self._time = TimeTracker(text, readings, published, names)
        self._subject = SubjectTracker(text, readings, names, cues)
        self._mode = FactualityTracker(readings, published)
        self._basis = BasisTracker(text, cues)
        self._published = published
        self._told = _NOTHING_TOLD
        self._found: list[Meaning] = [_UNSAID] * len(readings)
        self._each: Token | None = None
        self._dealt: dict[int, tuple[int, int] | None] = {}
        self._subject_override: dict[int, str] = {}
        self._chain_change: Found = NO_CHANGE
        self._chain_object: Found = NO_CHANGE
        self.evidence: list[list[Evidence]] | None = None
        line = title or text[:_TITLE].strip().partition("\n")[0]
        if title or (len(line) < _TITLE and not _PROSE.intersection(line)):
            self._subject.title(line)

    def meanings(self) -> list[Meaning]:
        order = sorted(range(len(self._readings)), key=lambda index: self._readings[index].start)
        at = 0
        for start, end in paragraphs(self._text):
            first = at
            while at < len(order) and self._readings[order[at]].start < end:
                at += 1
            if at > first or end - start < 80:
                self._paragraph(start, end, order[first:at])
            if at >= len(order):
                break
        return self._found

    def _paragraph(self, start: int, end: int, places: Sequence[int]) -> None:
        if end - start <= _HEADING:
            self._mode.heading(self._text[start:end], self._cues.headings, places)
        self._time.paragraph()
        self._subject.paragraph()
        at = 0
        for sentence_start, sentence_end in sentence_spans(self._text[start:end]):
            first = at
            while at < len(places) and self._readings[places[at]].start < start + sentence_end:
                at += 1
            tokens = tokenise(
                self._text, start + sentence_start, start + sentence_end, self._cues, self._readings, places[first:at]
            )
            self._sentence(tokens)

    def _sentence(self, tokens: Sequence[Token]) -> None:
        self._time.sentence()
        continues = bool(tokens) and bool(tokens[0].roles & Role.WITHIN)
        self._subject.sentence(continues=continues)
        self._mode.sentence()
        self._basis.sentence(continues=continues)
        if not tokens or not tokens[0].roles & _CONTINUES:
            self._told = _NOTHING_TOLD
        self._each = None
        self._dealt = {}
        self._subject_override = {}
        for at, token in enumerate(tokens):
            roles = token.roles
            if self._subject.feed(tokens, at):
                self._mode.subject()
            if roles & _HAPPENS:
                self._step(tokens, at, roles)
        named = self._subject.at(here=True)
        if named is not None:
            self._look_back(tokens, named)

    def _look_back(self, tokens: Sequence[Token], named: Subject) -> None:
        """Numbers before the first subject of a document belong to the one that their own sentence names later."""
        for token in tokens:
            if token.start >= named.start:
                return
            if token.reading >= 0:
                found = self._found[token.reading]
                if found.subject is None and self._readings[token.reading].quantity.kind == "duration":
                    self._found[token.reading] = found._replace(subject=named.text)

    def _step(self, tokens: Sequence[Token], at: int, roles: int) -> None:
        token = tokens[at]
        if roles & Role.READING:
            self._reading(tokens, at)
            return
        if roles & _ENDS_CLAUSE:
            self._each = None
            self._basis.clause(roles)
            if roles & Role.COLON:
                self._mode.colon()
            return
        if roles & Role.BASIS:
            self._basis.cue(token)
        elif roles & Role.COMPARATOR:
            self._basis.comparator(tokens, at)
        if roles & Role.BASE:
            self._basis.base(tokens, at)
        if roles & (Role.MODE | Role.ACTUAL):
            self._mode.cue(tokens, at)
        if roles & (Role.NOW | Role.PERIOD | Role.TIMELESS):
            self._time.cue(token)
        if roles & (Role.EACH | Role.ALL):
            self._each = token
        if roles & Role.RESPECTIVELY:
            self._deal(tokens, at)

    def _deal(self, tokens: Sequence[Token], at: int) -> None:
        numbers = dealt(tokens, at, self._readings)
        named = items(tokens, at, len(numbers)) if numbers else []
        for step, place in enumerate(numbers):
            self._dealt[tokens[place].reading] = named[step] if named else None
        if numbers and not named and ind.before(tokens, at, self._readings).why != "noun":
            self._deal_again(tokens, at, numbers)

    def _deal_again(self, tokens: Sequence[Token], at: int, numbers: Sequence[int]) -> None:
        """No list of names before 分别: the numbers belong to as many indicators said just before (弃风率4.6%、弃光率5.1%，分别…)."""
        said: list[str] = []
        for place in range(at - 1, -1, -1):
            if tokens[place].roles & Role.READING:
                text = self._found[tokens[place].reading].indicator
                if text and text not in said:
                    said.append(text)
        said.reverse()
        if len(said) >= len(numbers):
            for place, text in zip(numbers, said[-len(numbers) :], strict=True):
                self._subject_override[-1 - tokens[place].reading] = text

    # -- one reading ---------------------------------------------------------------------------------------------

    def _reading(self, tokens: Sequence[Token], at: int) -> None:
        token = tokens[at]
        reading = self._readings[token.reading]
        kind = reading.quantity.kind
        if kind == "date":
            if self._time.date(tokens, at):
                self._mode.date(tokens, at)
            return
        if kind in _SILENT:
            return
        number = _Number(self, tokens, at, reading)
        number.read()
        self._told = number.told(self._told)
        self._found[token.reading] = number.meaning


class _Number:
    """The columns of one number, filled one after the other."""

    def __init__(self, walk: _Walk, tokens: Sequence[Token], at: int, reading: Reading) -> None:
        self._walk = walk
        self._tokens = tokens
        self._at = at
        self._reading = reading
        self._kind = reading.quantity.kind
        self._index = tokens[at].reading
        self._carried = False
        self._static = False
        self._attribute = False
        self._owned: str | None = None
        self._span: tuple[int, int] = (-1, -1)
        self.meaning = _UNSAID

    def read(self) -> None:
        walk, tokens, at = self._walk, self._tokens, self._at
        before = ind.before(tokens, at, walk._readings)
        found = change_at(tokens, at, walk._text, walk._readings, walk._cues, walk._basis.compared)
        chained = at >= 2 and bool(tokens[at - 1].roles & (Role.AND | Role.ENUM)) and bool(tokens[at - 2].roles & Role.READING)
        if chained and found.change is None and self._kind in _SHARES | {"physical", "money", "count"}:
            found = walk._chain_change
        elif found.change is None and walk._chain_object and self._listed(before):
            found = walk._chain_object
        walk._chain_change = found
        walk._chain_object = found if found.token and found.token.end <= tokens[max(before.first, 0)].start else NO_CHANGE
        each = walk._each is not None
        told = walk._told
        indicator = self._indicator(before, found, told)
        if self._carried and found.change and told.distributive:
            each = True
        subject = self._subject()
        if self._index in walk._dealt:
            each = True
            indicator, subject = self._dealt(indicator, subject)
        elif -1 - self._index in walk._subject_override:
            each = True
        override = walk._subject_override.get(-1 - self._index)
        if override:
            indicator, each = override, True
        basis, reference = None, None
        basis_token = None
        if found.change:
            basis, reference, basis_token = walk._basis.at()
        starting = (bool(before.through & Role.FROM) and self._leads_on()) or (
            at + 1 < len(tokens) and bool(tokens[at + 1].roles & Role.BASE)
        )
        own_time = walk._time.own.get(self._index)
        past = own_time is not None and own_time.end is not None and walk._published is not None and own_time.end < walk._published
        factuality = walk._mode.at(self._index, starting=starting, past=past)
        scope = self._scope(indicator, actual=factuality == "actual")
        if self._owned is not None and indicator is None and self._kind in ("physical", "money") and not found.change:
            factuality = "actual" if self._kind == "physical" else factuality
        self.meaning = Meaning(
            indicator, subject, scope.text, scope.start, scope.end, found.change, basis, reference, factuality, each
        )
        if walk.evidence is not None:
            self._explain(found, basis_token, scope)

    def told(self, before: _Told) -> _Told:
        """What the next number may be about: this one's indicator."""
        if self._kind == "age" or self._attribute or (self.meaning.indicator is None and self._kind in ("duration", "score")):
            return before
        quantity = self._reading.quantity
        return _Told(
            self.meaning.indicator, quantity.kind, quantity.unit, self.meaning.distributive, self._static, *self._span,
            owned=self._owned,
        )

    # -- indicator -----------------------------------------------------------------------------------------------

    def _indicator(self, before: ind.Phrase, found: Found, told: _Told) -> str | None:
        kind = self._kind
        if kind == "age":
            return self._age(before)
        if kind == "count":
            return self._count(before, found, told)
        if kind in _SHARES:
            return self._share(before, found, told)
        if kind == "duration":
            return self._duration(before, found, told)
        if kind == "score":
            return self._name(before) if self._measures(before) else None
        if kind == "money":
            return self._money(before, found, told)
        return self._measure(before, found, told)

    def _age(self, before: ind.Phrase) -> None:
        behind = self._behind()
        phrase = behind if behind.why == "noun" else before
        if behind.why == "noun" and self._tokens[behind.last].end - self._tokens[behind.first].start == 1:
            phrase = before
        if phrase.why == "noun":
            start, end = self._tokens[phrase.first].start, self._tokens[phrase.last].end
            text = self._walk._text[start:end]
            self._owned = self._walk._names.person(phrase_text(text, 0, len(text)))
            following = self._tokens[phrase.last + 1].roles if phrase.last + 1 < len(self._tokens) else Role.STOP
            if phrase is behind and not following & (Role.NOMINAL | Role.STOP | Role.COMMA | Role.AND | Role.ENUM):
                self._walk._subject.person(self._owned, start, end)

    def _count(self, before: ind.Phrase, found: Found, told: _Told) -> str | None:
        behind = self._behind()
        if behind.why == "noun":
            return self._name(behind, own=False)
        if self._chained_on():
            last = self._chain_end()
            ahead = ind.after(self._tokens, last, self._walk._text, self._walk._names, self._describes)
            if ahead.why == "noun":
                return self._name(ahead, own=False)
        if before.why == "noun" and not self._only_owner(before, counts=True):
            return self._name(before) if self._free(before) else None
        if found.change or before.why in ("chain", "examples", "compared"):
            return self._carry(told)
        if before.why == "verb":
            return self._verb(before) or self._fronted(before)
        if told.kind == "count" and told.unit == self._reading.quantity.unit and before.why == "none" and not before.through & Role.HAVE:
            return self._carry(told)
        return None

    def _fronted(self, before: ind.Phrase) -> str | None:
        """A noun before the verb that counts it (蔬菜抽检4120批次)."""
        tokens, last = self._tokens, before.last - 1
        if last < 0 or not tokens[last].roles & Role.NOMINAL:
            return None
        first = span_before(tokens, last)
        start, end = tokens[first].start, tokens[last].end
        owner = self._walk._names.owner(self._walk._text[start:end])
        if owner.length == end - start and owner.role not in ("group", "thing"):
            return None
        if first and not tokens[first - 1].roles & (_ENDS_CLAUSE | Role.ENUM):
            return None
        self._walk._subject.drop(start, end)
        return self._name(ind.Phrase("noun", first, last))

    def _free(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase is not already counted by the number directly before it (237户人家一千来人)."""
        before = self._tokens[phrase.first - 1] if phrase.first else None
        if before is None or not before.roles & Role.READING:
            return True
        quantity = self._walk._readings[before.reading].quantity
        if quantity.kind == "physical":
            return (quantity.unit or "") in self._walk._cues.attributes
        return quantity.kind in ("date", "ordinal", "age", "money", "percent", "duration")

    def _money(self, before: ind.Phrase, found: Found, told: _Told) -> str | None:
        behind = self._behind()
        measures = self._measures(before)
        priced = (
            before.through & (Role.EACH | Role.PRICE) or "/" in (self._reading.quantity.unit or "") or self._walk._each
        )
        if behind.why == "noun":
            if measures:
                if behind.through & Role.OF:
                    self._own(behind)
                return self._name(before)
            if self._measures(behind):
                return self._name(behind, own=False)
            self._own(behind)
            return None
        if before.why == "noun":
            if self._only_owner(before):
                return self._carry(told) if found.change else None
            if priced and not measures and not self._acts_on(before):
                self._own(before)
                return None
            return self._name(before)
        if found.change or before.why in ("chain", "compared"):
            return self._carry(told)
        if before.why == "verb":
            flow = self._verb(before)
            return flow or (self._carry(told) if told.kind == "money" and not self._walk._each else None)
        if before.why == "of":
            return self._carry(told)
        if before.why == "none" and told.kind == "money" and before.through & (Role.LEVEL | Role.COMPARED):
            return self._carry(told)
        return None

    def _measure(self, before: ind.Phrase, found: Found, told: _Told) -> str | None:
        behind = self._behind()
        unit = self._reading.quantity.unit or ""
        if behind.why == "noun" and self._kind in ("physical", "temperature"):
            if self._measures(before):
                if behind.through & Role.OF:
                    self._own(behind)
                return self._name(before)
            if behind.through & Role.OF or unit in self._walk._cues.attributes or self._kind == "temperature":
                self._own(behind)
                return None
            return self._name(behind, own=False)
        if before.why == "noun":
            if self._only_owner(before):
                return self._carry(told) if told.kind == self._kind else None
            if self._walk._each and not self._measures(before) and not self._acts_on(before) and before.through & Role.EACH:
                self._own(before)
                self._attribute = False
                return None
            return self._name(before)
        if found.change or before.why in ("chain", "compared"):
            return self._carry(told)
        if before.why == "none" and before.through & Role.LEVEL and (topic := self._topic(told)):
            return topic
        if before.why == "verb" and (flow := self._verb(before)):
            return flow
        if told.kind == self._kind and before.why in ("none", "of", "examples") and (
            told.unit == self._reading.quantity.unit
            or before.through & (Role.LEVEL | Role.COMPARED | Role.ARRIVAL | Role.EACH)
        ):
            return self._carry(told)
        return None

    def _share(self, before: ind.Phrase, found: Found, told: _Told) -> str | None:
        shared = ind.share(self._tokens, self._at, self._walk._text, self._walk._suffixes)
        if shared is not None:
            return self._name(shared, with_numbers=True) if shared.why == "noun" else self._carry(told)
        if before.why == "noun" and not self._only_owner(before):
            return self._name(before, with_numbers=True)
        if self._kind == "multiple" and before.why == "of":
            compared = ind.compared_with(self._tokens, self._at)
            return self._name(compared) if compared.why == "noun" else self._carry(told)
        if not found.change and before.why != "of":
            behind = self._behind()
            if behind.why == "noun":
                return self._name(behind, own=False)
        return self._carry(told)

    def _duration(self, before: ind.Phrase, found: Found, told: _Told) -> str | None:
        if self._at and self._tokens[self._at - 1].roles & Role.EACH:
            return None
        behind = self._behind()
        if behind.why == "noun" and behind.through & Role.OF and not self._measures(before):
            self._own(behind)
            return None
        if self._spans(before) or (self._measures(before) and not before.through & Role.ADVERB) or (before.why == "noun" and before.through & Role.EACH):
            return self._name(before)
        plain = before.why == "noun" and not self._tokens[before.last].roles & Role.NOUN and not before.through & ~(Role.LEVEL | Role.ADVERB)
        if told.kind == "duration" and (found.change or before.why in ("chain", "compared") or plain):
            return self._carry(told)
        return None

    # -- pieces --------------------------------------------------------------------------------------------------

    def _behind(self) -> ind.Phrase:
        return ind.after(self._tokens, self._at, self._walk._text, self._walk._names, self._describes)

    def _spans(self, phrase: ind.Phrase) -> bool:
        """Whether the phrase ends with the name of a length of time (工期, 时长)."""
        if not self._measures(phrase):
            return False
        last = self._tokens[phrase.last]
        if last.cue.property:
            return last.cue.property == "span"
        entry = self._walk._cues.suffixes.get(self._walk._text[last.end - 1])
        return entry is not None and entry.meaning.get("role") == "span"

    def _describes(self, token: Token) -> bool:
        quantity = self._walk._readings[token.reading].quantity
        return self._kind == "count" and quantity.kind == "physical" and (quantity.unit or "") in self._walk._cues.attributes

    def _measures(self, phrase: ind.Phrase) -> bool:
        return ind.measures(self._tokens, phrase, self._walk._text, self._walk._suffixes)

    def _chained_on(self) -> bool:
        tokens, at = self._tokens, self._at
        return (
            at + 2 < len(tokens)
            and bool(tokens[at + 1].roles & (Role.ENUM | Role.AND))
            and bool(tokens[at + 2].roles & Role.READING)
            and self._walk._readings[tokens[at + 2].reading].quantity.kind == self._kind
            and self._walk._readings[tokens[at + 2].reading].quantity.unit in (self._reading.quantity.unit, None)
            or self._reading.quantity.unit is None
        )

    def _chain_end(self) -> int:
        tokens, at = self._tokens, self._at
        while at + 2 < len(tokens) and tokens[at + 1].roles & (Role.ENUM | Role.AND) and tokens[at + 2].roles & Role.READING:
            at += 2
        return at

    def _listed(self, before: ind.Phrase) -> bool:
        """Whether the noun is the next item of a list (压减时间58%、材料52%)."""
        first = before.first
        return (
            before.why == "noun" and first > 1 and bool(self._tokens[first - 1].roles & (Role.ENUM | Role.AND))
            and bool(self._tokens[first - 2].roles & Role.READING)
        )  # fmt: skip

    def _leads_on(self) -> bool:
        """Whether another level follows in the clause (由4小时压缩到…)."""
        for token in self._tokens[self._at + 1 : self._at + 6]:
            if token.roles & _TO:
                return True
            if token.roles & _ENDS_CLAUSE:
                return False
        return False

    def _acts_on(self, phrase: ind.Phrase) -> bool:
        first = phrase.first
        return first > 0 and bool(self._tokens[first - 1].roles & Role.VERB)

    def _only_owner(self, phrase: ind.Phrase, *, counts: bool = False) -> bool:
        """Whether the phrase is nothing but an owner (北部, 省会), which is the subject and no indicator."""
        tokens = self._tokens
        start, end = tokens[phrase.first].start, tokens[phrase.last].end
        text = self._walk._text[start:end]
        owner = self._walk._names.owner(text)
        if owner.length != len(text):
            return False
        if owner.role in ("whole", "place", "part"):
            return not (phrase.first and tokens[phrase.first - 1].roles & (Role.VERB | Role.CHANGE))
        return False

    def _topic(self, told: _Told) -> str | None:
        """A property named in the clause before (最低气温出现在某地，为…)."""
        topic = self._walk._subject.topic
        if topic is None or self._tokens[topic[0]].start <= told.start:
            return None
        return self._name(ind.Phrase("noun", *topic))

    def _own(self, phrase: ind.Phrase) -> None:
        tokens = self._tokens
        self._attribute = self._kind == "physical"
        start, end = tokens[phrase.first].start, tokens[phrase.last].end
        if self._attribute:
            owner = self._walk._names.owner(self._walk._text[start:end])
            end = start + owner.length if owner.role == "thing" else end
        self._owned = phrase_text(self._walk._text, start, end)

    def _verb(self, phrase: ind.Phrase) -> str | None:
        token = self._tokens[phrase.last]
        if token.roles & Role.FLOW:
            self._span = (token.start, token.end)
            return self._walk._text[token.start : token.end]
        return None

    def _carry(self, told: _Told) -> str | None:
        self._carried = True
        self._static = told.static
        if told.text is None and told.owned is not None:
            self._owned = told.owned
        self._span = (told.start, told.end)
        return told.text

    def _name(self, phrase: ind.Phrase, *, with_numbers: bool = False, own: bool = True) -> str | None:
        """The phrase as read, without the owner it begins with and without a verb at its head."""
        tokens, text = self._tokens, self._walk._text
        first, last = phrase.first, phrase.last
        while first < last and self._is_verb(first, last):
            first += 1
            while first < last and tokens[first].roles & (Role.AND | Role.ENUM | Role.OF | Role.ASPECT):
                first += 1
        if own and first and not self._free(ind.Phrase("noun", first, last)):
            opening = [p for p in range(first + 1, last + 1) if tokens[p].roles & (Role.OPENING | Role.PROPERTY)]
            first = opening[0] if opening else first
        start, end = tokens[first].start, tokens[last].end
        if with_numbers and first > 0:
            start = self._attributed(first, start)
        subject = self._walk._subject.at()
        if own and start == tokens[first].start and subject is not None and subject.start == start:
            owner = self._walk._names.owner(text[start:end])
            if owner.role in ("whole", "place", "ending") and 0 < owner.length < end - start and self._splits(first, last, start + owner.length):
                start += owner.length
                if text[start : start + 1] and tokens[first].roles:
                    start = self._past_of(first, last, start)
            elif owner.role == "thing" and 0 < owner.length < end - start and self._measures(phrase) and self._begins_property(first, last, start + owner.length):
                start += owner.length
                start = self._past_of(first, last, start)
        self._static = tokens[last].cue.static
        self._span = (start, end)
        return phrase_text(text, start, end) or None

    def _begins_property(self, first: int, last: int, place: int) -> bool:
        return any(
            tok.start == place and tok.roles & (Role.PROPERTY | Role.OPENING) for tok in self._tokens[first : last + 1]
        )

    def _splits(self, first: int, last: int, place: int) -> bool:
        """Whether the owner ends within the phrase so that something remains that can be measured or counted."""
        return place < self._tokens[last].end

    def _past_of(self, first: int, last: int, start: int) -> int:
        for token in self._tokens[first : last + 1]:
            if token.start == start and token.roles & Role.OF:
                return token.end
        return start

    def _is_verb(self, place: int, last: int) -> bool:
        """Whether a word that is verb or noun at the head of the phrase is the verb of the clause."""
        tokens = self._tokens
        if not tokens[place].roles & (Role.EITHER | Role.FLOW) or tokens[place].roles & Role.NOMINAL:
            return False
        if tokens[place + 1].roles & (Role.PROPERTY | Role.OPENING | Role.OF):
            return False
        before = tokens[place - 1].roles if place else Role.STOP
        return not before & Role.VERB

    def _attributed(self, first: int, start: int) -> int:
        """The place from which the phrase begins with its own number (65岁及以上人口)."""
        tokens = self._tokens
        at = first - 1
        if at > 0 and tokens[at].roles & Role.OF:
            at -= 1
        if at >= 0 and tokens[at].roles & Role.READING and self._walk._readings[tokens[at].reading].quantity.kind in ("age", "money"):
            return tokens[at].start
        return start

    def _subject(self) -> str | None:
        if self._owned is not None:
            return self._owned
        subject = self._walk._subject.at(here=self._walk._time.timeless)
        return subject.text if subject else None

    def _dealt(self, indicator: str | None, subject: str | None) -> tuple[str | None, str | None]:
        named = self._walk._dealt.get(self._index)
        if named is None:
            return indicator, subject
        tokens, text = self._tokens, self._walk._text
        item = phrase_text(text, tokens[named[0]].start, tokens[named[1]].end)
        tail = self._shared_tail(named[1])
        if tail and not item.endswith(tail) and self._kind != "count":
            item += tail
        owner = self._walk._names.owner(item)
        if owner.role in ("whole", "place", "ending") and owner.length == len(item):
            return indicator, item
        if self._kind == "count" and indicator and item not in indicator:
            return indicator, item
        return item, subject

    def _shared_tail(self, last: int) -> str:
        """The property that closes the list of names, where this name has none of its own (肉、奶产量)."""
        tokens = self._tokens
        ends = [span[1] for span in self._walk._dealt.values() if span]
        final = max(ends, default=-1)
        if final < 0 or tokens[last].roles & Role.PROPERTY or not tokens[final].roles & Role.PROPERTY:
            return ""
        return tokens[final].cue.word

    def _scope(self, indicator: str | None, *, actual: bool) -> Scope:
        walk = self._walk
        if self._kind == "age" or (self._owned is not None and indicator is None and self._kind == "physical"):
            return NO_TIME
        subject = walk._subject.at()
        static = self._static or (subject is not None and subject.role == "thing")
        return walk._time.at(self._index, static=static, actual=actual)

    def _explain(self, found: Found, basis: Token | None, scope: Scope) -> None:
        walk = self._walk
        said = walk.evidence[self._index] if walk.evidence is not None else []
        if self._span[0] >= 0:
            said.append(Evidence("indicator", walk._text[self._span[0] : self._span[1]], *self._span))
        subject = walk._subject.at()
        if subject is not None and self._owned is None:
            said.append(Evidence("subject", subject.text, subject.start, subject.end))
        for column, token in (
            ("time", scope.token), ("change", found.token), ("change_basis", basis), ("factuality", walk._mode.token), ("distributive", walk._each),
        ):  # fmt: skip
            if token is not None:
                places = tuple(entry.place for entry in token.cue.entries)
                said.append(Evidence(column, walk._text[token.start : token.end], token.start, token.end, places))
