from __future__ import annotations

import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.errors import NumeralError, Place, RulebookError
from shuliang.quantity.units import LONG, Unit, UnitTable, base_value, converted
from shuliang.rulebook.build import build_lexicon
from shuliang.rulebook.factors import FACTORS, pint_expression, plain, unit_factors
from shuliang.rulebook.faults import Faults
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.model import Entry, Lexicon
from shuliang.rulebook.yaml_lines import read_yaml

if TYPE_CHECKING:
    from collections.abc import Mapping

NAMES = ("units", "unit_factors", "classifiers", "currencies", "duration_units")
UCUM = re.compile(
    r"""/?                                                  # 1/m
    (?:[A-Za-z]+\d*|[A-Za-z]*\[[A-Za-z0-9_]+\]\d*|\d+|%|''?)  # symbol, [symbol], number
    (?:\{[^{}]+\})?
    (?:[./](?:[A-Za-z]+\d*|[A-Za-z]*\[[A-Za-z0-9_]+\]\d*)(?:\{[^{}]+\})?)*
    |\{[^{}]+\}(?:/(?:[A-Za-z]+|\[[a-z_]+\]))?               # {rev}/min
    """,
    re.VERBOSE,
)


def read(name: str) -> Lexicon:
    faults = Faults()
    content = (rules_folder() / "lexicons" / f"{name}.yaml").read_bytes()
    page = read_yaml(f"rules/lexicons/{name}.yaml", content, faults)
    faults.raise_any()
    assert page is not None
    return build_lexicon(page, name, content, faults)


LEXICONS: Mapping[str, Lexicon] = {name: read(name) for name in NAMES}
TABLE = UnitTable.from_lexicons(LEXICONS)
ENTRIES = [(name, entry) for name in NAMES for entry in LEXICONS[name].entries]
numbers = st.decimals(min_value=-(10**15), max_value=10**15, places=6, allow_nan=False)
measures = st.sampled_from([unit for word in LEXICONS["units"].words() if (unit := TABLE.physical(word))])


def physical(word: str) -> Unit:
    unit = TABLE.physical(word)
    assert unit is not None
    return unit


def currency(word: str) -> Unit:
    unit = TABLE.currency(word)
    assert unit is not None
    return unit


@pytest.mark.parametrize("name", NAMES)
def test_a_spelling_stands_once(name: str) -> None:
    assert [word for word, times in Counter(LEXICONS[name].words()).items() if times > 1] == []


def test_codes_look_like_ucum() -> None:
    codes = {entry.meaning["code"] for name, entry in ENTRIES if name in ("units", "duration_units")}
    assert [code for code in sorted(codes) if not UCUM.fullmatch(code)] == []


def test_currency_codes_look_like_iso_4217() -> None:
    beyond_iso = {"USDT", "USDC"}
    codes = {entry.meaning["code"] for entry in LEXICONS["currencies"].entries}
    assert {code for code in codes if not re.fullmatch(r"[A-Z]{3}", code)} == beyond_iso


@pytest.mark.parametrize("name", ["units", "currencies", "duration_units"])
def test_every_entry_has_an_example_of_one_of_its_words(name: str) -> None:
    for entry in LEXICONS[name].entries:
        assert entry.examples or entry.meaning["also"] in ("date", "time"), entry.place
        for example in entry.examples:
            assert example.finds
            assert example.finds in example.text, example.place
            assert any(word in example.finds for word in entry.words), example.place


@pytest.mark.parametrize("name", ["units", "currencies", "duration_units"])
def test_keys_of_entries_are_known(name: str) -> None:
    known = {"code", "not_before", "also", "short", "factor", "written"}
    known |= {"dimension", "base", "pint", "offset", "source"} if name == "units" else set()
    known |= {"position", "of"} if name == "currencies" else set()
    for entry in LEXICONS[name].entries:
        assert set(entry.meaning) <= known, entry.place


def test_keys_of_classifiers_are_known() -> None:
    for entry in LEXICONS["classifiers"].entries:
        assert set(entry.meaning) <= {"counts", "not_before", "also", "noun", "multiplier"}, entry.place


def test_there_are_classifiers_enough() -> None:
    assert len(LEXICONS["classifiers"].words()) > 400


@pytest.mark.parametrize("name", NAMES)
def test_no_unit_begins_with_a_magnitude_above_ten_thousand(name: str) -> None:
    assert [word for word in LEXICONS[name].words() if word[0] in "万亿" or word.startswith("百万")] == []


def test_one_dimension_has_one_base() -> None:
    bases: dict[str, set[str | None]] = {}
    for entry in LEXICONS["units"].entries:
        bases.setdefault(entry.meaning["dimension"], set()).add(entry.meaning.get("base"))
    several = {dimension for dimension, found in bases.items() if len(found) > 1}
    assert several == {"computing"}, "FLOPS, OPS and IPS are counted apart"


def test_a_unit_has_a_factor_with_a_source_or_pint_but_not_both() -> None:
    for entry in LEXICONS["units"].entries:
        assert not {"factor", "pint"} <= set(entry.meaning), entry.place
        assert ("factor" in entry.meaning) == ("source" in entry.meaning), entry.place


def test_the_factors_are_those_that_pint_gives_now() -> None:
    assert (rules_folder() / FACTORS).read_text(encoding="utf-8") == unit_factors(LEXICONS["units"])


@pytest.mark.parametrize(
    ("word", "code", "factor", "base"),
    [
        ("毫米", "mm", "1/1000", "m"),
        ("微米", "um", "1/1000000", "m"),
        ("纳米", "nm", "1/1000000000", "m"),
        ("公里", "km", "1000", "m"),
        ("海里", "[nmi_i]", "1852", "m"),
        ("英寸", "[in_i]", "254/10000", "m"),
        ("里", "[li_cn]", "500", "m"),
        ("丈", "[zhang_cn]", "10/3", "m"),
        ("尺", "[chi_cn]", "1/3", "m"),
        ("寸", "[cun_cn]", "1/30", "m"),
        ("平方公里", "km2", "1000000", "m2"),
        ("公顷", "har", "10000", "m2"),
        ("亩", "[mu_cn]", "10000/15", "m2"),
        ("分地", "[fen_cn]", "10000/150", "m2"),
        ("顷", "[qing_cn]", "1000000/15", "m2"),
        ("垧", "[shang_cn]", "10000", "m2"),
        ("坪", "[ping_tw]", "400/121", "m2"),
        ("英亩", "[acr_i]", "40468564224/10000000", "m2"),
        ("升", "L", "1/1000", "m3"),
        ("方", "m3", "1", "m3"),
        ("石", "[shi_cn]", "1/10", "m3"),
        ("斗", "[dou_cn]", "1/100", "m3"),
        ("bbl", "[bbl_us]", "158987294928/1000000000000", "m3"),
        ("吨", "t", "1000", "kg"),
        ("毫克", "mg", "1/1000000", "kg"),
        ("斤", "[jin_cn]", "1/2", "kg"),
        ("两", "[liang_cn]", "1/20", "kg"),
        ("钱", "[qian_cn]", "1/200", "kg"),
        ("担", "[dan_cn]", "50", "kg"),
        ("盎司", "[oz_tr]", "311034768/10000000000", "kg"),
        ("oz", "[oz_av]", "28349523125/1000000000000", "kg"),
        ("克拉", "[car_m]", "2/10000", "kg"),
        ("kn", "[kn_i]", "1852/3600", "m/s"),
        ("马力", "[hp_m]", "73549875/100000", "W"),
        ("兆瓦", "MW", "1000000", "W"),
        ("度", "kW.h", "3600000", "J"),
        ("大卡", "kcal", "4184", "J"),
        ("毫米汞柱", "mm[Hg]", "133322387415/1000000000", "Pa"),
        ("毫安时", "mA.h", "36/10", "C"),
        ("rpm", "{rev}/min", "1/60", "{rev}/s"),
        ("GB", "GBy", "8000000000", "bit"),
        ("GiB", "GiBy", "8589934592", "bit"),
        ("Gbps", "Gbit/s", "1000000000", "bit/s"),
        ("P", "{PFLOPS}", "1000000000000000", "{FLOPS}"),
        ("TOPS", "{TOPS}", "1000000000000", "{OPS}"),
        ("ppm", "[ppm]", "1/1000000", "1"),
        ("℃", "Cel", "1", "Cel"),
    ],
)
def test_factor_of_a_unit(word: str, code: str, factor: str, base: str) -> None:
    unit = physical(word)
    assert (unit.written, unit.code, unit.base) == (word, code, base)
    assert (unit.ratio or Fraction(unit.factor or 0)).limit_denominator(10**15) == Fraction(factor)


@pytest.mark.parametrize("word", ["mW", "MW", "kWh", "Mb", "MB", "mm", "MM", "Mm", "pm", "PM"])
def test_symbols_are_case_sensitive(word: str) -> None:
    codes = {"mW": "mW", "MW": "MW", "kWh": "kW.h", "Mb": "Mbit", "MB": "MBy", "mm": "mm", "MM": "mm", "pm": "pm"}
    unit = TABLE.physical(word)
    assert (unit.code if unit else None) == codes.get(word)


def test_a_year_is_a_julian_year_and_a_month_its_twelfth() -> None:
    year, month, day = (TABLE.duration(word) for word in ("年", "个月", "天"))
    assert year == Unit("年", "a", "duration", Decimal(31557600), "s", "time")
    assert month == Unit("个月", "mo", "duration", Decimal(31557600) / 12, "s", "time")
    assert day == Unit("天", "d", "duration", Decimal(86400), "s", "time")


@pytest.mark.parametrize("word", ["月", "岁", "平方"])
def test_no_durations(word: str) -> None:
    assert TABLE.duration(word) is None


def test_a_unit_of_custom_has_no_factor() -> None:
    unit = TABLE.duration("工作日")
    assert unit == Unit("工作日", "{工作日}", "duration", None, None, "time")
    assert base_value(Decimal(5), unit) is None


def test_a_degree_is_what_the_rule_asks_for() -> None:
    assert physical("度").code == "kW.h"
    found = {dimension: TABLE.physical("度", dimension) for dimension in ("temperature", "angle", "energy", "mass")}
    assert {dimension: unit.code if unit else None for dimension, unit in found.items()} == {
        "temperature": "Cel", "angle": "deg", "energy": "kW.h", "mass": None,
    }  # fmt: skip
    assert found["temperature"] == Unit("度", "Cel", "temperature", Decimal(1), "Cel", "temperature")


@pytest.mark.parametrize(
    ("short", "dimension", "code"),
    [("分", "area", "[fen_cn]"), ("节", "speed", "[kn_i]"), ("G", "information", "GBy"), ("桶", "volume", "[bbl_us]")],
)
def test_a_short_spelling_is_no_word_of_the_list(short: str, dimension: str, code: str) -> None:
    assert short not in LEXICONS["units"].words()
    assert physical(short).code == code
    assert TABLE.physical(short, dimension) == physical(short)


def test_fen_is_a_minute_or_money_or_a_mark_or_land() -> None:
    readings = (TABLE.duration("分"), TABLE.classifier("分"), TABLE.physical("分"))
    assert [unit and unit.code for unit in readings] == ["min", "{分}", "[fen_cn]"]
    assert currency("分").scale == Decimal("0.01")


def test_a_classifier_is_its_own_code() -> None:
    assert TABLE.classifier("台套") == Unit("台套", "{台套}", "count", None, None)
    assert TABLE.classifier("元") is None


@pytest.mark.parametrize(
    ("word", "written", "code"),
    [("元", "元", "CNY"), ("块钱", "元", "CNY"), ("￥", "元", "CNY"), ("人民币", "元", "CNY"), ("美金", "美元", "USD"),
     ("$", "美元", "USD"), ("HK$", "港元", "HKD"), ("日圆", "日元", "JPY"), ("新元", "新加坡元", "SGD"),
     ("台币", "新台币", "TWD"),
     ("卢比", "卢比", "INR"), ("巴基斯坦卢比", "巴基斯坦卢比", "PKR")],
)  # fmt: skip
def test_currency(word: str, written: str, code: str) -> None:
    assert currency(word) == Unit(written, code, "money", Decimal(1), code)


def test_jiao_are_given_in_yuan_and_cents_in_cents() -> None:
    jiao, cent = currency("角"), currency("美分")
    assert (jiao.written, jiao.scale, jiao.factor) == ("元", Decimal("0.1"), Decimal(1))
    assert (cent.written, cent.scale, cent.factor, cent.base) == ("美分", Decimal(1), Decimal("0.01"), "USD")


@pytest.mark.parametrize(
    ("words", "written", "code", "base", "ratio"),
    [
        ("元 吨", "元/吨", "CNY/t", "CNY/kg", "1/1000"),
        ("块 斤", "元/斤", "CNY/[jin_cn]", "CNY/kg", "2"),
        ("美金 桶", "美元/桶", "USD/{桶}", "USD/{桶}", "1"),
        ("元 间夜", "元/间夜", "CNY/{间夜}", "CNY/{间夜}", "1"),
        ("元 月", "元/月", "CNY/mo", "CNY/s", "1/2629800"),
        ("公里 小时", "公里/小时", "km/h", "m/s", "5/18"),
        ("km h", "km/h", "km/h", "m/s", "5/18"),
        ("立方米 秒", "立方米/秒", "m3/s", "m3/s", "1"),
        ("克 千瓦时", "克/千瓦时", "g/(kW.h)", "kg/J", "1/3600000000"),
        ("吨 亩", "吨/亩", "t/[mu_cn]", "kg/m2", "3/2"),
        ("转 分", "转/分", "{rev}/min", "{rev}/s", "1/60"),
        ("毫克 千克", "毫克/千克", "mg/kg", "1", "1/1000000"),
        ("标方 小时", "标方/小时", "m3{n}/h", "m3{n}/s", "1/3600"),
        ("分钟 公里", "分钟/公里", "min/km", "s/m", "6/100"),
    ],
)
def test_rate(words: str, written: str, code: str, base: str, ratio: str) -> None:
    rate = TABLE.rate(*words.split())
    assert (rate.written, rate.code, rate.base) == (written, code, base)
    assert (rate.ratio or Fraction(rate.factor or 0)) == Fraction(ratio)


@pytest.mark.parametrize(
    ("numerator", "denominator"), [("人", "平方公里"), ("人次", "天"), ("吨", "工作日"), ("分贝", "秒")]
)
def test_a_rate_without_base(numerator: str, denominator: str) -> None:
    assert TABLE.rate(numerator, denominator).base is None
    assert base_value(Decimal(3), TABLE.rate(numerator, denominator)) is None


def test_kinds_of_rates() -> None:
    rates = {word: TABLE.rate(word, "公里").kind for word in ("元", "人", "吨", "分钟", "℃")}
    assert rates == {"元": "money", "人": "count", "吨": "physical", "分钟": "physical", "℃": "physical"}


def test_a_rate_of_jiao_is_given_in_yuan() -> None:
    assert TABLE.rate("角", "度").written == "元/度"
    assert TABLE.rate("角", "度").scale == Decimal("0.1")


def test_a_rate_of_nothing_known() -> None:
    with pytest.raises(NumeralError, match="桌子: not a unit"):
        TABLE.rate("桌子", "吨")


@pytest.mark.parametrize(
    ("value", "word", "expected"),
    [("3", "亩", "2000"), ("1.5", "亩", "1000"), ("6", "尺", "2"), ("104", "℉", "40"), ("-40", "℉", "-40"),
     ("0", "开尔文", "-273.15"), ("12.5", "℃", "12.5"), ("1500", "rpm", "25"),
     ("0.1", "毫米", "0.0001"), ("33", "吨", "33000")],
)  # fmt: skip
def test_base_value(value: str, word: str, expected: str) -> None:
    assert base_value(Decimal(value), physical(word)) == Decimal(expected)


def test_a_base_value_that_does_not_end_has_34_digits() -> None:
    assert base_value(Decimal(1), physical("亩")) == Decimal("666.6666666666666666666666666666667")


@given(value=numbers, unit=measures)
def test_base_values_are_exact(value: Decimal, unit: Unit) -> None:
    base = base_value(value, unit)
    if unit.factor is None:
        assert base is None
        return
    assert base is not None
    exact = Fraction(value) * (unit.ratio or Fraction(unit.factor)) + unit.offset
    if unit.ratio is None and not unit.offset:
        assert Fraction(base) == exact
    else:
        assert base == LONG.divide(Decimal(exact.numerator), Decimal(exact.denominator))


@given(value=numbers)
def test_conversion_there_and_back(value: Decimal) -> None:
    mu, fen = physical("亩"), physical("分")
    parts = converted(value, mu, fen)
    assert parts == value * 10
    assert converted(parts, fen, mu) == value


@pytest.mark.parametrize(
    ("value", "word", "into", "expected"),
    [("2", "两", "斤", "0.2"), ("5", "尺", "丈", "0.5"), ("5", "分", "亩", "0.5"), ("30", "厘米", "米", "0.3")],
)
def test_parts_of_compound_measures(value: str, word: str, into: str, expected: str) -> None:
    assert converted(Decimal(value), physical(word), physical(into)) == Decimal(expected)


def test_parts_of_compound_sums() -> None:
    assert converted(Decimal(5), currency("毛"), currency("块")) == Decimal("0.5")
    assert converted(Decimal(2), currency("分"), currency("角")) == Decimal("0.2")
    assert converted(Decimal(50), currency("美分"), currency("美元")) == Decimal("0.5")


@pytest.mark.parametrize(("word", "into"), [("两", "米"), ("分贝", "分贝"), ("元", "斤")])
def test_no_conversion_between_dimensions(word: str, into: str) -> None:
    units = {name: TABLE.physical(name) or currency(name) for name in (word, into)}
    assert converted(Decimal(1), units[word], units[into]) is None


def lexicon(name: str, *entries: Entry) -> Lexicon:
    return Lexicon(name, name, "", (), entries, Place(f"rules/lexicons/{name}.yaml"), "")


def test_all_faults_of_the_lexicons_are_told_at_once() -> None:
    missing = {"code": "furlong", "dimension": "length", "base": "m", "pint": "furlong"}
    spoilt = {"code": "x", "dimension": "length", "base": "m", "factor": "1/0"}
    units = lexicon(
        "units",
        Entry(("弗隆",), missing, Place("rules/lexicons/units.yaml", 7)),
        Entry(("某",), spoilt, Place("rules/lexicons/units.yaml", 9)),
        Entry(("甲", "乙"), {"base": "m"}, Place("rules/lexicons/units.yaml", 11)),
        Entry(("丙",), {"code": "z", "dimension": "length", "also": "angle y"}, Place("rules/lexicons/units.yaml", 12)),
    )
    with pytest.raises(RulebookError) as error:
        UnitTable.from_lexicons({"units": units})
    missing_factor = "furlong is missing in unit_factors.yaml; run `python -m shuliang.rulebook.factors`"
    assert str(error.value).splitlines() == [
        f"rules/lexicons/units.yaml:7: {missing_factor}",
        "rules/lexicons/units.yaml:9: 1/0: no number; a factor is written as 0.5 or as 2000/3",
        "rules/lexicons/units.yaml:11: 甲: a unit here needs code and dimension",
        "rules/lexicons/units.yaml:12: also: y is the code of no unit in this list",
    ]


def test_units_that_pint_refuses_are_told_at_once() -> None:
    def entry(code: str, expression: str, line: int) -> Entry:
        meaning = {"code": code, "dimension": "length", "base": "m", "pint": expression}
        return Entry((code,), meaning, Place("rules/lexicons/units.yaml", line))

    units = lexicon(
        "units", entry("a", "no_such_unit", 3), entry("b", "second", 4), entry("c", "meter", 5), entry("c", "mile", 6)
    )
    with pytest.raises(RulebookError) as error:
        unit_factors(units)
    assert [fault.place.line for fault in error.value.faults] == [3, 4, 6]


@pytest.mark.parametrize(
    ("base", "expression"), [("kg.m/s2", "kg*m/s**2"), ("m2", "m**2"), ("Ohm", "ohm"), ("bit/s", "bit/s")]
)
def test_bases_as_pint_reads_them(base: str, expression: str) -> None:
    assert pint_expression(base) == expression


def test_factors_are_written_without_exponent() -> None:
    assert [plain(Decimal(number)) for number in ("1E+3", "0.100", "1E-12")] == ["1000", "0.1", "0.000000000001"]
