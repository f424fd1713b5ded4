"""Firms that a text names in full, known in what follows by the short names that their full ones begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from shuliang.meaning.cues import Role
from shuliang.meaning.tokens import FIRM, KNOWN, NO_CUE, Token, run_start

if TYPE_CHECKING:
    from shuliang.meaning.ground import Ground

_SHORTEST: Final = 2
_LONGEST: Final = 4


def meet_firms(tokens: list[Token], ground: Ground) -> None:
    """Keep the short names of firms that are named in full: 宏铸 of 宏铸机械有限公司."""
    for place in range(1, len(tokens)):
        if tokens[place].cue.word not in ground.cues.firms:
            continue
        first = run_start(tokens, place)
        token = tokens[first]
        if first == place or token.cue is not NO_CUE:
            continue
        name = ground.text[token.start : token.end]
        region = ground.names.region(name)
        if region:
            name = name[len(region) :]
        if _SHORTEST <= len(name) <= _LONGEST and not ground.names.role(name):
            ground.firms.add(name)


def with_firms(tokens: list[Token], ground: Ground) -> list[Token]:
    """The tokens with the short names of firms, met before, cut from what follows them (宏铸|办厂)."""
    found: list[Token] = []
    for place, token in enumerate(tokens):
        if token.cue is NO_CUE:
            text = ground.text[token.start : token.end]
            behind = tokens[place + 1] if place + 1 < len(tokens) else None
            for length in range(min(_LONGEST, len(text)), _SHORTEST - 1, -1):
                if text[:length] in ground.firms and (length < len(text) or not _goes_on(token, behind)):
                    end = token.start + length
                    found.append(Token(KNOWN, token.start, end, FIRM))
                    token = Token(token.roles, end, token.end, NO_CUE)  # noqa: PLW2901 -- what is left of it
                    break
        if token.end > token.start:
            found.append(token)
    return found


def _goes_on(token: Token, behind: Token | None) -> bool:
    """Whether a noun goes on behind the token, as the full name of a firm does."""
    if behind is None or behind.start > token.end:
        return False
    return behind.roles & (Role.NOMINAL | Role.PROPERTY) == Role.NOMINAL
