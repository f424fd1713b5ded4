"""The commands, put together; each is imported when it is asked for, since some load much."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer
from typer.core import TyperGroup

from shuliang import __version__
from shuliang.compiled import is_compiled

if TYPE_CHECKING:
    from typer._click import Command, Context

COMMANDS: Final = {
    "extract": "extract",
    "explain": "explain",
    "summary": "summary",
    "build": "datasets",
    "verify": "datasets",
    "diff": "datasets",
    "export": "datasets",
    "dataset": "datasets",
    "rules": "rules",
}
"""Every command and group, in the order in which help lists them, and the module below `cli` that has it."""


class Commands(TyperGroup):
    """The group of all commands: knows their names, and loads what they do."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.commands = dict.fromkeys(COMMANDS)  # type: ignore[assignment]  # suggestions need the names alone

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        found = getattr(import_module(f"shuliang.cli.{COMMANDS[cmd_name]}"), cmd_name)
        apart = _typer()
        if isinstance(found, typer.Typer):
            apart.add_typer(found, name=cmd_name)
        else:
            apart.command(cmd_name)(found)
            apart.callback()(lambda: None)  # so that one command is a group too
        return typer.main.get_group(apart).commands[cmd_name]


def _typer(group: type[TyperGroup] = TyperGroup) -> typer.Typer:
    return typer.Typer(
        cls=group,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="markdown",
        context_settings={"help_option_names": ["-h", "--help"]},
    )


app = _typer(Commands)


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
