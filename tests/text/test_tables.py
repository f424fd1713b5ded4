"""The tables of the text room are what the code takes them for."""

from __future__ import annotations

from shuliang.text.tables import common_han, folding, readings, signs, toneless_readings, without_tone


def test_folding_keeps_lengths_and_ends_in_one_step() -> None:
    table = folding()
    assert all(len(target) == 1 for target in table.hant.values())
    assert all(len(word) == len(read) for word, read in table.words.items())
    twice = {target for target in table.hans.values() if ord(target) in table.hans}
    assert twice == {"苧"}  # simplified for 薴, and traditional for 苎


def test_no_numeral_is_lost_in_folding() -> None:
    pairs = zip("萬億兩餘幾數點個貳陸圓廿〇壹拾佰仟", "万亿两余几数点个贰陆圆廿〇壹拾佰仟", strict=True)
    assert all(folding().hant.get(ord(source), source) == target for source, target in pairs)


def test_common_characters_are_those_of_level_one() -> None:
    assert len(common_han()) == 3755
    assert {"啊", "万", "齄"} & common_han() == {"啊", "万"}


def test_readings() -> None:
    assert {"業", "葉", "国"} & readings()["yè"] == {"業", "葉"}
    assert "長" in readings()["cháng"] & readings()["zhǎng"]
    assert "個" in toneless_readings()["ge"]
    assert without_tone("lǜ") == "lü"


def test_signs_name_single_characters() -> None:
    known = signs()
    for characters in (known.numerals, known.word_numerals, known.unit_beginnings, known.joints, known.uninitialised):
        assert len(set(characters)) == len(characters)
