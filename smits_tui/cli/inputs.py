"""`smits inputs`: what was dropped and what came of it, and `smits retry`: reading a rejected file again."""

from __future__ import annotations

from typing import Annotated

import typer

from smits_tui.cli.common import (
    AsOfOption,
    ByOption,
    JsonOption,
    WorkspaceOption,
    print_json,
    record_of,
    table,
    view_of,
    workspace_of,
)
from smits_tui.cli.exits import narrate


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(inputs)
    app.command()(retry)


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
                "part_of": item.part_of,
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


def retry(
    identifier: Annotated[str, typer.Argument(metavar="INPUT", help="A rejected input, e.g. I3.")],
    reason: Annotated[str, typer.Option(help="What is different now.")] = "",
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let the watcher read a rejected input once more."""
    from smits_tui.actions.inputs import retry
    from smits_tui.actions.session import person

    found = workspace_of(workspace)
    path = retry.retry(record_of(found), found, identifier, by=person(by), reason=reason)
    if as_json:
        print_json({"id": identifier.upper(), "path": path})
    else:
        narrate(f"{path} is read again when the folders are watched.")
