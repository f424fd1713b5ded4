"""Wrong encodings: undone where nothing is lost, named where something is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.text.clean import clean
from shuliang.text.tables import common_han

TEXT = "全镇新建鱼塘42口，面积3.6公顷，“渔光互补”项目带动村民增收15%以上；\n明年还要再修两座泵站。"
CHINESE = st.text(
    alphabet=st.sampled_from(sorted(common_han())[::5] + list("，。：0123456789.%")), min_size=8, max_size=40
)


def misread(text: str, written: str, read: str) -> str:
    """What a reader sees who takes the bytes for another encoding; Windows-1252 as browsers read it."""
    codes = text.encode(written)
    if read == "browser":
        return "".join(bytes([code]).decode("cp1252", "ignore") or chr(code) for code in codes)
    return codes.decode(read, "replace")


@pytest.mark.parametrize("written", ["gbk", "utf-8"])
@pytest.mark.parametrize("read", ["latin-1", "browser"])
def test_undoes_what_inverts(written: str, read: str) -> None:
    cleaned = clean(misread(TEXT, written, read))
    assert cleaned.text == TEXT
    assert cleaned.damage == ()
    assert cleaned.repairs > 0


@pytest.mark.parametrize("written", ["gbk", "utf-8"])
def test_a_mended_character_covers_all_its_bytes(written: str) -> None:
    raw = misread(TEXT, written, "latin-1")
    cleaned = clean(raw)
    start = TEXT.index("42口")
    first, last = cleaned.raw_span(start, start + 3)
    assert raw[first:last] == misread("42口", written, "latin-1")


@given(CHINESE)
def test_every_mended_character_maps_to_its_bytes(text: str) -> None:
    raw = misread(text, "utf-8", "latin-1")
    cleaned = clean(raw)
    if cleaned.repairs and cleaned.script == "hans":
        pieces = [raw[slice(*cleaned.raw_span(place, place + 1))] for place in range(len(cleaned.text))]
        assert "".join(pieces) == raw
        assert [piece.encode("latin-1").decode("utf-8") for piece in pieces] == list(text)


def test_a_byte_that_windows_1252_lacks_is_damage() -> None:
    cleaned = clean(misread("村里还剩三十户，外加5户新来的人家，都在河边。", "utf-8", "cp1252"))
    assert "三\ufffd户" in cleaned.text
    assert "5户" in cleaned.text
    place = cleaned.text.index("三\ufffd")
    assert any(damage.start <= place and place + 2 <= damage.end for damage in cleaned.damage)


def test_mends_runs_between_readable_text() -> None:
    cleaned = clean("编者按：" + misread("今年又种下三千棵果树", "gbk", "latin-1") + "——本报")
    assert cleaned.text == "编者按：今年又种下三千棵果树——本报"


@pytest.mark.parametrize(
    "text", ["Café Müller 售出5杯", "£300 或 °C ±3 ×2", "Universität für 学生3人", "naïve — “很好”"]
)
def test_foreign_letters_stay(text: str) -> None:
    assert clean(text).text == text
    assert clean(text).damage == ()


@pytest.mark.parametrize(
    ("written", "read", "name"),
    [
        ("utf-8", "gbk", "UTF-8 read as GBK"),
        ("utf-8", "gb18030", "UTF-8 read as GBK"),
        ("gbk", "big5", "GBK read as Big5"),
        ("big5hkscs", "gbk", "Big5 read as GBK"),
    ],
)
def test_names_what_does_not_invert(written: str, read: str, name: str) -> None:
    text = "今年全鎮共修建農村公路二十七公里，其中有九公里通到山上的村子。"
    text = text if written == "big5hkscs" else clean(text).text
    raw = misread(text, written, read)
    cleaned = clean(raw)
    assert any(name in damage.reason for damage in cleaned.damage)
    assert sum(damage.end - damage.start for damage in cleaned.damage) >= len(raw) - 2


def test_a_readable_line_beside_gibberish_stays_readable() -> None:
    line = "本月售出新米三十袋。"
    cleaned = clean(line + "\n" + misread("仓库里还存有陈米八袋，准备运往外地。", "utf-8", "gbk"))
    assert cleaned.text.startswith(line)
    assert all(damage.start > len(line) for damage in cleaned.damage)


def test_lost_characters_written_twice() -> None:
    cleaned = clean("存货30袋，锟斤拷锟斤拷5锟斤拷，运费200元。")
    assert len(cleaned.damage) == 1
    damage = cleaned.damage[0]
    assert "锟斤拷" in damage.reason
    assert "30袋" not in cleaned.text[damage.start : damage.end]
    assert "200元" not in cleaned.text[damage.start : damage.end]


def test_memory_that_was_never_written() -> None:
    cleaned = clean("余额烫烫烫烫烫3元，另有20元")
    assert [cleaned.text[damage.start : damage.end] for damage in cleaned.damage] == ["烫烫烫烫烫3"]
    assert clean("水很烫烫的").damage == ()


@pytest.mark.parametrize(
    "text",
    ["蕨类、藓类、苔类、萱草、鸢尾、芍药共六种", "饕餮、貔貅、麒麟、螭吻、狻猊", "纣王与妲己，褒姒与幽王，骊山烽燧"],
)
def test_rare_words_are_no_gibberish(text: str) -> None:
    assert clean(text).damage == ()
