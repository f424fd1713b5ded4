"""Reports about a place: where they name it, and what in them belongs to somebody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

HEADS = [
    "2026年青川县政府工作报告\n",
    "打印\n收藏\n分享\n2026年青川县政府工作报告\n来源：青川发布\n",
    "政府工作报告\n——2026年1月8日在青川县第十九届人民代表大会第五次会议上\n",
    "青川县2025年国民经济和社会发展统计公报\n",
]
ITS_OWN = [
    ("城镇新增就业4200人。", "4200人"),
    ("城乡面貌迈上新台阶，调查失业率5.3%。", "5.3%"),
    ("深入实施兴企工程。培育示范合作社36家、家庭农场15家。", "15家"),
    ("书店增加到31家、茶馆增加到8家。", "8家"),
    ("公路通车里程5465公里。", "5465公里"),
    ("第四次全国古树调查新发现古树72株。", "72株"),
    ("县医院门诊楼启用；新改建农村公路86公里。", "86公里"),
    ("南山苹果获评名品，猕猴桃产值2亿元。", "2亿元"),
    ("对外开放格局更加完善，进出口总额9亿元。", "9亿元"),
]
OF_OTHERS = [
    ("全县常住人口45万人。", "45万人", "全县"),
    ("白水镇建成冷库18座，储存鲜果6万吨。", "18座", "白水镇"),
    ("县水务公司投资3亿元，铺设管网40公里。", "40公里", "县水务公司"),
    ("龙潭水库水位104米。", "104米", "龙潭水库"),
]


@pytest.mark.parametrize("head", HEADS)
def test_the_place_stands_in_the_head_of_the_page(read: Read, head: str) -> None:
    found = read(f"{head}各位代表：\n一年来，我们克难奋进，主要目标顺利实现。\n新改建农村公路86公里。")
    assert found["86公里"].subject == "青川县"


@pytest.mark.parametrize(("text", "surface"), ITS_OWN)
def test_what_a_report_tells_is_the_places(read: Read, text: str, surface: str) -> None:
    assert read(f"{HEADS[0]}各位代表：\n{text}")[surface].subject == "青川县"


@pytest.mark.parametrize(("text", "surface", "subject"), OF_OTHERS)
def test_who_is_named_has_the_numbers_of_his_sentence(read: Read, text: str, surface: str, subject: str) -> None:
    assert read(f"{HEADS[0]}各位代表：\n{text}")[surface].subject == subject


def test_a_change_stays_with_whoever_had_what_changed(read: Read) -> None:
    found = read(f"{HEADS[0]}各位代表：\n规模以上工业企业实现利润总额164亿元，增长9.4%。")
    assert found["9.4%"].subject == found["164亿元"].subject
