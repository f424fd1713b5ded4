"""What a stream holds, told by its first bytes; the name only settles what they leave open."""

from __future__ import annotations

import re
from typing import Literal

import orjson

from shuliang.sources.refusal import Reason, RefusedError

Kind = Literal["text", "html", "jsonl", "parquet", "warc"]
HEAD = 64 * 1024

_BINARY = {
    b"PK\x03\x04": "a zip archive or office document",
    b"PK\x05\x06": "a zip archive",
    b"%PDF-": "a PDF",
    b"\x89PNG\r\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"II*\x00": "a TIFF image",
    b"MM\x00*": "a TIFF image",
    b"RIFF": "a media file",
    b"OggS": "a media file",
    b"ID3": "a sound file",
    b"MZ": "a Windows program",
    b"\x7fELF": "a program",
    b"\xca\xfe\xba\xbe": "a program",
    b"\xd0\xcf\x11\xe0": "an old office document",
    b"Rar!": "a RAR archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"BZh": "a bzip2 file",
    b"\xfd7zXZ\x00": "an xz file",
    b"\x04\x22\x4d\x18": "an lz4 file",
    b"SQLite format 3\x00": "an SQLite database",
    b"ARROW1\x00": "an Arrow file",
    b"Obj\x01": "an Avro file",
}
_PLAIN_MAGIC = (b"MZ", b"RIFF", b"ID3", b"BZh", b"GIF8", b"Rar!", b"OggS")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BOM16 = (b"\xff\xfe", b"\xfe\xff")
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*+>\s*+)?+(?><!--(?>(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html|head|body|meta|title|script|div|table|p|h1)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(rb"<(?:html|head|body|meta|title|div|table|p|a|span|br|h[1-6])\b[^>]*>", re.IGNORECASE)
_OBJECT = re.compile(rb'\s*\{[ \t]*(?:\}|"(?:[^"\\\n]|\\.)*"[ \t]*:)')
_PRETTY = re.compile(rb'\s*(?:\{\s*\n\s*"|\[\s*[\{\[])')


def kind_of(head: bytes, name: str) -> Kind:
    """The kind of a stream that begins with `head` (up to `HEAD` bytes); `name` without `.gz`/`.zst`.

    Raises `RefusedError` for bytes that are no text and for JSON that is not one object a line.
    """
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"WARC/"):
        return "warc"
    _refuse_binary(head)
    plain = _as_ascii(head)
    extension = name.lower().rpartition(".")[2]
    if _HTML.match(plain) or (extension in {"html", "htm", "xhtml", "shtml"} and _TAG.search(plain)):
        return "html"
    if _is_jsonl(plain, extension):
        return "jsonl"
    if extension != "txt" and _PRETTY.match(plain):
        raise RefusedError(
            Reason.NOT_JSONL, "JSON over several lines; one object a line is needed: jq -c '.[]' IN > OUT.jsonl"
        )
    return "text"


def _refuse_binary(head: bytes) -> None:
    for magic, what in _BINARY.items():
        if head.startswith(magic) and (magic not in _PLAIN_MAGIC or _CONTROL.search(head)):
            raise RefusedError(Reason.NOT_TEXT, f"{what}, not text")
    if head[257:262] == b"ustar":
        raise RefusedError(Reason.NOT_TEXT, "a tar archive; unpack it")
    if head[4:8] == b"ftyp":
        raise RefusedError(Reason.NOT_TEXT, "a media file, not text")


def _as_ascii(head: bytes) -> bytes:
    """`head` with its byte order mark off, and UTF-16 made readable for patterns of ASCII."""
    if head.startswith(_BOM16):
        return head[2:].replace(b"\x00", b"")
    return head.removeprefix(b"\xef\xbb\xbf")


def _is_jsonl(plain: bytes, extension: str) -> bool:
    if extension in {"jsonl", "ndjson"}:
        return True
    if not _OBJECT.match(plain):
        return False
    line, newline, _ = plain.lstrip().partition(b"\n")
    if not newline and len(plain) >= HEAD - 4:
        return True
    try:
        orjson.loads(line.decode("utf-8", "replace"))
    except orjson.JSONDecodeError:
        return False
    return True
