"""Line ends of typesetting go; those of titles, items and paragraphs stay."""

from __future__ import annotations

from shuliang.text.clean import clean

WRAPPED = (
    "2022年，面对多重压力，某区完成生产总值356.8亿元，同比增\n"
    "长4.3%；公共预算收入23.47亿元，固定资产投\n"
    "资增长8.9%，居民人均可支配收入突破4.8万元。\n"
    "    2023年，某区计划新建幼儿园5所、社区食堂20家，\n"
    "更新供热管网35公里。"
)


def test_a_sentence_goes_on_over_the_ends_of_lines() -> None:
    cleaned = clean(WRAPPED)
    assert cleaned.text == WRAPPED.replace("增\n长", "增长").replace("投\n资", "投资").replace("，\n更", "，更")
    at = cleaned.text.index("35公里")
    start, end = cleaned.raw_span(at, at + 4)
    assert WRAPPED[start:end] == "35公里"


def test_titles_and_items_stay_apart() -> None:
    for text in (
        "某市召开工作会议，部署全年重点任务\n" * 2 + "会议由市长主持。",
        "\n".join(f"{n}、改造老旧小区46个，新增停车泊位3400个，绿化覆盖率41%" for n in "一二三四五"),
        "全市粮食产量，增\n" + WRAPPED + "后来又讲了许多，" * 20,
    ):
        assert clean(text).text == text
