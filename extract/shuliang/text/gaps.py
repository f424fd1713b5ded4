"""Blanks that typesetting put between a number and its unit: `５００ 余 名`, `2.3 万 家 次`, `400 万股 至 800 万股`."""

from __future__ import annotations

import re
from functools import cache

from shuliang.text.tables import gap_words

_BLANK = "[ \u3000\u00a0\u2009]{1,2}"
_DIGIT = "[0-9０-９]"
_HAN = "[\u3400-\u9fff]"
_SIGN = "[%％‰℃]"
_BLANKS = re.compile(_BLANK)
_ENUMERATOR = 4
"""Characters of a number at the beginning of a line up to which it numbers the line: `2 个人信息`, `3.1 术语`."""


def find_gaps(text: str) -> list[tuple[int, int]]:
    """Half-open spans of the blanks inside numeric expressions, in order; blanks between words are left."""
    if not _begins().search(text):
        return []
    gaps: set[tuple[int, int]] = set()
    for match in _numeral_gaps().finditer(text):
        if not _numbers_its_line(text, match.start()):
            gaps.update(_blanks(text, *match.span()))
    for match in _joint_gaps().finditer(text):
        gaps.update(_blanks(text, *match.span()))
    return sorted(gaps)


def _blanks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    return [blank.span() for blank in _BLANKS.finditer(text, start, end)]


def _numbers_its_line(text: str, at: int) -> bool:
    begin = text.rfind("\n", 0, at) + 1
    return at - begin < _ENUMERATOR and not re.search(_HAN, text[begin:at])


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(f"{_DIGIT}{_BLANK}(?:{_HAN}|{_SIGN})")


@cache
def _numeral_gaps() -> re.Pattern[str]:
    """A digit, parts of a numeral, each perhaps behind a blank, and a last blank before what is counted."""
    part = f"(?:{'|'.join(gap_words()['part'])})"
    return re.compile(f"{_DIGIT}(?:(?:{_BLANK})?{part})*{_BLANK}(?={_HAN}|{_SIGN})")


@cache
def _joint_gaps() -> re.Pattern[str]:
    """A blank before a bound word behind a number's unit, and the blanks around 至 between two numbers."""
    near = f"(?<={_DIGIT}.)|(?<={_DIGIT}..)|(?<={_DIGIT}...)|(?<={_DIGIT}....)|(?<={_DIGIT}.....)|(?<={_SIGN})"
    joint = f"{_BLANK}[{''.join(gap_words()['joint'])}](?:{_BLANK})?(?={_DIGIT})"
    return re.compile(f"(?:{near})(?:{joint}|{_BLANK}(?={'|'.join(gap_words()['after'])}))")
