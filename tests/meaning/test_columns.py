"""Time, change and its basis, factuality, distribution."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

DAY = datetime.date

SCOPES = [
    ("2023年，产值3亿元。", "3亿元", "2023年"),
    ("2023年，产值3亿元。其中出口1亿元。", "1亿元", "2023年"),
    ("2023年产值3亿元，较2019年增长12%。", "12%", "2023年"),
    ("截至目前，全市有企业600家。", "600家", "截至目前"),
    ("2022年，产值由2017年的1.8亿元增加到3亿元。", "1.8亿元", "2017年"),
    ("2022年，产值由2017年的1.8亿元增加到3亿元。", "3亿元", "2022年"),
    ("5月8日隧道贯通。隧道全长18公里。", "18公里", None),
    ("2023年，村里来了一位63岁的老人。", "63岁", None),
    ("水库始建于1958年，库容1.2亿立方米。", "1.2亿立方米", None),
    ("4月3日，全市降雨。石坪水库水位198米。", "198米", "4月3日"),
    ("8月3日，协会来到海拔1360米的小学。", "1360米", None),
    ("5月3日，电站并网，该电站响应时间50毫秒，循环寿命9万次。", "9万次", None),
    ("5月3日，新款上市。充电15分钟可行驶600公里。", "15分钟", None),
    ("9月9日，隧道贯通。工人每40分钟轮换一次。", "一次", None),
    ("9月9日，渔船出海。他的渔船长38米。", "38米", None),
    ("9月9日，学校开学。学校现有教师80人。", "80人", None),
    ("去年以来，协会办理代表建议60件、提案30件。", "30件", "去年以来"),
    ("2023年上半年航班9万架次，恢复至2019年同期的104%。", "104%", "2023年上半年"),
    ("6月订单9亿元，累计上半年订单50亿元。", "50亿元", "上半年"),
    ("收入9亿元，较上年8亿元增加12%。", "8亿元", "上年"),
    ("毛利率21%，与上年20%持平。", "20%", "上年"),
    ("2023年，人口比2020年普查的30万人减少2万人。", "30万人", "2020年"),
    ("2023年收入9亿元（2022年：8亿元），员工300人。", "8亿元", "2022年"),
    ("2023年收入9亿元（2022年：8亿元），员工300人。", "300人", "2023年"),
    ("工期由目前的8小时压缩到2小时，线路长150公里。", "8小时", "目前"),
    ("工期由目前的8小时压缩到2小时，线路长150公里。", "2小时", None),
    ("2022年和2023年，销量分别为3万辆、5万辆。", "3万辆", "2022年"),
    ("2022年和2023年，销量分别为3万辆、5万辆。", "5万辆", "2023年"),
    ("2023年，销量较2021年、2022年分别增长9%、5%。", "9%", "2023年"),
    ("报名时间为6月18日至22日，每科收费45元。", "45元", None),
]


@pytest.mark.parametrize(("text", "surface", "time_text"), SCOPES)
def test_the_latest_date_that_is_no_comparison_governs(
    read: Read, text: str, surface: str, time_text: str | None
) -> None:
    assert read(text)[surface].time_text == time_text


def test_the_years_of_a_period_are_dealt_out(read: Read) -> None:
    found = read("2021年至2023年，公司营收分别为5亿元、6亿元和8亿元。")
    assert [(found[surface].time_start, found[surface].time_end) for surface in ("5亿元", "6亿元", "8亿元")] == [
        (DAY(year, 1, 1), DAY(year, 12, 31)) for year in (2021, 2022, 2023)
    ]


def test_a_date_does_not_reach_into_the_next_paragraph(read: Read) -> None:
    assert read("2023年，产值3亿元。\n出口1亿元。")["1亿元"].time_text is None


def test_the_present_is_the_day_of_publication(read: Read) -> None:
    meaning = read("目前，全市有企业600家。")["600家"]
    assert (meaning.time_start, meaning.time_end) == (DAY(2024, 5, 20), DAY(2024, 5, 20))


CHANGES = [
    ("产值增长5%。", "5%", "increase", None),
    ("产值达3亿元，同比增长5%；出口1亿元，下降2%。", "2%", "decrease", "year_on_year"),
    ("利润环比减少300万元。", "300万元", "decrease", "period_on_period"),
    ("客流较2019年增长三成。", "三成", "increase", "versus_stated"),
    ("价格比去年高出30元。", "30元", "increase", "year_on_year"),
    ("亩产比对照田高出120斤。", "120斤", None, None),
    ("产值增长到3亿元。", "3亿元", None, None),
    ("新增企业27家。", "27家", None, None),
    ("增加车位300个。", "300个", "increase", None),
    ("居民消费价格涨幅3%。", "3%", "increase", None),
    ("产值比2020年翻一番。", "翻一番", "increase", "versus_stated"),
    ("用时比计划提前20天。", "20天", None, None),
    ("平均压减时间58%、材料52%。", "52%", "decrease", None),
    ("产值增长6%以上、突破900亿元。", "突破900亿元", None, None),
    ("全年收入9亿元，增幅为4%。", "4%", "increase", None),
    ("重量较进口产品减轻四分之一。", "四分之一", "decrease", "versus_stated"),
    ("大会增补理事11名。", "11名", None, None),
    ("诊所年增77家（2.0%），药店减少3家（-1.2%）。", "2.0%", "increase", "year_on_year"),
    ("诊所年增77家（2.0%），药店减少3家（-1.2%）。", "-1.2%", "decrease", "year_on_year"),
    ("该股以8.3%涨幅居首。", "8.3%", "increase", None),
    ("少于30人参加。", "少于30人", None, None),
    ("与2015年第二次土地普查相比，耕地减少900亩。", "900亩", "decrease", "versus_stated"),
    ("出口9亿元，年减9%。", "9%", "decrease", "year_on_year"),
    ("合同总额9亿元，比　上年增长11%。", "11%", "increase", "year_on_year"),
]


@pytest.mark.parametrize(("text", "surface", "change", "basis"), CHANGES)
def test_verbs_of_change_and_what_they_compare_with(
    read: Read, text: str, surface: str, change: str | None, basis: str | None
) -> None:
    meaning = read(text)[surface]
    assert (meaning.change, meaning.change_basis) == (change, basis)


def test_a_stated_comparison_is_kept_as_text(read: Read) -> None:
    assert read("客流较2019年增长三成。")["三成"].change_reference == "2019年"


MODES = [
    ("公司将新建工厂3座。", "3座", "planned"),
    ("到2028年，建成充电站50座，运营成本下降三成。", "三成", "planned"),
    ("今年的预期目标是：产值增长6%，新增就业5万人。", "5万人", "planned"),
    ("全市要新建公园12个。", "12个", "planned"),
    ("协会计划新设站点2个，力争全省产值增长6%。", "6%", "planned"),
    ("会长算了笔账：预计全村接待游客5万人次，村集体收入突破百万元。", "突破百万元", "predicted"),
    ("预计未来三天水库水位还将上涨1米。", "1米", "predicted"),
    ("到2035年，全市床位占比将达到73%。", "73%", "planned"),
    ("全镇争取上级资金2300万元。", "2300万元", "actual"),
    ("课题组承担重点研发计划课题9项。", "9项", "actual"),
    ("窗口推行新法，将办理时间由5天压缩到2天。", "2天", "actual"),
    ("学校计划招生400人，其中省内招生180人。", "180人", "planned"),
    ("一、重点工作\n截至2023年底，全市有企业11家，该市有港口2个。", "2个", "actual"),
    ("关于2025年工作打算。全镇新建农田60亩。", "60亩", "planned"),
    ("一年来，主要做了以下工作：\n新建农田60亩。", "60亩", "actual"),
    ("预计年产量80万吨，可节约用水30万吨。", "30万吨", "predicted"),
    ("银行预计，我国出口增速将回落至3.1%，低于去年的4.5%。", "3.1%", "predicted"),
    ("银行预计，我国出口增速将回落至3.1%，低于去年的4.5%。", "4.5%", "actual"),
    ("车程将由5小时缩短到2小时。", "5小时", "actual"),
    ("车程将由5小时缩短到2小时。", "2小时", "planned"),
    ("银行拟以股本9亿股为基数分红3000万元。", "9亿股", "actual"),
    ("主要产品12种，需要原料近5吨。", "12种", "actual"),
    ("一家公司拟发行债券3亿元；韩国出口7千亿元。", "7千亿元", "actual"),
    ("主队将分差不断扩大到18分。", "18分", "actual"),
    ("消防员将2名伤者抬出。", "2名", "actual"),
    ("新车比即将上市的车型短5毫米。", "5毫米", "actual"),
    ("协会预计2031年家具市场的线上销量将达到9万套。", "9万套", "predicted"),
    ("甲公司预计2031年营收9亿元，同行乙公司营收7亿元。", "9亿元", "predicted"),
    ("甲公司预计2031年营收9亿元，同行乙公司营收7亿元。", "7亿元", "actual"),
    ("工期将由目前的8小时压缩到2小时。", "8小时", "actual"),
    ("工期将由目前的8小时压缩到2小时。", "2小时", "planned"),
]


@pytest.mark.parametrize(("text", "surface", "factuality"), MODES)
def test_plans_and_predictions(read: Read, text: str, surface: str, factuality: str) -> None:
    assert read(text)[surface].factuality == factuality


def test_a_heading_says_what_the_lines_below_it_are(read: Read) -> None:
    found = read("一、2023年工作回顾\n新建学校12所。\n二、2024年重点工作\n新建医院8家。")
    assert (found["12所"].factuality, found["8家"].factuality) == ("actual", "planned")


DISTRIBUTIONS = [
    ("每户补助5000元。", "5000元", True),
    ("甲、乙两县各建学校15所。", "15所", True),
    ("两市增速均超过8%。", "超过8%", True),
    ("苹果每斤6元，比上周便宜五毛。", "五毛", True),
    ("每人每次服药2克，服药间隔8小时。", "8小时", False),
    ("人均绿地面积14平方米。", "14平方米", False),
    ("基本每股收益0.85元。", "0.85元", False),
    ("空置率6%、投诉率2%，分别下降1.5和0.3个百分点。", "1.5", True),
]


@pytest.mark.parametrize(("text", "surface", "distributive"), DISTRIBUTIONS)
def test_one_number_for_each_of_several(read: Read, text: str, surface: str, distributive: bool) -> None:
    assert read(text)[surface].distributive is distributive


def test_a_list_with_respectively_follows_the_indicators_before(read: Read) -> None:
    found = read("空置率6%、投诉率2%，分别下降1.5和0.3个百分点。")
    assert (found["1.5"].indicator, found["0.3个百分点"].indicator) == ("空置率", "投诉率")


def test_the_last_name_of_a_list_lends_its_property(read: Read) -> None:
    found = read("肉、奶产量分别达到31万吨、75万吨。")
    assert [(found[one].subject, found[one].indicator) for one in ("31万吨", "75万吨")] == [
        ("肉", "产量"),
        ("奶", "产量"),
    ]


def test_where_a_place_is_spoken_of_the_items_of_a_list_are_its_own(read: Read) -> None:
    found = read("2023年，青山市经济回升。肉、奶产量分别达到31万吨、75万吨。")
    assert [(found[one].subject, found[one].indicator) for one in ("31万吨", "75万吨")] == [
        ("青山市", "肉产量"),
        ("青山市", "奶产量"),
    ]
