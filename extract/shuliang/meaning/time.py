"""Which date scopes a number: the latest one named in the paragraph that is no comparison and no event's date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role

if TYPE_CHECKING:
    import datetime
    from collections.abc import Sequence

    from shuliang.meaning.clauses import Token
    from shuliang.meaning.ground import Ground


class Scope:
    """A time expression as read and the closed interval it resolves to (None where it cannot be)."""

    __slots__ = ("end", "start", "text", "token")

    def __init__(
        self,
        text: str | None = None,
        start: datetime.date | None = None,
        end: datetime.date | None = None,
        token: Token | None = None,
    ) -> None:
        self.text = text
        self.start = start
        self.end = end
        self.token = token


NO_TIME = Scope()
_COMPARES: Final = Role.COMPARATOR | Role.BASIS
_IS_SAID: Final = Role.READING | Role.LEVEL
_REACHES: Final = Role.LEVEL | Role.ARRIVAL | Role.VERB
_RATIOS: Final = frozenset({"multiple", "fraction"})


class TimeTracker:
    """Walks through the tokens of a paragraph and knows the date that governs at each place."""

    def __init__(self, ground: Ground) -> None:
        self._text = ground.text
        self._readings = ground.readings
        self._published = ground.published
        self._names = ground.names
        self._period = NO_TIME
        self.scope = NO_TIME
        self.in_sentence = False
        self.timeless = False
        self._lasting = NO_TIME
        self.own: dict[int, Scope] = {}

    def paragraph(self) -> None:
        self.scope = self._lasting = NO_TIME

    def sentence(self) -> None:
        """A new sentence begins: the end of a period (年末) gives way to the period named before it."""
        if self._lasting.text:
            self.scope, self._lasting = self._lasting, NO_TIME
        self.in_sentence = False
        self.timeless = False

    def cue(self, tokens: Sequence[Token], at: int) -> None:
        """A word that scopes (目前, 报告期内) or unscopes (提醒, 该电站) what follows."""
        token = tokens[at]
        if token.roles & Role.NOW:
            self.scope = Scope(self._text[token.start : token.end], self._published, self._published, token)
            self.in_sentence = True
            self.timeless = False
        elif token.roles & Role.PERIOD:
            if self._period.text:
                self.scope = self._period
                self.in_sentence = True
        elif token.roles & Role.STANDING:
            if not self.in_sentence:
                self.scope = self._lasting = NO_TIME
        elif token.roles & Role.THIS:
            # A thing is taken up again (…并网，该电站…): the date was that of what happened to it.
            if at > 1 and tokens[at - 1].roles & Role.COMMA and not self._is_date(tokens[at - 2]):
                self.in_sentence = False
        elif not token.roles & Role.REPORT or at + 1 == len(tokens) or not tokens[at + 1].roles & _IS_SAID:
            self.timeless = True  # but 建议30条 and 目标建议为 advise nobody

    def _is_date(self, token: Token) -> bool:
        return token.reading >= 0 and self._readings[token.reading].quantity.kind == "date"

    def date(self, tokens: Sequence[Token], at: int) -> bool:
        """Take the date at `tokens[at]`; whether it governs what follows."""
        token = tokens[at]
        reading = self._readings[token.reading]
        scope = Scope(self._text[token.start : token.end], reading.time_start, reading.time_end, token)
        if reading.time_start != reading.time_end and reading.time_start is not None:
            self._period = scope
        owned = self._owned(tokens, at)
        if owned >= 0:
            kind = self._readings[owned].quantity.kind
            before = tokens[at - 1].roles if at else Role.STOP
            reached = bool(before & _REACHES) and not before & Role.THAN
            if kind not in _RATIOS and not (kind == "percent" and reached):  # 恢复至2019年的104%
                self.own[owned] = scope
            return False
        if self._is_aside(tokens, at):
            return False
        if scope.start == scope.end and self.scope.start != self.scope.end and self._within(scope, self.scope):
            self._lasting = self._lasting if self._lasting.text else self.scope
        else:
            self._lasting = NO_TIME
        self.scope = scope
        self.in_sentence = True
        self.timeless = False
        return True

    @staticmethod
    def _within(day: Scope, period: Scope) -> bool:
        """Whether the day is the last of the period: its stock, not a new scope."""
        return day.end is not None and day.end == period.end

    def at(self, reading: int, *, static: bool, actual: bool) -> Scope:
        """The scope of a reading; an attribute takes only a date of its own sentence, a fact none that is to come."""
        if reading in self.own:
            return self.own[reading]
        scope = self.scope
        if self.timeless or (static and not self.in_sentence):
            return NO_TIME
        if actual and self._published and scope.start and scope.start > self._published:
            return NO_TIME
        return scope

    def _is_aside(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the date only compares, says when something happened, or is itself what is told."""
        before = tokens[at - 1].roles if at else Role.STOP
        if (before & _COMPARES and not before & Role.AND) or (before & Role.SINCE):
            return True
        if before & Role.LEVEL and not before & (Role.PREPOSITION | Role.ADVERB):
            return True
        if before & Role.LEVEL and at > 1 and tokens[at - 2].cue.property == "span":
            return True  # 报名时间为3月18日至22日
        if at + 1 == len(tokens):
            return False
        return self._is_base(tokens, at) or self._is_event(tokens, at, before)

    def _is_base(self, tokens: Sequence[Token], at: int) -> bool:
        """Whether the date is closed as a comparison behind it (在2020年基础上, 与2010年相比)."""
        before, following = tokens[at - 1].roles if at else Role.STOP, tokens[at + 1].roles
        if following & Role.BASE:
            return True
        if following & Role.OF and at + 2 < len(tokens) and tokens[at + 2].roles & Role.BASE:
            return True
        return bool(before & Role.COMPARATOR) and self._is_closed(tokens, at)

    def _is_event(self, tokens: Sequence[Token], at: int, before: int) -> bool:
        """Whether the date belongs to the name of an event (2023年第八届…, 在2023年年会)."""
        following = tokens[at + 1]
        if following.roles & Role.READING:
            return self._readings[following.reading].quantity.kind == "ordinal"
        if following.roles & Role.NOMINAL and before & Role.PREPOSITION:
            end = at + 1
            while end + 1 < len(tokens) and tokens[end + 1].roles & Role.NOMINAL:
                end += 1
            return self._names.role(self._text[following.start : tokens[end].end]) == "event"
        return False

    @staticmethod
    def _is_closed(tokens: Sequence[Token], at: int) -> bool:
        """Whether a word closes the comparison that opens before the date (与2010年…相比) in the same clause."""
        for other in tokens[at + 1 : at + 8]:
            if other.roles & Role.BASE:
                return True
            if other.roles & (Role.COMMA | Role.STOP):
                break
        return False

    def _owned(self, tokens: Sequence[Token], at: int) -> int:
        """The reading that the date is joined to by 的 (2017年的186亿元), or -1."""
        if at + 2 < len(tokens) and tokens[at + 1].roles & Role.OF:
            for other in tokens[at + 2 : at + 4]:
                if other.roles & Role.READING:
                    return other.reading if self._readings[other.reading].quantity.kind != "date" else -1
                if not other.roles & (Role.ADVERB | Role.LEVEL):
                    break
        return -1
