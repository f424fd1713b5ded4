"""Owners that other words of the sentence point at: causatives, pronouns, speakers, echoes, clauses with 的."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

NAMED = [
    ("暴雨造成东岭镇3200人受灾。", "3200人", "东岭镇"),
    ("洪水造成东岭镇320户1100人受灾。", "320户", "东岭镇"),
    ("新设备让宏安集团每年节约电费80万元。", "80万元", "宏安集团"),
    ("事故造成3人死亡。", "3人", "事故"),
    ("村民李秀兰今年52岁。2008年分家，她分到八只羊。", "八只", "村民李秀兰"),
    ("52岁的额尔敦放了三十多年羊，草场1800亩。", "三十多年", "额尔敦"),
    ("“我种了30亩西瓜。去年卖了6万元。”周大山说。", "6万元", "周大山"),
    ("柳沟村有人口300人。\n“我养了20头牛。”周大山笑着说，“一年挣8万元。”村里另有30户养牛。", "8万元", "周大山"),
    ("展厅的主角是青花大罐，罐高47厘米，腹径42厘米。", "42厘米", "青花大罐"),
    ("协会将召开年会，会期3天。", "3天", "年会"),
    ("理工学院研制的高速拉丝机，拉丝速度达到25米/秒。", "25米/秒", "拉丝机"),
    ("宏安集团下属的物流公司有货车320辆。", "320辆", "物流公司"),
    ("全市完成的投资达3亿元。", "3亿元", "全市"),
    ("公司与中北铁路集团签订合同，合同金额2亿元。", "2亿元", "公司"),
    ("直径108毫米的钢管被打通。", "108毫米", "钢管"),
    ("身高1.3米以下儿童免票。", "1.3米以下", "儿童"),
    ("调查于9月至10月进行，覆盖31个城市。", "31个", "调查"),
    ("实验先后重复20次。", "20次", "实验"),
    ("打包组12人，用掉纸箱9吨。", "12人", "打包组"),
    ("老郑手里还压着两千多吨货。", "两千多吨", "老郑"),
    ("飞手小钟拿证不到两年。", "不到两年", "飞手小钟"),
    ("登山栈道沿崖而上，全长三公里半。", "三公里半", "登山栈道"),
    ("东环高速于2019年开工，总投资12亿元。", "12亿元", "东环高速"),
    ("东岭镇总面积128平方公里，辖行政村11个。", "11个", "东岭镇"),
    ("澜江科技近日公布成绩单。全年完成产值12亿元。", "12亿元", "澜江科技"),
]


@pytest.mark.parametrize(("text", "surface", "subject"), NAMED)
def test_whose_the_number_is(read: Read, text: str, surface: str, subject: str) -> None:
    assert read(text)[surface].subject == subject


def test_who_speaks_of_others_is_not_whose_it_is(read: Read) -> None:
    assert read("“全县种了30亩西瓜。”周大山说。")["30亩"].subject == "全县"


def test_a_speaker_is_left_behind_his_quotation(read: Read) -> None:
    text = "柳沟村有人口300人。\n“我养了20头牛。”周大山笑着说，“一年挣8万元。”村里另有30户养牛。"
    assert read(text)["30户"].subject in ("村里", "柳沟村")


def test_what_a_share_is_held_of(read: Read) -> None:
    meaning = read("宏安集团持有恒远环保51%股权。")["51%"]
    assert (meaning.indicator, meaning.subject) == ("股权", "宏安集团")
