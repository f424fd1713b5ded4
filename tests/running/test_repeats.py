"""Documents that say the same are told, also in two scripts; a run that counts a fact once can leave them out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow.parquet as pq

from shuliang.facts import Document
from shuliang.running.run import RunOptions, run

if TYPE_CHECKING:
    from pathlib import Path

SIMPLIFIED = (
    "青岚市轴承协会第三次会员大会在市会展中心召开，来自十二个县区的二百余家会员企业参加会议。大会审议通过了理事会工作报告，"
    "选举产生了新一届理事会。报告显示，全市轴承产业去年实现产值86.4亿元，同比增长8.5%，从业人员超过2万人。"
)
TRADITIONAL = (
    "青嵐市軸承協會第三次會員大會在市會展中心召開，來自十二個縣區的二百餘家會員企業參加會議。大會審議通過了理事會工作報告，"
    "選舉產生了新一屆理事會。報告顯示，全市軸承產業去年實現產值86.4億元，同比增長8.5%，從業人員超過2萬人。"
)
OTHER = (
    "云泽港务集团发布上半年经营简报，集装箱吞吐量完成91.2万标箱，港口货物吞吐量完成3400万吨。集团新开通航线四条，"
    "投用自动化岸桥两台，靠泊船舶平均等待时间缩短到6小时以内，全年目标完成过半。"
)


def test_the_same_page_in_two_scripts_is_told(tmp_path: Path) -> None:
    texts = {"a": SIMPLIFIED, "b": OTHER, "c": TRADITIONAL, "d": SIMPLIFIED, "e": "短文27家。", "f": "短文27家。"}
    run([Document(doc_id=doc_id, text=text) for doc_id, text in texts.items()], tmp_path / "out", RunOptions())
    documents = pq.read_table(tmp_path / "out" / "documents.parquet").to_pylist()
    found = {row["doc_id"]: row["duplicate_of"] for row in documents}
    assert found == {"a": None, "b": None, "c": "a", "d": "a", "e": None, "f": None}
