"""What a sentence is cut into: tokens with what each can be, and the pieces of text that they come from."""

from __future__ import annotations

from typing import Final

from shuliang.meaning.cues import Cue, Role

NO_CUE: Final = Cue("", Role.NOMINAL)
"""The cue of a nominal run that the lexicons do not know."""
PERSON: Final = Cue("", Role.NOMINAL)
"""The cue of a person's name."""
FIRM: Final = Cue("", Role.NOMINAL)
"""The cue of the short name of a firm that was named in full before."""
READING: Final = Cue("", Role.READING)
KNOWN: Final = Role.NOMINAL | Role.KNOWN_START | Role.KNOWN_END


class Token:
    """The half-open span `start:end` of the clean text and what it can be; `reading` is an index or -1."""

    __slots__ = ("cue", "end", "reading", "roles", "start")

    def __init__(self, roles: int, start: int, end: int, cue: Cue, reading: int = -1) -> None:
        self.roles = roles
        self.start = start
        self.end = end
        self.cue = cue
        self.reading = reading


def role_of_name(token: Token) -> str:
    """The role of an owner that a token has as a name of the text: a person's, or the short name of a firm; else ""."""
    if token.cue is PERSON:
        return "person"
    return "ending" if token.cue is FIRM else ""


def run_start(tokens: list[Token], last: int) -> int:
    """Where the row of nouns begins that `tokens[last]` ends, each touching the next."""
    first = last
    while first and tokens[first - 1].roles & Role.NOMINAL and tokens[first - 1].end == tokens[first].start:
        first -= 1
    return first


class Piece:
    """A half-open span of the text and the indices of the readings that lie in it, in their order."""

    __slots__ = ("end", "places", "start")

    def __init__(self, start: int, end: int, places: list[int]) -> None:
        self.start = start
        self.end = end
        self.places = places
