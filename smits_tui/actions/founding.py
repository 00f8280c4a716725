"""Making a workspace out of what somebody answered."""

from __future__ import annotations

from pathlib import Path

from smits_tui.actions.opening import ActionRefused, open_record, record_settings
from smits_tui.settings import Stakeholder
from smits_tui.workspace import Workspace, make_workspace


def found_workspace(
    folder: str, organisation: str, *, jurisdictions: str = "", stakeholders: str = "", by: str
) -> Workspace:
    """Make a workspace and begin its record.

    Args:
        folder: where; it is made if it is not there.
        organisation: its name.
        jurisdictions: ISO 3166 country codes or EU, parted by commas.
        stakeholders: `Name, role` of each person who must agree, parted by semicolons.
        by: who makes it.

    Raises:
        ActionRefused: folder or organisation is not named.
        WorkspaceError: there is a workspace already, or the folder can't be written.
    """
    if not folder.strip() or not organisation.strip():
        raise ActionRefused("A workspace needs a folder and the name of the organisation.")
    named = (part.partition(",") for part in stakeholders.split(";") if part.strip())
    people = [Stakeholder(name=name.strip(), role=role.strip()) for name, _, role in named if name.strip()]
    codes = tuple(code.strip().upper() for code in jurisdictions.split(",") if code.strip())
    made = make_workspace(
        Path(folder.strip()).expanduser(), organisation.strip(), jurisdictions=codes, stakeholders=people
    )
    record, _ = open_record(made)
    record_settings(record, made, by, "workspace made")
    return made
