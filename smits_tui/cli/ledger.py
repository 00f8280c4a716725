"""`smits ledger`: verify and show the record."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from smits_tui.cli.common import JsonOption, WorkspaceOption, print_json, say, workspace_of
from smits_tui.cli.exits import narrate

ledger = typer.Typer(
    help="Verify or show the ledger, the record of everything that happened.", no_args_is_help=True
)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(ledger, name="ledger")


@ledger.command()
def verify(
    receipt: Annotated[
        Path | None,
        typer.Argument(metavar="[RECEIPT]", help="A receipt of an agreement; needs no workspace."),
    ] = None,
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
) -> None:
    """Check every hash in the ledger and name the first bad line; or check a receipt."""
    if receipt is not None:
        _verify_receipt(receipt, as_json=as_json)
        return
    from smits_tui.ledger.engines import open_ledger
    from smits_tui.ledger.protocol import LedgerDamaged

    try:
        count = open_ledger(workspace_of(workspace)).verify()
    except LedgerDamaged as error:
        if as_json:
            print_json({"well": False, "line": error.line, "reason": str(error)})
        raise
    if as_json:
        print_json({"well": True, "entries": count})
    else:
        narrate(f"The record is whole: {count} entries.")


def _verify_receipt(receipt: Path, *, as_json: bool) -> None:
    from smits_tui.actions.strategy.receipts import verify_receipt
    from smits_tui.ledger.protocol import LedgerDamaged

    try:
        told = verify_receipt(receipt)
    except LedgerDamaged as error:
        if as_json:
            print_json({"well": False, "reason": str(error)})
        raise
    if as_json:
        print_json({"well": True, "says": told})
        return
    for line in told:
        say(line)


@ledger.command()
def show(
    workspace: WorkspaceOption = None,
    as_json: JsonOption = False,
    type_: Annotated[
        str | None, typer.Option("--type", help="Only entries of this type, e.g. trigger.raised.")
    ] = None,
    last: Annotated[int | None, typer.Option("--last", min=1, help="Only the newest N entries.")] = None,
) -> None:
    """Show the entries, oldest first."""
    from smits_tui.ledger.engines import open_ledger
    from smits_tui.ledger.protocol import chain, fields_of_entry

    entries = chain(open_ledger(workspace_of(workspace)).lines())
    chosen = [entry for entry in entries if type_ in (None, entry.type)]
    if last:
        chosen = chosen[-last:]
    if as_json:
        print_json([fields_of_entry(entry) for entry in chosen])
        return
    for entry in chosen:
        about = entry.data.get("id") or entry.data.get("number") or ""
        told = entry.data.get("because") or entry.data.get("path") or entry.data.get("reason") or ""
        stamp = entry.at.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        say(f"{entry.seq:>6}  {stamp}  {entry.by:<12}  {entry.type:<18}  {about:<5} {told}".rstrip())
