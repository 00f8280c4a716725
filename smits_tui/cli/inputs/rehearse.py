"""`smits rehearse`: what files would trigger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import (
    JsonOption,
    UsageError,
    WorkspaceOption,
    print_json,
    record_of,
    say,
    workspace_of,
)
from smits_tui.cli.completion import input_kinds


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(rehearse)


def rehearse(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files to try, as if they were dropped now.")
    ],
    kind: Annotated[
        str | None,
        typer.Option(
            help="Input kind, e.g. budgets. Default: the folder's kind, or a guess.",
            autocompletion=input_kinds,
        ),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show what files would trigger and which deliverables would become stale. Nothing is recorded.

    Exits with 3 if a file cannot be read or understood.
    """
    from smits_rules.vocabulary import INPUT_KINDS
    from smits_tui.actions.rules.simulation import rehearsal

    if kind is not None and kind not in INPUT_KINDS:
        raise UsageError(f"'{kind}' is not an input kind; choose one of {', '.join(INPUT_KINDS)}.")
    opened = workspace_of(workspace)
    outcome = rehearsal.rehearse(opened, record_of(opened).state, paths, kind)
    if as_json:
        print_json(rehearsal.rehearsal_json(outcome))
    else:
        for line in rehearsal.rehearsal_lines(outcome):
            say(line)
    if any(reading.status != "read" or reading.understood != "understood" for reading in outcome.readings):
        raise typer.Exit(3)
