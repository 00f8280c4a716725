"""`smits init` and `smits doctor`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    WorkspaceOption,
    narrate,
    print_json,
    record_of,
    table,
    workspace_of,
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(init)
    app.command()(doctor)


def init(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder to make or to fill.")],
    organisation: Annotated[str | None, typer.Option(help="Name of the organisation.")] = None,
    jurisdiction: Annotated[
        list[str] | None, typer.Option(help="Where regulations bind you, e.g. EU; repeat it for more.")
    ] = None,
    stakeholder: Annotated[
        list[str] | None, typer.Option(help="Who must agree: a name, or 'Name, role'; repeat it for more.")
    ] = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a workspace: the input folders, smits.toml and an empty record."""
    from smits_tui.actions.founding import found_workspace
    from smits_tui.actions.opening import person

    made = found_workspace(
        str(folder),
        organisation or folder.resolve().name,
        jurisdictions=",".join(jurisdiction or ()),
        stakeholders=";".join(stakeholder or ()),
        by=person(by),
    )
    if as_json:
        print_json({"workspace": str(made.root), "inputs": str(made.inputs)})
        return
    narrate(f"Made the workspace {made.root}.")
    narrate(f"Drop files into the folders below {made.inputs}, and run `smits` there.")


def doctor(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Check that everything works here: record, rules, reading, watching, room on the disk."""
    from smits_tui.actions.checkup import check_up

    found = workspace_of(workspace)
    findings = check_up(found, lambda: record_of(found))
    if as_json:
        print_json([finding.model_dump() for finding in findings])
    else:
        table([(finding.mark, finding.about, finding.text) for finding in findings])
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
