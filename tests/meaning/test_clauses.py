"""Tokens, owners in phrases, and the evidence of a meaning."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from shuliang.facts import Document
from shuliang.meaning import MeaningReader
from shuliang.meaning.clauses import tokenise
from shuliang.meaning.cues import Role
from shuliang.meaning.features import Weigher
from shuliang.meaning.ground import Ground
from shuliang.meaning.lexicons import build_cues
from shuliang.meaning.phrases import Names, phrase_text
from shuliang.meaning.tokens import Piece
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load
from shuliang.text.clean import clean

if TYPE_CHECKING:
    from shuliang.meaning.cues import Cues
    from shuliang.running.reader import RulebookReader


@pytest.fixture(scope="module")
def cues() -> Cues:
    return build_cues(load(rules_folder()).lexicons)


def words(cues: Cues, text: str) -> list[tuple[str, bool]]:
    """The words of a text without numbers, and whether each is part of a noun."""
    tokens = tokenise(Ground(text, [], None, cues, Names(cues), Weigher(cues.weights)), [Piece(0, len(text), [])])
    return [(text[token.start : token.end], bool(token.roles & Role.NOMINAL)) for token in tokens]


def test_the_longest_word_wins(cues: Cues) -> None:
    assert ("主要", True) not in words(cues, "主要产品")
    assert ("将", False) in words(cues, "公司将投产")
    assert all(word != "将" for word, _ in words(cues, "将军出征"))


def test_a_cue_of_one_character_before_a_noun_is_part_of_it(cues: Cues) -> None:
    assert ("新", True) in words(cues, "新样机")
    assert ("新", False) in words(cues, "新推出")


def test_a_verb_with_the_ending_of_a_noun_is_none(cues: Cues) -> None:
    assert ("提供", False) in words(cues, "提供岗位")
    assert all(word != "提供" for word, _ in words(cues, "提供者"))


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("工种齐全", "种"),
        ("联系对象", "对"),
        ("分组讨论过程", "过"),
        ("国民经济", "经"),
        ("就业率", "就"),
        ("总理事会", "理"),
    ],
)
def test_a_plain_word_hides_the_spelling_of_a_cue(cues: Cues, text: str, held: str) -> None:
    assert held in text
    assert held not in [word for word, _ in words(cues, text)]


def test_a_plain_word_that_a_cue_overlaps_ends_before_it(cues: Cues) -> None:
    """子实 is no word: 房子 is taken from the left, and 实际 stays a cue."""
    assert [word for word, _ in words(cues, "房子实际面积")] == ["房子", "实际", "面积"]


def test_plain_words_stay_outside_the_lists_of_cues(cues: Cues) -> None:
    plain = [cue for cue in cues.listed if cue.roles & Role.PLAIN]
    assert len(plain) > 1000
    assert not {cue.word for cue in plain} & cues.words.keys()


def test_a_quoted_name_is_one_noun_and_an_aside_is_none(cues: Cues) -> None:
    assert words(cues, "“双减”政策（试行）")[0] == ("“双减”政策", True)
    assert all("试行" not in word for word, _ in words(cues, "“双减”政策（试行）"))


@pytest.mark.parametrize(
    ("phrase", "owner", "role"),
    [
        ("临河县粮食产量", "临河县", "ending"),
        ("常州市第一人民医院门诊量", "常州市第一人民医院", "ending"),
        ("全市粮食产量", "全市", "whole"),
        ("南山隧道", "南山隧道", "thing"),
        ("集群产值", "集群", "ending"),
        ("集群体系", "", ""),
        ("城市居民", "城市居民", "person"),
        ("社会消费品零售总额", "", ""),
    ],
)
def test_the_owner_that_a_phrase_begins_with(cues: Cues, phrase: str, owner: str, role: str) -> None:
    found = Names(cues).owner(phrase)
    assert (phrase[: found.length], found.role) == (owner, role)


def test_people_end_where_their_noun_or_name_ends(cues: Cues) -> None:
    names = Names(cues)
    assert names.person("老年人流感风险") == "老年人"
    assert names.person("后卫李建明") == "后卫李建明"


def test_quotation_marks_stay_only_in_pairs() -> None:
    assert phrase_text("“小巨人”企业", 0, 7) == "“小巨人”企业"
    assert phrase_text("小巨人”", 0, 4) == "小巨人"
    assert phrase_text("“小巨人”", 0, 5) == "小巨人"


def test_each_column_can_be_explained(reader: RulebookReader) -> None:
    text = "2023年，全市产值同比增长5%。"
    found = reader.read(Document("d", text))
    meaning = MeaningReader.from_lexicons(load(rules_folder()).lexicons)
    said = meaning.explain(clean(text), found.readings, None)[-1]
    assert {evidence.column: evidence.words for evidence in said} == {
        "indicator": "产值", "subject": "全市", "time": "2023年", "change": "增长", "change_basis": "同比",
    }  # fmt: skip
    assert any(place.file.endswith("change.yaml") for evidence in said for place in evidence.places)


def test_the_subject_that_is_explained_is_the_one_given(reader: RulebookReader) -> None:
    text = clean("规模以上企业数：东湖区112家，南浦县64家。")
    readings = reader.engine.read(text, None).readings
    given = [meaning.subject for meaning in reader.meaning.read(text, readings, None)]
    said = reader.meaning.explain(text, readings, None)
    assert [[one.words for one in evidence if one.column == "subject"] for evidence in said] == [[one] for one in given]
