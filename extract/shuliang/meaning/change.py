"""Whether a number is a change, in which direction, and against what."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role

if TYPE_CHECKING:
    from shuliang.facts import Change, ChangeBasis
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.tokens import Token

_PASSED: Final = (
    Role.ASPECT | Role.ADVERB | Role.ALL | Role.RESPECTIVELY | Role.LEVEL | Role.EACH | Role.BRACKET | Role.MODE
    | Role.WITHIN | Role.COLON
)  # fmt: skip
_VERB: Final = Role.CHANGE | Role.COMPARED
_TELLS: Final = Role.READING | Role.LEVEL | Role.ARRIVAL | Role.NOMINAL | Role.ALL | Role.RESPECTIVELY
"""What may follow a noun of change whose size is told behind it (9日涨幅5%, not 以5%涨幅居首)."""
_SIGNS: Final[dict[str, Change]] = {"+": "increase", "-": "decrease", "−": "decrease"}
_FRAME: Final = 10
"""Within how many tokens 相比 closes what 与 opens (与2015年第二次土地普查相比)."""
_SHORTEST_ASIDE: Final = 2
"""A number and a bracket."""
_CHAINS: Final = Role.AND | Role.ENUM
_COMPARABLE: Final = Role.NOMINAL | Role.EITHER | Role.FLOW
_HOLDS_VERB: Final = frozenset({"multiple", "fraction"})
"""Kinds whose span begins with its verb (翻一番, 减半); elsewhere the same character begins a bound (少于30人)."""
_NO_CHANGE: Final = frozenset({"date", "ordinal", "age", "score"})


class Found:
    """The direction of a change and the token that says so; `level` marks a level reached by one (增长到)."""

    __slots__ = ("change", "token")

    def __init__(self, change: Change | None = None, token: Token | None = None) -> None:
        self.change = change
        self.token = token


NO_CHANGE = Found()


def change_at(tokens: list[Token], at: int, ground: Ground, *, compared: bool) -> Found:
    """The change that the number at `tokens[at]` states; `compared`: an earlier time is named to compare with."""
    token = tokens[at]
    kind, first = ground.kinds[token.reading], ground.text[token.start]
    if kind in _NO_CHANGE:
        return NO_CHANGE
    inside = ground.cues.words.get(first)
    if inside is not None and inside.roles & Role.CHANGE and kind in _HOLDS_VERB:
        return Found(inside.change, token)
    if at and first in _SIGNS and tokens[at - 1].roles & Role.BASIS:
        return Found(_SIGNS[first], tokens[at - 1])  # 同比-8.9%
    place, arrived = at - 1, False
    while place >= 0 and not tokens[place].roles & _VERB and tokens[place].roles & (_PASSED | Role.ARRIVAL):
        arrived = arrived or bool(tokens[place].roles & Role.ARRIVAL)
        place -= 1
    found = _verb(tokens, place, compared=compared)
    if found.change:
        is_size = found.token is not None and bool(found.token.roles & Role.CHANGE_NOUN)
        return NO_CHANGE if arrived and not is_size else found  # 增幅为4% is a change, 增长为4% a level
    if not arrived and place >= 0 and tokens[place].roles & _COMPARABLE and place == at - 1:
        found = _object(tokens, place)
    return found if found.change else _after(tokens, at)


def _verb(tokens: list[Token], place: int, *, compared: bool) -> Found:
    if place < 0:
        return NO_CHANGE
    token = tokens[place]
    if token.roles & (Role.CHANGE | Role.CHANGE_NOUN) or (token.roles & Role.COMPARED and compared):
        return Found(token.cue.change, token)
    return NO_CHANGE


def _object(tokens: list[Token], place: int) -> Found:
    """A verb of change before the counted noun (增加车位1000个)."""
    while place > 0 and tokens[place].roles & _COMPARABLE and not tokens[place].roles & Role.CHANGE:
        place -= 1
    token = tokens[place]
    if token.roles & Role.CHANGE and len(token.cue.word) > 1:
        before = tokens[place - 1].roles if place else Role.STOP
        if before & (Role.COMMA | Role.STOP | Role.ADVERB | Role.MODE | Role.ENUM | Role.COLON | Role.NOMINAL):
            return Found(token.cue.change, token)
    return NO_CHANGE


def _after(tokens: list[Token], at: int) -> Found:
    """A verb of change used as a noun behind the number (10%的增长), or a noun of change (以5%的涨幅居首)."""
    noun = at + 2 if at + 1 < len(tokens) and tokens[at + 1].roles & Role.OF else at + 1
    if noun + 1 < len(tokens) and tokens[noun].roles & Role.CHANGE_NOUN and not tokens[noun + 1].roles & _TELLS:
        return Found(tokens[noun].cue.change, tokens[noun])
    if (
        at + 2 < len(tokens)
        and tokens[at + 1].roles & Role.OF
        and tokens[at + 2].roles & (Role.CHANGE | Role.CHANGE_NOUN)
    ):
        following = tokens[at + 3].roles if at + 3 < len(tokens) else Role.STOP
        if following & (Role.COMMA | Role.STOP) and len(tokens[at + 2].cue.word) > 1:
            return Found(tokens[at + 2].cue.change, tokens[at + 2])
    return NO_CHANGE


def repeated(tokens: list[Token], at: int, ground: Ground) -> Token | None:
    """The number whose change the share at `tokens[at]` repeats in brackets (增加77家（2.0%）), None for none."""
    if at < _SHORTEST_ASIDE or at + 1 >= len(tokens) or not tokens[at - 1].roles & tokens[at + 1].roles & Role.BRACKET:
        return None
    token, said = tokens[at], tokens[at - 2]
    if said.reading < 0 or said.end != tokens[at - 1].start or tokens[at + 1].start != token.end:
        return None
    is_share = ground.kinds[token.reading] == "percent" != ground.kinds[said.reading]
    return said if is_share else None


class BasisTracker:
    """What the changes of a sentence are measured against."""

    def __init__(self, ground: Ground) -> None:
        self._text = ground.text
        self._cues = ground.cues
        self._sticky: ChangeBasis | None = None
        self._sticky_token: Token | None = None
        self._stated: str | None = None
        self._stated_token: Token | None = None
        self._held = False
        self.compared = False

    def sentence(self, *, continues: bool) -> None:
        if not continues:
            self._sticky = self._sticky_token = None
        self.clause(Role.STOP)

    def clause(self, mark: int) -> None:
        """A comma or full stop: what was stated for one clause ends, unless 相比 has just closed the comparison."""
        if self._held and mark & Role.COMMA:
            self._held = False
            return
        self._held = False
        self._stated = self._stated_token = None
        self.compared = False

    def said(self, tokens: list[Token], at: int) -> None:
        """Take a word of comparison: 同比, 比 or 较 with what follows, 基础上 with what stands before."""
        roles = tokens[at].roles
        if roles & Role.BASIS:
            self._cue(tokens[at])
        elif roles & Role.COMPARATOR:
            self._comparator(tokens, at)
        if roles & Role.BASE:
            self._base(tokens, at)

    def _cue(self, token: Token) -> None:
        self._sticky, self._sticky_token = token.cue.basis, token
        self._stated = self._stated_token = None
        self.compared = True

    def _comparator(self, tokens: list[Token], at: int) -> None:
        """比 or 较 with what follows it: a date word that means a basis, another date, or a thing."""
        if at + 1 >= len(tokens):
            return
        token, target = tokens[at], tokens[at + 1]
        closed = next((i for i in range(at + 2, min(at + _FRAME, len(tokens))) if tokens[i].roles & Role.BASE), -1)
        if token.roles & Role.AND and len(token.cue.word) == 1 and closed < 0:
            return
        if target.roles & Role.READING:
            self._date(token, target)
        elif target.roles & _COMPARABLE and at + 2 < len(tokens):
            end = at + 1
            while end + 1 < len(tokens) and tokens[end + 1].roles & (_COMPARABLE | Role.OF | Role.READING):
                end += 1
            self._stated = self._text[target.start : tokens[end].end]
            self._stated_token = token
        self._held = closed >= 0

    def _base(self, tokens: list[Token], at: int) -> None:
        """基础上 and 相比 close a comparison with the date or phrase before them."""
        first = at
        while first > 0 and tokens[first - 1].roles & (Role.NOMINAL | Role.READING | Role.OF | Role.EITHER):
            first -= 1
        if first < at and self._stated is None and not self._held:
            self._stated = self._text[tokens[first].start : tokens[at].start].rstrip(tokens[at].cue.word)
            self._stated_token = tokens[at]
        self._held = True

    def _date(self, token: Token, target: Token) -> None:
        words = self._text[target.start : target.end]
        basis = self._cues.date_bases.get(words)
        self.compared = True
        if basis is None:
            self._stated, self._stated_token = words, token
        else:
            self._sticky, self._sticky_token = basis, token
            self._stated = self._stated_token = None

    def at(self) -> tuple[ChangeBasis | None, str | None, Token | None]:
        self._held = False  # 与2010年相比增加…，年均增长…: what is compared ends with its clause
        if self._stated is not None:
            return "versus_stated", self._stated, self._stated_token
        return self._sticky, None, self._sticky_token
