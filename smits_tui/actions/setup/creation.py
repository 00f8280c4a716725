"""Creates a workspace and starts its ledger."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from smits_rules.vocabulary.kinds import default_expected_days
from smits_tui.actions.session import open_record, record_settings
from smits_tui.settings import REVIEW_MONTHS, Stakeholder
from smits_tui.workspace import Workspace, make_workspace

REASON = "set when the workspace was created"
"""The recorded reason why a limit differs from the shipped one."""


@dataclass(frozen=True, slots=True)
class Founding:
    """The contents of a new workspace."""

    folder: Path
    organisation: str
    jurisdictions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    stakeholders: tuple[Stakeholder, ...] = ()
    review_every_months: int = REVIEW_MONTHS
    expected_days: Mapping[str, int] = field(default_factory=default_expected_days)
    limits: Mapping[str, float] = field(default_factory=dict)
    """Only those that differ from the shipped ones."""


def found_workspace(founding: Founding, *, by: str) -> Workspace:
    """Create a workspace and start its record.

    Args:
        founding: its contents.
        by: the person who creates it.

    Raises:
        WorkspaceError: there is already a workspace, or the folder can't be written.
    """
    from smits_tui.actions.rules.limits.change import set_limit

    made = make_workspace(
        founding.folder,
        founding.organisation,
        jurisdictions=founding.jurisdictions,
        topics=founding.topics,
        stakeholders=founding.stakeholders,
        review_every_months=founding.review_every_months,
        expected_days=founding.expected_days,
    )
    record, _ = open_record(made)
    record_settings(record, made, by, "workspace created")
    for name, value in founding.limits.items():
        set_limit(made, record, name, value, by=by, reason=REASON)
    return made
