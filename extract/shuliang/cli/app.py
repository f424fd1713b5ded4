"""The commands, put together."""

from __future__ import annotations

from typing import Annotated

import typer

from shuliang import __version__
from shuliang.cli.datasets import build, dataset, diff, export, verify
from shuliang.cli.explain import explain
from shuliang.cli.extract import extract
from shuliang.cli.rules import rules
from shuliang.cli.summary import summary
from shuliang.compiled import is_compiled

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"shuliang {__version__} ({'compiled' if is_compiled() else 'interpreted'})")
        raise typer.Exit


@app.callback()
def shuliang(
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Numeric facts from Chinese text, as rows.

    Example: `shuliang explain "全市新增上市公司27家"`

    Exit codes: 0 done, 1 the data failed, 2 wrong usage, 3 the system failed.
    """


app.command()(extract)
app.command()(explain)
app.command()(summary)
for publishing in (build, verify, diff, export):
    app.command()(publishing)
app.add_typer(dataset, name="dataset")
app.add_typer(rules, name="rules")
