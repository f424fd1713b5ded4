"""How the indicator is found for each kind of number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.meaning import indicator as ind
from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import phrase_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from shuliang.facts import Kind
    from shuliang.meaning.number import Number

_GOES_ON = frozenset({"chain", "compared"})
_CLOSES = Role.READING | Role.NOMINAL | Role.STOP | Role.COMMA | Role.AND | Role.ENUM
_REFERS = Role.LEVEL | Role.COMPARED | Role.ARRIVAL | Role.EACH


def indicator(number: Number) -> str | None:
    """What is counted or measured, None where the text names nothing.

    Sets `number.owned` where the number describes a thing instead (a price, an age, a technical attribute).
    """
    return _KINDS.get(number.kind, _measure)(number)


def _age(number: Number) -> str | None:
    """An age has no indicator but a word for age (平均年龄): the people behind it or before it are its subject."""
    if number.measures(number.before) and not number.is_people(number.before):
        return number.name(number.before)
    behind, tokens = number.behind(), number.tokens
    phrase = number.before
    if behind.why == "noun" and tokens[behind.last].end - tokens[behind.first].start > 1:
        phrase = behind
    if phrase.why != "noun":
        return None
    start, end = tokens[phrase.first].start, tokens[phrase.last].end
    number.owned = number.ground.names.person(phrase_text(number.ground.text, start, end))
    following = tokens[phrase.last + 1].roles if phrase.last + 1 < len(tokens) else Role.STOP
    if phrase is behind and not following & (_CLOSES | Role.REPORT):
        number.subjects.person(number.owned, start, end)
    return None


def _count(number: Number) -> str | None:  # noqa: PLR0911 -- one return for each way to name it
    """The noun behind the classifier, else the noun before the number, else the verb that is counted."""
    if number.behind().why == "noun" and not number.is_object_of_both():
        return number.counted(number.behind())
    last = number.chain_end()
    if last > number.at:
        ahead = ind.after(number.tokens, last, number.ground)
        if ahead.why == "noun":
            return number.counted(ahead)
    ahead = ind.related(number.tokens, number.at, number.ground)
    if ahead.why == "noun" and not number.is_bare():
        return number.counted(ahead)
    before, told = number.before, number.told
    is_same = told.kind == "count" and told.unit == number.quantity.unit
    if not (is_same and before.why == "none" and not before.through & Role.HAVE):
        acting = number.acting()
        if acting.why == "noun":
            number.acts = True
            return number.counted(acting)
    if before.why == "noun" and is_same and number.is_owner(before):
        return number.carry()
    if before.why == "noun" and not number.is_owner(before):
        if number.is_quoted():
            number.own(before)
            return None
        return number.share(before) if number.is_free(before.first) else None
    if number.changes or before.why in _GOES_ON or before.why == "examples":
        return number.carry()
    if before.why == "of" and is_same:
        return number.carry()
    if before.why == "verb":
        return number.verb(before) or number.fronted()
    if before.why == "none" and is_same:
        return None if before.through & Role.HAVE else number.carry()
    return None


def _money(number: Number) -> str | None:  # noqa: PLR0911 -- the same
    """The sum before the number or behind it; a thing with a price is the subject."""
    before, behind, told = number.before, number.behind(), number.told
    if behind.why == "noun":
        is_flow = behind.through & Role.OF and number.tokens[behind.last].roles & Role.FLOW
        return _described(number, whole=bool(is_flow) or number.measures(behind))
    if (given := number.given()).why == "noun":
        return number.counted(given)
    if before.why == "noun":
        if number.is_owner(before):
            return number.carry() if number.changes else None
        if _is_price(number) and not number.measures(before) and not number.is_paid(before):
            number.own(before)
            return None
        return number.name(before)
    if number.changes or before.why in _GOES_ON or before.why == "of":
        return number.carry()
    if before.why == "verb" and (flow := number.fronted(measured=True) or number.verb(before)):
        return flow
    refers = (before.why == "verb" and not number.each) or before.through & (Role.LEVEL | Role.COMPARED | Role.EACH)
    return number.carry() if told.kind == "money" and refers else None


def _is_price(number: Number) -> bool:
    """Whether the sum is what each of something costs: 每碗, 元/吨, 报."""
    return "/" in (number.quantity.unit or "") or bool(number.before.through & (Role.EACH | Role.PRICE))


def _described(number: Number, *, whole: bool) -> str | None:
    """A noun stands behind: the indicator where `whole`, else the thing described by the property named before."""
    behind = number.behind()
    if number.measures(number.before):
        if behind.through & Role.OF:
            number.own(behind)
        return number.name(number.before)
    if whole:
        return number.counted(behind)
    number.own(behind)
    return None


def _measure(number: Number) -> str | None:  # noqa: PLR0911 -- the same
    """The property before the number, or the noun behind it that it measures (800亩油茶)."""
    before, behind, told = number.before, number.behind(), number.told
    if behind.why == "noun" and number.kind in ("physical", "temperature"):
        describes = behind.through & Role.OF or number.kind == "temperature"
        return _described(number, whole=not describes and not number.ground.describes(number.tokens[number.at].reading))
    if before.why == "noun":
        if number.is_of_counted():
            return number.resume()
        if number.is_owner(before):
            return number.carry() if told.kind == number.kind else None
        if before.through & Role.EACH and not number.measures(before) and not number.is_object(before):
            number.own(before)
            number.attribute = False
            return None
        return number.name(before)
    if number.changes or before.why in _GOES_ON:
        return number.carry()
    if before.why == "none" and before.through & Role.LEVEL and (topic := number.topic()):
        return topic
    if before.why == "verb" and (flow := number.verb(before) or number.fronted()):
        return flow
    refers = before.why != "verb" and (
        told.unit == number.quantity.unit or number.kind == "temperature" or before.through & _REFERS
    )
    return number.carry() if told.kind == number.kind and refers else None


def _share(number: Number) -> str | None:
    """The part whose share it is, else the noun before, else the noun behind, else what was told before."""
    before = number.before
    shared = ind.share(number.tokens, number.at)
    if shared is not None:
        return number.share(shared) if shared.why == "noun" else number.carry()
    behind = number.behind()
    if (given := number.given()).why == "noun":
        return number.counted(given)
    if behind.why == "noun" and behind.through & Role.OF and number.measures(behind) and not number.changes:
        return number.counted(behind)  # 以43%的市场份额
    if before.why == "noun" and not number.is_owner(before):
        if number.is_quoted():
            number.own(before)
            return None
        if number.is_item_of_rate():
            number.own(before)
            return number.carry()
        return number.share(before)
    if before.why == "of":
        compared = ind.compared_with(number.tokens, number.at)
        if compared.why == "noun" and (number.kind == "multiple" or number.measures(compared)):
            return number.name(compared)
        return number.carry()
    if not number.changes and before.why != "of" and behind.why == "noun":
        return number.counted(behind)
    return number.carry()


def _duration(number: Number) -> str | None:
    """Only the name of a time that something takes (工期, 时长) is an indicator."""
    before, behind, tokens = number.before, number.behind(), number.tokens
    if number.at and tokens[number.at - 1].roles & Role.EACH:
        return None
    measures = number.measures(before)
    if behind.why == "noun" and behind.through & Role.OF and not measures:
        number.own(behind)
        return None
    if number.spans(before) or (measures and not before.through & Role.ADVERB):
        return number.name(before)
    if before.why == "noun" and before.through & Role.EACH:
        return number.name(before)
    contrasts = before.why == "noun" and not (
        tokens[before.last].roles & Role.NOUN or before.through & ~(Role.LEVEL | Role.ADVERB)
    )
    goes_on = number.changes or before.why in _GOES_ON or contrasts
    return number.carry() if number.told.kind == "duration" and goes_on else None


def _score(number: Number) -> str | None:
    return number.name(number.before) if number.measures(number.before) else None


_KINDS: dict[Kind, Callable[[Number], str | None]] = {
    "age": _age,
    "count": _count,
    "money": _money,
    "percent": _share,
    "fraction": _share,
    "multiple": _share,
    "duration": _duration,
    "score": _score,
}
