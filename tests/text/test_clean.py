"""Clean text: what is folded, stripped and mended, and that every character knows where it came from."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from shuliang.text.clean import clean
from shuliang.text.gaps import find_gaps
from shuliang.text.tables import common_han, folding

SIMPLIFIED = "".join(sorted(common_han() - {chr(code) for code in folding().hant}))
ORDINARY = st.text(
    alphabet=st.sampled_from(SIMPLIFIED[::7] + "0123456789，。、；：（）“”《》 \nabcXYZ%.,"), max_size=80
)
ANYTHING = st.text(alphabet=st.characters(codec="utf-8"), max_size=60)
TROUBLE = st.text(
    alphabet=st.sampled_from("國業會個萬幾餘余3０９％，？?()（）èǐyhuì\u3000\u200b\ufffdÃ¤Â\x8d锟斤拷著乾參拾\n一八"),
    max_size=60,
)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("本縣共有幾百萬戶居民", "本县共有几百万户居民"),
        ("餘下的錢裏頭，兩億歸後人", "余下的钱里头，两亿归后人"),
        ("壹佰貳拾參圓整", "壹佰贰拾叁圆整"),
        ("他收拾參加比賽的行李", "他收拾参加比赛的行李"),
        ("參觀者絡繹不絕", "参观者络绎不绝"),
        ("乾燥的藥材與乾隆的瓷器", "干燥的药材与乾隆的瓷器"),
        ("隨著時間過去，這部著作愈發顯著", "随着时间过去，这部著作愈发显著"),
        ("３．５％、ＡＢ－７／８～９", "3.5%、AB-7/8~9"),
        ("１，２３４，５６７元", "1,234,567元"),
        ("5―10米、3〜4米，97﹒6%", "5—10米、3~4米，97.6%"),
        ("５，６兩組", "5，6两组"),
        ("\u3000\u3000正文", "  正文"),
        ("十\u200b二只", "十二只"),
        ("\u2f17\u2f0b种", "十八种"),
    ],
)
def test_folds_one_character_to_one(raw: str, text: str) -> None:
    assert clean(raw).text == text


@pytest.mark.parametrize(
    "text", ["著名的乾隆年间，瞭望塔上有徵羽之声", "昇腾芯片", "〇五年，两亿余元（约三成）；几个？"]
)
def test_simplified_text_is_its_own_clean_text(text: str) -> None:
    read = clean(text)
    assert (read.text, read.offsets, read.damage, read.repairs, read.script) == (text, None, (), 0, "hans")


@pytest.mark.parametrize(
    ("raw", "text", "repairs"),
    [
        ("本廠(chǎng)有36個(gè)車(chē)間", "本厂有36个车间", 3),
        ("開會(huì )時", "开会时", 1),
        ("我們（men）這些(xie)", "我们这些(xie)", 1),
        ("國(ɡuó)", "国", 1),
        ("幾(jǐ)十萬(wàn)餘(yú)元", "几十万余元", 3),
    ],
)
def test_strips_annotations(raw: str, text: str, repairs: int) -> None:
    read = clean(raw)
    assert (read.text, read.repairs) == (text, repairs)


@pytest.mark.parametrize(
    "text", ["标准(ISO)", "选项(a)", "里程(km)", "重庆(Chóngqìng)", "法国(là)", "好的(de)", "(yì)"]
)
def test_keeps_what_is_no_annotation(text: str) -> None:
    assert clean(text).text == text


def test_raw_span_leaves_a_trailing_annotation_out() -> None:
    raw = "共20多個(gè)縣(xiàn)"
    read = clean(raw)
    start = read.text.index("20多个")
    first, last = read.raw_span(start, start + 4)
    assert raw[first:last] == "20多個"
    assert raw[slice(*read.raw_span(start, start + 5))] == "20多個(gè)縣"


@pytest.mark.parametrize(
    ("raw", "script"),
    [
        ("这里有三只船", "hans"),
        ("這裡有三隻船", "hant"),
        ("这里没有，但那邊還有幾隻", "mixed"),
        ("12%", "hans"),
        ("只有一人", "hans"),
    ],
)
def test_names_the_script(raw: str, script: str) -> None:
    assert clean(raw).script == script


def test_a_few_traditional_characters_do_not_make_a_text_traditional() -> None:
    raw = "陳先生" + "的公司设备齐全，经营稳当，员工满意，产品质优价廉，远销国内外。" * 3
    read = clean(raw)
    assert read.script == "hans"
    assert read.text == raw.replace("陳", "陈")


@given(ORDINARY)
def test_ordinary_text_passes_unchanged(text: str) -> None:
    """But for blanks between a number and its unit, which are taken out."""
    assume(not find_gaps(text))
    read = clean(text)
    assert (read.text, read.offsets, read.damage) == (text, None, ())


@given(st.one_of(ANYTHING, TROUBLE))
def test_offsets_lead_back_into_the_raw_text(raw: str) -> None:
    read = clean(raw)
    assert read.raw_span(0, len(read.text))[1] <= len(raw)
    places = [read.raw_span(place, place + 1) for place in range(len(read.text))]
    assert all(start < end for start, end in places)
    assert all(before[0] <= after[0] and before[1] <= after[1] for before, after in itertools.pairwise(places))
    if read.ends is None:
        hant = folding().hant
        kept = "".join(raw[start] for start, _ in places)
        assert all(
            to in (source, hant.get(ord(source)), ",") or source in "參沈瞭藉覆鍊"
            for source, to in zip(kept, read.text, strict=True)
        )


@given(TROUBLE)
def test_damage_is_sorted_within_the_text_and_apart(raw: str) -> None:
    read = clean(raw)
    spans = [(damage.start, damage.end) for damage in read.damage]
    assert all(0 <= start < end <= len(read.text) for start, end in spans)
    assert all(before[1] < after[0] for before, after in itertools.pairwise(spans))
    assert all(damage.reason for damage in read.damage)


@given(TROUBLE)
def test_cleaning_twice_changes_nothing_more(raw: str) -> None:
    once = clean(raw)
    if once.repairs == 0 and once.script == "hans":
        assert clean(once.text).text == once.text
