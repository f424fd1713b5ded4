"""Documents that say the same: fingerprints, and which repeats which."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shuliang.sources.duplicates import Duplicate, find_duplicates, fingerprint
from shuliang.text.clean import clean


def made_clauses(count: int, seed: int = 1) -> list[str]:
    dice = random.Random(seed)  # noqa: S311 - the same every time
    return ["".join(chr(dice.randint(0x4E00, 0x9FA5)) for _ in range(dice.randint(4, 20))) for _ in range(count)]


def distance(one: str, other: str) -> int:
    return (int(fingerprint(one), 16) ^ int(fingerprint(other), 16)).bit_count()


def test_form() -> None:
    assert fingerprint("") == "0" * 16
    assert len(fingerprint("全市有企业三十家。")) == 16
    assert fingerprint("全市，三十家。") == fingerprint("全 市\n三十家！")


def test_one_changed_clause_of_many_is_near_and_another_text_is_far() -> None:
    clauses = made_clauses(300)
    text = "，".join(clauses)
    assert distance(text, "，".join([*clauses[:-1], "最后一句改了"])) <= 3
    assert distance(text, "，".join(made_clauses(300, seed=2))) > 15


def test_changed_figure_in_a_short_text_is_no_duplicate() -> None:
    assert distance("全市新增企业30家，同比增长5%。", "全市新增企业31家，同比增长5%。") > 3


def test_same_page_in_two_scripts() -> None:
    hant = "截至年底，全市共有規模以上工業企業三百二十家，比上年增加二十五家；實現營業收入一千二百億元。"
    hans = "截至年底,全市共有规模以上工业企业三百二十家,比上年增加二十五家;实现营业收入一千二百亿元。"
    assert fingerprint(clean(hant).text) == fingerprint(clean(hans).text)


def test_earliest_is_named_and_is_no_duplicate_itself() -> None:
    base = 0x0123456789ABCDEF
    values = {"a": base, "b": base, "c": base ^ 0b111, "d": base ^ 0b111111, "e": ~base & (2**64 - 1)}
    found = find_duplicates({name: f"{value:016x}" for name, value in values.items()})
    assert found == {"b": Duplicate("a", 0), "c": Duplicate("a", 3)}
    found = find_duplicates({name: f"{value:016x}" for name, value in values.items()}, within=0)
    assert found == {"b": Duplicate("a", 0)}
    assert find_duplicates({}) == {}


@pytest.mark.parametrize("within", [1, 3, 5])
def test_every_near_pair_is_found(within: int) -> None:
    dice = random.Random(3)  # noqa: S311 - the same every time
    fingerprints, expected = {}, {}
    for number in range(300):
        value = dice.getrandbits(64)
        fingerprints[f"o{number}"] = f"{value:016x}"
        flips = dice.sample(range(64), dice.randint(0, within))
        for bit in flips:
            value ^= 1 << bit
        fingerprints[f"n{number}"] = f"{value:016x}"
        expected[f"n{number}"] = Duplicate(f"o{number}", len(flips))
    assert find_duplicates(fingerprints, within) == expected


@given(st.lists(st.integers(0, 15), max_size=12))
def test_small_numbers_against_a_plain_search(values: list[int]) -> None:
    expected: dict[str, str] = {}
    for index, value in enumerate(values):
        leaders = [other for other in range(index) if str(other) not in expected]
        same = [other for other in range(index) if values[other] == value]
        near = [other for other in leaders if (values[other] ^ value).bit_count() <= 2]
        if same and str(same[0]) in expected:
            expected[str(index)] = expected[str(same[0])]
        elif near:
            expected[str(index)] = str(same[0] if same else near[0])
    found = find_duplicates({str(index): f"{value:016x}" for index, value in enumerate(values)}, within=2)
    assert {doc_id: duplicate.of for doc_id, duplicate in found.items()} == expected
