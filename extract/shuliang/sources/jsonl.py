"""JSON Lines: one document a line, a bad line refused alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import orjson

from shuliang.sources.encoding import decode
from shuliang.sources.fields import document_of_fields, id_of_fields, type_name
from shuliang.sources.refusal import Reason, RefusedError

if TYPE_CHECKING:
    import io
    from collections.abc import Iterator

    from shuliang.facts import Document, Reject
    from shuliang.sources.files import SourceFile
    from shuliang.sources.options import SourceOptions

_SKIP = 1024 * 1024
_WIDE_MARKS = (b"\xff\xfe", b"\xfe\xff")


def read_jsonl(
    stream: io.BufferedReader, file: SourceFile, options: SourceOptions, lines_before: int = 0
) -> Iterator[Document | Reject]:
    """The documents of a stream of lines, lines counted from 1 (`news.jsonl:12`); blank lines are passed over.

    `lines_before` is how many lines of the file lie before the stream.
    """
    number = lines_before
    while line := stream.readline(options.max_line_bytes + 1):
        number += 1
        place = f"{file.label}:{number}"
        if number == 1:
            if line.startswith(_WIDE_MARKS) or (options.encoding or "").startswith(("utf-16", "utf-32")):
                raise RefusedError(
                    Reason.UNDECODABLE, "JSONL in UTF-16 or UTF-32; convert it: iconv -f UTF-16 -t UTF-8"
                )
            line = line.removeprefix(b"\xef\xbb\xbf")
        if len(line) > options.max_line_bytes and not line.endswith(b"\n"):
            _skip_line(stream)
            yield RefusedError(Reason.TOO_LARGE, f"line of more than {options.max_line_bytes} bytes").reject(
                None, place
            )
        elif line := line.strip():
            yield _read_line(line, place, f"{file.name}:{number}", options)


def _read_line(line: bytes, place: str, name: str, options: SourceOptions) -> Document | Reject:
    doc_id: str | None = None
    try:
        fields, encoding = _parse(line, options.encoding)
        doc_id = id_of_fields(fields, options)
        return document_of_fields(fields, doc_id or name, options, place=place, content=line, encoding=encoding)
    except RefusedError as refused:
        return refused.reject(doc_id, place)


def _parse(line: bytes, encoding: str | None) -> tuple[dict[str, Any], str]:
    """The object of a line and its encoding, found out where UTF-8 does not fit; raises `RefusedError`."""
    name = "utf-8"
    try:
        if encoding:
            text, name = decode(line, encoding)
            fields = orjson.loads(text)
        else:
            fields = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        text, name = decode(line, encoding)
        if name == "utf-8" or encoding:
            raise _not_json(error) from None
        try:
            fields = orjson.loads(text)
        except orjson.JSONDecodeError as again:
            raise _not_json(again) from None
    if not isinstance(fields, dict):
        raise RefusedError(Reason.NOT_JSON, f"the line is {type_name(fields)}, not an object")
    return cast("dict[str, Any]", fields), name


def _not_json(error: orjson.JSONDecodeError) -> RefusedError:
    return RefusedError(Reason.NOT_JSON, f"{error.msg} (character {error.pos + 1} of the line)")


def _skip_line(stream: io.BufferedReader) -> None:
    while piece := stream.readline(_SKIP):
        if piece.endswith(b"\n"):
            return
