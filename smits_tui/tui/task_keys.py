"""The mode and key by which each kind of task is done in the interface."""

from __future__ import annotations

from smits_tui.actions.session import GateNotMet
from smits_tui.errors import sentence
from smits_tui.process.tasks import Area, Task, TaskKind
from smits_tui.tui.modes import MODE_BY_NAME

KEYS: dict[TaskKind, tuple[Area, str] | None] = {
    TaskKind.DROP_INPUT: ("inputs", "n"),
    TaskKind.ASSESS_INPUTS: ("cycle", "l"),
    TaskKind.ANSWER_QUESTION: ("questions", "a"),
    TaskKind.WAIVE_INPUT: ("inputs", "w"),
    TaskKind.WITHDRAW_INPUT: ("inputs", "x"),
    TaskKind.TRIAGE: ("triggers", "a"),
    TaskKind.OPEN_CYCLE: ("cycle", "O"),
    TaskKind.COMPLETE_STEP: ("cycle", "p"),
    TaskKind.CLOSE_CYCLE: ("cycle", "C"),
    TaskKind.WRITE_SECTION: ("deliverables", "e"),
    TaskKind.RENEW_SECTION: ("deliverables", "e"),
    TaskKind.CONFIRM_SECTION: ("deliverables", "l"),
    TaskKind.SOURCE_CLAIM: ("deliverables", "w"),
    TaskKind.CHECK_CITATION: ("deliverables", "e"),
    TaskKind.SUBMIT: ("deliverables", "s"),
    TaskKind.AGREE: ("deliverables", "a"),
    TaskKind.ANSWER_OBJECTION: ("deliverables", "A"),
    TaskKind.APPROVE: ("deliverables", "p"),
    TaskKind.NAME_STAKEHOLDERS: None,
    TaskKind.WRITE_RECORD: ("cycle", "n"),
    TaskKind.CHOOSE_SCENARIO: ("cycle", "v"),
    TaskKind.SETTLE_PROPOSAL: ("cycle", "t"),
    TaskKind.ADD_MEASURE: ("measures", "n"),
    TaskKind.PLAN_INITIATIVE: ("cycle", "n"),
    TaskKind.REPORT_PROGRESS: ("cycle", "t"),
    TaskKind.READ_MEASURE: ("measures", "r"),
    TaskKind.DECIDE: ("cycle", "n"),
    TaskKind.COMPLETE_ACTION: ("cycle", "t"),
    TaskKind.ADD_ACTION: ("cycle", "n"),
    TaskKind.NOTHING: None,
}
"""Kind of task -> the mode and key by which it is done; None if it can't be done in the interface.

The keys are repeated here because dialogs need them, and a dialog can't import the screens that open it; a
test compares them with the bindings.
"""


def key_of(task: Task) -> str:
    """How a task is done, e.g. `Deliverables (5), key e`; blank if it can't be done in the interface."""
    if (location := KEYS[task.kind]) is None:
        return ""
    area, key = location
    key = f"shift+{key.lower()}" if key.isupper() else key
    if area == "questions":
        return f"Questions (?), key {key}"
    mode = MODE_BY_NAME[area]
    return f"{mode.title} ({mode.key}), key {key}"


def refusal(error: Exception) -> str:
    """An error as a sentence, with the location and key of the task to do first, if there is one."""
    if not isinstance(error, GateNotMet) or not (key := key_of(error.task)):
        return sentence(error)
    who = error.task.who
    return f"{sentence(error)} {who[:1].upper()}{who[1:]} can do it: {key}."
