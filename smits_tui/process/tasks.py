"""Tasks: what to do, by whom and where; typed, so that each interface shows its own command or key."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

ANYBODY = "the IT strategy manager"
"""Who does what no particular person must do."""

Area = Literal["inputs", "questions", "triggers", "cycle", "deliverables", "measures"]


class TaskKind(StrEnum):
    """What kind of work a task is; the command line has a command for each, the interface a key."""

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
    """Where something is done."""

    area: Area
    key: str = ""
    """What it is about: the id of an input, trigger, measure or record, or KIND/SECTION of a deliverable."""
    record: str = ""
    """The kind of the record that is to be written or changed; empty if none is."""


CYCLE = Location("cycle")


@dataclass(frozen=True, slots=True)
class Task:
    """Something that is to be done, e.g. so that a gate opens."""

    kind: TaskKind
    what: str
    """The task as a sentence."""
    who: str = ANYBODY
    where: Location = CYCLE
    about: str = ""
    """The id that the work needs beside its location: an objection, a claim's fingerprint, an objective."""
    can: tuple[str, ...] = ()
    """All who can do it; empty: the one that is named, or anybody."""

    @property
    def is_anybodys(self) -> bool:
        """Whether no particular person must do it."""
        return not self.can and self.who in (ANYBODY, "")

    def is_for(self, person: str) -> bool:
        """Whether it is a particular person's to do."""
        names = self.can or (self.who,)
        return not self.is_anybodys and person.casefold() in {name.casefold() for name in names}


def first_for(tasks: Sequence[Task], person: str) -> Task | None:
    """What a person does first: what is hers, then what is anybody's; None where all is others'."""
    hers = (task for task in tasks if task.is_for(person))
    return next(hers, None) or next((task for task in tasks if task.is_anybodys), None)
