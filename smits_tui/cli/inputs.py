"""`smits facts` and `smits inputs`: what files state, and what came of those that were dropped."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import (
    AsOfOption,
    JsonOption,
    WorkspaceOption,
    narrate,
    print_json,
    print_line,
    say,
    table,
    view_of,
    workspace_of,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(facts)
    app.command()(inputs)


def facts(
    paths: Annotated[
        list[Path], typer.Argument(metavar="PATH...", help="Files to read; nothing is recorded.")
    ],
    kind: Annotated[
        str | None, typer.Option(help="What the files are, e.g. budgets; guessed if not given.")
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Print the facts that would be read from files; ends with 3 if one of them could not be read."""
    from smits_rules.vocabulary import INPUT_KINDS
    from smits_tui.actions.peeking import peek, peeking_place
    from smits_tui.cli.common import SHARED, UsageError

    if kind is not None and kind not in INPUT_KINDS:
        raise UsageError(f"'{kind}' is no input kind; choose one of {', '.join(INPUT_KINDS)}.")
    place = peeking_place(workspace or SHARED.workspace)
    unreadable = False
    for reading in peek(paths, kind, place):
        unreadable = unreadable or reading.status != "read"
        if as_json:
            print_line(reading.model_dump(mode="json"))
            continue
        say(f"{reading.path}: {reading.kind or 'unknown kind'}, {reading.status}. {reading.reason}".rstrip())
        for fact in reading.facts:
            values = fact.model_dump(mode="json", exclude_defaults=True, exclude={"fact", "source", "quote"})
            shown = ", ".join(f"{name}={value}" for name, value in values.items())
            say(f"  {fact.fact}: {shown}  [{fact.source}]")
        for warning in reading.warnings:
            narrate(f"  {warning}")
    if unreadable:
        raise typer.Exit(3)


def inputs(workspace: WorkspaceOption = None, as_of: AsOfOption = None, as_json: JsonOption = False) -> None:
    """List the inputs that were received, in the order of their arrival."""
    state = view_of(workspace_of(workspace), as_of).state
    found = state.inputs()
    if as_json:
        rows = [
            {
                "id": item.id,
                "kind": item.kind,
                "path": item.path,
                "version": item.version,
                "status": item.status,
                "reason": item.reason,
                "copy_of": item.copy_of,
                "sha256": item.sha256,
                "received_at": item.received_at.isoformat(),
                "facts": len(item.facts),
                "warnings": item.warnings,
            }
            for item in found
        ]
        print_json(rows)
        return
    if not found:
        narrate("Nothing was received yet.")
    table(
        [
            (
                item.id,
                item.received_at.astimezone().strftime("%Y-%m-%d %H:%M"),
                item.status,
                f"v{item.version}",
                f"{item.path}  {item.reason or (f'copy of {item.copy_of}' if item.copy_of else '')}".rstrip(),
            )
            for item in found
        ]
    )
