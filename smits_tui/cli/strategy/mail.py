"""`smits mail`: agreement by mail, if the team has switched it on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import (
    JsonOption,
    WorkspaceOption,
    print_json,
    record_of,
    say,
    view_of,
    workspace_of,
)
from smits_tui.cli.exits import narrate
from smits_tui.cli.output_file import ForceOption, write_file
from smits_tui.cli.strategy.deliverable_views import KindArgument


def register(app: typer.Typer) -> None:
    """Add the group."""
    group = typer.Typer(help="Agreement by mail: write requests, record replies.", no_args_is_help=True)
    group.command()(ask)
    group.command()(read)
    app.add_typer(group, name="mail")


def ask(
    kind: KindArgument,
    to: Annotated[str | None, typer.Option(help="Only this stakeholder.", metavar="STAKEHOLDER")] = None,
    out: Annotated[Path | None, typer.Option("--out", "-o", help="Folder. Default: the current one.")] = None,
    force: ForceOption = False,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Write a request for agreement to each stakeholder who has not agreed, as an e-mail (.eml).

    Each has just the sections that its stakeholder has not agreed to. Open them in your mail program and send
    them; save the replies as .eml in `replies/` of the workspace.
    """
    from smits_tui.actions.mail.requests import agreement_requests

    opened = workspace_of(workspace)
    requests = agreement_requests(view_of(opened, None).state, opened, opened.settings(), kind, to)
    folder = out or Path()
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for request in requests:
        name = "".join(letter if letter.isalnum() else "-" for letter in request.person).strip("-")
        path = folder / f"{kind}-{name}.eml"
        write_file(path, request.message, force=force, as_json=False)
        written.append({"to": request.person, "sections": list(request.sections), "file": str(path)})
    if as_json:
        print_json(written)


def read(workspace: WorkspaceOption = None, as_json: JsonOption = False) -> None:
    """Record the replies in `replies/`; a running watcher does so by itself.

    Recorded ones are moved to `replies/recorded`, others with the reason to `replies/refused`; receipts to
    send back are in `replies/receipts`.
    """
    from smits_tui.actions.mail.replies import take_replies

    opened = workspace_of(workspace)
    done = take_replies(record_of(opened), opened, opened.settings())
    if as_json:
        print_json(
            [{"file": result.file, "recorded": result.recorded, "text": result.text} for result in done]
        )
        return
    for result in done:
        say(f"{'recorded' if result.recorded else 'refused'}: {result.file}: {result.text}")
    if not done:
        narrate("There are no replies.")
