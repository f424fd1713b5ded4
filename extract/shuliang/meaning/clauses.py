"""A sentence as a row of tokens: cue words, readings, punctuation, and the nominal runs between them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from shuliang.meaning.cues import Cue, Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from shuliang.meaning.cues import Cues
    from shuliang.meaning.ground import Ground

_TITLE = re.compile(r"《[^《》\n]*》")
_QUOTED = re.compile(r"[“‘「『][^“”‘’「」『』，。；：！？\n]{1,20}[”’」』]")
_ASIDE = re.compile(r"[（(【\[][^（()）【】\[\]\n]{0,60}[)）】\]]")
_OPENERS = frozenset("《“‘「『（(【[")
_NO_CUE = Cue("", Role.NOMINAL)
_FRAME_LENGTH = 5


class Token(NamedTuple):
    """The half-open span `start:end` of the clean text and what it can be; `reading` is an index or -1."""

    roles: int
    start: int
    end: int
    cue: Cue
    reading: int = -1


_DERIVABLE = Role.VERB | Role.EITHER | Role.FLOW
_ENDINGS = Role.COMMA | Role.STOP | Role.ENUM | Role.OF | Role.BRACKET
# These do end a clause: 下降了, 基础上, 增
_CLOSING = Role.ASPECT | Role.WHERE | Role.CHANGE | Role.COMPARED
_READING_CUE = Cue("", Role.READING)
_NOMINAL = Role.NOMINAL


def tokenise(ground: Ground, start: int, end: int, places: Sequence[int]) -> list[Token]:
    """The tokens of `text[start:end]`; `places` are the indices of the readings that lie in it, in their order.

    Quoted names, book titles and asides without a reading are one nominal token or nothing. Runs of one-character
    cues that only count before a number or another cue are given back to the noun where they stand before one.
    """
    text, readings, cues = ground.text, ground.readings, ground.cues
    words, lengths = cues.words, cues.lengths
    tokens: list[Token] = []
    at, open_run = start, -1
    todo = iter([(readings[index].start, readings[index].end, index) for index in places])
    next_start, next_end, next_index = next(todo, (end, end, -1))
    while at < end:
        if at == next_start and next_index >= 0:
            if open_run >= 0:
                tokens.append(Token(_NOMINAL, open_run, at, _NO_CUE))
                open_run = -1
            tokens.append(Token(Role.READING, at, next_end, _READING_CUE, next_index))
            at = next_end
            next_start, next_end, next_index = next(todo, (end, end, -1))
            continue
        head = text[at]
        if head in _OPENERS and (closed := _closed(text, at, min(next_start, end))):
            if head in "（(【[":
                if open_run >= 0:
                    tokens.append(Token(_NOMINAL, open_run, at, _NO_CUE))
                    open_run = -1
            elif open_run < 0:
                open_run = at
            at = closed
            continue
        found = None
        for length in lengths.get(head, ()):
            if at + length <= next_start or next_index < 0:
                found = words.get(text[at : at + length])
                if found is not None:
                    break
        if found is None:
            if open_run < 0:
                open_run = at
            at += 1
            continue
        if open_run >= 0:
            tokens.append(Token(_NOMINAL, open_run, at, _NO_CUE))
            open_run = -1
        length = len(found.word)
        if (
            found.roles & _DERIVABLE
            and text[at + length : at + length + 1] in cues.derives
            and not _begins(text, at + length, cues)
        ):
            open_run = at
            at += length
            continue
        tokens.append(Token(found.roles, at, at + length, found))
        at += length
        if found.roles & Role.EACH:
            at = _frame(text, at, next_start, cues, tokens)
    if open_run >= 0:
        tokens.append(Token(_NOMINAL, open_run, end, _NO_CUE))
    return _settled(tokens)


def _closed(text: str, at: int, limit: int) -> int | None:
    head = text[at]
    pattern = _TITLE if head == "《" else _QUOTED if head in "“‘「『" else _ASIDE
    match = pattern.match(text, at, limit)
    return match.end() if match else None


def _begins(text: str, at: int, cues: Cues) -> bool:
    """Whether a word of the lexicons begins here, longer than the ending that is looked for."""
    return any(length > 1 and text[at : at + length] in cues.words for length in cues.lengths.get(text[at], ()))


def _frame(text: str, at: int, limit: int, cues: Cues, tokens: list[Token]) -> int:
    """Join what 每 counts by (人, 公斤) to its token; the place after it."""
    for length in range(min(_FRAME_LENGTH, limit - at), 0, -1):
        if text[at : at + length] in cues.frames:
            last = tokens.pop()
            tokens.append(last._replace(end=at + length))
            return at + length
    return at


def _settled(tokens: list[Token]) -> list[Token]:
    """Give weak cues that stand before a noun back to it."""
    for place in range(len(tokens) - 1, -1, -1):
        token = tokens[place]
        if token.roles & Role.WEAK:
            following = tokens[place + 1].roles if place + 1 < len(tokens) else Role.STOP
            touches = place + 1 >= len(tokens) or tokens[place + 1].start == token.end
            ends = place and tokens[place - 1].roles & Role.NOMINAL and tokens[place - 1].end == token.start
            noun = following & Role.NOMINAL and not following & (Role.EITHER | Role.FLOW)
            if (touches and noun) or (ends and following & _ENDINGS and not token.roles & _CLOSING):
                tokens[place] = token._replace(roles=Role.NOMINAL, cue=_NO_CUE)
        elif token.roles & Role.COMPARATOR and 0 < place < len(tokens) - 1:
            # 车桩比达到…: nothing is compared where a verb of level follows the noun
            before, behind = tokens[place - 1], tokens[place + 1]
            if before.roles & Role.NOMINAL and before.end == token.start and behind.roles & Role.LEVEL:
                if not behind.roles & Role.PREPOSITION and len(token.cue.word) == 1:
                    tokens[place] = token._replace(roles=Role.NOMINAL, cue=_NO_CUE)
        elif token.roles & Role.TIMID and 0 < place < len(tokens) - 1:
            before, behind = tokens[place - 1], tokens[place + 1]
            if before.roles & behind.roles & Role.NOMINAL and before.end == token.start and behind.start == token.end:
                tokens[place] = token._replace(roles=Role.NOMINAL, cue=_NO_CUE)
    return tokens
