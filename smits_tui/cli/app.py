"""The command `smits`: its options, its commands, and how errors become exit codes."""

from __future__ import annotations

from typing import Annotated

import typer

from smits_tui import __version__
from smits_tui.cli import triggers
from smits_tui.cli.common import WorkspaceOption
from smits_tui.cli.exits import SHARED, ended
from smits_tui.cli.help_groups import arrange
from smits_tui.cli.inputs import facts, files, questions, rehearse, watch
from smits_tui.cli.rules import packs
from smits_tui.cli.strategy import agreement, cycle, deliverable, export, mail, records
from smits_tui.cli.workspace import backup, creation, demo, ledger, serve, status, team
from smits_tui.cli.workspace.interface import open_interface

app = typer.Typer(
    name="smits",
    help="Keeps an organisation's IT strategy from going stale.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"smits {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def smits(
    context: typer.Context,
    workspace: WorkspaceOption = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback if something fails.")] = False,
    _version_asked: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Open the terminal interface, or run a command."""
    SHARED.workspace = workspace
    SHARED.debug = debug
    if context.invoked_subcommand is None:
        open_interface(workspace)


for part in (
    creation,
    watch,
    status,
    triggers,
    files,
    facts,
    questions,
    rehearse,
    packs,
    cycle,
    deliverable,
    agreement,
    mail,
    records,
    export,
    ledger,
    team,
    backup,
    serve,
    demo,
):
    part.register(app)
arrange(app)


def run() -> None:
    """Run the command line and end the process; see `ended` for the exit codes."""
    ended(lambda: app(standalone_mode=True))
