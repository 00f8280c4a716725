"""The people whose agreement to deliverables counts."""

from __future__ import annotations

from smits_tui.process.deliverables.gates import People
from smits_tui.settings import Settings


def people_of(settings: Settings) -> People:
    """The people whose agreement counts."""
    return People(
        tuple(stakeholder.name for stakeholder in settings.stakeholders), settings.agreement.quorum_pct
    )


def named_in(settings: Settings) -> str:
    """Who may agree and approve, in a sentence that says what to do if a name is missing."""
    names = ", ".join(stakeholder.name for stakeholder in settings.stakeholders)
    if not names:
        return "Nobody is named: add a [[stakeholders]] table with a name to smits.toml."
    return f"Stakeholders: {names}. Others are added to smits.toml."
