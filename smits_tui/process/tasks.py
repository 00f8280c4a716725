"""Tasks: what to do, by whom and where; typed, so that each interface shows its own command or key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

ANYBODY = "the IT strategy manager"
"""Who does tasks that are not assigned to a person."""

Area = Literal["inputs", "questions", "triggers", "cycle", "deliverables", "measures"]


class TaskKind(StrEnum):
    """The kind of a task; the command line has a command for each, the interface a key."""

    DROP_INPUT = "drop-input"
    ASSESS_INPUTS = "assess-inputs"
    ANSWER_QUESTION = "answer-question"
    WAIVE_INPUT = "waive-input"
    WITHDRAW_INPUT = "withdraw-input"
    TRIAGE = "triage"
    OPEN_CYCLE = "open-cycle"
    COMPLETE_STEP = "complete-step"
    CLOSE_CYCLE = "close-cycle"
    WRITE_SECTION = "write-section"
    RENEW_SECTION = "renew-section"
    CONFIRM_SECTION = "confirm-section"
    SOURCE_CLAIM = "source-claim"
    CHECK_CITATION = "check-citation"
    SUBMIT = "submit"
    AGREE = "agree"
    ANSWER_OBJECTION = "answer-objection"
    APPROVE = "approve"
    NAME_STAKEHOLDERS = "name-stakeholders"
    WRITE_RECORD = "write-record"
    CHOOSE_SCENARIO = "choose-scenario"
    SETTLE_PROPOSAL = "settle-proposal"
    ADD_MEASURE = "add-measure"
    PLAN_INITIATIVE = "plan-initiative"
    REPORT_PROGRESS = "report-progress"
    READ_MEASURE = "read-measure"
    DECIDE = "decide"
    COMPLETE_ACTION = "complete-action"
    ADD_ACTION = "add-action"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Location:
    """Where a task is done."""

    area: Area
    key: str = ""
    """The id of an input, trigger, measure or record, or KIND/SECTION of a deliverable."""
    record: str = ""
    """The kind of record to add or change; blank if there is none."""


CYCLE = Location("cycle")


@dataclass(frozen=True, slots=True)
class Task:
    """Something to do, e.g. to pass a gate."""

    kind: TaskKind
    what: str
    """The task as a sentence."""
    who: str = ANYBODY
    where: Location = CYCLE
    about: str = ""
    """The id needed besides the location: an objection, a claim's fingerprint, an objective."""
    can: tuple[str, ...] = ()
    """The people who can do it; if empty, the named person or anybody."""

    @property
    def is_anybodys(self) -> bool:
        """Whether it is not assigned to a person."""
        return not self.can and self.who in (ANYBODY, "")

    def is_for(self, person: str) -> bool:
        """Whether it is assigned to a person."""
        names = self.can or (self.who,)
        return not self.is_anybodys and person.casefold() in {name.casefold() for name in names}


def first_for(tasks: Sequence[Task], person: str) -> Task | None:
    """The first task of a person: the person's own before unassigned ones; None if all are others'."""
    hers = (task for task in tasks if task.is_for(person))
    return next(hers, None) or next((task for task in tasks if task.is_anybodys), None)
