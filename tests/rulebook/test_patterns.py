"""Looking at patterns without running them."""

from __future__ import annotations

import pytest
import regex

from shuliang.rulebook import patterns


def test_calls_are_found_with_their_offsets() -> None:
    pattern = r"(?&number)(?:\L<units>|\L<meaning/change>)(?&number)"
    assert patterns.called_fragments(pattern) == [("number", 0), ("number", 42)]
    assert patterns.called_lexicons(pattern) == [("units", 13), ("meaning/change", 23)]


@pytest.mark.parametrize(("word", "name"), [(r"\L<units>", "units"), ("过半", None), (r"近\L<units>", None)])
def test_an_anchor_is_a_word_or_a_lexicon(word: str, name: str | None) -> None:
    assert patterns.anchor_lexicon(word) == name


@pytest.mark.parametrize(
    ("pattern", "line"),
    [("(a\n(b)", 0), ("a\n(b\n", 1), ("(a)\n[(]\n(\\)", 2), ("# (\n(?:x", 1), ("(a)(b)", None), ("a)", None)],
)
def test_the_bracket_that_nothing_closes(pattern: str, line: int | None) -> None:
    offset = patterns.open_bracket(pattern)
    assert (None if offset is None else patterns.line_of(pattern, offset)) == line


def test_an_offset_behind_the_end_is_in_the_last_line() -> None:
    assert [patterns.line_of("a\nb\n", offset) for offset in (0, 2, 99)] == [0, 1, 1]


@pytest.mark.parametrize("name", ["n", "number", "a_very_long_name"])
@pytest.mark.parametrize("empty", [True, False])
def test_errors_behind_a_call_keep_their_offset(name: str, empty: bool) -> None:
    pattern = rf"(?&{name})\L<x>)"
    with pytest.raises(regex.error) as caught:
        patterns.compile_alone(pattern, {name} if empty else set())
    assert patterns.error_at(caught.value) == ("unbalanced parenthesis", len(pattern) - 1)


def test_fragments_that_may_be_empty_are_found_through_others() -> None:
    fragments = {"a": "x?", "b": "(?&a)*", "c": "(?&a)y", "d": "(?&d)|(?&b)", "e": "(?&e)", "f": "("}
    assert patterns.fragments_that_may_be_empty(fragments) == {"a", "b", "d"}


def test_a_circle_of_fragments_is_found() -> None:
    fragments = {"a": "(?&b)|(?&c)", "b": "x", "c": "(?&d)", "d": "(?&a)", "e": "(?&a)"}
    assert patterns.circle("a", fragments) == ["a", "c", "d", "a"]
    assert patterns.circle("b", fragments) == patterns.circle("e", fragments) == []


@pytest.mark.parametrize(
    ("pattern", "group"),
    [
        (r"(?P<before>\L<bounds_before>)?(?P<lead>\L<x>)(?P<value>1)", None),
        (r" (?P<lead>\L<x>) (?P<value>1)", None),
        (r"(?P<value>1)(?P<lead>\L<x>)", None),
        (r"(?P<before>\L<bounds_before>)(?P<value>1)", "before"),
        (r"(?P<lead>\L<x>)(?P<before>\L<bounds_before>)?(?P<value>1)", "before"),
        (r"(?P<lead>\L<x>|y)(?P<value>1)", "lead"),
    ],
)
def test_what_stands_before_the_numeral_has_its_form(pattern: str, group: str | None) -> None:
    misplaced = patterns.misplaced_opening(pattern)
    assert (misplaced and misplaced[0]) == group
