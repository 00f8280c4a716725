"""`smits inputs`: what was dropped, and what came of it."""

from __future__ import annotations

import typer

from smits_tui.cli.common import (
    AsOfOption,
    JsonOption,
    WorkspaceOption,
    narrate,
    print_json,
    table,
    view_of,
    workspace_of,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(inputs)


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
