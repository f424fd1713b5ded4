"""`shuliang build`, `verify`, `diff`, `export` and `dataset`: from a definition to releases that can be trusted."""

from __future__ import annotations

import datetime
import json
from pathlib import Path
from typing import Annotated

import typer

from shuliang.cli import words
from shuliang.cli.screen import columns, console, progress_shown
from shuliang.errors import DataError, DatasetError, InputError, UsageError
from shuliang.publishing.build import BuildOptions, Built, released_on
from shuliang.publishing.build import build as build_release
from shuliang.publishing.checking import check_datasets, dataset_of, verify_release
from shuliang.publishing.comparing import Comparison
from shuliang.publishing.definition import DEFINITION, load_definition
from shuliang.publishing.difference import as_values, difference, page
from shuliang.publishing.exporting import FORMATS, TABLES, Format
from shuliang.publishing.exporting import export as export_table
from shuliang.publishing.new import new_dataset

DATASETS = Path("datasets")
SHOWN = 40

Datasets = Annotated[Path, typer.Option("--datasets", metavar="DIR", help="The folder in which datasets lie.")]
dataset = typer.Typer(no_args_is_help=True, help="Make and check datasets.")


def build(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A dataset below --datasets, or the path of its folder.")],
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Read and ask every gate, write nothing; exit with 1 if a gate fails.")
    ] = False,
    workers: Annotated[int, typer.Option(min=1, help="Processes to read in.")] = 1,
    released: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day of the release; SOURCE_DATE_EPOCH by default, else none.")
    ] = None,
    datasets: Datasets = DATASETS,
) -> None:
    """Build the release that a dataset's definition names, if it passes all gates.

    The release appears in DIR/NAME/releases/VERSION all at once, and `latest` leads to it. One that is there already
    is never touched.

    Example: `shuliang build industry-news --dry-run`
    """
    options = BuildOptions(workers, released_on(words.date(released, "--released")), dry_run)
    with progress_shown() as progress:
        built = build_release(_folder(name, datasets), options, progress=progress)
    _print_built(built, dry_run=dry_run)
    if built.failed:
        raise DatasetError(built.failed)
    if built.refused:
        raise DataError(built.refused)


def _folder(name: str, datasets: Path) -> Path:
    """A folder with a definition: the one named, or the one of that name below `datasets`."""
    for folder in (datasets / name, Path(name)):
        if (folder / DEFINITION).is_file():
            return folder
    message = f"{datasets / name}: no {DEFINITION} there; `shuliang dataset new {name}` makes one"
    raise InputError(message)


def _print_built(built: Built, *, dry_run: bool) -> None:
    screen, version = console(), built.definition.version
    if built.outcomes:
        table = columns("", "gate", "found", "wanted", fold=("gate", "found", "wanted"))
        for outcome in built.outcomes:
            table.add_row("ok" if outcome.passed else "FAILED", outcome.name, outcome.found, outcome.wanted)
        screen.print(table)
    if built.comparison is not None:
        added, removed, changed = built.comparison.numbers
        screen.print(f"\nAgainst the release before: {added:,} facts added, {removed:,} removed, {changed:,} changed")
    if built.before:
        screen.print(f"{built.path} is there already, made from the same; nothing was done", markup=False)
    elif dry_run:
        would = "would not be released" if built.failed or built.refused else "would be released"
        screen.print(f"\n{version} {would}; nothing was written", markup=False)
    elif built.manifest is not None:
        counts = built.manifest.counts
        screen.print(f"\n{counts.facts:,} facts from {counts.documents:,} documents → {built.path}", markup=False)
    if built.seconds:
        stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in built.seconds.items() if seconds >= 0.1)  # noqa: PLR2004
        screen.print(stages or "in no time", style="dim")


def verify(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="The folder of a release.")],
    documents: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="The dataset whose texts to compare with; the one it lies in by default."),
    ] = None,
) -> None:
    """Check a release from nothing: files, hashes, rows, counts, descriptions, and surfaces where the texts are here.

    Example: `shuliang verify datasets/industry-news/releases/latest`
    """
    definition = load_definition(documents) if documents else dataset_of(release)
    verified = verify_release(release, definition)
    for line in verified.checked:
        typer.echo(f"ok  {line}")
    if verified.faults:
        raise DatasetError(verified.faults)
    manifest = verified.manifest
    if manifest is not None:
        typer.echo(f"{manifest.name} {manifest.version} is sound: {manifest.counts.facts:,} facts")


def diff(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="A release, or what `shuliang extract` wrote.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Another one.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    html: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write a page that needs nothing beside it.")
    ] = None,
) -> None:
    """Show which facts were added, removed and changed, and in which columns.

    Example: `shuliang diff datasets/industry-news/releases/latest out`
    """
    found = difference(old, new)
    if html:
        html.write_text(page(found, str(old), str(new)), encoding="utf-8")
    if as_json:
        typer.echo(json.dumps(as_values(found, str(old), str(new)), ensure_ascii=False, indent=2))
        return
    _print_difference(found)


def _print_difference(found: Comparison) -> None:
    screen = console()
    added, removed, changed = found.numbers
    screen.print(
        f"{found.old_rows:,} → {found.new_rows:,} facts: {added:,} added, {removed:,} removed, {changed:,} changed"
    )
    told = (("dropped", found.dropped), ("new", found.new_columns), ("of another type", found.retyped))
    for what, names in told:
        if names:
            screen.print(f"columns {what}: {', '.join(names)}", markup=False)
    if not len(found.rows):
        return
    table = columns("", "document", "fact", "column", "before", "after", fold=("document", "fact", "before", "after"))
    for row in found.rows.slice(0, SHOWN).to_pylist():
        cells = (row[name] for name in ("change", "doc_id", "surface", "column", "before", "after"))
        table.add_row(*(" ".join((cell or "").split()) for cell in cells))
    screen.print(table)
    if len(found.rows) > SHOWN:
        screen.print(f"… and {len(found.rows) - SHOWN:,} more; --json or --html has them")


def export(
    release: Annotated[Path, typer.Argument(metavar="RELEASE", help="A release, or what `shuliang extract` wrote.")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="FILE", help="The file; an older one is replaced.")],
    to: Annotated[
        str | None, typer.Option(metavar="FORMAT", help=f"{', '.join(FORMATS)}; told by the file's ending by default.")
    ] = None,
    table: Annotated[str, typer.Option(help=f"Which table: {', '.join(TABLES)}.")] = "facts",
) -> None:
    """Write a table of a release as CSV, JSONL, Excel, SQLite or DuckDB.

    Texts that a spreadsheet would take for a formula get a ' before them in CSV, and are plain texts in Excel.

    Example: `shuliang export datasets/industry-news/releases/latest --output facts.csv`
    """
    if table not in TABLES:
        message = f"--table: {table} is no table; there are {', '.join(TABLES)}"
        raise UsageError(message)
    number = export_table(release, _format(to, output), output, table)
    typer.echo(f"{number:,} rows → {output}")


def _format(to: str | None, output: Path) -> Format:
    name = to or {"db": "sqlite", "sqlite3": "sqlite"}.get(output.suffix[1:], output.suffix[1:])
    for known in FORMATS:
        if name == known:
            return known
    message = f"--to: {name or output.name} is no format; there are {', '.join(FORMATS)}"
    raise UsageError(message)


@dataset.command()
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Small letters, digits and -.")],
    datasets: Datasets = DATASETS,
) -> None:
    """Make a dataset that builds as it stands, to be filled in.

    Example: `shuliang dataset new my-news`
    """
    folder = new_dataset(name, datasets, datetime.datetime.now(datetime.UTC).date())
    typer.echo(
        f"made {folder}: put your documents into {folder / 'documents'} and fill in {folder / DEFINITION}\n"
        f"Next: shuliang build {name} --dry-run"
    )


@dataset.command()
def check(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Datasets, or one of them.")] = DATASETS,
) -> None:
    """Check every definition and every release below a folder.

    Example: `shuliang dataset check`

    Exit codes: 1 a dataset or release is faulty, 3 the machine failed.
    """
    checked = check_datasets(folder)
    for each in checked:
        typer.echo(f"{each.folder}: {'; '.join(each.lines) or 'cannot be used'}")
    faults = [fault for each in checked for fault in each.faults]
    if faults:
        raise DatasetError(faults)
