"""The schemas themselves, and the shortcut that spares plainly right entries the schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from shuliang.rulebook.contract import CONTRACT, RULE_KINDS
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.model import Status
from shuliang.rulebook.schema import is_plain_counterexample, is_plain_entry, is_plain_example

if TYPE_CHECKING:
    from collections.abc import Callable


def schema(name: str) -> dict[str, Any]:
    content: dict[str, Any] = orjson.loads((rules_folder() / "schema" / f"{name}.schema.json").read_bytes())
    return content


@pytest.mark.parametrize("name", ["rule", "lexicon", "fragments"])
def test_schema_is_one(name: str) -> None:
    Draft202012Validator.check_schema(schema(name))


@pytest.mark.parametrize(
    ("key", "values"), [("kind", RULE_KINDS), ("reading", tuple(CONTRACT)), ("status", get_args(Status))]
)
def test_choices_are_those_of_the_code_and_explain_themselves(key: str, values: tuple[str, ...]) -> None:
    choices = schema("rule")["properties"][key]["oneOf"]
    assert [choice["const"] for choice in choices] == list(values)
    assert all(choice["description"] for choice in choices)


texts = st.sampled_from(["", " ", "家", "x", "2024-05-06"])
EXAMPLE_KEYS = ["text", "finds", "as", "because", "avoids", "published"]
keys = st.sampled_from(["words", "examples", "counterexamples", "code", "Code", "1", *EXAMPLE_KEYS])
values = st.recursive(
    texts, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4), max_leaves=8
)
examples = st.dictionaries(st.sampled_from(EXAMPLE_KEYS), texts | st.dictionaries(keys, texts))
entries = st.dictionaries(keys, st.lists(texts | examples, max_size=3) | texts) | values


@pytest.mark.parametrize(
    ("part", "is_plain"),
    [("entry", is_plain_entry), ("example", is_plain_example), ("counterexample", is_plain_counterexample)],
)
@given(value=entries | examples)
def test_what_is_plainly_right_the_schema_takes(part: str, is_plain: Callable[[Any], bool], value: Any) -> None:
    lexicon = schema("lexicon")
    if is_plain(value):
        assert Draft202012Validator({**lexicon["$defs"][part], "$defs": lexicon["$defs"]}).is_valid(value)
