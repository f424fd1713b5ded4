"""A document from named values, as a JSON object or a row of a table gives them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from shuliang.sources.dates import Published, date_of_field
from shuliang.sources.documents import make_document
from shuliang.sources.refusal import Reason, RefusedError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from shuliang.facts import Document
    from shuliang.sources.options import SourceOptions


def document_of_fields(  # noqa: PLR0913 - what a record states, and where it stands
    fields: Mapping[str, Any], doc_id: str, options: SourceOptions, *, place: str, content: bytes | None, encoding: str
) -> Document:
    """The document; its source is the one the record states, else `place`. Raises `RefusedError` without a text."""
    name = options.field("text")
    text = fields.get(name)
    if text is None:
        if name in fields:
            raise RefusedError(Reason.NO_TEXT, f"field {name!r} is null")
        names = ", ".join(sorted(map(str, fields))) or "none"
        raise RefusedError(Reason.NO_TEXT, f"no field {name!r} (fields: {names}); name it by the option for fields")
    if not isinstance(text, str):
        raise RefusedError(Reason.NOT_TEXT, f"field {name!r} is {type_name(text)}, not a string")
    published = date_of_field(fields.get(options.field("published")))
    return make_document(
        doc_id,
        text,
        options,
        source=_string(fields, options.field("source")) or place,
        content=content,
        encoding=encoding,
        title=_string(fields, options.field("title")),
        published=Published(published, "field") if published else None,
        url=_string(fields, options.field("url")),
    )


def id_of_fields(fields: Mapping[str, Any], options: SourceOptions) -> str | None:
    """The document id a record states in `id` or `doc_id`, None where it states none; raises `RefusedError`."""
    value = fields.get(options.field("id"))
    if value is None and "id" not in options.fields:
        value = fields.get("doc_id")
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise RefusedError(Reason.BAD_ID, f"the id is {type_name(value)}, not a string or whole number")
    return str(value)


def type_name(value: object) -> str:
    """What a reader calls the type of a JSON value."""
    names = {"dict": "an object", "list": "a list", "str": "a string", "NoneType": "null", "bool": "true or false"}
    return names.get(type(value).__name__, "a number" if isinstance(value, int | float) else type(value).__name__)


def _string(fields: Mapping[str, Any], name: str) -> str | None:
    value = fields.get(name)
    return value if isinstance(value, str) else None
