"""Publication dates, from fields, URLs and date lines; what is no date stays none."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.sources.made import jsonl

from shuliang.sources.dates import date_of_field, date_of_page, date_of_text, date_of_url

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.sources.made import Read

DAY = datetime.date(2024, 5, 6)
BODY = "各位代表：\n" + "全市经济运行总体平稳，企业数量继续增加，就业保持稳定。\n" * 60


@pytest.mark.parametrize(
    "value",
    [
        "2024-05-06", "2024-5-6", " 2024/05/06", "2024.05.06", "20240506", "2024年5月6日", "2024-05-06T07:08:09Z",
        "2024-05-06 07:08", DAY, datetime.datetime(2024, 5, 6, 23, 59, tzinfo=datetime.UTC),
    ],
)  # fmt: skip
def test_field(value: object) -> None:
    assert date_of_field(value) == DAY


@pytest.mark.parametrize(
    "value",
    ["2024-02-30", "2024-05", "2024", "202405061", "0024-05-06", "", "May 2024", None, 20240506, 1714953600, True],
)
def test_field_without_a_day(value: object) -> None:
    assert date_of_field(value) is None


@pytest.mark.parametrize(
    "url",
    [
        "http://example.cn/2024/05/06/news.html", "https://example.cn/2024-05-06/1.htm", "http://example.cn/20240506/1.html",
        "http://example.cn/zw/202405/t20240506_123456.html", "http://example.cn/n1/2024/0506/c1-2.html",
        "http://example.cn/2024-05/06/content_1.htm", "http://example.cn/art/2024/5/6/art_1_2.html", "/a/20240506",
    ],
)  # fmt: skip
def test_url(url: str) -> None:
    assert date_of_url(url) == DAY


@pytest.mark.parametrize(
    "url",
    [
        None, "", "http://2024-05-06.example.cn/x", "http://example.cn/?d=20240506", "http://example.cn/2024/13/06/",
        "http://example.cn/20240230/", "http://example.cn/1202405061.html", "http://example.cn/202405/",
    ],
)  # fmt: skip
def test_url_without_a_day(url: str | None) -> None:
    assert date_of_url(url) is None


@pytest.mark.parametrize(
    "head",
    [
        "发布时间：2024-05-06", "发布时间:2024-05-06 07:08:09", "發布時間：2024/05/06",
        "發(fā)布時(shí)間:2024-05-06 07:08:09",
        "某协会举办培训班\n浏览次数：12 发布日期: 2024年5月6日 来源：本网", "时间：2024-05-06",
        "时间：\n2024-05-06 09:20",
        "来源：某某日报\n日期：2024.05.06", "2024年05月06日", "2024年05月06日1523", "2024-05-06 09:02:33",
        "工作报告\n2024年05月06日 07时41分\n来源：某报", "来源：某报 2024-05-06 10:00", "来源：某报\n2024-05-06\n正文",
        "（2024年5月6日）", "成文日期：2024-04-30\n发布日期：2024-05-06", "更新于 2024-05-06",
        "2023年12月31日，协会召开会议。\n发布时间：2024-05-06", "发布时间：2024-13-45\n2024-05-06",
    ],
)  # fmt: skip
def test_date_line_at_the_head(head: str) -> None:
    assert date_of_text(f"{head}\n{BODY}") == DAY


@pytest.mark.parametrize(
    "tail",
    [
        "2024年05月06日",
        "某市人民政府\n2024年5月6日\n",
        "某市人民政府\n二○二四年五月六日\n",
        "编辑：某人\n发布时间：2024-05-06 12:00",
    ],
)
def test_date_line_at_the_end(tail: str) -> None:
    assert date_of_text(f"{BODY}{tail}") == DAY


@pytest.mark.parametrize(
    "head",
    [
        "2024年5月6日，全市召开大会。", "——2024年5月6日在全市人民代表大会上", "会议时间：2024-05-06",
        "报名截止时间：2024年5月6日",
        "时间：2024-05-06 14:00\n地点：三楼会议室", "来源：某报\n2024年5月6日，全市召开大会。", "发布时间：2024-02-30",
        "发布时间：2024年5月", "2024-05", "统计时间：2024年1-6月", "电话：20240506", "2024年1-6月",
    ],
)  # fmt: skip
def test_date_that_is_not_of_publishing(head: str) -> None:
    assert date_of_text(f"{head}\n{BODY}") is None


def test_date_far_from_head_and_end_is_none() -> None:
    assert date_of_text(f"{BODY}2024年5月6日\n发布时间：2024-05-06\n{BODY}") is None


def test_page_wants_a_word_with_its_date() -> None:
    menu = "首页\n" * 400
    assert date_of_page(f"{menu}发布时间：\n\n2024-05-06\n{BODY}") == DAY
    assert date_of_page(f"{menu}2024-05-06\n{BODY}") is None


def test_order_of_what_is_believed(read_bytes: Callable[..., Read]) -> None:
    url, text = "http://example.cn/2024/05/07/", f"发布时间：2024-05-08\n{BODY}"
    records = [
        {"id": "1", "text": text, "url": url, "published": "2024-05-06"},
        {"id": "2", "text": text, "url": url, "published": "2024-13-99"},
        {"id": "3", "text": text},
        {"id": "4", "text": BODY},
    ]
    found = read_bytes("a.jsonl", jsonl(*records), published=datetime.date(2024, 5, 9))
    days = [(document.published and document.published.day, document.published_from) for document in found.documents]
    assert days == [(6, "field"), (7, "url"), (8, "text"), (9, "option")]
    assert read_bytes("a.jsonl", jsonl(records[3])).document.published is None


@given(st.dates(datetime.date(1900, 1, 1), datetime.date(2099, 12, 31)))
def test_every_day_is_read_back(day: datetime.date) -> None:
    assert date_of_field(day.isoformat()) == day
    assert date_of_url(f"http://example.cn/{day:%Y/%m/%d}/x.html") == day
    assert date_of_text(f"发布时间：{day.year}年{day.month}月{day.day}日\n{BODY}") == day
    year = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(day.year))
    assert date_of_text(f"{BODY}\n{year}年{chinese(day.month)}月{chinese(day.day)}日") == day


def chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    return f"{('', '十', '二十', '三十')[tens]}{('', *'一二三四五六七八九')[ones]}"


@given(st.text(alphabet="0123456789年月日-/.: 时间发布来源：\n", max_size=80))
def test_no_text_breaks_the_search(text: str) -> None:
    for found in (date_of_text(text), date_of_page(text), date_of_url(text), date_of_field(text)):
        assert found is None or 1900 <= found.year < 2100
