"""`smits backup` and `smits restore`: a workspace in one file, and back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from smits_rules.vocabulary.shown_number import counted
from smits_tui.cli.common import JsonOption, WorkspaceOption, print_json, workspace_of
from smits_tui.cli.exits import narrate

if TYPE_CHECKING:
    from smits_tui.actions.ledger.backup import Backup


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(backup)
    app.command()(restore)


def backup(
    file: Annotated[Path, typer.Argument(help="ZIP file to write, e.g. acme-2027-03-31.zip.")],
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write the whole workspace into one file, even while it is in use, and verify the file.

    It contains the record, the archive, inputs, rules, deliverables, and smits.toml including passwords.
    """
    from smits_tui.actions.ledger.backup import back_up

    made = back_up(workspace_of(workspace), file)
    for name in made.passed_over:
        narrate(f"Not in the backup, because it is gone or can't be read: {name}")
    if as_json:
        print_json({"file": str(file), "entries": made.tip.seq, "hash": made.tip.hash, "files": made.files})
    else:
        narrate(f"{file}: {_contents(made)}; verified.")


def restore(
    file: Annotated[Path, typer.Argument(help="A file that `smits backup` wrote.")],
    folder: Annotated[Path, typer.Argument(help="Folder of the workspace; must be new or empty.")],
    as_json: JsonOption = False,
) -> None:
    """Create a workspace from a backup, after verifying all of it."""
    from smits_tui.actions.ledger.backup import put_back

    made = put_back(file, folder)
    if as_json:
        print_json(
            {"folder": str(folder), "entries": made.tip.seq, "hash": made.tip.hash, "files": made.files}
        )
    else:
        narrate(f"{folder}: {_contents(made)}. `smits -w {folder} status` shows it.")


def _contents(backup: Backup) -> str:
    return f"{counted(backup.tip.seq, 'entry', 'entries')}, {counted(backup.files, 'file')}"
