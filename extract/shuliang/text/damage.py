"""Places where bytes were lost, and how far around them numbers are not to be trusted. Nothing is guessed."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from shuliang.text.annotations import LETTERS, TONED, normal_reading
from shuliang.text.gibberish import find_gibberish, may_be_gibberish
from shuliang.text.tables import HAN, readings, signs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010fffd"
_CONTROL = "\x80-\x84\x86-\x9f"
_MARK = re.compile(f"[?\ufffd{_PRIVATE}{_CONTROL}]+")
_STRANGE = re.compile(f"[{_PRIVATE}{_CONTROL}]+")
_SENTENCE_END = re.compile("[”’」』）)]*(?:\n|\\Z)")
_REST = re.compile(rf"[(（]? ?([{LETTERS}]{{1,9}}) ?[)）]")
_BROKEN_REST = re.compile(rf"[?\ufffd][(（]? ?([{LETTERS}]{{1,9}}) ?[)）]")
# A misaligned stretch begins with a lost byte; the punctuation after it is often made of two halves.
_OPENING = re.compile("(?:[?\ufffd]|？(?=[！，。；：、]))[;:!,.，。；：！？、（(]?")
_LEFTOVER = re.compile(r"[A-Za-z_~@\[\\\]^`{|}?\ufffd]")
# What halves of pairs cannot show: ASCII; a comma, for no usual character begins with its second byte (but 現, whose
# other half is ASCII); an enumeration comma, for none at all does.
_IN_STEP = re.compile("[\x00-\x7f\ufffd、]|，(?![@-~])")
_TONED = re.compile(f"[{TONED}]")
_DIGITS = "0-9.,%"
_WORD = f"[/{HAN}]{{0,6}}?"
_LOST_BYTES = "?\ufffd"
_REACH = 48
_SHORT_REACH = 16
_AFTER_REST = 8
_FOREIGN = 10
_QUESTION_REACH = 24


class Damage(NamedTuple):
    """A half-open span of the clean text; a number that touches it is not published, for `reason`."""

    start: int
    end: int
    reason: str


LOST = "a byte was lost here: characters or digits beside it may be missing or false"
SHIFTED = "bytes were lost in a conversion to traditional script: the characters that follow are false"
BROKEN = "the rest of a broken pinyin annotation: the characters around it may be false"


def find_damage(text: str, unfolded: str, unusual: Mapping[str, int], *, conversion: bool) -> tuple[Damage, ...]:
    """All damage in the clean `text`, sorted and merged.

    `unfolded` is the text before its characters were folded, one for one; `unusual` counts at least the characters
    that ordinary text is not made of; `conversion` says that pinyin annotations were found.
    """
    found = [Damage(*stretch) for stretch in find_gibberish(unfolded, unusual)] if may_be_gibberish(unusual) else []
    if conversion:
        found += _converted(unfolded)
    elif any(map(_MARK.match, unusual)):
        found += _isolated(text)
    return _merged(_widened(text, damage) for damage in found) if found else ()


def _isolated(text: str) -> Iterator[Damage]:
    """Lost bytes in text that was not shifted: each mark by itself."""
    marks = [match for match in _MARK.finditer(text) if not _is_foreign(text, match)]
    asking = [_is_question(text, match) for match in marks]
    lost = not all(asking)  # then a question mark before a number may be a lost byte, too
    for match, asks in zip(marks, asking, strict=True):
        if not asks or (lost and _stands_before_number(text, match)):
            yield Damage(*match.span(), LOST)


def _is_foreign(text: str, match: re.Match[str]) -> bool:
    """`?` in an address, a formula or a foreign sentence: nothing East Asian near it, or no character it could eat."""
    if match[0].strip("?"):
        return False
    start, end = match.span()
    if text[max(0, start - _FOREIGN) : end + _FOREIGN].isascii():
        return not (text[max(0, start - 1) : start].isdigit() and text[end : end + 1].isdigit())
    before, after = text[max(0, start - 1) : start], text[end : end + 1]
    return not (before > "\x7f" or after > "\x7f" or before.isdigit() or after.isdigit())


def _is_question(text: str, match: re.Match[str]) -> bool:
    """A half-width question mark: alone in brackets, after words that ask, or at the end of a line and no number."""
    if match[0].strip("?"):
        return False
    start, end = match.span()
    before = text[max(0, start - 1) : start]
    if before in ("(", "（") and text[end : end + 1] in (")", "）"):
        return True
    if len(match[0]) == 1 and _SENTENCE_END.match(text, end):
        return not (before.isdigit() or before in signs().numerals + signs().unit_beginnings)
    return signs().question.search(text, max(0, start - _QUESTION_REACH), start) is not None


def _stands_before_number(text: str, match: re.Match[str]) -> bool:
    following = text[match.end() : match.end() + 1]
    return following.isdigit() or (following in signs().numerals and following != "")


def _converted(text: str) -> Iterator[Damage]:
    """Shifted stretches: from the lost byte to the next ASCII character, which cannot be half of a pair.

    `text` is not folded yet, for a full-width letter is a pair.
    """
    shifts = []
    position = 0
    while match := _OPENING.search(text, position):
        rest = _BROKEN_REST.match(text, match.start())
        start, reach = (rest.end(), _AFTER_REST) if rest else (match.end(), _SHORT_REACH)
        position = _end_of_shift(text, start, reach)
        shifts.append(Damage(match.start(), position, SHIFTED))
    yield from shifts
    yield from (Damage(*match.span(), LOST) for match in _STRANGE.finditer(text))
    starts = [shift.start for shift in shifts]
    for match in _REST.finditer(text):
        if not _is_rest(match[1]):
            continue
        last = bisect_right(starts, match.start()) - 1
        explained = last >= 0 and match.start() <= shifts[last].end
        start = match.start() if explained else _start_of_shift(text, match.start())
        if explained or text[max(0, match.start() - 1) : match.start()].isascii():
            yield Damage(start, match.end(), BROKEN)
        else:
            yield Damage(start, _end_of_shift(text, match.end(), _AFTER_REST), SHIFTED)


def _is_rest(syllable: str) -> bool:
    return _TONED.search(syllable) is not None and normal_reading(syllable) in readings()


def _end_of_shift(text: str, start: int, reach: int) -> int:
    """Through the next character in step if it is the other half of a pair, else to it, or as far as `reach`.

    After a second lost byte the text may be shifted still: so it is where another half of a pair follows. A broken
    annotation further on begins a shift of its own.
    """
    end = _next_in_step(text, start)
    if end is None or not _LEFTOVER.match(text, end):
        return min(start + reach, len(text) if end is None else end)
    if text[end] in _LOST_BYTES:
        if end > start and _BROKEN_REST.match(text, end):
            return end
        further = _next_in_step(text, end + 1)
        if further is not None and text[further] not in _LOST_BYTES and _LEFTOVER.match(text, further):
            return further + 1
    return end + 1


def _next_in_step(text: str, start: int) -> int | None:
    match = _IN_STEP.search(text, start, start + _REACH)
    return match.start() if match else None


def _start_of_shift(text: str, end: int) -> int:
    """Back from the half of a character before a broken annotation to the last ASCII character."""
    start = max(0, end - 1)
    while start > 0 and end - start < _SHORT_REACH and not text[start - 1].isascii():
        start -= 1
    return start


@cache
def _before() -> re.Pattern[str]:
    """A number that the damage may have cost its unit's or its bound's end, or a digit in a word; read backwards."""
    known = signs()
    lost = rf"[{known.unit_beginnings}]{{0,3}}|[{known.bound_beginnings}]{_WORD}"
    number = rf"(?:{lost})(?:[{re.escape(known.joints)}]?[{_DIGITS}{known.numerals}]+)+"
    quoted = "[^“”\n]{0,14}“"  # whatever was quoted has lost its end, and may have been a name
    return re.compile(rf"{quoted}|{number}|{_WORD}[{known.word_numerals}]++(?!第)")


@cache
def _after() -> re.Pattern[str]:
    """A number that the damage may have cost digits or its bound's beginning, or a digit in a word."""
    known = signs()
    number = rf"[{known.bound_endings}]{{0,2}}(?:[{re.escape(known.joints)}]?[{_DIGITS}{known.numerals}]+)+"
    return re.compile(rf"{number}|{_WORD}[{known.word_numerals}]+")


def _widened(text: str, damage: Damage) -> Damage:
    if damage.reason == BROKEN:  # its bytes are accounted for, what follows is in step again
        return damage
    backwards = _before().match(text[max(0, damage.start - _SHORT_REACH) : damage.start][::-1])
    forwards = _after().match(text, damage.end)
    start = damage.start - (backwards.end() if backwards else 0)
    return Damage(start, forwards.end() if forwards else damage.end, damage.reason)


def _merged(damages: Iterable[Damage]) -> tuple[Damage, ...]:
    """Sorted; where two overlap or touch, one with the reason of the longer."""
    merged: list[Damage] = []
    for damage in sorted(damages):
        if merged and damage.start <= merged[-1].end:
            last = merged.pop()
            longer = max(last, damage, key=lambda one: one.end - one.start)
            merged.append(Damage(last.start, max(last.end, damage.end), longer.reason))
        else:
            merged.append(damage)
    return tuple(merged)
