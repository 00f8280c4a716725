"""`smits init` and `smits doctor`."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    UsageError,
    WorkspaceOption,
    print_json,
    record_of,
    table,
    workspace_of,
)
from smits_tui.cli.exits import narrate


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
        list[str] | None,
        typer.Option(
            help="Who must agree: 'Name', 'Name, role' or 'Name, role, e-mail'; repeat it for more."
        ),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(help="Regulations on it count; without any, all do; repeat it for more."),
    ] = None,
    review_every_months: Annotated[
        str | None, typer.Option(metavar="MONTHS", help="A strategy review is due this often.")
    ] = None,
    expect: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=DAYS",
            help="Silence of an input folder for longer is told, e.g. budgets=100; budgets= for never.",
        ),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=VALUE", help="A limit that differs from the shipped one; repeat it for more."
        ),
    ] = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Make a workspace: the input folders, smits.toml and an empty record."""
    from smits_tui.actions.session import person
    from smits_tui.actions.setup.creation import found_workspace
    from smits_tui.presentation.setup_limits import LIMIT
    from smits_tui.presentation.setup_questions import EXPECT
    from smits_tui.presentation.setup_summary import founding_of, stakeholders_of

    answers = {
        "folder": str(folder),
        "organisation": folder.resolve().name if organisation is None else organisation,
        "jurisdictions": ",".join(jurisdiction or ()),
        "topics": ",".join(topic or ()),
        **({} if review_every_months is None else {"review": review_every_months}),
        **_pairs(EXPECT, "--expect", expect or ()),
        **_pairs(LIMIT, "--limit", limit or ()),
    }
    made = found_workspace(founding_of(answers, stakeholders_of(stakeholder or ())), by=person(by))
    if as_json:
        print_json({"workspace": str(made.root), "inputs": str(made.inputs)})
        return
    narrate(f"Made the workspace {made.root}.")
    narrate(f"Drop files into the folders below {made.inputs}, and run `smits` there.")


def _pairs(prefix: str, option: str, told: Iterable[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in told]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise UsageError(f"{option} {wrong[0]} says no value; write {option} {wrong[0]}=NUMBER.")
    return {prefix + name.strip(): value for name, _, value in pairs}


def doctor(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Check that everything works here: record, rules, reading, watching, room on the disk."""
    from smits_tui.actions.doctor import check_up

    found = workspace_of(workspace)
    findings = check_up(found, lambda: record_of(found))
    if as_json:
        print_json([finding.model_dump() for finding in findings])
    else:
        table([(finding.mark, finding.about, finding.text) for finding in findings])
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
