"""How a list with 分别 is dealt out: to a list of names before it, or to the indicators said before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

from shuliang.meaning import indicator as ind
from shuliang.meaning.cues import Role
from shuliang.meaning.phrases import NAMED, phrase_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from shuliang.facts import Meaning
    from shuliang.meaning.ground import Ground
    from shuliang.meaning.tokens import Token

_HOLDERS: Final = frozenset({"person", "group"})
_JOINS: Final = Role.ENUM | Role.AND
_NOUNS: Final = Role.NOMINAL | Role.EITHER | Role.FLOW
_PASSED: Final = (
    Role.LEVEL | Role.CHANGE | Role.CHANGE_NOUN | Role.ASPECT | Role.ARRIVAL | Role.ADVERB | Role.HAVE | Role.VERB
    | Role.COMMA | Role.AND_MORE | Role.BASIS
)  # fmt: skip


class Deal(NamedTuple):
    """What one number of the list gets: an indicator, a subject, or nothing where the list has no names.

    Where items share a property that the last one names (肉、奶产量), `item` and that property (`measured`) are
    subject and indicator unless a place is spoken of, of which both together are told.
    """

    indicator: str | None = None
    subject: str | None = None
    item: str | None = None
    measured: str | None = None

    def apply(self, indicator: str | None, subject: str | None, *, in_place: bool) -> tuple[str | None, str | None]:
        if self.item and not in_place:
            return self.measured, self.item
        return self.indicator or indicator, self.subject or subject


def deal(tokens: list[Token], at: int, ground: Ground, found: Sequence[Meaning]) -> Mapping[int, Deal]:
    """Reading → what 分别 at `tokens[at]` deals to it; `found` are the meanings of the numbers before."""
    numbers = _numbers(tokens, at, ground)
    if not numbers:
        return {}
    spans = _items(tokens, at, len(numbers))
    if spans:
        through = ind.before(tokens, numbers[0], ground).through
        priced = through & Role.PRICE and not ground.names.is_property(tokens[spans[-1][1]], ground.text)
        counts = bool(priced) or ground.kinds[tokens[numbers[0]].reading] == "count"
        deals = [_item(tokens, span, spans[-1], ground, counts=counts) for span in spans]
    elif ind.before(tokens, at, ground).why == "noun":
        deals = [Deal()] * len(numbers)
    else:
        deals = _said(tokens, at, found, len(numbers))
    return {tokens[place].reading: dealt for place, dealt in zip(numbers, deals, strict=True)}


def _numbers(tokens: list[Token], at: int, ground: Ground) -> list[int]:
    """The places of the numbers that are dealt out, two or more, in their order."""
    found: list[int] = []
    for place in range(at + 1, len(tokens)):
        roles = tokens[place].roles
        if roles & Role.READING:
            if ground.kinds[tokens[place].reading] in ("date", "ordinal"):
                if found:
                    break
                continue
            found.append(place)
        elif roles & Role.COMMA:
            following = tokens[place + 1].roles if place + 1 < len(tokens) else Role.STOP
            if not found or not following & Role.READING:
                break
        elif roles & Role.STOP or (found and not roles & _JOINS):
            break
    return found if len(found) > 1 else []


def _items(tokens: list[Token], at: int, wanted: int) -> list[tuple[int, int]]:
    """The last `wanted` items of the list before `tokens[at]`, as (first, last) token; [] where there are fewer."""
    found: list[tuple[int, int]] = []
    place = at - 1
    while place >= 0 and tokens[place].roles & _PASSED:
        place -= 1
    last = place
    while place >= 0 and len(found) < wanted:
        if tokens[place].roles & (_NOUNS | Role.THIS) or (tokens[place].roles & Role.OF and not found and place < last):
            place -= 1
            continue
        if place < last:
            found.append((place + 1, last))
        if not tokens[place].roles & _JOINS:
            break
        place -= 1
        last = place
    if place < 0 <= last and len(found) < wanted:
        found.append((0, last))
    found.reverse()
    return found if len(found) == wanted else []


def _item(tokens: list[Token], span: tuple[int, int], final: tuple[int, int], ground: Ground, *, counts: bool) -> Deal:
    """A name in the list is the subject where it is an owner or the numbers count something else."""
    words = phrase_text(ground.text, tokens[span[0]].start, tokens[span[1]].end)
    if counts or ground.names.role(words) in NAMED:
        return Deal(subject=words)
    tail = _tail(tokens, final, ground)
    if tail and (span == final or not ground.names.is_property(tokens[span[1]], ground.text)):
        # 肉、奶产量: the last name's property is that of all, and each item has it
        owned = _tail(tokens, final, ground, holders=False)
        if span == final:
            return Deal(indicator=words, item=_holder(tokens, final, owned, ground), measured=owned)
        return Deal(indicator=words + tail, item=words + tail.removesuffix(owned), measured=owned)
    return Deal(indicator=words)


def _holder(tokens: list[Token], final: tuple[int, int], tail: str, ground: Ground) -> str:
    """The last name of the list without the property that it has for all."""
    end = tokens[final[1]].end - len(tail)
    last = next((place for place in range(final[1], final[0], -1) if tokens[place].start < end), final[0])
    if tokens[last].roles & Role.OF:
        end = tokens[last].start
    return phrase_text(ground.text, tokens[final[0]].start, end)


def _tail(tokens: list[Token], final: tuple[int, int], ground: Ground, *, holders: bool = True) -> str:
    """What the last name of the list has for all: its property or flow, with those who have it (农村居民人均收入)."""
    first, last = final
    if not tokens[last].roles & (Role.PROPERTY | Role.FLOW):
        return ""
    start = last
    while start > first + 1 and tokens[start - 1].roles & (Role.OPENING | Role.PROPERTY):
        start -= 1  # 西部|业务量占比
    if holders and start > first + 1:
        words = ground.text[tokens[start - 1].start : tokens[start - 1].end]
        if ground.names.role(words) in _HOLDERS:
            start -= 1
    return ground.text[tokens[start].start : tokens[last].end]


def _said(tokens: list[Token], at: int, found: Sequence[Meaning], wanted: int) -> list[Deal]:
    """As many indicators as are wanted, said just before (空置率6%、投诉率2%，分别下降…)."""
    said: list[Deal] = []
    for token in reversed(tokens[:at]):
        if token.reading >= 0 and (words := found[token.reading].indicator):
            if all(dealt.indicator != words for dealt in said):
                said.append(Deal(indicator=words))
            if len(said) == wanted:
                return said[::-1]
    return [Deal()] * wanted
