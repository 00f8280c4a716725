"""Arrivals that are announced wherever the person is: serious triggers and questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from smits_rules.vocabulary.shown_number import counted
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
    id: str
    """Of the trigger or question."""


def waiting(view: View) -> frozenset[str]:
    """The ids of the open triggers and questions of a view.

    Ids are compared rather than views, whose state changes with the ledger.
    """
    triggers, questions = view.undecided, view.state.questions()
    return frozenset((*(trigger.id for trigger in triggers), *(question.id for question in questions)))


def arrivals(before: frozenset[str], view: View) -> list[Alert]:
    """The new open triggers and questions of a view, the most serious first."""
    raised = [
        Alert("triggers", f"{trigger.severity.capitalize()}: {trigger.because}", trigger.id)
        for trigger in view.undecided
        if trigger.severity in GRAVE and trigger.id not in before
    ]
    questions = [
        Alert("inputs", f"A question: {question.text} Press ? to answer.", question.id)
        for question in view.state.questions()
        if question.id not in before
    ]
    return [*raised, *questions]


def announcement(news: list[Alert]) -> str:
    """A sentence about the arrivals: the most serious trigger, or else the questions, and how many more.

    Args:
        news: at least one, the triggers before the questions.
    """
    questions = sum(1 for alert in news if alert.mode == "inputs")
    triggers = len(news) - questions
    if not triggers and questions > 1:
        return f"{questions} questions wait. Press ? to answer them."
    more = [counted(triggers - 1, "more trigger")] if triggers > 1 else []
    more += [counted(questions, "question")] if triggers and questions else []
    return news[0].message + (f" ({' and '.join(more)})" if more else "")


def merged(before: list[Alert], news: list[Alert], view: View) -> list[Alert]:
    """Alerts that are still announced together with new ones, as one announcement.

    Args:
        before: those of the announcement that is still shown.
        news: the new ones.
        view: what is waiting now; what was decided or answered meanwhile is left out.
    """
    ids = waiting(view)
    order = {trigger.id: number for number, trigger in enumerate(view.undecided)}
    alerts = [*news, *(alert for alert in before if alert.id in ids)]
    return sorted(alerts, key=lambda alert: (alert.mode == "inputs", order.get(alert.id, 0)))
