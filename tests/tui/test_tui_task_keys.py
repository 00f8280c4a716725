"""Every kind of task has a place and a key in the interface, so that nobody needs a command there."""

from __future__ import annotations

import pytest
from textual.binding import Binding

from smits_tui.actions.session import ActionRefused, GateNotMet
from smits_tui.process.tasks import Location, Task, TaskKind
from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.screens.files.questions import QuestionsScreen
from smits_tui.tui.task_keys import KEYS, key_of, refusal

ELSEWHERE = {TaskKind.NAME_STAKEHOLDERS, TaskKind.NOTHING}

ACTIONS = {
    TaskKind.DROP_INPUT: "add",
    TaskKind.ASSESS_INPUTS: "look",
    TaskKind.ANSWER_QUESTION: "answer",
    TaskKind.WAIVE_INPUT: "waive",
    TaskKind.WITHDRAW_INPUT: "withdraw",
    TaskKind.TRIAGE: "accept",
    TaskKind.OPEN_CYCLE: "open_cycle",
    TaskKind.COMPLETE_STEP: "advance",
    TaskKind.CLOSE_CYCLE: "close_cycle",
    TaskKind.WRITE_SECTION: "edit",
    TaskKind.RENEW_SECTION: "edit",
    TaskKind.CONFIRM_SECTION: "confirm",
    TaskKind.SOURCE_CLAIM: "waive",
    TaskKind.CHECK_CITATION: "edit",
    TaskKind.SUBMIT: "submit",
    TaskKind.AGREE: "agree",
    TaskKind.ANSWER_OBJECTION: "answer",
    TaskKind.APPROVE: "approve",
    TaskKind.WRITE_RECORD: "write",
    TaskKind.CHOOSE_SCENARIO: "scenarios",
    TaskKind.SETTLE_PROPOSAL: "records",
    TaskKind.ADD_MEASURE: "new",
    TaskKind.PLAN_INITIATIVE: "write",
    TaskKind.REPORT_PROGRESS: "records",
    TaskKind.READ_MEASURE: "read",
    TaskKind.DECIDE: "write",
    TaskKind.COMPLETE_ACTION: "records",
    TaskKind.ADD_ACTION: "write",
}
"""Kind of task -> the action that does it."""


@pytest.mark.parametrize("kind", TaskKind)
def test_each_kind_has_a_key_of_its_screen(kind: TaskKind) -> None:
    key = key_of(Task(kind, "Do it."))
    assert (key == "") == (kind in ELSEWHERE)
    assert "smits" not in key


def test_no_kind_is_left_out() -> None:
    assert set(KEYS) == set(TaskKind)


@pytest.mark.parametrize(("kind", "action"), ACTIONS.items())
def test_the_key_is_bound_to_the_action_that_does_it(kind: TaskKind, action: str) -> None:
    area, key = KEYS[kind] or ("", "")
    screen = QuestionsScreen if area == "questions" else screen_of(area)
    bound = [b.action for b in screen.BINDINGS if isinstance(b, Binding) and b.key == key]
    assert bound == [action]


def test_a_refusal_names_the_key_and_no_command() -> None:
    where = Location("deliverables", "strategy-plan")
    submit = Task(TaskKind.SUBMIT, "The plan is not submitted.", "kim", where)
    assert refusal(GateNotMet(submit, more=2)) == (
        "The plan is not submitted. (2 more tasks are left) Kim can do it: Deliverables (5), key s."
    )
    assert refusal(ActionRefused("No.")) == "No."
