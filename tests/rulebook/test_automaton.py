"""Trees of patterns accept what `regex` accepts, and the automaton follows all of them at once."""

from __future__ import annotations

from functools import cache

import pytest
import regex
from hypothesis import given
from hypothesis import strategies as st

from shuliang.rulebook.automaton import Automaton
from shuliang.rulebook.model import Lexicon
from shuliang.rulebook.plan_cache import default_plan
from shuliang.rulebook.syntax import Characters, Piece, Trees, pieces_of, rows_of, sorts_in
from shuliang.rulebook.words import expanded

FLAGS = regex.VERBOSE | regex.VERSION0


@cache
def lexicons() -> dict[str, Lexicon]:
    return dict(default_plan().rulebook.lexicons)


@cache
def fragments() -> dict[str, str]:
    return dict(default_plan().rulebook.fragments)


def trees() -> Trees:
    return Trees(fragments(), lexicons())


def followed(*trees: Piece) -> Automaton:
    return Automaton(trees, sorts_in(trees))


def accepts(tree: Piece, text: str) -> bool:
    """Whether a match at the beginning of the text is possible, by the text and its end."""
    automaton = followed(tree)
    return automaton.after(automaton.start, text, 0, len(text) + 1).possible() != 0


PATTERNS = [
    "ab", "a|b", "a?b", "a{2,3}b", "[ab]+c", "[^ab]c", "(?:a|bc)d", "(?P<x>a)(?P=x)", "a(?=b)", "a(?!b)", "a(?=bc)",
    "a(?!bc)c", r"\p{Han}{1,2}家", r"[0-9]{1,3}(?:,[0-9]{3})*+%", "(?<=x)a", "a$", r"a\Z", "(?>a|ab)c", "a(?!b|$)",
    r"[\p{Han}A-Z]b", r"\\[.]", "a(?=b?)c", "(?:a|)b", "(?:a?b?)*c", "a(?!)", "[①-⑳]",
]  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS)
@given(text=st.text(alphabet="abcxA0,%家人\n①.\\", max_size=6))
def test_what_the_pattern_matches_the_tree_accepts(pattern: str, text: str) -> None:
    if regex.match(pattern, text, FLAGS):
        assert accepts(trees().tree(pattern), text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("ab", "ac"), ("a{2,3}b", "aaaab"), ("[^ab]c", "ac"), ("a(?=bc)", "abd"), ("a(?!b)", "ab"), ("a$", "ab"),
        (r"\p{Han}家", "a家"), ("[0-9]+%", "12"), ("a(?!b|c)[a-z]", "ac"), (r"(?:\L<units>)年", "吨月"),
    ],
)  # fmt: skip
def test_what_cannot_match_is_out(pattern: str, text: str) -> None:
    assert not accepts(trees().tree(pattern), text)


@pytest.mark.parametrize(
    "pattern", ["a(?<=x)b", "(?(x)a|b)", "(?i:A)b", "a\\1", "(?P<x>a)(?P=x)", "a(?!(?<=x)b)", "(?P<x>a)(?&x)"]
)
def test_what_is_not_understood_is_taken_to_hold(pattern: str) -> None:
    assert accepts(trees().tree(pattern), "ab")


def test_a_numeral_in_a_tree_is_loose() -> None:
    tree = trees().tree("(?&number)家")
    assert accepts(tree, "3万5千家")
    assert accepts(tree, "1,234.5家")
    assert not accepts(tree, "家")


@pytest.mark.parametrize(
    ("pattern", "before", "fits"),
    [
        ("(?<=第)[0-9]", "第", True), ("(?<=第)[0-9]", "共", False), ("(?<=[一二]年级?)[0-9]", "二年级", True),
        ("(?<![0-9])[0-9]", "3", False), ("(?<![0-9])[0-9]", "", True), ("(?<=^|第)[0-9]", "", True),
        ("(?<=第)(?<!第)[0-9]", "第", False), ("[0-9](?<=3)", "第", True), ("(?<=a|b)x|(?<=c)y", "d", False),
    ],
)  # fmt: skip
def test_what_must_stand_before_is_read_backwards(pattern: str, before: str, fits: bool) -> None:
    known = trees()
    automaton = followed(known.before(known.tree(pattern)))
    assert bool(automaton.back(automaton.start, before, len(before), -1).possible()) is fits


@pytest.mark.parametrize("rule", default_plan().rulebook.rules, ids=lambda rule: rule.id)
def test_every_example_is_accepted_by_the_tree_of_its_rule(rule: object) -> None:
    pattern = rule.pattern  # type: ignore[attr-defined]
    tree, whole = trees().tree(pattern), regex.compile(expanded(pattern, fragments(), lexicons()), FLAGS)
    for example in rule.examples:  # type: ignore[attr-defined]
        for match in whole.finditer(example.text):
            assert accepts(tree, example.text[match.start() :])


@pytest.mark.parametrize(
    "source",
    ["a", "[abc]", "[^abc]", r"\p{Han}", r"[\p{Han}a-c\-\]]", r"[^\s，]", "[一-龥]", r"[\u2009x]", "[-a]", "[a-]"],
)
@given(character=st.characters() | st.sampled_from("abc-]龥一，\u2009\n "))
def test_characters_are_those_of_the_class(source: str, character: str) -> None:
    assert Characters(source).has(character) is bool(regex.compile(source, regex.VERSION0).match(character))


def test_several_trees_are_followed_at_once() -> None:
    automaton = followed(*[trees().tree(pattern) for pattern in ("ab", "a", "a(?!b)", "", "b")])
    assert automaton.start.possible() == 0b11111
    assert automaton.after(automaton.start, "ab", 0, 2).possible() == 0b01011
    assert automaton.after(automaton.start, "ac", 0, 2).possible() == 0b01110


def test_a_full_automaton_begins_anew() -> None:
    automaton = Automaton([trees().tree("[a-z]{1,8}1")], [], most_steps=2)
    for text in ("ab1", "cd1", "xyz", "q1"):
        assert bool(automaton.after(automaton.start, text, 0, 4).possible()) is text.endswith("1")


def test_pieces_survive_as_plain_values() -> None:
    tree = trees().tree(r"(?:\L<units>|[0-9]{2,}(?!x))(?&number)?")
    rows, places = rows_of([tree])
    again = pieces_of(rows)[places[id(tree)]]
    assert rows_of([again])[0] == rows
    assert accepts(again, "吨")
