"""Numerals: what cn2an gets wrong or refuses, and whole numbers written out and read again."""

from __future__ import annotations

from decimal import Decimal

import cn2an
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shuliang.errors import NumeralError
from shuliang.quantity.numerals import LONGEST, Numeral, NumeralReader
from shuliang.rulebook.cache import load_cached
from shuliang.rulebook.files import rules_folder

READER = NumeralReader(load_cached(rules_folder()).lexicons["numerals"])
DIGITS = "零一二三四五六七八九"
PLACES = ("", "十", "百", "千")
SECTIONS = ("", "万", "亿", "万亿")


def written(number: int) -> str:
    """A whole number below 10^16 in Chinese numerals, by the rules of GB/T 15835."""
    if number == 0:
        return "零"
    sections, text, gap = [], "", False
    while number:
        number, section = divmod(number, 10_000)
        sections.append(section)
    for place in range(len(sections) - 1, -1, -1):
        section = sections[place]
        if section == 0:
            gap = bool(text)
            continue
        if text and (gap or section < 1000):
            text += "零"
        text += _section(section) + SECTIONS[place]
        gap = False
    return text


def _section(number: int) -> str:
    text, gap = "", False
    for place in (3, 2, 1, 0):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(text)
            continue
        text += ("零" if gap else "") + DIGITS[digit] + PLACES[place]
        gap = False
    return text


def grouped(value: int) -> str:
    return f"{value:,}"


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_written_numbers_are_read_again(number: int) -> None:
    assert READER.exact(written(number)) == number


@given(st.integers(min_value=0, max_value=10**15))
def test_plain_digits_are_exact(number: int) -> None:
    for text in (str(number), grouped(number)):
        value = READER.read(text).value
        assert value == number
        assert isinstance(value, Decimal)
    assert READER.exact("".join(DIGITS[int(digit)] for digit in str(number))) == number


@given(
    st.decimals(min_value=0, max_value=10**6, places=4, allow_nan=False),
    st.sampled_from([("百", 2), ("千", 3), ("万", 4), ("亿", 8), ("万亿", 12), ("千万", 7), ("百万", 6)]),
)
def test_magnitudes_are_exact(number: Decimal, magnitude: tuple[str, int]) -> None:
    word, power = magnitude
    assert READER.exact(f"{number}{word}") == number.scaleb(power)


@settings(deadline=None)
@given(st.integers(min_value=0, max_value=10**12 - 1))
def test_a_sign_turns_the_number(number: int) -> None:
    assert READER.exact(f"-{number}") == -number
    assert READER.exact(f"负{written(number)}") == -number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # refused by cn2an
        ("1,234万", "12340000"),
        ("3.5万亿", "3500000000000"),
        ("2.5千万", "25000000"),
        ("1.2万3千", "15000"),
        ("三亿二", "320000000"),
        ("卅九", "39"),
        ("廿五", "25"),
        ("一百", "100"),
        ("半", "0.5"),
        # cut off by cn2an
        ("1179.069百", "117906.9"),
        # mixed and elided
        ("3万4000", "34000"),
        ("13万2", "132000"),
        ("25万6千", "256000"),
        ("1亿2千万", "120000000"),
        ("两千零三十万", "20300000"),
        ("二十万亿", "20000000000000"),
        ("一百二", "120"),
        ("二百五", "250"),
        ("百二万", "1200000"),
        ("一千零五万", "10050000"),
        ("一千零五", "1005"),
        ("六点四二万", "64200"),
        ("一百点123", "100.123"),
        ("十亿3000万", "1030000000"),
        ("两个亿", "200000000"),
        # formal, positional, older
        ("壹佰贰拾叁万肆仟", "1234000"),
        ("二〇二三", "2023"),
        ("幺三六", "136"),
        # of the web and of reports
        ("1.5w", "15000"),
        ("8k", "8000"),
        ("1.2×10⁹", "1200000000"),
        ("3.2×10-9", "0.0000000032"),
        ("10^-6", "0.000001"),
        ("7 万 5 千", "75000"),
    ],
)
def test_what_is_hard_to_read(text: str, value: str) -> None:
    assert READER.read(text).value == Decimal(value)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("几十", 20, 99),
        ("十几", 11, 19),
        ("数百", 200, 999),
        ("几十万", 200_000, 990_000),
        ("数万", 20_000, 90_000),
        ("三十几万", 310_000, 390_000),
        ("若干", 2, None),
    ],
)
def test_unsaid_digits_have_bounds(text: str, low: int, high: int | None) -> None:
    numeral = READER.read(text)
    assert numeral == Numeral(None, Decimal(low), None if high is None else Decimal(high), "vague")


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("七八", 7, 8),
        ("三五", 3, 5),
        ("十七八", 17, 18),
        ("两三百", 200, 300),
        ("三四十万", 300_000, 400_000),
        ("一万六七", 16_000, 17_000),
        ("百八十", 80, 100),
    ],
)
def test_neighbouring_digits_are_a_range(text: str, low: int, high: int) -> None:
    numeral = READER.read(text)
    assert numeral == Numeral(None, Decimal(low), Decimal(high), "range")


@pytest.mark.parametrize(
    ("text", "value", "modifier"),
    [
        ("1.3万余", "13000", "more_than"),
        ("十余万", "100000", "more_than"),
        ("二十多", "20", "more_than"),
        ("一千来", "1000", "approximate"),
        ("300w+", "3000000", "more_than"),
    ],
)
def test_particles_bound_a_number(text: str, value: str, modifier: str) -> None:
    numeral = READER.read(text)
    assert (numeral.value, numeral.modifier) == (Decimal(value), modifier)


@pytest.mark.parametrize("text", ["", "点", "三点", "3..5", "公里", "一" * (LONGEST + 1)])
def test_what_is_no_numeral_is_refused(text: str) -> None:
    with pytest.raises(NumeralError):
        READER.read(text)


@given(st.text(alphabet="0123456789.,零一二三两十百千万亿几数余多半点负-+w个", max_size=12))
def test_any_run_is_read_or_refused(text: str) -> None:
    try:
        numeral = READER.read(text)
    except NumeralError:
        return
    assert numeral.value is None or numeral.value.is_finite()


def test_numerals_below_a_hundred_are_as_cn2an_reads_them() -> None:
    table, compared = READER.below_hundred, 0
    assert {written(number) for number in range(1, 100)} <= table.keys()
    for text, value in table.items():
        try:
            known = cn2an.cn2an(text, "strict")
        except ValueError:
            continue
        compared += 1
        assert value == known, text
    assert compared >= 99
