"""Joining a team: the questions of the set-up, and what a login may do with the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from smits_rules.vocabulary import SmitsError
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.setup.team import check_site
from smits_tui.ledger.engines import check_address
from smits_tui.presentation.setup.answers import AnswerRefused, writable
from smits_tui.presentation.setup.location import folder_of, home_short, proposed_folder
from smits_tui.presentation.setup.questions import SetupQuestion, creation_note

if TYPE_CHECKING:
    from smits_tui.ledger.postgres.team import Membership


def joining_questions() -> list[SetupQuestion]:
    """The address of the record, the folder on this machine, and the site."""
    return [
        SetupQuestion(
            "address",
            "Address",
            address_of,
            hint="postgresql://LOGIN@HOST/DATABASE",
            meaning="Whoever runs the database has it; a password goes into ~/.pgpass.",
        ),
        SetupQuestion(
            "folder",
            "Folder",
            folder_of,
            proposed_folder(""),
            "where it will be created on this machine",
            understood=creation_note,
        ),
        SetupQuestion(
            "site",
            "Site",
            site_name_of,
            hint="optional, e.g. graz",
            meaning="Only if files are dropped here; else mount the team's share as inputs.",
        ),
    ]


def address_of(text: str) -> str:
    """The address of a team's record.

    Raises:
        AnswerRefused: it is none, it contains a password, or the extra `team` is missing.
    """
    address = writable(text)
    if not address:
        raise AnswerRefused("Type the address of the record, e.g. postgresql://kim@db.example.org/strategy.")
    try:
        check_address(address)
    except SmitsError as error:
        raise AnswerRefused(str(error)) from error
    return address


def site_name_of(text: str) -> str:
    """The name of a site; blank if the machine has the input folders of the team.

    Raises:
        AnswerRefused: it can't name a site.
    """
    name = writable(text)
    try:
        if name:
            check_site(name)
    except SmitsError as error:
        raise AnswerRefused(str(error)) from error
    return name


def joining_summary(member: Membership, folder: Path, site: str) -> list[tuple[str, str]]:
    """What a machine joins, and as whom: label and text.

    Args:
        member: what its login may do.
        folder: of the workspace that will be created.
        site: its name; blank for the team's own folders.
    """
    return [
        ("Record", f"{member.name}, {counted(member.entries, 'entry', 'entries')}"),
        ("Your login", f"{membership_clause(member)}."),
        ("Folder", home_short(folder)),
        ("Input files", f"of the site {site}" if site else "the team's; mount its share as inputs"),
    ]


def membership_clause(member: Membership) -> str:
    """What a login may do, as a clause."""
    if not member.may_append or member.role == "reader":
        return f"{member.login} may read it"
    if member.is_open:
        return f"{member.login} may record in any name, since the table people is empty"
    if not member.role:
        return f"{member.login} is not in the table people and may record nothing yet; ask an owner"
    if member.role == "owner":
        return f"{member.login} is an owner and may record"
    return f"{member.login} is a stakeholder and may record as {member.person}"
