"""Which date scopes a number: the latest one named in the paragraph that is no comparison and no event's date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.clauses import said_before
from shuliang.meaning.cues import Role

if TYPE_CHECKING:
    import datetime

    from shuliang.meaning.ground import Ground
    from shuliang.meaning.tokens import Token


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
_MEASURED: Final = Role.THAN | Role.LEVEL | Role.COMPARATOR
_TAKES: Final = Role.VERB | Role.SHARE | Role.LEVEL | Role.ARRIVAL
_SHARES: Final = frozenset({"percent", "multiple", "fraction"})
_CLOSES: Final = Role.CHANGE | Role.COMPARED | Role.BASE
_FRAME: Final = 10
_NAMES_BASE: Final = Role.NOMINAL | Role.OF | Role.EITHER | Role.VERB | Role.FLOW | Role.COMMON
_NO_BASE: Final = frozenset({"date", "ordinal"})
_YEAR: Final = 366
_RATIOS: Final = frozenset({"multiple", "fraction"})


class TimeTracker:
    """Walks through the tokens of a paragraph and knows the date that governs at each place."""

    def __init__(self, ground: Ground) -> None:
        self._text = ground.text
        self._ground = ground
        self._readings = ground.readings
        self._published = ground.published
        self._names = ground.names
        self._records = ground.cues.records
        self._foundings = ground.cues.foundings
        self._deadlines = ground.cues.deadlines
        self._deadline = False
        self._period = NO_TIME
        self.scope = NO_TIME
        self.in_sentence = False
        self.timeless = False
        self._lasting = NO_TIME
        self._years = NO_TIME
        self.own: dict[int, Scope] = {}

    def paragraph(self) -> None:
        self.scope = self._lasting = self._years = NO_TIME
        self._deadline = False

    def sentence(self) -> None:
        """A new sentence begins: the end of a period (年末) gives way to the period named before it.

        So does a deadline, to none where no such period was named.
        """
        if self._deadline and self.in_sentence:
            self.scope, self._deadline = self._lasting, False
        if self._lasting.text:
            self.scope, self._lasting = self._lasting, NO_TIME
        self.in_sentence = False
        self.timeless = False

    def cue(self, tokens: list[Token], at: int) -> None:
        """A word that scopes (目前, 报告期内) or unscopes (提醒, 该电站) what follows."""
        token = tokens[at]
        if (
            token.roles & Role.NOW
            and at
            and tokens[at - 1].roles & Role.FROM
            and (owned := self._owned(tokens, at)) >= 0
        ):
            text = self._text[token.start : token.end]  # 由目前的8小时压缩到2小时: only the former is that of today
            self.own[owned] = Scope(text, self._published, self._published, token)
        elif token.roles & Role.NOW:
            self.scope = Scope(self._text[token.start : token.end], self._published, self._published, token)
            self._deadline = False
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
        return self._ground.is_date(token.reading)

    def _scope_of(self, date: Token) -> Scope:
        reading = self._readings[date.reading]
        return Scope(self._text[date.start : date.end], reading.time_start, reading.time_end, date)

    def date(self, tokens: list[Token], at: int) -> bool:
        """Take the date at `tokens[at]`; whether it governs what follows."""
        token = tokens[at]
        scope = self._scope_of(token)
        if scope.start != scope.end and scope.start is not None:
            self._period = scope
        owned = self._owned(tokens, at)
        if owned >= 0:
            kind = self._ground.kinds[owned]
            before = tokens[at - 1].roles if at else Role.STOP
            reached = bool(before & _REACHES) and not before & Role.THAN
            # 恢复至2019年的104% is a ratio, 从2018年的37%升到2024年的46% are two levels
            if kind not in _RATIOS and not (kind == "percent" and reached and not said_before(tokens, at, Role.FROM)):
                self.own[owned] = scope
            return False
        if self._is_beside(tokens, at):
            self._give(tokens, at, scope)
            return False
        if self._is_aside(tokens, at):
            if (base := self._base_at(tokens, at)) >= 0:
                self.own[base] = scope
            return False
        if scope.start == scope.end and self.scope.start != self.scope.end and self._within(scope, self.scope):
            self._lasting = self._lasting if self._lasting.text else self.scope
        else:
            self._lasting = NO_TIME
        self.scope = scope
        self._deadline = self._text.startswith(self._deadlines, token.end)
        if _days(scope) > _YEAR:
            self._years = scope
        self.in_sentence = True
        self.timeless = False
        return True

    def deal(self, tokens: list[Token], at: int, numbers: list[int]) -> None:
        """分别 at `tokens[at]` behind as many dates as numbers gives each its own (2022年、2023年…分别为3辆、5辆)."""
        dates = self._listed(tokens, at)
        if len(dates) == 1 and len(numbers) > 1:
            dates = _years_in(dates[0])
        if len(dates) == len(numbers):
            self.own.update(zip(numbers, dates, strict=True))

    def _listed(self, tokens: list[Token], at: int) -> list[Scope]:
        """The list of dates before `tokens[at]`, in their order; empty where it is compared with."""
        place = at - 1
        while place >= 0 and not self._is_date(tokens[place]):
            place -= 1
        if place < 0:
            return []
        first = self._head(tokens, place)
        if _compares(tokens, first):
            return []
        return [self._scope_of(token) for token in tokens[first : place + 1 : 2]]

    @staticmethod
    def _is_beside(tokens: list[Token], at: int) -> bool:
        """Whether the date opens a figure of another time in brackets (12亿元（2022年：10亿元）)."""
        if at == 0 or at + 1 >= len(tokens) or not tokens[at - 1].roles & Role.BRACKET:
            return False
        return bool(tokens[at + 1].roles & Role.COLON)

    def _give(self, tokens: list[Token], at: int, scope: Scope) -> None:
        """The date is that of each number up to the closing bracket."""
        for token in tokens[at + 1 :]:
            if token.roles & (Role.BRACKET | Role.STOP):
                break
            if token.reading >= 0:
                self.own[token.reading] = scope

    def _base_at(self, tokens: list[Token], at: int) -> int:
        """The reading that a comparison starts from, or -1.

        It stands right behind its date (较上年1900万元增加…), or behind a noun and 的 (比2015年普查的3.7人减少…).
        """
        if at == 0 or not tokens[at - 1].roles & (_COMPARES | Role.FROM):
            return -1
        for place in range(at + 1, min(at + _FRAME, len(tokens) - 1)):
            token = tokens[place]
            kind = self._ground.kinds[token.reading] if token.reading >= 0 else ""
            if kind and kind not in _NO_BASE:
                joined = place == at + 1 and token.start <= tokens[at].end + 1 and tokens[at - 1].roles & _COMPARES
                named = tokens[place - 1].roles & Role.OF
                return token.reading if (joined or named) and tokens[place + 1].roles & _CLOSES else -1
            if kind == "date" or not (kind or token.roles & _NAMES_BASE):
                break
        return -1

    def number(self, tokens: list[Token], at: int) -> None:
        """Take a date in brackets right behind the number at `tokens[at]` as that number's own (5天（5月2日至6日）)."""
        if at + 3 >= len(tokens) or tokens[at + 1].start != tokens[at].end:
            return
        opening, date, closing = tokens[at + 1 : at + 4]
        if opening.roles & closing.roles & Role.BRACKET and self._is_date(date) and closing.start == date.end:
            self.own[tokens[at].reading] = self._scope_of(date)

    @staticmethod
    def _within(day: Scope, period: Scope) -> bool:
        """Whether the day is the last of the period: its stock, not a new scope."""
        return day.end is not None and day.end == period.end

    def at(self, reading: int, *, static: bool, actual: bool, yearly: bool) -> Scope:
        """The scope of a reading; an attribute takes only a date of its own sentence, a fact none that is to come.

        A change each year (年均增长9%) is told of several years, so it takes the last such period of the paragraph;
        one that is planned can also be told of the years up to the one named (到2030年).
        """
        if reading in self.own:
            return self.own[reading]
        scope = self.scope
        if yearly and scope.start is not None and _days(scope) <= _YEAR:
            years = self._years
            if actual or (years.end is not None and years.end >= scope.start):
                scope = years
        if self.timeless or (static and not self.in_sentence):
            return NO_TIME
        if actual and self._published and scope.start and scope.start > self._published:
            return NO_TIME
        return scope

    def _head(self, tokens: list[Token], at: int) -> int:
        """The first date of the list that the date at `tokens[at]` goes on."""
        while at > 1 and tokens[at - 1].roles & (Role.ENUM | Role.AND) and self._is_date(tokens[at - 2]):
            at -= 2
        return at

    def _is_aside(self, tokens: list[Token], at: int) -> bool:
        """Whether the date only compares, says when something happened, or is itself what is told."""
        before = tokens[at - 1].roles if at else Role.STOP
        if before & Role.SINCE or _compares(tokens, self._head(tokens, at)):  # 较2021年、2022年分别增长…
            return True
        if before & Role.LEVEL and not before & (Role.PREPOSITION | Role.ADVERB):
            return True
        if before & Role.LEVEL and at > 1 and tokens[at - 2].cue.property == "span":
            return True  # 报名时间为3月18日至22日
        if at + 1 == len(tokens):
            return False
        return (
            self._is_founding(tokens, at)
            or self._is_record(tokens, at)
            or self._is_whole(tokens, at, before)
            or self._is_measured_against(tokens, at)
            or self._is_base(tokens, at)
            or self._is_event(tokens, at, before)
        )

    def _is_whole(self, tokens: list[Token], at: int, before: int) -> bool:
        """Whether the date belongs to what a share is taken of (完成全年计划的48%)."""
        if not before & _TAKES:
            return False
        for place in range(at + 1, min(at + 4, len(tokens) - 1)):
            if tokens[place].roles & Role.OF:
                share = tokens[place + 1].reading
                return place > at + 1 and share >= 0 and self._ground.kinds[share] in _SHARES
            if not tokens[place].roles & (Role.NOMINAL | Role.MODE):
                break
        return False

    @staticmethod
    def _is_measured_against(tokens: list[Token], at: int) -> bool:
        """Whether the date belongs to a noun that something is measured against (不低于当地上年度平均水平)."""
        if at < 2 or not tokens[at - 1].roles & tokens[at + 1].roles & Role.NOMINAL:  # noqa: PLR2004 -- a noun before
            return False
        further = tokens[at - 2].roles
        return bool(further & _MEASURED) and not further & (Role.PREPOSITION | Role.ADVERB)

    def _is_founding(self, tokens: list[Token], at: int) -> bool:
        """Whether somebody was born or founded on the date (1993年出生的她), and no more is told of it."""
        end = tokens[at].end
        for word in self._foundings:
            if self._text.startswith(word, end):
                end += len(word)
                following = next((token for token in tokens[at + 1 :] if token.start >= end), None)
                return following is None or bool(following.roles & (Role.OF | Role.COMMA | Role.STOP))
        return False

    def _is_record(self, tokens: list[Token], at: int) -> bool:
        """Whether the date only says since when something is the most (创2021年以来新高): no number follows."""
        scope = self._readings[tokens[at].reading]
        if self._published is None or scope.time_end != self._published or scope.time_start == scope.time_end:
            return False
        end = tokens[-1].end
        for token in tokens[at + 1 :]:
            if token.roles & Role.READING:
                return False
            if token.roles & (Role.COMMA | Role.STOP):
                end = token.start
                break
        rest = self._text[tokens[at].end : end]
        return any(word in rest for word in self._records)

    def _is_base(self, tokens: list[Token], at: int) -> bool:
        """Whether the date is closed as a comparison behind it (在2020年基础上, 与2010年相比)."""
        before, following = tokens[at - 1].roles if at else Role.STOP, tokens[at + 1].roles
        if following & Role.BASE:
            return True
        if following & Role.OF and at + 2 < len(tokens) and tokens[at + 2].roles & Role.BASE:
            return True
        return bool(before & Role.COMPARATOR) and self._is_closed(tokens, at)

    def _is_event(self, tokens: list[Token], at: int, before: int) -> bool:
        """Whether the date belongs to the name of an event (2023年第八届…, 在2023年年会)."""
        following = tokens[at + 1]
        if following.roles & Role.READING:
            return self._ground.kinds[following.reading] == "ordinal"
        if following.roles & Role.NOMINAL and before & Role.PREPOSITION:
            end = at + 1
            while end + 1 < len(tokens) and tokens[end + 1].roles & Role.NOMINAL:
                end += 1
            return self._names.role(self._text[following.start : tokens[end].end]) == "event"
        return False

    @staticmethod
    def _is_closed(tokens: list[Token], at: int) -> bool:
        """Whether a word closes the comparison that opens before the date (与2010年…相比) in the same clause."""
        for other in tokens[at + 1 : at + 8]:
            if other.roles & Role.BASE:
                return True
            if other.roles & (Role.COMMA | Role.STOP):
                break
        return False

    def _owned(self, tokens: list[Token], at: int) -> int:
        """The reading that the date is joined to by 的 (2017年的186亿元), or -1."""
        if at + 2 < len(tokens) and tokens[at + 1].roles & Role.OF:
            for other in tokens[at + 2 : at + 4]:
                if other.roles & Role.READING:
                    return other.reading if self._ground.kinds[other.reading] != "date" else -1
                if not other.roles & (Role.ADVERB | Role.LEVEL):
                    break
        return -1


def _compares(tokens: list[Token], first: int) -> bool:
    """Whether the date or the list of dates that begins at `tokens[first]` is what something is compared with."""
    before = tokens[first - 1].roles if first else Role.STOP
    return bool(before & _COMPARES) and not before & Role.AND


def _days(scope: Scope) -> int:
    """How many days a scope spans; 0 where it is not resolved."""
    if scope.start is None or scope.end is None:
        return 0
    return (scope.end - scope.start).days + 1


def _years_in(scope: Scope) -> list[Scope]:
    """The calendar years that a period of whole years is made of."""
    start, end = scope.start, scope.end
    if start is None or end is None or (start.month, start.day, end.month, end.day) != (1, 1, 12, 31):
        return [scope]
    years = range(start.year, end.year + 1)
    return [Scope(scope.text, start.replace(year=year), end.replace(year=year), scope.token) for year in years]
