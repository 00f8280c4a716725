"""The facts about the upkeep of the strategy: missing inputs, reviews, deliverables and assumptions."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from smits_rules.vocabulary.base import says
from smits_rules.vocabulary.derived import DerivedFact


class InputSilence(DerivedFact):
    """An input kind for which no file has arrived for longer than expected."""

    fact: Literal["input-silence"] = "input-silence"
    kind: str = says("input kind", default="")
    last: dt.date | None = says("date of the last input; missing if there was none")
    days: int = says(
        "days since the last input, or since the workspace was created",
        unit="days",
        countdown=True,
        default=0,
    )
    expected_days: int = says("an input is expected this often", unit="days", default=0)
    overdue_days: int = says("days beyond that interval", unit="days", countdown=True, default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("kind",)


class ReviewDue(DerivedFact):
    """The next strategy review."""

    fact: Literal["review-due"] = "review-due"
    due: dt.date = says("date of the next review", default=...)
    days: int = says("days until then; negative when overdue", unit="days", countdown=True, default=...)

    @property
    def case_subject(self) -> str:
        """Which review it is."""
        return f"review of {self.due.isoformat()}"


class Assumption(DerivedFact):
    """An assumption of the strategy plan, compared with the facts."""

    fact: Literal["assumption"] = "assumption"
    text: str = says("the assumption as written", default="")
    field: str = says("its subject", default="")
    expected: str = says("the assumed value", default="")
    actual: str = says("the value according to the facts", default="")
    holds: bool = says("whether it still holds", default=True)
    subject_fields: ClassVar[tuple[str, ...]] = ("text",)


class DeliverableDue(DerivedFact):
    """A deliverable that has a due date."""

    fact: Literal["deliverable-due"] = "deliverable-due"
    deliverable: str = says("kind of deliverable", default="")
    due: dt.date | None = says("date by which it is due")
    days: int | None = says("days until then; negative when overdue", unit="days", countdown=True)
    subject_fields: ClassVar[tuple[str, ...]] = ("deliverable",)
