"""What is counted or measured."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

COUNTED = [
    # The noun behind the classifier.
    ("该市拥有36家省级示范企业。", "36家", "省级示范企业"),
    ("来自9个地市的150余家供应商、300多名代表参加洽谈。", "9个", "地市"),
    ("来自9个地市的150余家供应商、300多名代表参加洽谈。", "150余家", "供应商"),
    ("来自9个地市的150余家供应商、300多名代表参加洽谈。", "300多名", "代表"),
    ("市里为12位院士、专家配备了助手。", "12位", "院士、专家"),
    ("15所高校达到标准。", "15所", "高校"),
    ("8个矿山修复项目完成验收。", "8个", "矿山修复项目"),
    ("30家企业利润总额增长5%。", "30家", "企业"),
    # The noun before the number.
    ("协会拥有会员单位320家。", "320家", "会员单位"),
    ("全年累计培训家政员4200人次。", "4200人次", "家政员"),
    ("基地引进教授、博士60余人。", "60余人", "教授、博士"),
    ("园区种植茶树300亩、蓝莓120亩。", "120亩", "蓝莓"),
    ("种粮大户从43家增加到91家，净增48家。", "91家", "种粮大户"),
    ("种粮大户从43家增加到91家，净增48家。", "48家", "种粮大户"),
    # The verb that is counted.
    ("门诊部全天接诊85人。", "85人", "接诊"),
    ("火灾造成2人死亡。", "2人", "死亡"),
]


@pytest.mark.parametrize(("text", "surface", "indicator"), COUNTED)
def test_a_count_names_its_noun(read: Read, text: str, surface: str, indicator: str) -> None:
    assert read(text)[surface].indicator == indicator


MEASURED = [
    ("公司实现营业收入3.5亿元，同比增长7%。", "3.5亿元", "营业收入"),
    ("公司实现营业收入3.5亿元，同比增长7%。", "7%", "营业收入"),
    ("全市用工总数约2.1万人，较年初增加600人。", "600人", "用工总数"),
    ("研发费用占营业收入的4.6%。", "4.6%", "研发费用"),
    ("企业研发投入8000万元，占销售收入的6%。", "6%", "企业研发投入"),
    ("科技支出占财政支出比重由5%提高到8%。", "8%", "科技支出占财政支出比重"),
    ("65岁以上人口占14.2%。", "14.2%", "65岁以上人口"),
    ("三分之二的农户装了太阳能。", "三分之二", "农户"),
    ("该校师生比达到1:15。", "1:15", "师生比"),
    ("大坝建设工期3年。", "3年", "建设工期"),
    ("产值是2018年的3倍。", "3倍", "产值"),
    ("最低气温出现在北川，为零下20℃。", "零下20℃", "最低气温"),
    ("不良贷款率高于行业平均水平0.2个百分点。", "0.2个百分点", None),
]


@pytest.mark.parametrize(("text", "surface", "indicator"), MEASURED)
def test_a_measure_names_its_property(read: Read, text: str, surface: str, indicator: str | None) -> None:
    assert read(text)[surface].indicator == indicator


DESCRIBING = [
    ("豆浆每碗三块钱。", "三块钱", "豆浆"),
    ("这里新建110千伏变电站一座。", "110千伏", "变电站"),
    ("63岁的老人每天读报。", "63岁", "老人"),
    ("1亿元以上项目共有5个。", "1亿元以上", "项目"),
    ("22岁的前锋李建明攻入一球。", "22岁", "前锋李建明"),
]


@pytest.mark.parametrize(("text", "surface", "subject"), DESCRIBING)
def test_what_only_describes_a_thing_has_no_indicator(read: Read, text: str, surface: str, subject: str) -> None:
    meaning = read(text)[surface]
    assert (meaning.indicator, meaning.subject) == (None, subject)


def test_an_indicator_does_not_reach_into_the_next_sentence(read: Read) -> None:
    assert read("产值增长5%。其中，出口增长3%。").keys() == {"5%", "3%"}
    assert read("产值达3亿元。四成来自海外。")["四成"].indicator is None
