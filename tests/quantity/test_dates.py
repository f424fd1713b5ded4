"""Dates: expression × publication day → days, through the shipped date rules alone."""

from __future__ import annotations

import calendar
import datetime
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from shuliang.quantity.dates import CAPTURES, DateContext, read_date, resolve
from shuliang.quantity.dates.calendars import (
    Interval,
    lunar_day,
    lunar_month,
    month_end,
    nth_weekday,
    shifted,
    shifted_interval,
    solar_term,
    week_of,
)
from shuliang.quantity.dates.expression import DateExpression, Reference, Side
from shuliang.rulebook.compile import compile_plan
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load

if TYPE_CHECKING:
    from shuliang.rulebook.model import Rulebook
    from shuliang.rulebook.plan import Plan

Days = tuple[str | None, str | None]


@cache
def rulebook() -> Rulebook:
    whole = load(rules_folder())
    return replace(whole, rules=tuple(rule for rule in whole.rules if rule.kind == "date"))


@cache
def plan() -> Plan:
    return compile_plan(rulebook())


def dates(text: str, published: str | None = None) -> dict[str, Days]:
    """Span → days of every date in a text, read as the engine does, with no other rules to compete."""
    from shuliang.engine import Engine  # noqa: PLC0415 - the engine's own tests say when it is broken
    from shuliang.text.clean import clean  # noqa: PLC0415

    day = None if published is None else datetime.date.fromisoformat(published)
    cleaned = clean(text)
    return {
        text[slice(*cleaned.raw_span(reading.start, reading.end))]: (_iso(reading.time_start), _iso(reading.time_end))
        for reading in Engine(plan()).read(cleaned, day).readings
    }


def _iso(day: datetime.date | None) -> str | None:
    return None if day is None else day.isoformat()


ABSOLUTE = [
    ("2022年", "2022-01-01", "2022-12-31"),
    ("2022年度", "2022-01-01", "2022-12-31"),
    ("113年度", "2024-01-01", "2024-12-31"),
    ("112年底", "2023-12-31", "2023-12-31"),
    ("113年7月15日", "2024-07-15", "2024-07-15"),
    ("截至二〇一八年十二月三十一日止年度", "2018-01-01", "2018-12-31"),
    ("截至2024年6月30日止六个月", "2024-01-01", "2024-06-30"),
    ("至正六年", "1346-01-01", "1346-12-31"),
    ("二〇二二年", "2022-01-01", "2022-12-31"),
    ("二零二二年六月", "2022-06-01", "2022-06-30"),
    ("两千零八年", "2008-01-01", "2008-12-31"),
    ("2020年2月", "2020-02-01", "2020-02-29"),
    ("1900年2月", "1900-02-01", "1900-02-28"),
    ("2000年2月29日", "2000-02-29", "2000-02-29"),
    ("2022年7月9日", "2022-07-09", "2022-07-09"),
    ("2022 年 7 月 9 日", "2022-07-09", "2022-07-09"),
    ("2022年7月9号", "2022-07-09", "2022-07-09"),
    ("2022年初", "2022-01-01", "2022-01-01"),
    ("2022年底", "2022-12-31", "2022-12-31"),
    ("2022年年末", "2022-12-31", "2022-12-31"),
    ("2022年上半年", "2022-01-01", "2022-06-30"),
    ("2022年下半年", "2022-07-01", "2022-12-31"),
    ("2022年半年度", "2022-01-01", "2022-06-30"),
    ("2022年第三季度", "2022-07-01", "2022-09-30"),
    ("2022年三季度末", "2022-09-30", "2022-09-30"),
    ("2022年前三季度", "2022-01-01", "2022-09-30"),
    ("2022年春季", "2022-03-01", "2022-05-31"),
    ("2022年冬季", "2022-12-01", "2023-02-28"),
    ("2022年2月下旬", "2022-02-21", "2022-02-28"),
    ("2022年11月末", "2022-11-30", "2022-11-30"),
    ("2022年中秋节", "2022-09-10", "2022-09-10"),
    ("2022年除夕", "2022-01-31", "2022-01-31"),
    ("2022年清明", "2022-04-05", "2022-04-05"),
    ("2022年母亲节", "2022-05-08", "2022-05-08"),
    ("2019年至2022年", "2019-01-01", "2022-12-31"),
    ("2019—2022年", "2019-01-01", "2022-12-31"),
    ("2019-22年", "2019-01-01", "2022-12-31"),
    ("2022年1—10月", "2022-01-01", "2022-10-31"),
    ("2022年12月至次年2月", "2022-12-01", "2023-02-28"),
    ("2022年11月—2023年3月", "2022-11-01", "2023-03-31"),
    ("2022年3月15日至12月31日", "2022-03-15", "2022-12-31"),
    ("2022年5月1日至5日", "2022-05-01", "2022-05-05"),
    ("2022年12月30日至2023年1月2日", "2022-12-30", "2023-01-02"),
    ("2022-07-09", "2022-07-09", "2022-07-09"),
    ("2022/7/9", "2022-07-09", "2022-07-09"),
    ("2022.7.9", "2022-07-09", "2022-07-09"),
    ("20220709", "2022-07-09", "2022-07-09"),
    ("2021.9—2022.7", "2021-09-01", "2022-07-31"),
    ("20世纪90年代", "1990-01-01", "1999-12-31"),
    ("上世纪八十年代", "1980-01-01", "1989-12-31"),
    ("21世纪", "2001-01-01", "2100-12-31"),
    ("“十三五”期间", "2016-01-01", "2020-12-31"),
    ("十三五时期", "2016-01-01", "2020-12-31"),
    ("“十三五”末", "2020-12-31", "2020-12-31"),
    ("截至2022年底", "2022-12-31", "2022-12-31"),
    ("截至2022年", "2022-12-31", "2022-12-31"),
    ("2022年农历八月十五", "2022-09-10", "2022-09-10"),
    ("2020年闰四月", "2020-05-23", "2020-06-20"),
    ("民国元年", "1912-01-01", "1912-12-31"),
    ("公元前221年", None, None),
    ("2022年2月30日", None, None),
    ("2022-2023学年", None, None),
]

RELATIVE = [
    ("今年", "2024-03-10", "2024-01-01", "2024-12-31"),
    ("去年", "2024-03-10", "2023-01-01", "2023-12-31"),
    ("前年", "2024-03-10", "2022-01-01", "2022-12-31"),
    ("明年", "2024-03-10", "2025-01-01", "2025-12-31"),
    ("去年底", "2024-03-10", "2023-12-31", "2023-12-31"),
    ("今年2月", "2024-03-10", "2024-02-01", "2024-02-29"),
    ("今年1—2月", "2024-03-10", "2024-01-01", "2024-02-29"),
    ("去年12月至今年2月", "2024-03-10", "2023-12-01", "2024-02-29"),
    ("今年以来", "2024-03-10", "2024-01-01", "2024-03-10"),
    ("去年以来", "2024-03-10", "2023-01-01", "2024-03-10"),
    ("2月以来", "2024-03-10", "2024-02-01", "2024-03-10"),
    ("年初以来", "2024-03-10", "2024-01-01", "2024-03-10"),
    ("2020年至今", "2024-03-10", "2020-01-01", "2024-03-10"),
    ("2020年以来", None, "2020-01-01", None),
    ("“十四五”以来", "2024-03-10", "2021-01-01", "2024-03-10"),
    ("近三年", "2024-03-10", "2021-03-10", "2024-03-10"),
    ("近一年", "2024-02-29", "2023-02-28", "2024-02-29"),
    ("过去五年", "2024-03-10", "2019-03-10", "2024-03-10"),
    ("近两个月", "2024-04-30", "2024-02-29", "2024-04-30"),
    ("最近10天", "2024-03-10", "2024-02-29", "2024-03-10"),
    ("近半年", "2024-03-10", "2023-09-10", "2024-03-10"),
    ("近三年内", "2024-03-10", "2021-03-10", "2024-03-10"),
    ("五年来", "2024-03-10", "2019-03-10", "2024-03-10"),
    ("三年半以来", "2024-03-10", "2020-09-10", "2024-03-10"),
    ("四十多年来", "2024-03-10", None, None),
    ("近三年", None, None, None),
    ("今天", "2024-03-01", "2024-03-01", "2024-03-01"),
    ("昨日", "2024-03-01", "2024-02-29", "2024-02-29"),
    ("前天", "2024-01-01", "2023-12-30", "2023-12-30"),
    ("明天", "2023-12-31", "2024-01-01", "2024-01-01"),
    ("上周", "2024-01-01", "2023-12-25", "2023-12-31"),
    ("上周五", "2024-03-10", "2024-03-01", "2024-03-01"),
    ("下周一", "2024-03-10", "2024-03-11", "2024-03-11"),
    ("本周末", "2024-03-05", "2024-03-09", "2024-03-10"),
    ("星期三", "2024-03-10", "2024-03-06", "2024-03-06"),
    ("上月", "2024-01-22", "2023-12-01", "2023-12-31"),
    ("上月末", "2024-03-10", "2024-02-29", "2024-02-29"),
    ("本月15日", "2024-03-10", "2024-03-15", "2024-03-15"),
    ("下月初", "2024-12-10", "2025-01-01", "2025-01-01"),
    ("上季度", "2024-01-22", "2023-10-01", "2023-12-31"),
    ("年初", "2024-07-19", "2024-01-01", "2024-01-01"),
    ("年底", "2024-01-19", "2024-12-31", "2024-12-31"),
    ("年末", "2024-01-19", "2023-12-31", "2023-12-31"),
    ("全年", "2024-01-19", "2023-01-01", "2023-12-31"),
    ("全年", "2024-12-19", "2024-01-01", "2024-12-31"),
    ("年内", "2024-06-28", "2024-01-01", "2024-12-31"),
    ("上半年", "2024-07-19", "2024-01-01", "2024-06-30"),
    ("四季度", "2024-01-19", "2023-10-01", "2023-12-31"),
    ("前11个月", "2024-12-20", "2024-01-01", "2024-11-30"),
    ("1—10月", "2024-11-15", "2024-01-01", "2024-10-31"),
    ("12月", "2024-01-22", "2023-12-01", "2023-12-31"),
    ("7月", "2024-01-22", "2024-07-01", "2024-07-31"),
    ("3月", "2024-12-22", "2024-03-01", "2024-03-31"),
    ("12月31日", "2024-01-02", "2023-12-31", "2023-12-31"),
    ("1月3日", "2023-12-28", "2024-01-03", "2024-01-03"),
    ("2月29日", "2023-03-02", "2024-02-29", "2024-02-29"),
    ("30日", "2024-07-31", "2024-07-30", "2024-07-30"),
    ("30日", "2024-03-01", "2024-03-30", "2024-03-30"),
    ("28日", "2024-03-01", "2024-02-28", "2024-02-28"),
    ("8日", "2024-02-05", "2024-02-08", "2024-02-08"),
    ("30日", None, None, None),
    ("21年底", "2024-03-10", "2021-12-31", "2021-12-31"),
    ("85年2月", "2024-03-10", "1985-02-01", "1985-02-28"),
    ("九十年代", "2024-03-10", "1990-01-01", "1999-12-31"),
    ("截至6月30日", "2024-08-27", "2024-06-30", "2024-06-30"),
    ("正月初一", "2024-03-10", "2024-02-10", "2024-02-10"),
    ("腊月廿三", "2024-02-20", "2024-02-02", "2024-02-02"),
    ("农历十月", "2022-11-20", "2022-10-25", "2022-11-23"),
]


@pytest.mark.parametrize(("text", "start", "end"), ABSOLUTE)
def test_absolute(text: str, start: str | None, end: str | None) -> None:
    assert dates(text) == {text: (start, end)}


@pytest.mark.parametrize(("text", "published", "start", "end"), RELATIVE)
def test_relative(text: str, published: str | None, start: str | None, end: str | None) -> None:
    assert dates(text, published) == {text: (start, end)}


@pytest.mark.parametrize(
    ("text", "published", "span", "start", "end"),
    [
        ("2020年收入9元，比上年多1元", "2024-03-10", "上年", "2019-01-01", "2019-12-31"),
        ("2020年收入9元，比上年多1元，上年为8元", "2024-03-10", "上年", "2019-01-01", "2019-12-31"),
        ("10月产油9吨，比上月多1吨", "2024-11-15", "上月", "2024-09-01", "2024-09-30"),
        ("2020年开工，次年竣工", "2024-03-10", "次年", "2021-01-01", "2021-12-31"),
        ("2020年投产，当年盈利", "2024-03-10", "当年", "2020-01-01", "2020-12-31"),
        ("7月3日放榜，次日报到", "2024-08-01", "次日", "2024-07-04", "2024-07-04"),
        ("去年卖出9台。6月卖得最多", "2024-08-01", "6月", "2023-06-01", "2023-06-30"),
        ("比去年多卖9台。6月卖得最多", "2024-08-01", "6月", "2024-06-01", "2024-06-30"),
        ("较2019年多卖9台，6月卖得最多", "2024-08-01", "6月", "2024-06-01", "2024-06-30"),
        ("1—10月卖出9台，去年同期8台", "2024-11-15", "去年同期", "2023-01-01", "2023-10-31"),
        ("2023年2月卖出9台，上年同期8台", "2024-11-15", "上年同期", "2022-02-01", "2022-02-28"),
        ("5月1日至5日来客9人，多于2019年同期", "2024-05-06", "2019年同期", "2019-05-01", "2019-05-05"),
        ("3月5日下雪，8日转晴", "2024-06-01", "8日", "2024-03-08", "2024-03-08"),
        ("到2030年建成9座，6月开工", "2024-03-10", "6月", "2024-06-01", "2024-06-30"),
        ("2022年出栏9头，年末存栏5头", "2024-03-10", "年末", "2022-12-31", "2022-12-31"),
        ("去年同期8台", "2024-11-15", "去年同期", None, None),
        ("2022年公报\n全年产粮9吨", "2024-08-01", "全年", "2022-01-01", "2022-12-31"),
        ("2022年公报\n全年产粮9吨，多于上年。\n年末存粮5吨。", "2024-08-01", "年末", "2022-12-31", "2022-12-31"),
        ("发布时间 2024-02-09\n三季度回落。", "2024-02-09", "三季度", "2024-07-01", "2024-09-30"),
        ("2022年开园，来客很多。\n6月又开一园", "2024-08-01", "6月", "2024-06-01", "2024-06-30"),
        ("去年新增9家\n1月26日获悉，又增1家", "2024-01-27", "1月26日", "2024-01-26", "2024-01-26"),
        ("去年新增9家\n1月6日获悉，又增1家", "2024-06-27", "1月6日", "2023-01-06", "2023-01-06"),
        ("2023年收入9元。截至4月底，有店9家", "2024-05-20", "截至4月底", "2024-04-30", "2024-04-30"),
        ("2023年收入9元。截至4月底，有店9家", "2024-12-20", "截至4月底", "2023-04-30", "2023-04-30"),
        ("本月14日至20日首诊9人", "2024-01-23", "本月14日至20日", "2024-01-14", "2024-01-20"),
    ],
)
def test_context(text: str, published: str, span: str, start: str | None, end: str | None) -> None:
    assert dates(text, published)[span] == (start, end)


NO_DATES = """
    5年 十年 3个月 五年间 三年内 90日 30日内 连续5日 12年6个月 历时近三年 近百年历史 近两年时间
    截至目前 近日 日前 报告期内 “十四五”规划 “五一”假期 每年3月 每月10日 每周五 以上年龄 目前年产 3月龄
    相当日本 资本周转 以上周期 2023级 版本2019.3.6 三六九等 周一鸣 9时 11:30 20241301
"""


@pytest.mark.parametrize("text", NO_DATES.split())
def test_no_date(text: str) -> None:
    assert dates(text, "2024-03-10") == {}


@pytest.mark.parametrize(("text", "spans"), [
    ("2024年“五一”假期", ["2024年"]),
    ("到2025年底前，于6月30日前", ["2025年底", "6月30日"]),
    ("2024年7、8月", ["2024年", "7", "8月"]),
    ("2021、2022年", ["2021", "2022年"]),
    ("9月5日、6日", ["9月5日", "6日"]),
    ("5月8日（星期三）上午", ["5月8日"]),
    ("2024年5月6日12时30分", ["2024年5月6日"]),
    ("2020年和2022年", ["2020年", "2022年"]),
])  # fmt: skip
def test_spans(text: str, spans: list[str]) -> None:
    assert list(dates(text, "2024-05-10")) == spans


def read(**groups: str) -> DateExpression:
    expression = read_date(groups, rulebook().lexicons)
    assert expression is not None
    return expression


def test_a_heading_governs_what_follows() -> None:
    context = DateContext(datetime.date(2024, 8, 1))
    context.new_paragraph("2022年统计公报")
    resolve(read(year="2022"), context)
    for line in ("全年产粮9吨，多于上年。", "年末存粮5吨。"):
        context.new_paragraph(line)
        assert resolve(read(year_word="全年"), context) == (datetime.date(2022, 1, 1), datetime.date(2022, 12, 31))
        assert resolve(read(year_word="上年"), context) == (datetime.date(2021, 1, 1), datetime.date(2021, 12, 31))
    context.new_paragraph("2023年工作")
    resolve(read(year="2023"), context)
    context.new_paragraph("三季度回落。")
    assert resolve(read(part="三季度"), context)[0] == datetime.date(2023, 7, 1)


def test_the_day_in_a_heading_governs_nothing() -> None:
    context = DateContext(datetime.date(2026, 2, 9))
    context.new_paragraph("发布时间 2026-02-09")
    resolve(read(year="2026", month="02", day="09"), context)
    context.new_paragraph("全年产粮9吨。")
    assert resolve(read(year_word="全年"), context)[0] == datetime.date(2025, 1, 1)


def test_the_whole_year_early_in_a_year() -> None:
    context = DateContext(datetime.date(2024, 3, 5))
    for heading, year in (("2024年报告", 2023), ("一、2023年回顾", 2023), ("二、2024年安排", 2024)):
        context.new_paragraph(heading)
        resolve(read(year=heading.partition("年")[0][-4:]), context)
        context.new_paragraph("全年建了9座桥。")
        assert resolve(read(year_word="全年"), context)[0] == datetime.date(year, 1, 1)


def test_prose_is_no_heading() -> None:
    context = DateContext(datetime.date(2024, 8, 1))
    context.new_paragraph("2022年建了9座桥。")
    resolve(read(year="2022"), context)
    context.new_paragraph("6月又建一座。")
    assert resolve(read(month="6"), context)[0] == datetime.date(2024, 6, 1)


def test_every_capture_is_known() -> None:
    for rule in rulebook().rules:
        groups = set(regex.findall(r"\(\?P<(\w+)>", rule.pattern)) - {"sep"}
        assert groups <= CAPTURES, rule.id


def test_what_is_no_numeral_states_nothing() -> None:
    assert read_date({"month": "13"}, rulebook().lexicons) is None
    assert read_date({"count": "三甲", "span": "年"}, rulebook().lexicons) is None


DAYS = st.dates(datetime.date(1950, 1, 1), datetime.date(2090, 12, 31))
REFERENCES = st.builds(Reference, st.integers(-3, 3), st.sampled_from(["published", "stated"]))
SHORT_YEARS = st.builds(Reference, st.integers(0, 99), st.just("short"))
SIDES = st.builds(
    Side,
    year=st.none() | REFERENCES | st.builds(Reference, st.integers(1, 9999)) | SHORT_YEARS,
    years=st.sampled_from([1, 1, 1, 10, 100]),
    months=st.none() | st.sampled_from([(1, 6), (7, 12), (10, 12), (12, 14)]),
    month=st.none() | REFERENCES | st.builds(Reference, st.integers(1, 12)),
    quarter=st.none() | REFERENCES,
    days=st.none() | st.sampled_from([(1, 10), (11, 20), (21, 0)]),
    day=st.none() | REFERENCES | st.builds(Reference, st.integers(1, 31)),
    week=st.none() | st.builds(Reference, st.integers(-2, 2), st.just("published")),
    weekdays=st.none() | st.sampled_from([(0, 0), (5, 6)]),
    edge=st.sampled_from([None, None, "start", "end"]),
    lunar=st.booleans(),
    leap=st.booleans(),
    settled=st.booleans(),
)  # fmt: skip
EXPRESSIONS = st.builds(
    DateExpression,
    SIDES,
    st.none() | SIDES,
    until=st.booleans(),
    since=st.booleans(),
    same=st.booleans(),
    basis=st.booleans(),
)


@given(st.lists(EXPRESSIONS, max_size=5), st.none() | DAYS)
def test_intervals_are_ordered(expressions: list[DateExpression], published: datetime.date | None) -> None:
    context = DateContext(published)
    for expression in expressions:
        start, end = resolve(expression, context)
        assert start is not None or end is None
        assert start is None or end is None or start <= end
        context.new_paragraph("2022年公报")


@given(DAYS, DAYS)
def test_a_day_is_read_as_written(day: datetime.date, published: datetime.date) -> None:
    iso = day.isoformat()
    groups = {"year": str(day.year), "month": str(day.month), "day": f"{day.day:02}"}
    expression = read_date(groups, rulebook().lexicons)
    assert expression is not None
    assert [_iso(side) for side in resolve(expression, DateContext(published))] == [iso, iso]


@given(DAYS)
def test_a_recent_day_needs_no_year(published: datetime.date) -> None:
    day = published - datetime.timedelta(days=20)
    expression = read_date({"month": str(day.month), "day": str(day.day)}, rulebook().lexicons)
    assert expression is not None
    assert resolve(expression, DateContext(published)) == (day, day)


@given(DAYS, st.integers(-600, 600))
def test_shifted_months_keep_the_day_or_the_last(day: datetime.date, months: int) -> None:
    moved = shifted(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day == min(day.day, calendar.monthrange(moved.year, moved.month)[1])


@given(DAYS, st.integers(0, 400), st.integers(-10, 10))
def test_a_shifted_interval_stays_one(start: datetime.date, length: int, years: int) -> None:
    interval = Interval(start, start + datetime.timedelta(days=length))
    moved = shifted_interval(interval, 12 * years)
    assert moved.start <= moved.end
    if length and interval.end == month_end(interval.end.year, interval.end.month):
        assert moved.end == month_end(moved.end.year, moved.end.month)


@given(DAYS, st.integers(-9, 9))
def test_weeks_run_from_monday_to_sunday(day: datetime.date, weeks: int) -> None:
    week = week_of(day, weeks)
    assert (week.start.weekday(), week.end.weekday()) == (0, 6)
    assert week.start <= day + datetime.timedelta(weeks=weeks) <= week.end


def test_lunar_calendar() -> None:
    assert lunar_day(2024, 1, 1) == datetime.date(2024, 2, 10)
    assert lunar_month(2023, 2, leap=True) == (datetime.date(2023, 3, 22), datetime.date(2023, 4, 19))
    with pytest.raises(ValueError, match="no leap month 2"):
        lunar_month(2024, 2, leap=True)
    with pytest.raises(ValueError, match="no day 30"):
        lunar_day(2024, 12, 30)


def test_solar_terms_and_weekdays() -> None:
    assert solar_term(2024, 6) == datetime.date(2024, 4, 4)
    assert nth_weekday(2024, 5, 6, 2) == datetime.date(2024, 5, 12)
