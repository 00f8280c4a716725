"""Arrivals that are announced wherever the person is: serious triggers and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from smits_tui.tui.live_view import View

GRAVE = ("critical", "high")
"""Severities that are announced; triggers of the others wait in their list."""


@dataclass(frozen=True, slots=True)
class Alert:
    """An arrival to announce."""

    mode: Literal["triggers", "inputs"]
    """The mode in which it is handled; its tab gets the badge."""
    message: str
    """The announcement in a sentence."""


def waiting(view: View) -> frozenset[str]:
    """The ids of the open triggers and questions of a view.

    Ids are compared rather than views, whose state changes with the ledger.
    """
    triggers, questions = view.undecided, view.state.questions()
    return frozenset((*(trigger.id for trigger in triggers), *(question.id for question in questions)))


def arrivals(before: frozenset[str], view: View) -> list[Alert]:
    """The new open triggers and questions of a view, the most serious first."""
    raised = [
        Alert("triggers", f"{trigger.severity.capitalize()}: {trigger.because}")
        for trigger in view.undecided
        if trigger.severity in GRAVE and trigger.id not in before
    ]
    questions = [
        Alert("inputs", f"A question: {question.text} Press ? to answer.")
        for question in view.state.questions()
        if question.id not in before
    ]
    return [*raised, *questions]


def announcement(news: list[Alert]) -> str:
    """A sentence about the arrivals: the first one, and how many more there are."""
    more = len(news) - 1
    return news[0].message + (f" ({more} more)" if more else "")
