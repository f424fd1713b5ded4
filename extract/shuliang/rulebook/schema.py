"""The JSON Schemas of rule files (rules/schema/) applied to a page, with messages that say what would be right."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import orjson

from shuliang.rulebook.faults import did_you_mean
from shuliang.rulebook.files import rules_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from jsonschema import Draft202012Validator, ValidationError

    from shuliang.rulebook.faults import Faults
    from shuliang.rulebook.yaml_lines import Page, Steps, Value

SchemaName: TypeAlias = Literal["rule", "lexicon", "fragments"]
Keywords: TypeAlias = "dict[str, Any]"

_TYPES = {"string": "a text", "array": "a list", "object": "a mapping of keys to values"}
_PATTERNS = {
    r"\S": "is empty; write it or leave the key out",
    r"^\d+\.\d+(\.\d+)?$": 'must be a version in quotes such as "0.1"',
    r"^\d{4}-\d{2}-\d{2}$": "must be a day such as 2024-05-06",
}
_COLON = "; a text with a colon and a blank in it must stand in quotes"
_COMMA = "; a text with a comma in it must stand in quotes inside { }"
_KEY = re.compile(r"[a-z][a-z0-9_]*")
_COLUMN = re.compile(r"[a-z_]+")


def check_schema(page: Page, name: SchemaName, faults: Faults) -> None:
    """Add a fault for each place where `page` breaks the schema."""
    doubtful = {key: _doubtful(key, value) for key, value in page.values.items()}
    values = {key: _picked(value, doubtful[key]) for key, value in page.values.items()}
    for error in _validator(name).iter_errors(values):
        path = cast("Steps", tuple(error.absolute_path))
        at = doubtful.get(str(path[0])) if len(path) > 1 else None
        if at is not None:
            path = (path[0], at[cast("int", path[1])], *path[2:])
        for where, message in _messages(error, path):
            faults.add(page.place(*where), _dotted(where), message)


@cache
def _validator(name: SchemaName) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - its import takes 0.1 s, which a cached load saves

    schema = orjson.loads((rules_folder() / "schema" / f"{name}.schema.json").read_bytes())
    return Draft202012Validator(_made_quick(schema, schema["$defs"]))


def _made_quick(schema: Any, parts: Keywords) -> Any:
    """The same schema for fewer steps: parts in the place of their references, a choice of constants as `enum`."""
    if isinstance(schema, list):
        return [_made_quick(item, parts) for item in schema]
    if not isinstance(schema, dict):
        return schema
    quick = {key: _made_quick(value, parts) for key, value in schema.items() if key not in {"$ref", "$defs"}}
    if "$ref" in schema:
        quick = {**_made_quick(parts[schema["$ref"].removeprefix("#/$defs/")], parts), **quick}
    if all("const" in choice for choice in quick.get("oneOf", [{}])):
        quick["enum"] = [choice["const"] for choice in quick.pop("oneOf")]
    return quick


def _messages(error: ValidationError, path: Steps) -> Iterator[tuple[Steps, str]]:
    """The places and messages of one violation; a mapping with two unknown keys gives two."""
    schema, value = cast("Keywords", error.schema), cast("Any", error.instance)
    wanted = cast("Any", error.validator_value)
    match error.validator:
        case "required":
            missing = next(key for key in wanted if f"'{key}'" in error.message.split(" is a ")[0])
            yield (*path, missing), f"is missing: {_purpose(schema, missing)}"
        case "additionalProperties" if schema["additionalProperties"] is False:
            known = schema.get("properties", {})
            for key in sorted(set(value) - set(known)):
                yield (*path, key), f"is no key here{did_you_mean(key, known) if value[key] else _COMMA}"
        case "pattern" if "propertyNames" in error.absolute_schema_path:
            hint = "" if value.isascii() else _COMMA
            yield (*path, value), f"is no name; small letters, digits and _ are wanted{hint}"
        case "type":
            hint = _COLON if wanted == "string" and isinstance(value, dict) else ""
            yield path, f"must be {_TYPES[wanted]}, not {_type(value)}{hint}"
        case "oneOf":
            yield path, "must be a text, or a mapping with `pattern`"
        case "enum":
            yield path, _no_choice(value, wanted)
        case "pattern":
            yield path, _PATTERNS.get(wanted, error.message)
        case "minItems" | "minProperties":
            yield path, "is empty; at least one is wanted"
        case _:
            yield path, error.message


def _purpose(schema: Keywords, key: str) -> str:
    description = str(schema.get("properties", {}).get(key, {}).get("description", f"write `{key}: …`"))
    return description[:1].lower() + description[1:].rstrip(".")


def _no_choice(value: Value, constants: list[str]) -> str:
    wanted = f"must be one of {', '.join(constants)}"
    return f"{value} is none; {wanted}" if isinstance(value, str) else f"{wanted}, not {_type(value)}"


def _type(value: Value) -> str:
    kind = {str: "string", list: "array", dict: "object"}[type(value)]
    return _TYPES[kind]


def _dotted(path: Steps) -> str:
    """The keys of a path; the line tells which item of a list is meant."""
    return ".".join(step for step in path if isinstance(step, str))


def _picked(value: Value, at: list[int] | None) -> Value:
    return value if at is None else [cast("list[Value]", value)[place] for place in at]


def _doubtful(key: str, value: Value) -> list[int] | None:
    """The positions of the items of a list that the schema must be asked about, the first always; None for other keys.

    jsonschema takes 0.1 ms for an item, and rulebooks have thousands that are plainly right.
    """
    is_plain = _PLAIN.get(key)
    if is_plain is None or not isinstance(value, list):
        return None
    return [at for at, item in enumerate(value) if at == 0 or not is_plain(item)]


def is_plain_entry(entry: Value) -> bool:
    """Whether the schema surely takes this entry of a lexicon; False only says that it must be asked."""
    if not isinstance(entry, dict):
        return False
    words = entry.get("words")
    if not isinstance(words, list) or not words or not all(isinstance(word, str) for word in words):
        return False
    for key, value in entry.items():
        if is_plain := _PLAIN.get(key):
            if not isinstance(value, list) or not all(map(is_plain, value)):
                return False
        elif key != "words" and not (isinstance(value, str) and _KEY.fullmatch(key)):
            return False
    return True


def is_plain_example(example: Value) -> bool:
    """Whether the schema surely takes this example."""
    if not isinstance(example, dict) or not {"text", "finds"} <= example.keys() <= {"text", "finds", "as"}:
        return False
    reads = example.get("as", {})
    return (
        all(isinstance(text := example[key], str) and text.strip() for key in ("text", "finds"))
        and isinstance(reads, dict)
        and all(isinstance(value, str) and _COLUMN.fullmatch(key) for key, value in reads.items())
    )


def is_plain_counterexample(example: Value) -> bool:
    """Whether the schema surely takes this counterexample."""
    return (
        isinstance(example, dict)
        and {"text", "because"} <= example.keys() <= {"text", "because", "avoids"}
        and all(isinstance(text, str) and text.strip() for text in example.values())
    )


_PLAIN: dict[str, Callable[[Value], bool]] = {
    "entries": is_plain_entry,
    "examples": is_plain_example,
    "counterexamples": is_plain_counterexample,
}
