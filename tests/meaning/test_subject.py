"""Whose the number is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

NAMED = [
    ("临河县粮食总产量12万吨。", "12万吨", "临河县"),
    ("全市户籍人口270万人，比上年减少2万人。", "2万人", "全市"),
    ("无锡有模具企业450家。", "450家", "无锡"),
    ("东海隧道全长7公里，最大埋深300米。", "300米", "东海隧道"),
    ("该机组转子直径180米，单机容量10兆瓦。", "180米", "机组"),
    ("红山农场投入2000万元，铺设管道20公里。", "20公里", "红山农场"),
    ("市机械协会表示，将新建检测中心2个。", "2个", "市机械协会"),
    ("王会长说，全行业实现利润8亿元。", "8亿元", "全行业"),
    ("5月8日，首届机床展览会在北川举行，来自6个省的90家企业参展。", "90家", "机床展览会"),
    ("商务局5月8日在北川举办机床展览会，90家企业参展。", "90家", "机床展览会"),
    ("全省平均降雨量12毫米，北部25毫米。", "25毫米", "北部"),
    ("由东山公司研制的掘进机总重900吨。", "900吨", "掘进机"),
    ("公司在职员工3214人，其中研发人员512人。", "512人", "公司"),
    ("安和物业服务有限公司中标，中标价2.3元。", "2.3元", "安和物业服务有限公司"),
    ("市反诈中心劝阻群众1.9万人次。", "1.9万人次", "市反诈中心"),
    ("试验组另有37人出现腹泻。", "37人", "试验组"),
    ("快递员小高29岁，每天派件270件。", "270件", "快递员小高"),
    ("研发团队熬了3年。", "3年", "研发团队"),
    ("青山公司在城北，员工80人；白鹭公司在城南，员工90人。", "90人", "白鹭公司"),
    ("其中藏品最多的是青山博物馆，共拥有文物36万件。", "36万件", "青山博物馆"),
    ("青岭县市场监管局责令商户停业，并处罚款2万元。", "2万元", "青岭县市场监管局"),
    ("岭南F-22战斗机最大速度2450千米/小时。", "2450千米/小时", "F-22战斗机"),
    ("美国F-22战斗机最大速度2450千米/小时。", "2450千米/小时", "美国F-22战斗机"),
    ("透水事故造成3人死亡。", "3人", "事故"),
    ("这款挖掘机整机质量22吨，铲斗容量1.1立方米，额定功率118千瓦。", "118千瓦", "挖掘机"),
    ("云水村属亚热带季风气候，平均气温17℃。", "17℃", "云水村"),
    ("长风集团拟投资20亿元建设新厂。", "20亿元", "长风集团"),
    ("长风公司以3.2亿元收购青岭公司。", "3.2亿元", "长风公司"),
    ("孙某被罚款5000元。", "5000元", "孙某"),
    ("该馆建于1958年，拥有展厅12个。", "12个", "该馆"),
]


@pytest.mark.parametrize(("text", "surface", "subject"), NAMED)
def test_the_nearest_owner_is_the_subject(read: Read, text: str, surface: str, subject: str) -> None:
    found = read(text)[surface].subject
    assert found is not None
    assert found.endswith(subject)


def test_a_subject_goes_on_to_the_next_sentence(read: Read) -> None:
    assert read("青山市发布公报。常住人口45万人。")["45万人"].subject == "青山市"


def test_advice_is_about_nobody_named_before(read: Read) -> None:
    assert read("市医院门诊量12万人次。专家提醒，服药间隔至少8小时。")["至少8小时"].subject is None


def test_a_text_about_a_place_returns_to_it(read: Read) -> None:
    found = read("团结村合作社分红20万元。\n新建学校12所。", title="2023年云山县政府工作报告")
    assert found["12所"].subject == "云山县"


def test_in_a_text_about_a_whole_place_what_is_measured_is_the_place_s(read: Read) -> None:
    found = read("全县经济平稳。\n第二产业增加值45亿元，粮食作物种植面积12万亩。")
    assert {found[n].subject for n in ("45亿元", "12万亩")} == {"全县"}


def test_a_label_says_what_the_next_lines_are_about(read: Read) -> None:
    found = read("项目名称：云水河堤防二期工程\n招标控制价：1280万元\n计划工期：180天")
    assert {found[n].subject for n in ("1280万元", "180天")} == {"云水河堤防二期工程"}
    assert read("备注：云水河堤防工程\n招标控制价：1280万元")["1280万元"].subject is None


def test_each_name_of_a_list_has_its_number(read: Read) -> None:
    found = read("集团在山东、江苏、云南分别设有2、5、7家分店。")
    assert [(found[n].subject, found[n].indicator) for n in ("2", "5", "7家")] == [
        ("山东", "分店"),
        ("江苏", "分店"),
        ("云南", "分店"),
    ]


def test_a_verb_with_its_object_is_no_owner(read: Read) -> None:
    assert read("全县提速增效。培育龙头企业36家。")["36家"].subject == "全县"
    assert read("青山市发布公报。支持国家级示范园区扩容，新建冷库12座。")["12座"].subject == "青山市"
