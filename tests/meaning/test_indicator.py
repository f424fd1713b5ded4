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
    # A verb and the head behind it.
    ("公司现有研究人员120人。", "120人", "研究人员"),
    ("全县加工企业86家、生产基地12个。", "12个", "生产基地"),
    ("全市检查企业300家。", "300家", "企业"),
    # The verb that is counted.
    ("门诊部全天接诊85人。", "85人", "接诊"),
    ("火灾造成2人死亡。", "2人", "死亡"),
    # Where the counted noun ends before what it does.
    ("协会组织18家企业出国参展。", "18家", "企业"),
    ("全县9个乡镇受灾。", "9个", "乡镇"),
    ("6名退休教师重新上岗。", "6名", "退休教师"),
    ("5所大学、31个县(市、区)报名。", "31个", "县(市、区)"),
    ("社区服务惠及8万名3岁以下婴幼儿。", "8万名", "3岁以下婴幼儿"),
    ("首批6个未来农业先导区启动建设。", "6个", "未来农业先导区"),
    ("8家种子站落户河北。", "8家", "种子站"),
    ("6个全镇河道综合整治项目推进。", "6个", "全镇河道综合整治项目"),
    ("建成省级园区3个、特色产业集群5个。", "5个", "特色产业集群"),
    ("6种水果产量居全国第2位。", "6种", "水果"),
    # A clause with 的, or a verb, between the number and its noun.
    ("到明年，将形成4个具有全国影响力的产业集群。", "4个", "产业集群"),
    ("省里推进12个扩面试点项目、3个示范园区建设。", "12个", "扩面试点项目"),
    # An object before the number, and a verb behind it.
    ("村里引进种苗2万株试种。", "2万株", "种苗"),
    ("全年开展药品监督抽检800批次。", "800批次", "药品监督抽检"),
    ("去年养羊600只。", "600只", "羊"),
    # What the people counted do, where nothing else names them.
    ("事故造成7人死亡，另有3人失联。", "3人", "失联"),
    # What was counted before.
    ("镇里有12个村，人口超过2000人的有3个。", "3个", "村"),
    ("全省实施重点项目90个，新开工35个。", "35个", "重点项目"),
    ("会员从成立之初的9家增加到48家。", "48家", "会员"),
    ("高新技术企业5年增加800家。", "800家", "高新技术企业"),
    ("名额40人，每家单位不超过2人。", "不超过2人", "名额"),
    # A verb that may be a noun, between an owner and what is counted.
    ("青山县水务局清淤河道12条。", "12条", "河道"),
    ("优质高中就读学生占比79%。", "79%", "就读学生占比"),
    # A body by its kind alone is what 其中 counts.
    ("全省有医疗机构360家，其中医院42家。", "42家", "医院"),
    # Nobody's name is what his verb counts.
    ("客队方面，周楠贡献24分。", "24分", None),
    # A property of the clause before.
    ("全县民宿数量最多，共有665家。", "665家", "民宿数量"),
]


@pytest.mark.parametrize(("text", "surface", "indicator"), COUNTED)
def test_a_count_names_its_noun(read: Read, text: str, surface: str, indicator: str | None) -> None:
    assert read(text)[surface].indicator == indicator


MEASURED = [
    ("公司实现营业收入3.5亿元，同比增长7%。", "3.5亿元", "营业收入"),
    ("公司实现营业收入3.5亿元，同比增长7%。", "7%", "营业收入"),
    ("全市用工总数约2.1万人，较年初增加600人。", "600人", "用工总数"),
    ("研发费用占营业收入的4.6%。", "4.6%", "研发费用"),
    ("企业研发投入8000万元，占销售收入的6%。", "6%", "研发投入"),
    ("科技支出占财政支出比重由5%提高到8%。", "8%", "科技支出占财政支出比重"),
    ("65岁以上人口占14.2%。", "14.2%", "65岁以上人口"),
    ("三分之二的农户装了太阳能。", "三分之二", "农户"),
    ("该校师生比达到1:15。", "1:15", "师生比"),
    ("大坝建设工期3年。", "3年", "建设工期"),
    ("产值是2018年的3倍。", "3倍", "产值"),
    ("最低气温出现在北川，为零下20℃。", "零下20℃", "最低气温"),
    ("不良贷款率高于行业平均水平0.2个百分点。", "0.2个百分点", "不良贷款率"),
    ("产值8亿元，能耗则比上年降低4%。", "4%", "能耗"),
    # Dimensions of one character.
    ("村口的古银杏高32米。", "32米", "高"),
    ("该桥桥面宽28米。", "28米", "宽"),
    ("红豆杉为乔木，高25米。", "25米", "高"),
    # Names of several words behind a name that no lexicon knows.
    ("碧澄源净息差为1.6%。", "1.6%", "净息差"),
    ("碧澄净化仪额定产水量90升，废水比1.5。", "90升", "额定产水量"),
    ("入境外国人次增长54%。", "54%", "入境外国人次"),
    # Where a place is, is no property.
    ("古镇位于山间，距县城15公里。", "15公里", None),
    ("白鹭机场位于城东，距离市中心28公里。", "28公里", None),
    # Word of place, then a property.
    ("园内气温降至3℃。", "3℃", "气温"),
    ("磁体内孔直径32毫米。", "32毫米", "磁体内孔直径"),
    # What is given at a rate, or to each.
    ("对首台设备按售价的15%、最高200万元给予补助。", "15%", "补助"),
    ("对首台设备按售价的15%、最高200万元给予补助。", "200万元", "补助"),
    ("财政给予每户3000元的资助。", "3000元", "资助"),
    ("县里发放慰问金，每户800元。", "800元", "慰问金"),
    ("套餐价格降至每百万词元0.8元。", "0.8元", "价格"),
    ("用电补贴发放了600万元。", "600万元", "用电补贴"),
    # What was measured goes on past those whom it is measured of.
    ("全省最高气温超过35℃，其中9个县超过38℃；平川县达41℃。", "41℃", "最高气温"),
    ("上半年退货率50%，其中男装仅为15%。", "15%", "退货率"),
    ("甲集团凭借90亿元的营业收入位居第一，乙家具以70亿元位居第二。", "70亿元", "营业收入"),
    ("存款余额520亿元，首次突破500亿元大关。", "突破500亿元", "存款余额"),
    # Shares and changes from a start.
    ("外贸占全国比重由2020年的7%提升至8%。", "8%", "外贸占全国比重"),
    ("个人捐赠占六成。", "六成", "个人捐赠"),
    ("覆盖率由建场之初的不足12%提高到86%。", "86%", "覆盖率"),
    ("人均预期寿命从79岁提升至81岁。", "81岁", "人均预期寿命"),
    ("资产总额五年增长60%。", "五年", None),
    ("资产总额五年增长60%。", "60%", "资产总额"),
    # White space instead of punctuation.
    ("青山镇　村委会12个　户籍人口1.8万人", "1.8万人", "户籍人口"),
    # For what a sum is spent, and who spends it.
    ("长风集团投资20亿元建设新厂。", "20亿元", "投资"),
    ("长风集团以12亿元竞得一宗土地。", "12亿元", None),
    # Lists that are dealt out.
    ("该县城镇、农村居民人均可支配收入分别增长5%和6%。", "6%", "农村居民人均可支配收入"),
    ("事故起数、死亡人数分别下降9%、8%。", "9%", "事故起数"),
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


def test_what_a_share_is_held_of(read: Read) -> None:
    meaning = read("宏安集团持有恒远环保51%股权。")["51%"]
    assert (meaning.indicator, meaning.subject) == ("股权", "宏安集团")


@pytest.mark.parametrize("adverb", ["也", "却", "都"])
def test_an_adverb_before_a_verb_of_level_is_no_part_of_the_noun(read: Read, adverb: str) -> None:
    assert read(f"公司营业额{adverb}达到3亿元。")["3亿元"].indicator == "营业额"
