"""The day a text was published, from a field, a URL or the text's own date line; never from today's date."""

from __future__ import annotations

import datetime
import itertools
import re
from enum import IntEnum
from functools import cache
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

from shuliang.rulebook.files import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_HEAD_CHARS, _LEAD_CHARS, _TAIL_CHARS = 1_200, 300, 400
_BEFORE_CHARS, _AFTER_CHARS = 100, 60

_FIELD = re.compile(r"\s*(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d\d)(\d\d)|年(\d{1,2})月(\d{1,2})日)(?!\d)")
_HOST = re.compile(r"^[a-z]+://[^/]*", re.IGNORECASE)
_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-_/])(\d{1,2})\2(\d{1,2})|[-_/]?(\d\d)[-_/]?(\d\d))(?!\d)")

# A day has two digits, or one that no digit follows, for hit counts run into it (2021-04-261234). No month follows it,
# as it does in a range of months (2021年1-6月).
_DATE = re.compile(
    r"""([12]\d{3})(?<!\d{5})[ ]?(?:年[ ]?|[-/.])(\d{1,2})[ ]?(?:月[ ]?|[-/.])
    (\d{1,2})(?:(?<=\d\d)|(?!\d))(?![ ]?[月年])(?:[ ]?日)?""",
    re.VERBOSE,
)
_CLOCK = r"(?:\d{1,2} ?[:：时] ?\d{1,2}(?: ?[:：分] ?\d{1,2})?[分秒]?)?"
_LINE_BEFORE = re.compile(r"[\s　(（【\[—–-]*")
_LINE_AFTER = re.compile(rf"[\s)）】\]]*(?:星期.|周.)?\s*{_CLOCK}[\s\d]*")
_SOURCE_AFTER = re.compile(rf"\s{{0,9}}{_CLOCK}(?:[\s|)）】\]]|$)")
_READING_AID = re.compile(r"[(（][a-zà-öø-ÿāēīōūǎěǐǒǔǖǘǚǜńňǹḿ ]{1,8}[)）]")


class Published(NamedTuple):
    """A publication date and how it was found: metadata, field, option, url or text."""

    date: datetime.date
    found: str


class _Role(IntEnum):
    """What a date in a text is by the words around it; the lowest is believed."""

    PUBLISHED = 0
    WRITTEN = 1
    TIME = 2
    ALONE = 3
    SOURCE = 4
    NONE = 9


def day(year: int, month: int, day_of_month: int) -> datetime.date | None:
    """That day, or None where there is no such day or the year cannot be meant."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day_of_month)
    except ValueError:
        return None


def date_of_field(value: object) -> datetime.date | None:
    """The day a field states: a date, or a text that begins with one (`2024-05-06T08:00+08:00`, `20240506`)."""
    if isinstance(value, datetime.datetime):
        return value.date()
    if isinstance(value, datetime.date):
        return value
    found = _FIELD.match(value) if isinstance(value, str) else None
    return _day_of(found) if found else None


def date_of_url(url: str | None) -> datetime.date | None:
    """The day in the path of a URL: `/2024/05/06/`, `/2024-05/06/`, `/20240506/`, `t20240506_1.html`."""
    if not url:
        return None
    path = _HOST.sub("", url).partition("?")[0]
    return next(filter(None, map(_day_of, _URL.finditer(path))), None)


def date_of_text(text: str) -> datetime.date | None:
    """The day in a text's own date line, near its beginning or else near its end.

    In the head, in this order: a date after a word of publishing; after a word of writing; after `时间` or standing
    alone on a line, at the very beginning; after a source. In the tail: after such a word, or the last one alone.
    """
    head = [
        (role, date)
        for role, start, date in _dates(text, 0, _HEAD_CHARS)
        if start < _LEAD_CHARS or role not in {_Role.TIME, _Role.ALONE}
    ]
    if head:
        return min(head, key=itemgetter(0))[1]
    tail = [(role, date) for role, _, date in _dates(text, max(_HEAD_CHARS, len(text) - _TAIL_CHARS), len(text))]
    named = [date for role, date in tail if role <= _Role.WRITTEN]
    alone = [date for role, date in tail if role == _Role.ALONE]
    return named[0] if named else alone[-1] if alone else None


def date_of_page(text: str) -> datetime.date | None:
    """The day in a date line anywhere among the shown words of a page, where only labelled dates count."""
    labelled = [(role, date) for role, _, date in _dates(text, 0, len(text)) if role != _Role.ALONE]
    return min(labelled, key=itemgetter(0))[1] if labelled else None


def _dates(text: str, start: int, end: int) -> Iterator[tuple[_Role, int, datetime.date]]:
    """Role, place and day of each date that has a role and begins in `start:end`."""
    lines = _lines()
    arabic = ((found, _day_of(found)) for found in _DATE.finditer(text, start, end))
    chinese = ((found, lines.day_of(found)) for found in lines.date.finditer(text, start, end))
    for found, date in itertools.chain(arabic, chinese):
        role = _role(text, found.start(1), found.end()) if date else _Role.NONE
        if date and role != _Role.NONE:
            yield role, found.start(1), date


def _role(text: str, start: int, end: int) -> _Role:
    lines = _lines()
    before = _READING_AID.sub("", text[max(0, start - _BEFORE_CHARS) : start])
    after = text[end : end + _AFTER_CHARS]
    if lines.published.search(before):
        return _Role.PUBLISHED
    if lines.written.search(before):
        return _Role.WRITTEN
    if lines.time.search(before):
        return _Role.NONE if lines.event.search(after) else _Role.TIME
    if _LINE_BEFORE.fullmatch(before.rpartition("\n")[2]) and _LINE_AFTER.fullmatch(after.partition("\n")[0]):
        return _Role.ALONE
    if lines.source.search(before) and _SOURCE_AFTER.match(after):
        return _Role.SOURCE
    return _Role.NONE


def _day_of(found: re.Match[str]) -> datetime.date | None:
    numbers = [int(group) for group in found.groups() if group and group.isdigit()]
    return day(numbers[0], numbers[1], numbers[2])


class _Lines(NamedTuple):
    """The words of the lexicon `date_lines`, as patterns of what stands before a date (`event`: after it).

    `date` is a date in Chinese characters, `digits` their values, `ten` what multiplies by ten.
    """

    published: re.Pattern[str]
    written: re.Pattern[str]
    time: re.Pattern[str]
    source: re.Pattern[str]
    event: re.Pattern[str]
    date: re.Pattern[str]
    digits: dict[str, int]
    ten: str

    def day_of(self, found: re.Match[str]) -> datetime.date | None:
        """The day of a match of `date`."""
        year = int("".join(str(self.digits[char]) for char in found[1]))
        return day(year, self._up_to_99(found[2]), self._up_to_99(found[3]))

    def _up_to_99(self, text: str) -> int:
        tens, ten, ones = text.rpartition(self.ten)
        return 10 * (self.digits.get(tens, 1) if ten else 0) + self.digits.get(ones, 0)


@cache
def _lines() -> _Lines:
    import yaml  # noqa: PLC0415 - which takes a hundredth of a second

    words: dict[str, list[str]] = {}
    digits: dict[str, int] = {}
    lexicon = (rules_folder() / "lexicons" / "date_lines.yaml").read_text(encoding="utf-8")
    for entry in yaml.load(lexicon, Loader=yaml.BaseLoader)["entries"]:  # noqa: S506 - it reads texts, lists and maps
        words.setdefault(entry["role"], []).extend(entry["words"])
        if entry["role"] == "digit":
            digits |= dict.fromkeys(entry["words"], int(entry["digit"]))
    any_of = {
        role: "|".join(re.escape(word) for word in sorted(spellings, key=len, reverse=True))
        for role, spellings in words.items()
    }
    few = "".join((*digits, *words["ten"]))
    colon = r"[\])】]?\s{0,9}[:：]?\s{0,9}\Z"
    return _Lines(
        published=re.compile(rf"(?:{any_of['published']}){colon}"),
        written=re.compile(rf"(?:{any_of['written']}){colon}"),
        time=re.compile(rf"(?:^|[\s|】\])])(?:{any_of['time']})\s{{0,9}}[:：]\s{{0,9}}\Z"),
        source=re.compile(rf"(?:{any_of['source']})\s{{0,9}}[:：][^。]{{0,40}}\Z"),
        event=re.compile(any_of["event"]),
        # It begins with 年, which is found fastest, and looks back at the year.
        date=re.compile(rf"年(?<=([{''.join(digits)}]{{4}})年)([{few}]{{1,2}})月([{few}]{{1,3}})日"),
        digits=digits,
        ten=words["ten"][0],
    )
