"""The relevant date of a trigger: an end of support, an act, an opportunity."""

from __future__ import annotations

import datetime as dt

from smits_tui.process.state import Trigger

_DAYS_OF_FACTS = {
    "exposure": "effective_date",
    "regulation": "effective_date",
    "regulation-due": "due",
    "opportunity": "decide_by",
    "opportunity-due": "decide_by",
    "decision-due": "due",
}
"""Fact of a trigger -> the field with the relevant date."""


def decision_day(trigger: Trigger) -> dt.date | None:
    """The relevant date of a trigger's fact; None if it has none."""
    day = trigger.fact.get(_DAYS_OF_FACTS.get(str(trigger.fact.get("fact")), ""))
    return dt.date.fromisoformat(str(day)) if day else None
