"""The state: the result of folding entries, and its typed view."""

from __future__ import annotations

from smits_tui.process.state.model import (
    SEVERITIES,
    TRIGGER_STATUSES,
    Cycle,
    Input,
    InputOutcome,
    Objection,
    Recorded,
    Trigger,
    TriggerStatus,
    Version,
    WrittenSection,
)
from smits_tui.process.state.view import Made, State

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
