"""`smits init` and `smits doctor`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
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
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder for the workspace.")],
    organisation: Annotated[str | None, typer.Option(help="Name of the organisation.")] = None,
    jurisdiction: Annotated[
        list[str] | None,
        typer.Option(help="Jurisdiction whose regulations apply to you, e.g. EU; may be repeated."),
    ] = None,
    stakeholder: Annotated[
        list[str] | None,
        typer.Option(
            help="Someone who must agree: 'Name', 'Name, role' or 'Name, role, e-mail'; may be repeated."
        ),
    ] = None,
    topic: Annotated[
        list[str] | None,
        typer.Option(help="Topic of regulations that concern you; without any, all do; may be repeated."),
    ] = None,
    review_every_months: Annotated[
        str | None, typer.Option(metavar="MONTHS", help="Months between strategy reviews.")
    ] = None,
    expect: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND=DAYS",
            help="Warn if no file arrives for this long, e.g. budgets=100; budgets= to never warn.",
        ),
    ] = None,
    limit: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME=VALUE", help="Limit that differs from the shipped one; may be repeated."),
    ] = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Create a workspace: input folders, smits.toml and an empty ledger."""
    from smits_tui.actions.session import person
    from smits_tui.actions.setup.creation import found_workspace
    from smits_tui.presentation.setup.limits import LIMIT
    from smits_tui.presentation.setup.questions import EXPECT
    from smits_tui.presentation.setup.summary import founding_of, stakeholders_of

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
    narrate(f"Created the workspace {made.root}.")
    narrate(f"Drop files into the folders below {made.inputs}, and run `smits` there.")


def _pairs(prefix: str, option: str, given_pairs: Iterable[str]) -> dict[str, str]:
    pairs = [text.partition("=") for text in given_pairs]
    if wrong := [name for name, equals, _ in pairs if not equals]:
        raise UsageError(f"{option} {wrong[0]} has no value; write {option} {wrong[0]}=NUMBER.")
    return {prefix + name.strip(): value for name, _, value in pairs}


def doctor(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Check that everything works: ledger, rules, reading, watching, disk space."""
    from smits_tui.actions.doctor import check_up

    opened = workspace_of(workspace)
    findings = check_up(opened, lambda: record_of(opened))
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        table([(finding.mark, finding.about, finding.text) for finding in findings])
    if not all(finding.well for finding in findings):
        raise typer.Exit(1)
