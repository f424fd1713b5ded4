"""Whoever speaks, where the speaker is named behind what he says."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

FARM = "柳沟村有人口300人。\n“我养了20头牛。”周大山笑着说，“一年挣8万元。”村里另有30户养牛。"


def test_who_speaks_of_himself_is_whose_it_is(read: Read) -> None:
    assert read("“我种了30亩西瓜。去年卖了6万元。”周大山说。")["6万元"].subject == "周大山"


def test_the_quotation_may_go_on_behind_the_speaker(read: Read) -> None:
    assert read(FARM)["8万元"].subject == "周大山"


def test_who_speaks_of_others_is_not_whose_it_is(read: Read) -> None:
    assert read("“全县种了30亩西瓜。”周大山说。")["30亩"].subject == "全县"


def test_a_speaker_is_left_behind_his_quotation(read: Read) -> None:
    assert read(FARM)["30户"].subject in ("村里", "柳沟村")
