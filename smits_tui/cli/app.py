"""The command `smits`: its options, its commands, and how errors become exit codes."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smits_rules.vocabulary import SmitsError
from smits_tui import __version__
from smits_tui.cli import (
    cycle,
    deliverable,
    demo,
    export,
    facts,
    inputs,
    ledger,
    records,
    rehearse,
    rules,
    serve,
    status,
    triage,
    watch,
    workspace,
)
from smits_tui.cli.common import SHARED, WorkspaceOption, narrate, workspace_of

if TYPE_CHECKING:
    from smits_tui.workspace import Workspace

app = typer.Typer(
    name="smits",
    help="Keeps an organisation's IT strategy from going stale.",
    no_args_is_help=False,
    pretty_exceptions_enable=False,
    add_completion=True,
)


def _version(asked: bool) -> None:
    if asked:
        typer.echo(f"smits {__version__}")
        raise typer.Exit


@app.callback(invoke_without_command=True)
def smits(
    context: typer.Context,
    workspace: WorkspaceOption = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show a traceback when something fails.")] = False,
    _version_asked: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Open the terminal interface, or run a command."""
    SHARED.workspace = workspace
    SHARED.debug = debug
    if context.invoked_subcommand is None:
        open_interface(workspace)


def open_interface(workspace: Path | None) -> None:
    """Open the terminal interface on a workspace; a person in front of a terminal may make one first.

    Raises:
        WorkspaceError: there is none.
    """
    from smits_tui.workspace import WorkspaceError

    try:
        found = workspace_of(workspace)
    except WorkspaceError:
        asked = workspace or SHARED.workspace or os.environ.get("SMITS_WORKSPACE")
        made = None if asked or not sys.stdin.isatty() else _set_up()
        if made is None:
            raise
        found = made
    from smits_tui.tui.app import SmitsApp

    interface = SmitsApp(found)
    interface.run()
    if interface.trouble:
        raise interface.trouble


def _set_up() -> Workspace | None:
    from smits_tui.tui.setup import SetupApp

    return SetupApp().run()


for part in (
    workspace,
    watch,
    status,
    triage,
    inputs,
    facts,
    rehearse,
    rules,
    cycle,
    deliverable,
    records,
    export,
    ledger,
    serve,
    demo,
):
    part.register(app)


def run() -> None:
    """Run the command line and end the process.

    Exit codes: 0 fine, 1 failed, 2 bad usage, 3 an input could not be read, 4 the record is damaged,
    5 somebody else holds the lock.
    """
    try:
        app(standalone_mode=True)
    except SmitsError as error:
        if SHARED.debug:
            raise
        narrate(str(error))
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        if SHARED.debug:
            raise
        narrate(f"{error.filename or 'A file'}: {error.strerror or error}.")
        sys.exit(1)
