"""`shuliang rules`: the rulebook for those who write it."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from shuliang.cli import words
from shuliang.cli.screen import columns, console
from shuliang.errors import DataError, UsageError
from shuliang.facts import Document, Reject
from shuliang.rulebook.cache import load_cached
from shuliang.rulebook.examples import cases, run_case
from shuliang.rulebook.faults import did_you_mean
from shuliang.rulebook.files import rules_folder
from shuliang.rulebook.load import load
from shuliang.running.kernel import facts_of
from shuliang.sources import SourceOptions, read_sources

if TYPE_CHECKING:
    import datetime

    from shuliang.facts import Fact
    from shuliang.rulebook.model import Rule, Rulebook
    from shuliang.running.kernel import DocumentRead

rules = typer.Typer(
    no_args_is_help=True, help="Check, test, list and explain the rules, and see what they cannot read yet."
)

Folder = Annotated[
    Path | None,
    typer.Option("--rules", metavar="DIR", help="Folder of rules; those that came with shuliang by default."),
]
CONTEXT = 12


@rules.command()
def check(folder: Folder = None) -> None:
    """Load every file of the rulebook and report all faults at once, each with its file and line.

    Example: `shuliang rules check`
    """
    rulebook = load(folder or rules_folder())
    entries = sum(len(lexicon.entries) for lexicon in rulebook.lexicons.values())
    typer.echo(
        f"rulebook {rulebook.version}: {len(rulebook.rules)} rules,"
        f" {len(rulebook.lexicons)} lexicons with {entries} entries, {len(rulebook.fragments)} fragments: no faults"
    )


@rules.command()
def test(
    wanted: Annotated[
        list[str] | None, typer.Argument(metavar="[RULE...]", help="Ids of rules or names of lexicons; all by default.")
    ] = None,
    folder: Folder = None,
) -> None:
    """Run the examples that stand beside the rules through the whole engine.

    Example: `shuliang rules test percent/sign classifiers`
    """
    from shuliang.running.reader import RulebookReader  # noqa: PLC0415 - compiling rules is only wanted here

    rulebook = _load(folder)
    reader = RulebookReader.of(rulebook)

    def extract(text: str, published: datetime.date | None) -> list[Fact]:
        return facts_of(text, published, reader)

    results = [run_case(case, extract) for case in cases(rulebook) if not wanted or case.owner in wanted]
    failed = [result for result in results if not result.passed and not result.case.is_draft]
    drafts = sum(not result.passed and result.case.is_draft for result in results)
    for result in failed:
        typer.echo(str(result))
    known = f", {drafts} of draft rules not read yet" if drafts else ""
    typer.echo(f"{len(results)} examples, {len(failed)} failed{known}")
    if not results:
        message = f"no example of {', '.join(wanted or [])}; `shuliang rules list` prints the ids"
        raise UsageError(message)
    if failed:
        message = "the rulebook does not read its own examples as they say"
        raise DataError(message)


@rules.command(name="list")
def list_rules(
    kind: Annotated[str | None, typer.Option(help="Only rules of this kind.")] = None, folder: Folder = None
) -> None:
    """List the rules: id, kind, status, title.

    Example: `shuliang rules list --kind money`
    """
    table = columns("rule", "kind", "status", "title", fold=("title",))
    for rule in _load(folder).rules:
        if kind in (None, rule.kind):
            table.add_row(rule.id, rule.kind, rule.status, rule.title)
    console().print(table)


@rules.command()
def show(
    rule_id: Annotated[str, typer.Argument(metavar="ID", help="Id of a rule, such as count/classifier.")],
    folder: Folder = None,
) -> None:
    """Show a rule: what it is for, its pattern, its examples.

    Example: `shuliang rules show count/classifier`
    """
    rulebook = _load(folder)
    by_id = {rule.id: rule for rule in rulebook.rules}
    if rule_id not in by_id:
        message = f"{rule_id} is no rule{did_you_mean(rule_id, by_id)}; `shuliang rules list` prints them all"
        raise UsageError(message)
    _print_rule(by_id[rule_id])


def _print_rule(rule: Rule) -> None:
    typer.echo(
        f"{rule.id}  {rule.title}\n"
        f"{rule.kind}, {rule.status} since {rule.since}, read as {rule.reading}, {rule.place}\n"
    )
    typer.echo(f"{rule.description.strip()}\n")
    for reference in rule.references:
        typer.echo(f"see {reference}")
    if rule.anchor:
        typer.echo(f"\ntried at {' '.join(rule.anchor)}")
    typer.echo("\n" + "\n".join(f"    {line}" for line in rule.pattern.strip().splitlines()) + "\n")
    for example in rule.examples:
        reads = ", ".join(f"{name} {value}" for name, value in example.reads.items())
        typer.echo(f"reads      {example.text} → {example.finds}{f' ({reads})' if reads else ''}")
    for example in rule.counterexamples:
        typer.echo(f"leaves be  {example.text}{f' ({example.because})' if example.because else ''}")


@rules.command()
def residue(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="What `shuliang extract` takes.")],
    limit: Annotated[int, typer.Option(min=1, help="How many to print.")] = 50,
    encoding: Annotated[str | None, typer.Option(help="Encoding of the inputs; found out by default.")] = None,
    field: Annotated[
        list[str] | None, typer.Option("--field", metavar="NAME=FIELD", help="What the input calls a field.")
    ] = None,
) -> None:
    """List the numerals that no rule reads, with what stands around them, the most frequent first.

    Example: `shuliang rules residue news.txt`
    """
    from shuliang.running.kernel import default_reader  # noqa: PLC0415 - compiling rules is only wanted here
    from shuliang.sources.options import FIELDS  # noqa: PLC0415

    reader = default_reader()
    found: Counter[str] = Counter()
    places: dict[str, str] = {}
    for item in read_sources(
        inputs, SourceOptions(encoding=encoding, fields=words.pairs(field or [], "--field", FIELDS))
    ):
        if isinstance(item, Reject):
            typer.echo(f"{item.source}: {item.reason} {item.detail or ''}", err=True)
            continue
        _count_residue(item, reader.read(item), found, places)
    table = columns("numeral", "times", "the first", right=("times",), fold=("the first",))
    for numeral, times in found.most_common(limit):
        table.add_row(numeral, str(times), places[numeral])
    if found:
        console().print(table)
    typer.echo(f"{found.total()} numerals that no rule reads, {len(found)} different")


def _count_residue(document: Document, read: DocumentRead, found: Counter[str], places: dict[str, str]) -> None:
    text = read.clean.text
    for start, end in read.residue:
        numeral = text[start:end]
        found[numeral] += 1
        if numeral not in places:
            around = f"{text[max(0, start - CONTEXT) : start]}【{numeral}】{text[end : end + CONTEXT]}"
            places[numeral] = f"{document.doc_id}:{read.clean.raw_span(start, end)[0]}  {' '.join(around.split())}"


def _load(folder: Path | None) -> Rulebook:
    return load_cached(folder or rules_folder())
