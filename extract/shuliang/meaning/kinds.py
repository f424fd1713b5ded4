"""How the indicator is found for each kind of number."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning import indicator as ind
from shuliang.meaning.candidates import titled
from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import phrase_text
from shuliang.meaning.tokens import role_of_name
from shuliang.quantity.readings import LOWER, UPPER

if TYPE_CHECKING:
    from collections.abc import Callable

    from shuliang.facts import Kind
    from shuliang.meaning.number import Number

_GOES_ON: Final = frozenset({"chain", "compared"})
_CLOSES: Final = Role.READING | Role.NOMINAL | Role.STOP | Role.COMMA | Role.AND | Role.ENUM
_LIMITS: Final = LOWER | UPPER
_REFERS: Final = Role.LEVEL | Role.COMPARED | Role.ARRIVAL | Role.EACH


def indicator(number: Number) -> str | None:
    """What is counted or measured, None where the text names nothing.

    Sets `number.owned` where the number describes a thing instead (a price, an age, a technical attribute).
    """
    label = number.label()
    return number.name(label) if label.why == "noun" else _KINDS.get(number.kind, _measure)(number)


def _age(number: Number) -> str | None:
    """An age has no indicator but a word for age (平均年龄): the people behind it or before it are its subject."""
    named = number.before
    if named.why == "chain":
        named = ind.before(number.tokens, number.number_before(), number.ground)
    if number.measures(named) and not number.is_people(named):
        return number.name(named)
    behind, tokens = number.behind(), number.tokens
    phrase = number.before
    if behind.why == "noun" and tokens[behind.last].end - tokens[behind.first].start > 1:
        phrase = behind
    if phrase.why != "noun":
        return None
    is_name = bool(role_of_name(tokens[phrase.last]))  # 年纪最大的|研究员陈伯渊
    first = titled(tokens, phrase.last, number.ground) if is_name else phrase.first
    start, end = tokens[first].start, tokens[phrase.last].end
    number.owned = number.ground.names.person(phrase_text(number.ground.text, start, end))
    following = tokens[phrase.last + 1].roles if phrase.last + 1 < len(tokens) else Role.STOP
    if phrase is behind and not following & (_CLOSES | Role.REPORT):
        number.subjects.person(number.owned, start, end)
    return None


def _count(number: Number) -> str | None:
    """The noun behind the classifier, else the noun before the number, else the verb that is counted."""
    if number.is_of_places() and not number.measures(number.before):
        return None
    behind = _counted_behind(number)
    if behind.why == "noun":
        return number.counted(behind)
    if not (number.is_same() and number.before.why == "none" and not number.before.through & Role.HAVE):
        acting = number.acting()
        if acting.why == "noun":
            number.acts = True
            return number.counted(acting)
    return _counted_before(number)


def _counted_behind(number: Number) -> ind.Phrase:
    """The counted noun behind the number, the chain that begins with it, or a clause that describes what is counted."""
    tokens, at, ground = number.tokens, number.at, number.ground
    behind = number.behind()
    if behind.why == "noun" and not number.is_object_of_both():
        return behind
    last = number.chain_end()
    if last > at and (ahead := ind.after(tokens, last, ground)).why == "noun":
        return ahead
    if number.is_bare():
        return ind.NOTHING
    ahead = ind.attributed(tokens, at, ground)
    return ahead if ahead.why == "noun" else ind.related(tokens, at, ground)


def _counted_before(number: Number) -> str | None:  # noqa: PLR0911 -- one return for each way to name it
    """The noun before the number, the verb before it, or what was counted before."""
    before, is_same = number.before, number.is_same()
    if before.why == "noun":
        if number.is_owner(before):
            return number.carry() if is_same or number.changes else None
        if number.is_quoted() and number.quantity.unit not in number.ground.cues.counters:
            number.own(before)
            return None
        if number.is_free(before.first):
            return number.share(before)
        behind_verb = number.object_in(before)
        return number.name(behind_verb) if behind_verb.why == "noun" else None
    if number.changes or before.why in _GOES_ON or before.why == "examples":
        return number.carry()
    if before.why == "of":
        if not before.through & Role.HAVE:
            return None
        goes_on = number.is_same(earlier=True) and not number.is_bare()
        return number.resume() if goes_on else number.having()
    if before.why == "verb":
        found = number.verb(before) or number.fronted()
        return number.carry() if found is None and is_same and number.is_further() else found
    if before.why == "none" and (topic := number.topic()):
        return topic
    return number.carry() if is_same and not before.through & Role.HAVE else None


def _money(number: Number) -> str | None:  # noqa: PLR0911 -- the same
    """The sum before the number or behind it; a thing with a price is the subject."""
    before, behind, told = number.before, number.behind(), number.told
    if behind.why == "noun" and not number.is_object_of_both():
        is_flow = behind.through & Role.OF and number.tokens[behind.last].roles & (Role.FLOW | Role.EITHER)
        return _described(number, whole=bool(is_flow) or number.measures(behind))
    if (given := number.given()).why == "noun":
        return number.counted(given)
    if before.why == "noun":
        if number.is_owner(before) or number.is_doer(before):
            return number.carry() if number.changes else None
        if number.is_item_of_sum():
            number.own(before)
            return number.carry()
        if _is_price(number) and not number.measures(before) and not number.is_paid(before):
            number.own(before)
            return None
        return number.name(before)
    if number.changes or before.why in _GOES_ON or before.why == "of":
        return number.carry()
    if before.why == "verb" and (flow := number.fronted(measured=True) or number.verb(before)):
        return flow
    refers = (before.why == "verb" and not number.each) or before.through & (Role.LEVEL | Role.COMPARED | Role.EACH)
    refers = refers or (before.why == "none" and (number.is_first_time() or number.is_reached()))
    return number.carry() if told.kind == "money" and refers else None


def _is_price(number: Number) -> bool:
    """Whether the sum is what each of something costs: 每碗, 元/吨, 报."""
    return "/" in (number.quantity.unit or "") or bool(number.before.through & (Role.EACH | Role.PRICE))


def _described(number: Number, *, whole: bool) -> str | None:
    """A noun stands behind: the indicator where `whole`, else the thing described by the property named before."""
    behind = number.behind()
    if number.measures(number.before):
        if behind.through & Role.OF or number.quantity.modifier in _LIMITS:
            number.own(behind)  # 身高1.3米以下|儿童
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
        if number.is_distance(before):
            return None
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
    if before.why == "verb" and (flow := number.fronted(measured=True) or number.verb(before) or number.fronted()):
        return flow
    refers = before.why != "verb" and (
        told.unit == number.quantity.unit or number.kind == "temperature" or before.through & _REFERS
    )
    return number.carry() if told.kind == number.kind and refers else None


def _share(number: Number) -> str | None:  # noqa: C901, PLR0911 -- the same
    """The part whose share it is, else the noun before, else the noun behind, else what was told before."""
    before = number.before
    shared = ind.share(number.tokens, number.at, number.ground)
    if shared is not None:
        return number.share(shared) if shared.why == "noun" else number.carry()
    behind = number.behind()
    if (given := number.given()).why == "noun":
        return number.counted(given)
    if behind.why == "noun" and not number.changes:
        if behind.through & Role.OF and number.measures(behind):
            return number.counted(behind)  # 以43%的市场份额
        if number.words(behind) in number.ground.cues.holdings:
            return number.counted(behind)
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
    reaches = before.why == "none" and before.through & Role.LEVEL
    return (number.topic() if reaches else None) or number.carry()


def _duration(number: Number) -> str | None:  # noqa: PLR0911 -- the same
    """Only the name of a time that something takes (工期, 时长) is an indicator."""
    before, behind, tokens = number.before, number.behind(), number.tokens
    following = tokens[number.at + 1].roles if number.at + 1 < len(tokens) else Role.STOP
    if number.at and tokens[number.at - 1].roles & Role.EACH:
        return None
    if following & Role.CHANGE and not number.changes and not number.spans(before):
        return None  # 资产总额五年增长64%
    measures = number.measures(before)
    if behind.why == "noun" and behind.through & Role.OF and not measures:
        number.own(behind)
        return None
    if number.spans(before) or (measures and not before.through & Role.ADVERB):
        return number.name(before)
    if before.why == "noun" and before.through & Role.EACH:
        return number.name(before)
    if before.why == "verb" and (fronted := number.fronted(measured=True)):
        return fronted
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
