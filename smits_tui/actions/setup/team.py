"""Joins a workspace to the record of a team."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from smits_tui.actions.ledger.move import MovedLedger, move_ledger
from smits_tui.actions.session import ActionRefused, open_record
from smits_tui.actions.setup.settings_change import organisation_set, rewrite_settings
from smits_tui.actions.setup.team_settings import settings_taken_over
from smits_tui.ledger.chain import chain
from smits_tui.ledger.engines import DEFAULT, ledger_address, open_ledger, team_membership
from smits_tui.process.entries.entry import SettingsChanged
from smits_tui.sites import mark_folders, site_of
from smits_tui.workspace import Workspace, make_workspace

if TYPE_CHECKING:
    from smits_tui.ledger.postgres.team import Membership

_SITE = re.compile(r"[a-z0-9][a-z0-9-]{0,31}")
ASIDE = "ledger.before-team.jsonl"
"""Where the record that a workspace had of its own is kept, beside its old place."""


@dataclass(frozen=True, slots=True)
class JoinedTeam:
    """What joining came to."""

    membership: Membership
    moved: MovedLedger | None
    """The record that this workspace had of its own, if it was moved into the team's."""
    left: int
    """Entries of a record of its own that are not in the team's; they stay in a file."""


def join_team(
    workspace: Workspace, address: str, *, site: str = "", moves: Callable[[int, Membership], bool]
) -> JoinedTeam:
    """Check that the record of a team can be used, and name it in smits.toml.

    Args:
        workspace: what joins.
        address: the address of the record, without a password.
        site: the name of the site that has these input folders; blank: they are the team's.
        moves: called with the number of entries of a record of its own, unless it has none; whether to move
            them into the team's, or to leave them in a file.

    Raises:
        ActionRefused: the workspace is in another team, or the site's name is wrong or another one.
        MoveRefused: the team's record is not empty and not this one.
        SettingsError: the address is wrong, or the extra `team` is missing.
        LedgerUnreachable: the server does not answer.
        LedgerUnwritable: it refuses, or there is no record of a team.
        OSError: smits.toml or the input folders can't be written.
    """
    current = ledger_address(workspace)
    if current not in (DEFAULT, address):
        raise ActionRefused(
            f"The record of {workspace.root} is in {current}; `smits ledger move` moves it elsewhere."
        )
    member = team_membership(address)
    workspace.make_folders()
    if site:
        _name_site(workspace, site)
    if current == address:
        return JoinedTeam(member, None, 0)
    entries = _entries(workspace)
    if entries and moves(entries, member):
        return JoinedTeam(member, move_ledger(workspace, DEFAULT, address), 0)
    rewrite_settings(workspace.settings_file, organisation_set({"ledger": address}))
    for cache in (workspace.state, workspace.anchor):
        cache.unlink(missing_ok=True)
    if workspace.ledger.exists():
        workspace.ledger.rename(workspace.hidden / ASIDE)
    return JoinedTeam(member, None, entries)


def found_for_team(folder: Path, address: str, *, site: str = "") -> Workspace:
    """Make a workspace that joins a team as by `join_team`, with the settings that the team recorded.

    Without recorded settings, the organisation has the name of the folder until smits.toml says otherwise.

    Args:
        folder: where; it is made if it is not there.
        address: as for `join_team`.
        site: as for `join_team`.

    Raises:
        WorkspaceError: there is a workspace already, or the folder can't be written.
        SmitsError: as `join_team`; the folder is no workspace then.
    """
    team_membership(address)  # before anything is made
    made = make_workspace(folder, folder.name)
    try:
        join_team(made, address, site=site, moves=lambda _entries, _member: False)
        record, _ = open_record(made)
        if take_over := settings_taken_over(record.state):
            rewrite_settings(made.settings_file, take_over)
    except BaseException:
        made.settings_file.unlink(missing_ok=True)
        raise
    return made


def _entries(workspace: Workspace) -> int:
    """How many entries a workspace has recorded, beside what setting it up recorded."""
    with closing(open_ledger(workspace).lines()) as lines:
        types = [entry.type for entry in chain(lines)]
    return len(types) if set(types) - {SettingsChanged.type} else 0


def check_site(name: str) -> None:
    """Refuse what can't be a folder of the record.

    Raises:
        ActionRefused: it can't name a site.
    """
    if not _SITE.fullmatch(name):
        raise ActionRefused(
            f"'{name}' can't name a site: use up to 32 small letters, digits and hyphens, e.g. graz."
        )


def _name_site(workspace: Workspace, name: str) -> None:
    check_site(name)
    site = site_of(workspace)
    if site.folder and site.name != name:
        whose = f"of the site {site.name}" if site.name else "the team's"
        raise ActionRefused(
            f"{workspace.inputs} is {whose} already, and files of it may be recorded so. Use other folders."
        )
    mark_folders(workspace, name)
