"""Whether a number holds for each of several, and how a list with 分别 is dealt out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shuliang.meaning.cues import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.facts import Reading
    from shuliang.meaning.clauses import Token

_JOINS = Role.ENUM | Role.AND
_BETWEEN = Role.LEVEL | Role.CHANGE | Role.CHANGE_NOUN | Role.ASPECT | Role.ARRIVAL | Role.ADVERB | Role.HAVE | Role.VERB


def dealt(tokens: Sequence[Token], at: int, readings: Sequence[Reading]) -> list[int]:
    """The places of the numbers that 分别 at `tokens[at]` deals out, in their order."""
    found: list[int] = []
    place = at + 1
    while place < len(tokens):
        roles = tokens[place].roles
        if roles & Role.READING:
            if readings[tokens[place].reading].quantity.kind in ("date", "ordinal"):
                break
            found.append(place)
        elif found and not roles & (_JOINS | Role.COMMA):
            break
        elif found and roles & Role.COMMA:
            following = tokens[place + 1].roles if place + 1 < len(tokens) else Role.STOP
            if not following & Role.READING:
                break
        elif not found and roles & (Role.COMMA | Role.STOP):
            break
        place += 1
    return found if len(found) > 1 else []


def items(tokens: Sequence[Token], at: int, wanted: int) -> list[tuple[int, int]]:
    """The last `wanted` items of the list before `tokens[at]`, as spans of tokens (first, last); [] if there are fewer."""
    found: list[tuple[int, int]] = []
    place = at - 1
    while place >= 0 and tokens[place].roles & (Role.ADVERB | Role.COMMA | Role.AND_MORE | _BETWEEN):
        place -= 1
    last = place
    while place >= 0:
        roles = tokens[place].roles
        if roles & (Role.NOMINAL | Role.EITHER | Role.FLOW):
            place -= 1
            continue
        if place < last:
            found.append((place + 1, last))
        if len(found) == wanted or not roles & _JOINS:
            break
        place -= 1
        last = place
    else:
        if last >= 0:
            found.append((0, last))
    found.reverse()
    return found[-wanted:] if len(found) >= wanted else []
