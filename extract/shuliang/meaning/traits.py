"""Which numbers are attributes of things, abilities or habits, and so take no time but that of their own sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role

if TYPE_CHECKING:
    from shuliang.meaning.candidates import Subject
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.number import Number
    from shuliang.meaning.tokens import Token

_ATTRIBUTES: Final = frozenset({"physical", "count", "duration", "temperature", "number"})
_COUNTED: Final = frozenset({"count", "number"})
_ACTS: Final = Role.VERB | Role.EITHER | Role.FLOW | Role.COMMON | Role.READING | Role.PREPOSITION
_ENDS_CLAUSE: Final = Role.COMMA | Role.STOP | Role.COLON


class TraitTracker:
    """Walks through the tokens of a sentence and knows what has been described in it."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.sentence()

    def sentence(self) -> None:
        self._able = self._describes = self._habitual = self._state = False

    def clause(self) -> None:
        self._able = False

    def cue(self, tokens: list[Token], at: int) -> None:
        """A word of ability (能, 可) stands in the clause."""
        self._able = self._able or _is_able(tokens, at)

    def is_described(self, number: Number) -> bool:
        """Whether the number belongs to the noun behind it (海拔1360米的小学)."""
        tokens, at = number.tokens, number.at
        return (
            number.static
            and number.kind == "physical"
            and at + 1 < len(tokens)
            and bool(tokens[at + 1].roles & Role.OF)
        )

    def lasts(self, number: Number, indicator: str | None, subject: Subject | None, *, each: Token | None) -> bool:
        """Whether the number is an attribute, an ability or a habit, by itself or behind others of the sentence."""
        last = number.before.last
        if last >= 0 and indicator is not None and not number.carried:
            self._state = bool(number.tokens[last].roles & Role.STATE)
        return (not self._state and self._is_static(number, subject)) or self._is_habit(number, each)

    def told(self, number: Number, indicator: str | None, subject: Subject | None, *, each: Token | None) -> None:
        """The number took no time of its own sentence: what follows in the sentence goes on describing."""
        named = number.kind == "physical" or (number.kind == "duration" and indicator is not None)
        static = named and not number.changes and not self._state and self._is_static(number, subject)
        self._describes = self._describes or static
        self._habitual = self._habitual or self._is_habit(number, each)

    def _is_static(self, number: Number, subject: Subject | None) -> bool:
        """Whether the number is an attribute: by its property, as that of a thing, or behind other attributes."""
        if number.static or number.kind not in _ATTRIBUTES:
            return number.static
        if number.kind == "physical" and self._is_dimension(number):
            return True
        if number.kind == "duration" and self._describes:
            return True
        is_thing = subject is not None and subject.role == "thing"
        return is_thing and (self._describes or number.kind not in _COUNTED)

    def _is_dimension(self, number: Number) -> bool:
        """Whether a property of one character is measured (渔船长38米, 主灯高18米)."""
        token = number.tokens[number.at - 1] if number.at else None
        if token is None or number.changes or not token.roles & (Role.NOMINAL | Role.COMPARED):
            return False
        return self._ground.names.suffix(token, self._ground.text).get("static") == "yes"

    def _is_habit(self, number: Number, each: Token | None) -> bool:
        """Whether the number tells what something can do (就能上门) or always does (每天, 每40分钟)."""
        tokens, at = number.tokens, number.at
        if self._habitual or self._able or (each is not None and each.roles & Role.HABIT):
            return True
        if number.kind == "duration" and at and tokens[at - 1].roles & Role.EACH:
            return True
        for place in range(at + 1, len(tokens)):
            if tokens[place].roles & _ENDS_CLAUSE:
                break
            if tokens[place].roles & Role.ABLE and _is_able(tokens, place):
                return True
        return False


def _is_able(tokens: list[Token], at: int) -> bool:
    """Whether the word of ability is one: a single character (能, 可) only before a verb."""
    following = tokens[at + 1].roles if at + 1 < len(tokens) else Role.STOP
    return len(tokens[at].cue.word) > 1 or bool(following & _ACTS)
