"""The facts about the upkeep of the strategy: missing inputs, reviews, deliverables and assumptions."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from smits_rules.vocabulary.base import fact_field
from smits_rules.vocabulary.derived.derived_fact import DerivedFact


class InputSilence(DerivedFact):
    """An input kind for which no file has arrived for longer than expected."""

    fact: Literal["input-silence"] = "input-silence"
    kind: str = fact_field("input kind", default="")
    last: dt.date | None = fact_field("date of the last input; missing if there was none")
    days: int = fact_field(
        "days since the last input, or since the workspace was created",
        unit="days",
        countdown=True,
        default=0,
    )
    expected_days: int = fact_field("an input is expected this often", unit="days", default=0)
    overdue_days: int = fact_field("days beyond that interval", unit="days", countdown=True, default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("kind",)


class ReviewDue(DerivedFact):
    """The next strategy review."""

    fact: Literal["review-due"] = "review-due"
    due: dt.date = fact_field("date of the next review", default=...)
    days: int = fact_field("days until then; negative when overdue", unit="days", countdown=True, default=...)

    @property
    def case_subject(self) -> str:
        """Which review it is."""
        return f"review of {self.due.isoformat()}"


class Assumption(DerivedFact):
    """An assumption of the strategy plan, compared with the facts."""

    fact: Literal["assumption"] = "assumption"
    text: str = fact_field("the assumption as written", default="")
    field: str = fact_field("its subject", default="")
    expected: str = fact_field("the assumed value", default="")
    actual: str = fact_field("the value according to the facts", default="")
    holds: bool = fact_field("whether it still holds", default=True)
    subject_fields: ClassVar[tuple[str, ...]] = ("text",)


class DeliverableDue(DerivedFact):
    """A deliverable that has a due date."""

    fact: Literal["deliverable-due"] = "deliverable-due"
    deliverable: str = fact_field("kind of deliverable", default="")
    due: dt.date | None = fact_field("date by which it is due")
    days: int | None = fact_field("days until then; negative when overdue", unit="days", countdown=True)
    subject_fields: ClassVar[tuple[str, ...]] = ("deliverable",)
