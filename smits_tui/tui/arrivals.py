"""What has come in that somebody must hear of wherever she is: grave triggers and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from smits_tui.tui.live_view import View

GRAVE = ("critical", "high")
"""Severities that are announced; the others wait in their list."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One thing that came in."""

    mode: Literal["triggers", "inputs"]
    """Where it is dealt with; its tab gets the badge."""
    message: str
    """A sentence that announces it."""


def waiting(view: View) -> frozenset[str]:
    """The ids of the open triggers and questions of a view.

    The ids are kept, not the view: its state changes with the ledger.
    """
    triggers, questions = view.undecided, view.state.questions()
    return frozenset((*(trigger.id for trigger in triggers), *(question.id for question in questions)))


def arrivals(known: frozenset[str], view: View) -> list[Alert]:
    """The open triggers and questions of a view that are new, the gravest first."""
    raised = [
        Alert("triggers", f"{trigger.severity.capitalize()}: {trigger.because}")
        for trigger in view.undecided
        if trigger.severity in GRAVE and trigger.id not in known
    ]
    questions = [
        Alert("inputs", f"A question: {question.text} Press ? to answer.")
        for question in view.state.questions()
        if question.id not in known
    ]
    return [*raised, *questions]


def announcement(news: list[Alert]) -> str:
    """A sentence about what came in: the first of it, and how much more there is."""
    more = len(news) - 1
    return news[0].message + (f" ({more} more)" if more else "")
