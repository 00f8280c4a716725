"""`smits agree`, `object`, `answer` and `delegate`: what stakeholders say about a submitted deliverable."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    WorkspaceOption,
    day_option,
    print_json,
    record_of,
    workspace_of,
)
from smits_tui.cli.completion import sections
from smits_tui.cli.exits import narrate
from smits_tui.cli.strategy.deliverable import KindArgument

ForOption = Annotated[
    str | None,
    typer.Option(
        "--for", help="Agree on behalf of this stakeholder, as their delegate.", metavar="STAKEHOLDER"
    ),
]


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command()(agree)
    app.command("object")(object_command)
    app.command()(answer)
    app.command()(delegate)


def agree(
    kind: KindArgument,
    section: Annotated[list[str] | None, typer.Option(help="Only this section; may be repeated.")] = None,
    stakeholder: ForOption = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take the agreement back; possible until it is approved.")
    ] = False,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Agree to a deliverable as submitted, or withdraw an agreement."""
    from smits_tui.actions.session import person
    from smits_tui.actions.strategy import agreement

    found = workspace_of(workspace)
    act = agreement.withdraw_agreement if withdraw else agreement.agree
    agreed = act(
        record_of(found),
        found.settings(),
        kind,
        by=person(by),
        stakeholder=stakeholder,
        sections=section or (),
    )
    if as_json:
        print_json({"deliverable": kind, "sections": list(agreed)})
    else:
        narrate(f"{'No longer agreed' if withdraw else 'Agreed'} to {', '.join(agreed)}.")


def object_command(
    kind: KindArgument,
    section: Annotated[str, typer.Argument(help="Section, e.g. summary.", autocompletion=sections)],
    text: Annotated[str, typer.Argument(help="What is wrong.")],
    stakeholder: ForOption = None,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Object to a section of a submitted deliverable."""
    from smits_tui.actions.session import person
    from smits_tui.actions.strategy import agreement

    found = workspace_of(workspace)
    identifier = agreement.object_to(
        record_of(found), found.settings(), kind, section, text, by=person(by), stakeholder=stakeholder
    )
    if as_json:
        print_json({"id": identifier})
    else:
        narrate(f"{identifier} is recorded; it must be answered before the document is approved.")


def answer(
    identifier: Annotated[str, typer.Argument(metavar="ID", help="The objection, e.g. J1.")],
    text: Annotated[str, typer.Argument(help="What you changed, or why you did not.")],
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Answer an objection."""
    from smits_tui.actions.session import person
    from smits_tui.actions.strategy import agreement

    agreement.answer(record_of(workspace_of(workspace)), identifier, text, by=person(by))
    if as_json:
        print_json({"id": identifier.upper(), "answered": True})
    else:
        narrate(f"{identifier.upper()} is answered.")


def delegate(
    name: Annotated[str, typer.Argument(help="Your delegate; an empty name ends the delegation.")],
    until: Annotated[
        dt.date | None,
        typer.Option(parser=day_option, metavar="DATE", help="Last day, e.g. +14. Default: today."),
    ] = None,
    by: ByOption = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Let someone else agree and object on your behalf until a date."""
    from smits_tui.actions.session import person
    from smits_tui.actions.strategy import agreement

    found = workspace_of(workspace)
    agreement.name_delegate(record_of(found), found.settings(), name, by=person(by), until=until)
    if as_json:
        print_json({"stakeholder": person(by), "delegate": name, "until": until and until.isoformat()})
    else:
        narrate(f"{name} may now act for {person(by)}." if name else "Nobody acts on your behalf any more.")
