"""Sentences and paragraphs."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.text.sentences import paragraphs, sentence_spans

TEXT = st.text(alphabet=st.sampled_from("甲乙3。！？!?；;，.”」）\n \u3000ab"), max_size=60)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("种了三亩。收了两吨！够吗？够了", ["种了三亩。", "收了两吨！", "够吗？", "够了"]),
        ("他说：“来了五个。”大家都笑了。", ["他说：“来了五个。”", "大家都笑了。"]),
        ("（共三处。）其余不计。", ["（共三处。）", "其余不计。"]),
        ("甲地三处；乙地两处;丙地一处", ["甲地三处；乙地两处;丙地一处"]),
        ("增长3.5%，版本v2.0.1发布", ["增长3.5%，版本v2.0.1发布"]),
        ("真的？！真的!!好", ["真的？！", "真的!!", "好"]),
        ("第一行\n  第二行  \n\n第三行。", ["第一行", "第二行", "第三行。"]),
        ("几点了?三点。", ["几点了?", "三点。"]),
        ("见 a.cn/?q=1 和全?0多个", ["见 a.cn/?q=1 和全?0多个"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[start:end] for start, end in sentence_spans(text)] == sentences


def test_paragraphs_are_lines() -> None:
    text = "  甲。乙。\n\n丙 \n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["甲。乙。", "丙"]


@given(TEXT)
def test_sentences_cover_all_that_is_not_blank(text: str) -> None:
    for spans in (sentence_spans(text), paragraphs(text)):
        covered = {place for start, end in spans for place in range(start, end)}
        assert covered >= {place for place, character in enumerate(text) if not character.isspace()}
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in spans)
        assert all("\n" not in text[start:end] for start, end in spans)
