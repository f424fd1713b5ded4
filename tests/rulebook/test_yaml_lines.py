"""YAML as text with lines."""

from __future__ import annotations

from shuliang.errors import Place
from shuliang.rulebook.faults import Faults, did_you_mean
from shuliang.rulebook.yaml_lines import Page, read_yaml

TEXT = """\
# a comment
title: one
pattern: |-

  first
  second
folded: >-
  a
  b
list:
  - x
  - {deep: "y", plain: null, quoted: "null"}
"""


def page_of(text: str) -> Page:
    faults = Faults()
    page = read_yaml("x.yaml", text.encode(), faults)
    assert page is not None
    assert not faults.found
    return page


def test_values_are_plain_text() -> None:
    assert page_of(TEXT).values == {
        "title": "one",
        "pattern": "\nfirst\nsecond",
        "folded": "a b",
        "list": ["x", {"deep": "y", "plain": "null", "quoted": "null"}],
    }


def test_places_are_those_of_keys_and_items() -> None:
    page = page_of(TEXT)
    assert page.place() == Place("x.yaml", 2)
    assert [page.place(*path).line for path in [("title",), ("list",), ("list", 0), ("list", 1, "deep")]] == [
        2,
        10,
        11,
        12,
    ]
    assert page.place("list", 1, "missing").line == 12
    assert page.place("list", 7).line == 10
    assert page.place("missing", "deeper").line == 2


def test_the_first_line_of_a_block_is_behind_its_key() -> None:
    page = page_of(TEXT)
    assert page.text_place("pattern").line == 4
    assert page.text_place("title").line == 2
    assert (page.is_block("pattern"), page.is_block("folded"), page.is_block("title")) == (True, False, False)


def test_null_without_quotes_is_told_from_null_in_quotes() -> None:
    page = page_of(TEXT)
    assert page.is_plain("list", 1, "plain")
    assert not page.is_plain("list", 1, "quoted")


def test_signs_inside_words_are_no_anchors() -> None:
    page = page_of("a: A&B\nb: '&c'\nc: [x*y, 'a & b', \"!\"]\npattern: (?&number)\n")
    assert page.text("a") == "A&B"


def test_the_wrong_sort_of_value_counts_as_none() -> None:
    page = page_of(TEXT)
    assert (page.text("list"), page.items("title"), page.texts("list")) == ("", [], ("x",))


def test_two_documents_in_a_file_are_a_fault() -> None:
    faults = Faults()
    assert read_yaml("x.yaml", b"a: b\n---\nc: d\n", faults) is None
    assert [str(fault) for fault in faults.found] == [
        "x.yaml:2: is not YAML: expected a single document in the stream but found another document"
    ]


def test_unknown_names_are_answered_with_the_nearest_known() -> None:
    assert did_you_mean("units", ["unit", "currencies"]) == "; did you mean unit?"
    assert did_you_mean("xyz", ["unit", "currencies"]) == "; known are currencies, unit"
    assert did_you_mean("xyz", []) == ""
    assert did_you_mean("xyz", map(str, range(99))) == ""


def test_a_byte_order_mark_is_no_part_of_the_first_key() -> None:
    faults = Faults()
    page = read_yaml("x.yaml", b"\xef\xbb\xbftitle: one\n", faults)
    assert page is not None
    assert page.text("title") == "one"


def test_an_alias_right_after_a_colon_is_seen() -> None:
    faults = Faults()
    assert read_yaml("x.yaml", b'{"a": &x b, "c":*x }\n', faults) is None
    assert len(faults.found) == 2
