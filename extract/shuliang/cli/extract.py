"""`shuliang extract`: documents in, a folder of tables out."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

import typer

from shuliang.cli import words
from shuliang.cli.screen import console, progress_shown
from shuliang.cli.summary import print_summary
from shuliang.errors import DataError
from shuliang.running.manifest import Manifest
from shuliang.running.run import UNFINISHED, RunOptions, all_cores, run_sources
from shuliang.sources import SourceOptions
from shuliang.sources.options import FIELDS

DEFAULTS = SourceOptions()
STOPPED = 130
"""What a command ends with that was stopped by Ctrl-C."""


def extract(
    inputs: Annotated[
        list[str],
        typer.Argument(
            metavar="INPUT...",
            help="Files, folders, globs, or - for standard input: text, JSONL, HTML, Parquet, WARC, also .gz and .zst.",
        ),
    ],
    output: Annotated[
        Path, typer.Option("--output", "-o", metavar="DIR", help="Folder for the tables; an older result is replaced.")
    ],
    kinds: Annotated[
        str | None, typer.Option(metavar="A,B", help="Kinds to publish, such as count,money; all by default.")
    ] = None,
    published: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day that 今年 and the like count from, for documents that tell none."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes to read in, as many as there are processors by default.")
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 1 if any document or row is rejected, damaged places aside.")
    ] = False,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the inputs; found out by default.")] = None,
    field: Annotated[
        list[str] | None,
        typer.Option(
            "--field", metavar="NAME=FIELD", help=f"What the input calls a field: {', '.join(FIELDS)}. May be repeated."
        ),
    ] = None,
    fast_html: Annotated[
        bool, typer.Option("--fast-html", help="Read HTML with resiliparse: quicker, coarser.")
    ] = False,
    max_document_chars: Annotated[
        int, typer.Option(min=1, help="Longer documents are rejected.")
    ] = DEFAULTS.max_document_chars,
    max_line_bytes: Annotated[
        int, typer.Option(min=1, help="Longer lines of JSONL are rejected.")
    ] = DEFAULTS.max_line_bytes,
) -> None:
    """Read documents and write their numeric facts.

    Writes facts.parquet, documents.parquet, rejects.parquet and manifest.json to DIR, all at once at the end. A run
    that was stopped goes on from where it was when the same command is given again.

    Example: `shuliang extract news.txt --output out --published 2026-03-05`
    """
    sources = SourceOptions(
        encoding=encoding,
        fields=words.pairs(field or [], "--field", FIELDS),
        published=words.date(published),
        fast_html=fast_html,
        max_document_chars=max_document_chars,
        max_line_bytes=max_line_bytes,
    )
    options = RunOptions(words.kinds(kinds), workers or all_cores())
    began = time.monotonic()
    try:
        with progress_shown() as progress:
            manifest = run_sources(inputs, output, options, sources, progress=progress)
    except KeyboardInterrupt:
        kept = (output / UNFINISHED).exists()
        said = "what is finished is kept, the same command goes on from there" if kept else "nothing is left behind"
        console(stderr=True).print(f"stopped; {said}", markup=False)
        raise typer.Exit(STOPPED) from None
    print_summary(console(), output, manifest, seconds=time.monotonic() - began)
    _judge(manifest, output, strict=strict)


def _judge(manifest: Manifest, output: Path, *, strict: bool) -> None:
    counts = manifest.counts
    if faults := counts.rejects.get("engine: fault"):
        documents = "1 document" if faults == 1 else f"{faults:,} documents"
        said = f"{documents} met a fault of shuliang and was not read; please report what rejects.parquet says of it"
        console(stderr=True).print(said, markup=False)
    if not counts.documents:
        message = f"no document could be read; {output / 'rejects.parquet'} says why"
        raise DataError(message)
    refused = {reason: count for reason, count in counts.rejects.items() if not reason.startswith("text:")}
    if strict and refused:
        reasons = ", ".join(f"{count} × {reason}" for reason, count in refused.items())
        message = f"--strict: {reasons}; {output / 'rejects.parquet'} says where"
        raise DataError(message)
