"""`smits agree`, `object`, `answer` and `delegate`: what stakeholders say about a submitted deliverable."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from smits_tui.cli.common import (
    ByOption,
    JsonOption,
    WorkspaceOption,
    acting,
    day_option,
    passphrase_of,
    print_json,
    record_of,
    say,
    workspace_of,
)
from smits_tui.cli.completion import sections
from smits_tui.cli.exits import narrate
from smits_tui.cli.strategy.deliverable_views import KindArgument

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
    app.command()(passphrase)


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
    from smits_tui.actions.strategy.agreement.agreement import agree, withdraw_agreement

    opened, who = workspace_of(workspace), acting(by, workspace)
    record, settings = record_of(opened), opened.settings()
    act = withdraw_agreement if withdraw else agree
    agreed = act(
        record,
        settings,
        kind,
        by=who,
        stakeholder=stakeholder,
        sections=section or (),
        passphrase=passphrase_of(who, settings, record),
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
    from smits_tui.actions.strategy.agreement.objections import object_to

    opened, who = workspace_of(workspace), acting(by, workspace)
    record, settings = record_of(opened), opened.settings()
    identifier = object_to(
        record,
        settings,
        kind,
        section,
        text,
        by=who,
        stakeholder=stakeholder,
        passphrase=passphrase_of(who, settings, record),
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
    from smits_tui.actions.strategy.agreement.objections import answer

    answer(record_of(workspace_of(workspace)), identifier, text, by=acting(by, workspace))
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
    from smits_tui.actions.strategy.agreement.delegation import name_delegate

    opened, who = workspace_of(workspace), acting(by, workspace)
    record, settings = record_of(opened), opened.settings()
    passphrase = passphrase_of(who, settings, record)
    name_delegate(record, settings, name, by=who, until=until, passphrase=passphrase)
    if as_json:
        print_json({"stakeholder": who, "delegate": name, "until": until and until.isoformat()})
    else:
        narrate(f"{name} may now act for {who}." if name else "Nobody acts on your behalf any more.")


def passphrase() -> None:
    """Choose a passphrase, and print the line that keeps its hash in smits.toml.

    It confirms who agrees and approves where the login does not, e.g. on a machine that several people share.
    """
    from smits_tui.actions.strategy.agreement.identity import passphrase_hash

    chosen = str(typer.prompt("New passphrase", hide_input=True, confirmation_prompt=True, err=True))
    say(f'passphrase = "{passphrase_hash(chosen)}"')
    narrate("Put this line into the person's [[stakeholders]] table in smits.toml.")
