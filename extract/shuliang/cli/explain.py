"""`shuliang explain`: what is read in a text, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from shuliang.cli import words
from shuliang.cli.screen import columns, console, figure, period

if TYPE_CHECKING:
    from rich.console import Console

    from shuliang.facts import Fact
    from shuliang.running.explain import Explained

_SHOWN = (
    "value", "low", "high", "modifier", "unit", "unit_code", "base_value", "base_unit", "indicator", "subject",
    "time_text", "time", "change", "change_basis", "change_reference", "factuality", "distributive",
)  # fmt: skip
_SILENT = {"factuality": "actual", "distributive": False}
_OUTCOMES = {
    "name": "a name or a phrase: not published",
    "damaged": "damaged, not published",
    "not read": "no rule reads it: residue",
}


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence or more.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day that 今年 and the like count from.")
    ] = None,
) -> None:
    """Show what is read in a text: facts, the words they come from, the rules tried, and why the winner won.

    Example: `shuliang explain "截至去年底，全市高新技术企业超过1200家，同比增长8.5%。" --published 2026-03-05`
    """
    from shuliang.running.explain import explain_text  # noqa: PLC0415 - compiling rules is only wanted here

    explained = explain_text(text, words.date(published))
    if as_json:
        typer.echo(json.dumps([asdict(one) for one in explained], ensure_ascii=False, indent=2, default=str))
        return
    screen = console()
    if not explained:
        screen.print("no numbers in it")
    for one in explained:
        _print_one(screen, one)


def _print_one(screen: Console, one: Explained) -> None:
    if one.fact:
        screen.print(f"{one.fact.surface}  {one.fact.kind} {figure(asdict(one.fact))}".rstrip(), style="bold")
        _print_columns(screen, one.fact, one)
    else:
        reason = f" ({one.reason})" if one.reason else ""
        screen.print(f"{one.text}  {_OUTCOMES[one.outcome]}{reason}", style="bold")
    table = columns("   rule", "matches", "", fold=("matches", ""))
    for tried in one.tried:
        table.add_row(f"   {tried.rule_id}", tried.text, tried.outcome)
    if one.tried:
        screen.print(table)
    screen.print()


def _print_columns(screen: Console, fact: Fact, one: Explained) -> None:
    row = asdict(fact) | {"time": period(asdict(fact))}
    if fact.modifier == "exact" and fact.value is not None:
        row |= {"low": None, "high": None}
    because = {one.column: one for one in one.because}
    table = columns("", "", "", fold=("",))
    table.show_header = False
    for name in _SHOWN:
        if row[name] in (None, "", _SILENT.get(name)):
            continue
        source = because.get(name)
        told = f"{source.words}  {' '.join(source.places)}" if source and source.places else ""
        table.add_row(f"   {name}", str(row[name]), told)
    table.add_row("   place", f"{fact.char_start} to {fact.char_end}", "")
    screen.print(table)
