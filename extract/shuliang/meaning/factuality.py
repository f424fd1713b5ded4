"""Whether a number is done, planned or predicted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role

if TYPE_CHECKING:
    from shuliang.facts import Factuality
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.time import Scope
    from shuliang.meaning.tokens import Token

_BREAKS: Final = Role.COMMA | Role.STOP | Role.COLON | Role.ENUM | Role.OF
_NEEDS_MORE: Final = Role.COMMA | Role.STOP | Role.ENUM | Role.OF | Role.BRACKET
_OPENS: Final = Role.COMMA | Role.STOP | Role.COLON | Role.CONJUNCTION
_ALWAYS_ACTUAL: Final = frozenset({"age", "date", "ordinal"})
_IN_OBJECT: Final = Role.NOMINAL | Role.OF | Role.EITHER | Role.ADVERB
"""What stands between 将 and the verb of its object: the object, and how it is done (将分差不断扩大到…)."""
_INSIDE: Final = Role.VERB | Role.FLOW | Role.LEVEL
"""What may stand in an object that is put before its verb: 将3个村管的6座水库…."""
_REACHES: Final = Role.LEVEL | Role.CHANGE | Role.ARRIVAL
_SENTENCES: Final = frozenset("。：")
_FORECAST: Final = frozenset({"temperature"})


class FactualityTracker:
    """Walks through the tokens and knows the mode that governs at each place."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._readings = ground.readings
        self._published = ground.published
        self._headings = ground.cues.headings
        self._mode: Factuality = "actual"
        self._base: Factuality = "actual"
        self._floor: Factuality = "actual"
        self._listed = False
        self._headed = False
        self._awaits = False
        self._awaits_clause = False
        self._seen = False
        self.token: Token | None = None

    def heading(self, line: str, readings: list[int]) -> None:
        """A short line that says what the lines below it tell: what is planned, or what was done.

        A sentence (full stop) or the opening of a list (colon) can only begin a plan.
        """
        for word, mode in self._headings.items():
            if mode == "none" and word in line:  # 取得新成效: wished for or done, by what stands above
                line = line.replace(word, "，" * len(word))
        said = {mode for word, mode in self._headings.items() if word in line}
        if not said or (line[-1] in _SENTENCES and said != {"planned"}):
            return
        past = any(
            self._published is not None
            and (end := self._readings[index].time_end) is not None
            and end < self._published
            for index in readings
        )
        self._base = "planned" if said == {"planned"} and not past else "actual"

    def sentence(self) -> None:
        self._mode = self._floor = self._base
        self.token = None
        self._listed = self._headed = self._awaits = self._awaits_clause = self._seen = False

    def cue(self, tokens: list[Token], at: int) -> None:
        token = tokens[at]
        if token.roles & Role.ACTUAL:
            if at and tokens[at - 1].roles & Role.FROM:
                return  # 将由目前的8小时压缩到2小时
            self._mode, self.token, self._headed = "actual", None, False
            return
        if token.cue.factuality is None or not self._governs(tokens, at):
            return
        if token.cue.yields and self._mode != "actual":
            if self.token is not None and self.token.reading >= 0 and self._mode == token.cue.factuality:
                self.token = token
            return
        self._mode, self.token = token.cue.factuality, token
        following = tokens[at + 1].roles if at + 1 < len(tokens) else Role.STOP
        opens = not at or bool(tokens[at - 1].roles & _OPENS)
        # Who predicts (银行预计，…) is not whom the prediction is about.
        says = bool(token.roles & Role.REPORT and following & (Role.COMMA | Role.COLON))
        # 协会预计2027年家具市场销量…: nor is it here, but the clause has its own subject before its number or none.
        dated = at + 1 < len(tokens) and self._ground.is_date(tokens[at + 1].reading)
        self._awaits_clause = dated and bool(token.roles & Role.REPORT)
        self._awaits = opens or says or not self._seen
        self._headed = opens

    def colon(self) -> None:
        """A colon after a cue opens a list: the cue governs all of it, new subjects or not."""
        self._listed = self._mode != "actual"

    def subject(self) -> None:
        """A new subject begins: the cue of the one before governs no more."""
        self._seen = True
        if self._awaits or self._awaits_clause:
            self._awaits = self._awaits_clause = False
        elif not (self._listed or self._headed):
            self._mode, self.token = self._floor, None

    def date(self, token: Token, before: int) -> None:
        """A date that governs: one in the past ends a plan, one to come opens one (到2030年)."""
        reading = self._readings[token.reading]
        if self._published is None or reading.time_start is None or reading.time_end is None:
            return
        if reading.time_end < self._published and not self._listed:
            if not before & Role.MODE:
                self._mode = self._floor = "actual"
                self.token, self._headed = None, False
        elif reading.time_start > self._published and self._mode == "actual" and not before & Role.FROM:
            self._mode, self.token = "planned", token
            self._awaits = True  # 该市提出，到2030年港口吞吐量达…: whose plan it is does not end it

    def at(self, reading: int, *, starting: bool, own: Scope | None) -> Factuality:
        """`starting` marks what is there already (由…), `own` is a date joined to this number alone (去年的2.6%)."""
        kind = self._ground.kinds[reading]
        if kind != "date":
            self._awaits_clause = False
        past = own is not None and own.end is not None and self._published is not None and own.end <= self._published
        if starting or past or kind in _ALWAYS_ACTUAL:
            return "actual"
        if self.token is not None and self.token.cue.yields and kind in _FORECAST:
            return "predicted"  # nobody plans the weather
        return self._mode

    def _governs(self, tokens: list[Token], at: int) -> bool:
        token = tokens[at]
        following = tokens[at + 1].roles if at + 1 < len(tokens) else Role.STOP
        if following & _NEEDS_MORE:
            return token.cue.factuality == "predicted" and bool(following & (Role.COMMA | Role.BRACKET))
        before = tokens[at - 1].roles if at else Role.STOP
        if before & Role.COMPARATOR:
            return False  # 比即将推出的车型短5毫米: it tells of what is compared with
        if token.cue.head_only:
            return bool(
                before & (Role.COMMA | Role.STOP | Role.COLON | Role.READING | Role.ADVERB | Role.NOMINAL)
            ) and not (following & (Role.NOMINAL | Role.READING))
        if token.cue.yields and len(token.cue.word) == 1 and self._takes(tokens, at):
            return False
        return not token.cue.verbal or self._acts(tokens, at)

    @staticmethod
    def _takes(tokens: list[Token], at: int) -> bool:
        """Whether the word only puts an object before its verb, and tells of no future.

        The object may hold numbers where the verb is one that only disposes of objects (将9所小学合并为3所), not where
        it could as well be the future of what is told (将用时由5天压缩到2天).
        """
        named = counted = False
        for token in tokens[at + 1 :]:
            if token.roles & Role.DISPOSES:
                return named
            if not counted and (token.roles & Role.FROM or (named and token.roles & Role.CHANGE)):
                return named
            if token.roles & (Role.READING | Role.BRACKET | Role.ENUM):
                counted = True
            elif not token.roles & _IN_OBJECT and not (counted and token.roles & _INSIDE):
                break
            named = named or bool(token.roles & (Role.NOMINAL | Role.READING))
        return False

    def _acts(self, tokens: list[Token], at: int) -> bool:
        """Whether more than a noun stands between the cue and its number: it is no verb of its own (争取资金3亿元).

        A noun with a verb inside (争取上级补助资金3亿元) is one too where it begins behind the cue and nothing is
        reached.
        """
        begun = noun = False
        for token in tokens[at + 1 :]:
            if token.roles & Role.READING:
                return self._ground.is_date(token.reading)
            if token.roles & (Role.COMMA | Role.STOP | Role.COLON | _REACHES):
                break
            if not begun:
                begun, noun = True, bool(token.roles & (Role.NOMINAL | Role.BRACKET))
            if not noun:
                break
        return True
