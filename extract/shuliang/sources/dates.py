"""The day a text was published, from a field, a URL or the text's own date line; never from today's date."""

from __future__ import annotations

import datetime
import itertools
import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import yaml

from shuliang.rulebook.files import rules_folder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_FIRST_YEAR, _LAST_YEAR = 1900, 2099
_HEAD_CHARS, _LEAD_CHARS, _TAIL_CHARS = 1_200, 300, 400
_EVENT_CHARS = 60

_FIELD = re.compile(r"\s*(\d{4})(?:[-/.](\d{1,2})[-/.](\d{1,2})|(\d\d)(\d\d)|年(\d{1,2})月(\d{1,2})日)(?!\d)")
_HOST = re.compile(r"^[a-z]+://[^/]*", re.IGNORECASE)
_URL = re.compile(r"(?<!\d)((?:19|20)\d\d)(?:([-_/])(\d{1,2})\2(\d{1,2})|[-_/]?(\d\d)[-_/]?(\d\d))(?!\d)")

# A day has two digits, or one that no digit follows, for hit counts run into it (2021-04-261234). No month follows it,
# as it does in a range of months (2021年1-6月).
_DATE = r"""(?P<year>(?:19|20)\d\d)[ ]?(?:年[ ]?|[-/.])(?P<month>\d{1,2})[ ]?(?:月[ ]?|[-/.])
    (?P<day>\d{1,2})(?:(?<=\d\d)|(?!\d))(?![ ]?[月年])(?:[ ]?日)?"""
_CLOCK = r"(?:\d{1,2}[ ]?[:：时][ ]?\d{1,2}(?:[ ]?[:：分][ ]?\d{1,2})?[分秒]?)?"
_ALONE = re.compile(
    rf"^[\s　(（【\[—–-]{{0,20}}{_DATE}[\s)）】\]]{{0,20}}(?:星期.|周.)?\s{{0,20}}{_CLOCK}[\s\d]{{0,20}}$",
    re.MULTILINE | re.VERBOSE,
)
_READING_AID = re.compile(r"[(（][a-zà-öø-ÿāēīōūǎěǐǒǔǖǘǚǜńňǹḿ ]{1,8}[)）]")


class Published(NamedTuple):
    """A publication date and how it was found: metadata, field, option, url or text."""

    date: datetime.date
    found: str


class _Lines(NamedTuple):
    """The patterns made from the lexicon `date_lines`: for a role, its words with the date that goes with them."""

    published: re.Pattern[str]
    written: re.Pattern[str]
    time: re.Pattern[str]
    source: re.Pattern[str]
    event: re.Pattern[str]


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
    return _first(map(_day_of, _URL.finditer(path)))


def date_of_text(text: str) -> datetime.date | None:
    """The day in a text's own date line, near its beginning or its end.

    In this order: a word of publishing and a date, a word of writing and a date, `时间` and a date at the very
    beginning, a date alone on a line there, a source and a date, then the same words or a date alone at the end.
    """
    head, tail = _READING_AID.sub("", text[:_HEAD_CHARS]), _READING_AID.sub("", text[-_TAIL_CHARS:])
    lead = head[:_LEAD_CHARS]
    lines = _lines()
    return _first(
        itertools.chain(
            _days(lines.published, head),
            _days(lines.written, head),
            _days_of_no_event(lead),
            _days(_ALONE, lead),
            _days(lines.source, head),
            _days(lines.published, tail),
            _days(lines.written, tail),
            reversed(list(_days(_ALONE, tail))),
        )
    )


def date_of_page(text: str) -> datetime.date | None:
    """The day in a date line anywhere among the shown words of a page, where only labelled dates count."""
    lines = _lines()
    return _first(
        itertools.chain(
            _days(lines.published, text), _days(lines.written, text), _days(lines.source, text), _days_of_no_event(text)
        )
    )


def _days(pattern: re.Pattern[str], text: str) -> Iterator[datetime.date | None]:
    for found in pattern.finditer(text):
        yield day(int(found["year"]), int(found["month"]), int(found["day"]))


def _days_of_no_event(text: str) -> Iterator[datetime.date | None]:
    """Days after 时间 and the like, but for those of an announced event, whose place or host follows."""
    lines = _lines()
    for found in lines.time.finditer(text):
        if not lines.event.search(text, found.end(), found.end() + _EVENT_CHARS):
            yield day(int(found["year"]), int(found["month"]), int(found["day"]))


def _first(days: Iterable[datetime.date | None]) -> datetime.date | None:
    return next(filter(None, days), None)


def _day_of(found: re.Match[str]) -> datetime.date | None:
    numbers = [int(group) for group in found.groups() if group and group.isdigit()]
    return day(numbers[0], numbers[1], numbers[2])


@cache
def _lines() -> _Lines:
    words: dict[str, list[str]] = {role: [] for role in _Lines._fields}
    lexicon = (rules_folder() / "lexicons" / "date_lines.yaml").read_text(encoding="utf-8")
    for entry in yaml.load(lexicon, Loader=yaml.BaseLoader)["entries"]:  # noqa: S506 - it reads texts, lists and maps
        words[entry["role"]] += entry["words"]
    any_of = {
        role: "|".join(re.escape(word) for word in sorted(spellings, key=len, reverse=True))
        for role, spellings in words.items()
    }
    colon = r"[\])】]?\s{0,9}[:：]?\s{0,9}"
    return _Lines(
        published=re.compile(rf"(?:{any_of['published']}){colon}{_DATE}", re.VERBOSE),
        written=re.compile(rf"(?:{any_of['written']}){colon}{_DATE}", re.VERBOSE),
        time=re.compile(
            rf"(?:^|[\s|】\])])(?:{any_of['time']})\s{{0,9}}[:：]\s{{0,9}}{_DATE}", re.MULTILINE | re.VERBOSE
        ),
        source=re.compile(
            rf"(?:{any_of['source']})\s{{0,9}}[:：][^。]{{0,40}}?(?<!\d){_DATE}\s{{0,9}}{_CLOCK}(?=[\s|)）】\]]|$)",
            re.VERBOSE,
        ),
        event=re.compile(any_of["event"]),
    )
