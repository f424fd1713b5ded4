"""Where names of persons, regions and nouns for owners end in a phrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuliang.meaning.lexicons import build_cues
from shuliang.meaning.phrases import Names, name_end
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load

if TYPE_CHECKING:
    from tests.meaning.conftest import Read

    from shuliang.meaning.cues import Cues


@pytest.fixture(scope="module")
def cues() -> Cues:
    return build_cues(load(rules_folder()).lexicons)


@pytest.fixture(scope="module")
def names(cues: Cues) -> Names:
    return Names(cues)


PERSONS = [
    ("张建国发表", "张建国"),
    ("赵敏在比赛", "赵敏"),  # 在 ends the name
    ("王芳和李强", "王芳"),
    ("刘伟向", "刘伟"),
    ("李明华的", "李明华"),
    ("老赵种了", "老赵"),  # among friends one character follows
    ("小高家", "小高"),
    ("高速公路", ""),  # a word begins behind what may be a surname
    ("被告于5月", ""),
    ("温度为", ""),
]


@pytest.mark.parametrize(("text", "name"), PERSONS)
def test_a_surname_opens_a_name_of_two_or_three_characters(cues: Cues, text: str, name: str) -> None:
    assert text[: name_end(text, 0, len(text), cues)] == name


def test_a_name_stays_within_its_piece(cues: Cues) -> None:
    assert name_end("张建国", 0, 2, cues) == 2
    assert name_end("张建国", 0, 1, cues) == 0


ACTORS = [
    ("教授张建国发表论文12篇。", "12篇", "教授张建国"),
    ("张建国说，他种了30亩地。", "30亩", "张建国"),
    ("老赵种了30亩地。", "30亩", "老赵"),
]


@pytest.mark.parametrize(("text", "surface", "subject"), ACTORS)
def test_persons_are_subjects_by_their_names(read: Read, text: str, surface: str, subject: str) -> None:
    assert read(text)[surface].subject == subject


@pytest.mark.parametrize(
    ("phrase", "region"),
    [("全市保险公司", "全市"), ("我市企业", "我市"), ("全县粮食", "全县"), ("全市", ""), ("青山市", "")],
)
def test_a_word_for_a_whole_region_opens_a_longer_name(names: Names, phrase: str, region: str) -> None:
    assert names.region(phrase) == region


@pytest.mark.parametrize(
    ("phrase", "owner", "role"),
    [
        ("理事会女性席次", "理事会", "ending"),
        ("大桥桥面", "大桥", "thing"),
        ("理事会", "", ""),  # nothing is left of which it could be the owner
        ("企业利润", "", ""),  # whose enterprises is not said
    ],
)
def test_a_noun_for_an_owner_opens_a_longer_phrase(names: Names, phrase: str, owner: str, role: str) -> None:
    found = names.bare(phrase)
    assert (phrase[: found.length], found.role) == (owner, role)


@pytest.mark.parametrize(
    ("phrase", "role"),
    [("青山市", "ending"), ("全国", "whole"), ("学生", "person"), ("青山市人口", ""), ("大桥桥面", ""), ("", "")],
)
def test_the_role_is_that_of_the_whole_phrase(names: Names, phrase: str, role: str) -> None:
    assert names.role(phrase) == role


@pytest.mark.parametrize(
    ("phrase", "is_name"), [("周楠", True), ("黄瓜", False), ("企业", False), ("周", False), ("周楠上场时", False)]
)
def test_a_persons_name_is_no_word_that_is_known(names: Names, phrase: str, is_name: bool) -> None:
    assert names.is_persons_name(phrase) is is_name


@pytest.mark.parametrize(("phrase", "rest"), [("电解铝华东", "电解铝"), ("碳酸锂全国", "碳酸锂"), ("华东", "华东")])
def test_a_place_behind_goods_is_no_part_of_them(names: Names, phrase: str, rest: str) -> None:
    assert phrase[: names.before_place(phrase)] == rest


def test_what_belongs_to_the_firms_of_a_region_is_the_region_s(read: Read) -> None:
    found = read("青山市公布数据。全市金融机构存款余额9亿元，贷款余额7亿元。")
    assert (found["9亿元"].subject, found["7亿元"].subject) == ("全市", "全市")
