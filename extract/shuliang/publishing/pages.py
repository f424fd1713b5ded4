"""YAML files of a dataset read with their JSON Schemas; every fault has its place and says what would be right."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Literal, cast

from shuliang.errors import DatasetError, InputError
from shuliang.rulebook.faults import Faults, did_you_mean
from shuliang.rulebook.yaml_lines import read_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jsonschema import Draft202012Validator, ValidationError

    from shuliang.rulebook.yaml_lines import Page, Steps

_TYPES = {"string": "a text", "array": "a list", "object": "a mapping of keys to values", "integer": "a whole number"}
_SHAPES = {
    r"\S": "is empty; write it or leave the key out",
    r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$": "must be a day such as 2026-11-23",
    r"^[0-9]{4}\.(1[0-2]|[1-9])\.(0|[1-9][0-9]*)$": "must be year, month and number in the month, such as 2026.11.0",
    r"^[0-9a-f]{64}$": "must be 64 hex digits",
    r"^[0-9]+$": "must be a whole number such as 200",
    r"^-?[0-9]+(\.[0-9]+)?$": "must be a number such as 3.5",
    r"^(0(\.[0-9]+)?|1(\.0+)?)$": "must be a share from 0 to 1 such as 0.25",
    r"^(https?|file)://\S+$": "must be an address that begins with https://, http:// or file://",
    r"^[a-z0-9-]+$": "must be small letters, digits and -",
}


def read_page(path: Path, schema: Literal["dataset", "accept"]) -> tuple[Page, Faults]:
    """The page and the faults found so far, for the caller to add to.

    Raises:
        InputError: the file is missing or may not be read.
        DatasetError: it is no YAML.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read: {error.strerror}"
        raise InputError(message) from error
    faults = Faults()
    page = read_yaml(str(path), content, faults)
    if page is None or faults.found:
        raise DatasetError(faults.found)
    for breach in _validator(schema).iter_errors(page.values):
        for where, message in _messages(breach):
            faults.add(page.place(*where), _dotted(where), message)
    return page, faults


@cache
def _validator(schema: str) -> Draft202012Validator:
    from jsonschema import Draft202012Validator  # noqa: PLC0415 - its import takes 0.1 s

    source = files("shuliang.publishing") / f"{schema}.schema.json"
    return Draft202012Validator(json.loads(source.read_text(encoding="utf-8")))


def _messages(error: ValidationError) -> Iterator[tuple[Steps, str]]:
    """The places and messages of one violation; a mapping with two unknown keys gives two."""
    path = cast("Steps", tuple(error.absolute_path))
    schema, value = cast("dict[str, Any]", error.schema), cast("Any", error.instance)
    wanted = cast("Any", error.validator_value)
    match error.validator:
        case "required":
            missing = [key for key in wanted if key not in value and f"'{key}'" in error.message.split(" is a ")[0]]
            for key in missing:
                yield (*path, key), f"is missing: {_purpose(schema, key)}"
        case "additionalProperties":
            known = schema.get("properties", {})
            for key in sorted(set(value) - set(known)):
                yield (*path, key), f"is no key here{did_you_mean(key, known)}"
        case "anyOf" | "oneOf":
            keys = [key for choice in wanted for key in choice["required"]]
            one = "one" if error.validator == "oneOf" else "at least one"
            yield path, f"must have {one} of {', '.join(keys)}"
        case "type":
            types = [wanted] if isinstance(wanted, str) else wanted
            yield path, f"must be {_TYPES[types[0]]}, not {_type(value)}"
        case "enum":
            yield path, f"{value} is none; must be one of {', '.join(wanted)}"
        case "pattern":
            yield path, f"{_SHAPES[wanted]}" if not str(value).strip() else f"{value} {_SHAPES[wanted]}"
        case "minItems":
            yield path, "is empty; at least one is wanted"
        case _:
            yield path, error.message


def _purpose(schema: dict[str, Any], key: str) -> str:
    text = str(schema.get("properties", {}).get(key, {}).get("description", f"write `{key}: …`"))
    return text[:1].lower() + text[1:].rstrip(".")


def _type(value: Any) -> str:
    return _TYPES["array" if isinstance(value, list) else "object" if isinstance(value, dict) else "string"]


def _dotted(path: Steps) -> str:
    return ".".join(step for step in path if isinstance(step, str))
