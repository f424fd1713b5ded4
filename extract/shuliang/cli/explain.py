"""`shuliang explain`: what is read in a text, and why."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

import typer

from shuliang.cli import words
from shuliang.cli.screen import console
from shuliang.cli.summary import figure, period

if TYPE_CHECKING:
    from rich.console import Console

    from shuliang.facts import Fact

_SHOWN = ("unit", "unit_code", "indicator", "subject", "time_text", "change", "change_basis", "change_reference")


def explain(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="A sentence or more.")],
    as_json: Annotated[bool, typer.Option("--json", help="Print everything as JSON.")] = False,
    published: Annotated[
        str | None, typer.Option(metavar="DATE", help="Day that 今年 and the like count from.")
    ] = None,
) -> None:
    """Show the facts of a text, the rules that were tried at each numeral, and why the winner won.

    Example: `shuliang explain "截至去年底，全市高新技术企业超过1200家，同比增长8.5%。" --published 2026-03-05`
    """
    from shuliang.running.explain import explain_text  # noqa: PLC0415 - compiling rules is only wanted here

    explained = explain_text(text, words.date(published))
    if as_json:
        typer.echo(json.dumps(asdict(explained), ensure_ascii=False, indent=2, default=str))
        return
    screen = console()
    _print_facts(screen, explained.facts)
    for surface, reason in explained.damaged:
        screen.print(f"\n{surface}  not published: {reason}", markup=False)
    for surface in explained.residue:
        screen.print(f"\n{surface}  no rule reads it", markup=False)


def _print_facts(screen: Console, facts: list[Fact]) -> None:
    if not facts:
        screen.print("no facts")
    for fact in facts:
        row = asdict(fact)
        screen.print(
            f"{fact.surface}  {fact.kind} {figure(row)} ({fact.modifier})".rstrip(), style="bold", markup=False
        )
        said = [f"{name} {row[name]}" for name in _SHOWN if row[name] is not None]
        said += [f"time {period(row)}"] if fact.time_start else []
        said += ["for each of several"] if fact.distributive else []
        said += [fact.factuality] if fact.factuality != "actual" else []
        screen.print(f"    {'; '.join(said)}", markup=False)
        screen.print(
            f"    characters {fact.char_start}–{fact.char_end}, rule {fact.rule_id}", style="dim", markup=False
        )
