"""Facts about the execution of the strategy, derived from people's records and the calendar."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from smits_rules.vocabulary.base import Fact, fact_field
from smits_rules.vocabulary.derived.business import opportunities_of
from smits_rules.vocabulary.derived.derived_fact import DerivedFact

NOBODY = "no owner"
"""Shown instead of an owner who is not named, so that a sentence stays complete."""


class ExecutionFact(DerivedFact):
    """A fact about a record of the strategy; it does not come from a file."""

    record_field: ClassVar[str]
    """The field that names the record, e.g. `P1`."""

    @property
    def cause(self) -> str:
        """The record, no matter what is wrong with it."""
        kind, identifier = self.record_field, getattr(self, self.record_field)
        return f"{kind} {identifier}".casefold()


class InitiativeLate(ExecutionFact):
    """An unfinished initiative, compared with its dates and budget."""

    fact: Literal["initiative-late"] = "initiative-late"
    initiative: str = fact_field("id of the initiative, e.g. P1", default="")
    text: str = fact_field("what is done", default="")
    owner: str = fact_field("who leads it", default=NOBODY)
    end: dt.date | None = fact_field("planned end")
    progress: float = fact_field("progress", unit="%", default=0.0)
    overdue_days: int = fact_field(
        "days since the planned end; 0 before then", unit="days", countdown=True, default=0
    )
    behind_days: int = fact_field(
        "days by which its progress came later than planned, with even progress from start to end; "
        "days since its start while nothing was begun",
        unit="days",
        countdown=True,
        default=0,
    )
    behind_pct: float = fact_field(
        "the same in percent of its duration", unit="%", countdown=True, default=0.0
    )
    stage_days: int = fact_field(
        "the last of 0, 30, 90 and 180 days overdue that was passed, negative; 1 before then",
        unit="days",
        countdown=True,
        default=1,
    )
    budget: float | None = fact_field("its budget", unit="currency")
    spent: float | None = fact_field("spent so far", unit="currency")
    over_budget_pct: float | None = fact_field("spending beyond its budget, in percent of it", unit="%")
    subject_fields: ClassVar[tuple[str, ...]] = ("initiative",)
    record_field: ClassVar[str] = "initiative"


class ObjectiveDue(ExecutionFact):
    """An objective that has a due date and is not reached yet."""

    fact: Literal["objective-due"] = "objective-due"
    objective: str = fact_field("id of the objective, e.g. O1", default="")
    text: str = fact_field("what is to be reached", default="")
    owner: str = fact_field("who answers for it", default=NOBODY)
    due: dt.date | None = fact_field("by when")
    days_until: int | None = fact_field("days until then; negative when past", unit="days", countdown=True)
    stage_days: int | None = fact_field(
        "the last of 180, 90 and 0 days before then that was reached", unit="days", countdown=True
    )
    subject_fields: ClassVar[tuple[str, ...]] = ("objective",)
    record_field: ClassVar[str] = "objective"


class ActionOverdue(ExecutionFact):
    """A corrective action that is past its due date and not done."""

    fact: Literal["action-overdue"] = "action-overdue"
    action: str = fact_field("id of the corrective action, e.g. C1", default="")
    text: str = fact_field("what is done", default="")
    owner: str = fact_field("who does it", default=NOBODY)
    due: dt.date | None = fact_field("by when")
    overdue_days: int = fact_field("days since then", unit="days", countdown=True, default=0)
    stage_days: int = fact_field(
        "the last of 0, 30, 90 and 180 days overdue that was passed, negative",
        unit="days",
        countdown=True,
        default=0,
    )
    subject_fields: ClassVar[tuple[str, ...]] = ("action",)
    record_field: ClassVar[str] = "action"


class MeasureGap(ExecutionFact):
    """A measure that is behind its path from the baseline to the target."""

    fact: Literal["measure-gap"] = "measure-gap"
    measure: str = fact_field("id of the measure, e.g. M1", default="")
    text: str = fact_field("what is measured", default="")
    owner: str = fact_field("who reads it", default=NOBODY)
    unit: str = fact_field("its unit", default="")
    period: str = fact_field("period of the latest reading", default="")
    value: float = fact_field("latest reading", default=0.0)
    expected: float = fact_field(
        "what it should be by then: a straight line from baseline to target, which it reaches on the day on "
        "which its objective is due",
        default=0.0,
    )
    target: float = fact_field("the target value", default=0.0)
    due: dt.date | None = fact_field("by when")
    gap_pct: float = fact_field(
        "the shortfall, in percent of the way from baseline to target", unit="%", default=0.0
    )
    subject_fields: ClassVar[tuple[str, ...]] = ("measure",)
    record_field: ClassVar[str] = "measure"


class MeasureUnread(ExecutionFact):
    """A measure without a reading for its latest period."""

    fact: Literal["measure-unread"] = "measure-unread"
    measure: str = fact_field("id of the measure, e.g. M1", default="")
    text: str = fact_field("what is measured", default="")
    owner: str = fact_field("who reads it", default=NOBODY)
    since: dt.date | None = fact_field("end of the last period with a reading, or when it was recorded")
    every_days: int = fact_field("how often it should be read", unit="days", default=0)
    overdue_days: int = fact_field("days since a reading was due", unit="days", countdown=True, default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("measure",)
    record_field: ClassVar[str] = "measure"


class FindingOverdue(DerivedFact):
    """The open findings of an audit that are past their due date, according to its newest report."""

    fact: Literal["finding-overdue"] = "finding-overdue"
    report: str = fact_field("what was audited, or the name of the report", default="")
    findings: tuple[str, ...] = fact_field("the findings, the most severe first", default=())
    overdue: int = fact_field("their number", default=0)
    grave: int = fact_field("of these, critical and high ones", default=0)
    due: dt.date | None = fact_field(
        "the earliest of their dates; of the critical and high ones, if there are any"
    )
    overdue_days: int = fact_field("days since then", unit="days", countdown=True, default=0)
    stage_days: int = fact_field(
        "the last of 0, 30, 90 and 180 days overdue that was passed, negative",
        unit="days",
        countdown=True,
        default=0,
    )
    subject_fields: ClassVar[tuple[str, ...]] = ("report",)


class DecisionDue(DerivedFact):
    """Something that awaits a decision."""

    fact: Literal["decision-due"] = "decision-due"
    what: Literal["opportunity", "agreement", "trigger"] = fact_field(
        "an opportunity with a date, a submitted deliverable, or a trigger deferred until now",
        default=...,
    )
    name: str = fact_field("title of the opportunity or deliverable, or id of the trigger", default="")
    listed_in: str = fact_field("name of the file that lists the opportunity", default="")
    who: tuple[str, ...] = fact_field("who has not agreed yet", default=())
    since: dt.date | None = fact_field("when they were asked")
    waiting_days: int | None = fact_field("days since then", unit="days", countdown=True)
    value: float | None = fact_field(
        "value of the opportunity, in the organisation's currency", unit="currency"
    )
    currency: str | None = fact_field("ISO 4217 code")
    due: dt.date | None = fact_field("date by which it must be decided")
    days_until: int | None = fact_field("days until then; negative when past", unit="days", countdown=True)
    subject_fields: ClassVar[tuple[str, ...]] = ("what", "name")

    @property
    def cause(self) -> str:
        """The list that an opportunity is on, or what waits."""
        return opportunities_of(self.listed_in) if self.listed_in else super().cause


EXECUTION: dict[str, type[Fact]] = {
    kind.model_fields["fact"].default: kind
    for kind in (
        InitiativeLate,
        ObjectiveDue,
        ActionOverdue,
        MeasureGap,
        MeasureUnread,
        FindingOverdue,
        DecisionDue,
    )
}
"""The fact types about the execution of the strategy."""
