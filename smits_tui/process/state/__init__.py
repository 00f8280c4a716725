"""The state: the result of folding entries, and its typed view."""

from __future__ import annotations

from smits_tui.process.state.model import (
    SEVERITIES,
    TRIGGER_STATUSES,
    Input,
    InputOutcome,
    Trigger,
    TriggerStatus,
)
from smits_tui.process.state.strategy_model import (
    Comment,
    Cycle,
    Objection,
    Recorded,
    Version,
    WrittenSection,
)
from smits_tui.process.state.table_view import Made
from smits_tui.process.state.view import State

__all__ = [
    "SEVERITIES",
    "TRIGGER_STATUSES",
    "Comment",
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
