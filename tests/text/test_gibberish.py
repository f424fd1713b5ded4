"""Uncommon characters that stand close together, found without a pattern of twenty thousand characters."""

from __future__ import annotations

from collections import Counter

import regex
from hypothesis import given
from hypothesis import strategies as st

from shuliang.text.gibberish import uncommon_clusters

UNCOMMON = "\u4e04\u9fa5\u3400\ufffd\u3105"
COMMON = "\u4e00\u6570a1\u3002\n"
CLOSE = regex.compile(f"[{UNCOMMON}][^{UNCOMMON}]{{0,3}}[{UNCOMMON}][^{UNCOMMON}]{{0,3}}[{UNCOMMON}]")


@given(st.text(alphabet=UNCOMMON + COMMON * 3, max_size=60))
def test_clusters_are_those_of_the_pattern(text: str) -> None:
    assert uncommon_clusters(text, Counter(text)) == [match.span() for match in CLOSE.finditer(text)]


def test_a_cluster_spans_three_uncommon_characters() -> None:
    assert uncommon_clusters("\u4e00\u4e04\u4e00\u9fa5\u3400\u4e00", Counter("\u4e04\u9fa5\u3400")) == [(1, 5)]
    assert uncommon_clusters("\u4e04\u4e00\u4e00\u4e00\u4e00\u9fa5\u3400", Counter("\u4e04\u9fa5\u3400")) == []
