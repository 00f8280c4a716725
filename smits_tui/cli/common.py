"""Shared by all commands: options, finding the workspace, and printing."""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from smits_rules.vocabulary import SmitsError
from smits_tui.cli.exits import SHARED, narrate
from smits_tui.sanitize import escaped, plain

if TYPE_CHECKING:
    from smits_tui.ledger.record import Readable, Record
    from smits_tui.settings import Settings
    from smits_tui.workspace import Workspace

WorkspaceOption = Annotated[
    Path | None,
    typer.Option(
        "--workspace", "-w", help="Workspace folder. Default: the nearest one above the current folder."
    ),
]


def day_option(text: str) -> dt.date:
    """Read the day of an option.

    Raises:
        TypedTextRefused: it is not a date, or can be read in two ways.
    """
    from smits_tui.clock import local_day, system_clock
    from smits_tui.presentation.typed_dates import typed_date

    return typed_date(text, local_day(system_clock()))


JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON to stdout.")]
AsOfOption = Annotated[
    dt.date | None,
    typer.Option(
        "--as-of",
        parser=day_option,
        metavar="DATE",
        help="Show the state at the end of this day, e.g. 2027-03-31, or -30 for 30 days ago.",
    ),
]
ByOption = Annotated[
    str | None, typer.Option("--by", help="Who is acting. Default: SMITS_USER, or your login name.")
]
ReasonOption = Annotated[str, typer.Option(help="Why.")]


class UsageError(SmitsError):
    """The command line is invalid."""

    exit_code = 2


def workspace_of(asked: Path | None) -> Workspace:
    """Find the workspace of this run.

    Raises:
        WorkspaceError: there is none.
    """
    from smits_tui.workspace import find_workspace

    return find_workspace(asked or SHARED.workspace)


def acting(by: str | None, workspace: Path | None) -> str:
    """Who acts: as asked, as SMITS_USER says, or the person of smits.toml to whom the login belongs.

    Raises:
        WorkspaceError: there is no workspace.
        SettingsError: smits.toml can't be used.
    """
    from smits_tui.actions.session import person

    return person(by, workspace_of(workspace).settings())


def passphrase_of(by: str, settings: Settings, record: Record) -> str:
    """The acting person's passphrase, if the login is not enough: from SMITS_PASSPHRASE, or typed.

    Raises:
        UsageError: nobody can be asked.
    """
    from smits_tui.actions.strategy.agreement.identity import asks_passphrase

    if not asks_passphrase(settings, by, record.origin):
        return ""
    if passphrase := os.environ.get("SMITS_PASSPHRASE"):
        return passphrase
    if not sys.stdin.isatty():
        raise UsageError(f"{by}'s passphrase is needed: run this in a terminal, or set SMITS_PASSPHRASE.")
    return str(typer.prompt(f"Passphrase of {by}", hide_input=True, err=True))


def record_of(workspace: Workspace) -> Record:
    """The record of a workspace, read to its end; repairs are reported on stderr.

    Raises:
        LedgerDamaged: the record can't be read.
    """
    from smits_tui.actions.session import open_record

    record, mended = open_record(workspace)
    if mended:
        narrate(mended)
    return record


def view_of(workspace: Workspace, as_of: dt.date | None) -> Readable:
    """The record now, or as it was at the end of a day.

    Raises:
        LedgerDamaged: the record can't be read.
    """
    if as_of is None:
        return record_of(workspace)
    from smits_tui.actions.session import open_past

    return open_past(workspace, as_of)


def say(text: str) -> None:
    """Print a line of data on stdout, with control characters replaced."""
    typer.echo(plain(text))


def print_json(value: Any) -> None:
    """Print one JSON value on stdout."""
    sys.stdout.write(escaped(json.dumps(value, ensure_ascii=False, indent=2, default=str)) + "\n")


def print_line(value: Any) -> None:
    """Print one JSON value on one line of stdout, at once."""
    sys.stdout.write(escaped(json.dumps(value, ensure_ascii=False, default=str)) + "\n")
    sys.stdout.flush()


def table(rows: list[tuple[str, ...]]) -> None:
    """Print rows in columns; the last column is not padded."""
    cells = [tuple(plain(cell) for cell in row) for row in rows]
    widths = (
        [max((len(row[i]) for row in cells), default=0) for i in range(len(cells[0]) - 1)] if cells else []
    )
    for row in cells:
        padded = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        typer.echo("  ".join([*padded, row[-1]]).rstrip())
