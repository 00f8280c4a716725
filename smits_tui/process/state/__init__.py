"""The state: what entries fold into, and the typed view of it that everybody reads."""

from __future__ import annotations

from smits_tui.process.state.view import (
    SEVERITIES,
    TRIGGER_STATUSES,
    Cycle,
    Input,
    InputOutcome,
    Made,
    Objection,
    Recorded,
    State,
    Trigger,
    TriggerStatus,
    Version,
    WrittenSection,
)

__all__ = [
    "SEVERITIES",
    "TRIGGER_STATUSES",
    "Cycle",
    "Input",
    "InputOutcome",
    "Made",
    "Objection",
    "Recorded",
    "State",
    "Trigger",
    "TriggerStatus",
    "Version",
    "WrittenSection",
]
