"""All sources of a run, one document at a time: each file opened, told apart by content, handed to its reader."""

from __future__ import annotations

import hashlib
import importlib
from dataclasses import replace
from typing import TYPE_CHECKING

from shuliang.errors import InputError, UsageError
from shuliang.facts import Document, Reject
from shuliang.sources.detect import Kind, kind_of
from shuliang.sources.encoding import known_encoding
from shuliang.sources.files import COMPRESSION, check_inputs, list_files
from shuliang.sources.options import FIELDS, SourceOptions
from shuliang.sources.refusal import Reason, RefusedError
from shuliang.sources.streams import buffered, head_of, open_feed, unpack

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from shuliang.sources.files import SourceFile

_READERS: dict[Kind, tuple[str, str]] = {
    "text": ("text_files", "read_text"),
    "jsonl": ("jsonl", "read_jsonl"),
    "html": ("html", "read_html"),
    "warc": ("warc", "read_warc"),
    "parquet": ("parquet", "read_parquet"),
}


def read_sources(inputs: Sequence[str], options: SourceOptions = SourceOptions()) -> Iterator[Document | Reject]:  # noqa: B008 - frozen
    """The documents behind files, folders, globs and `-`, in a stable order, with a `Reject` for each bad one.

    Nothing is read before all `inputs` are known to be there; else `InputError` names every one that is not.
    Document ids are unique within the run: a second document of the same id is rejected.
    """
    return _unique(read_all(inputs, checked(inputs, options)))


def read_all(inputs: Sequence[str], options: SourceOptions) -> Iterator[Document | Reject]:
    """What `read_sources` gives for `checked` options, but that a document id may come twice."""
    for file in list_files(inputs):
        yield from read_file(file, options)


def checked(inputs: Sequence[str], options: SourceOptions) -> SourceOptions:
    """The options in the form that readers want them; raises what `read_sources` raises."""
    faults = check_inputs(inputs)
    if faults:
        raise InputError("\n".join(map(str, faults)))
    if unknown := sorted(options.fields.keys() - set(FIELDS)):
        message = f"unknown field {', '.join(unknown)}; the fields are {', '.join(FIELDS)}"
        raise UsageError(message)
    return replace(options, encoding=known_encoding(options.encoding)) if options.encoding else options


def read_file(file: SourceFile, options: SourceOptions) -> Iterator[Document | Reject]:
    """The documents of one file, whose ids may repeat; a file that cannot be read gives a reject."""
    try:
        yield from _read_file(file, options)
    except RefusedError as refused:
        yield refused.reject(file.name, file.label)
    except OSError as error:
        yield RefusedError(Reason.UNREADABLE, error.strerror or str(error)).reject(file.name, file.label)


def _read_file(file: SourceFile, options: SourceOptions) -> Iterator[Document | Reject]:
    if file.in_folder and file.path and file.path.exists() and not (file.path.is_file() or file.path.is_dir()):
        raise RefusedError(Reason.UNREADABLE, "neither a file nor a folder (a pipe, a device, a socket)")
    with open_feed(file.path) as packed:
        head = head_of(packed)
        feed = unpack(packed, head, options)
        if feed is not packed:
            file = replace(file, packed=True)
            head = head_of(feed)
        if not head:
            raise RefusedError(Reason.EMPTY, "holds no bytes")
        module, function = _READERS[kind_of(head, COMPRESSION.sub("", file.label))]
        reader = getattr(importlib.import_module(f"shuliang.sources.{module}"), function)
        yield from reader(buffered(feed), file, options)


def _unique(found: Iterator[Document | Reject]) -> Iterator[Document | Reject]:
    """Lets each document id through once; eight bytes of a digest are kept of each."""
    seen: set[int] = set()
    for item in found:
        if isinstance(item, Document):
            digest = int.from_bytes(hashlib.blake2b(item.doc_id.encode(), digest_size=8).digest(), "big")
            if digest in seen:
                yield RefusedError(Reason.DUPLICATE_ID, "a document before has the same id").reject(
                    item.doc_id, item.source or ""
                )
                continue
            seen.add(digest)
        yield item
