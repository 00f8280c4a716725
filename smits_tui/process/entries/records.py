"""The records of a cycle, one model per kind: objectives, risks, SWOT points, initiatives and so on.

Each is recorded by an entry `KIND.set` that contains all of it; the last one counts.
"""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from pydantic import Field, JsonValue, model_validator
from pydantic.fields import FieldInfo

from smits_tui.process.entries.envelope import EntryData

Quadrant = Literal["strength", "weakness", "opportunity", "threat"]
RiskGrade = Literal["high", "medium", "low"]


class RecordData(EntryData):
    """A record; `retired` ones are kept as history and no longer count."""

    kind: ClassVar[str]
    prefix: ClassVar[str]
    """The prefix of its ids."""
    title: ClassVar[str]
    """Its title in lists."""
    text_hint: ClassVar[str] = "what it says"

    id: str
    text: str = Field(min_length=1)
    retired: bool = False
    reason: str = ""
    """Why it was retired."""


_MONEY: dict[str, JsonValue] = {"unit": "currency"}
_OWN = frozenset({"v", "id", "text", "retired", "reason"})


def fields_of_kind(model: type[RecordData]) -> dict[str, FieldInfo]:
    """The fields of a kind of record besides its text, by name."""
    return {name: field for name, field in model.model_fields.items() if name not in _OWN}


class Objective(RecordData):
    """A goal of the strategy."""

    type: ClassVar[str] = "objective.set"
    kind: ClassVar[str] = "objective"
    prefix: ClassVar[str] = "O"
    title: ClassVar[str] = "objectives"
    owner: str = Field(default="", description="the person responsible")
    due: dt.date | None = Field(default=None, description="by when")
    reached: bool = Field(default=False, description="it is reached, even if no measure shows it")
    proposed: bool = Field(default=False, description="taken from an imported plan and not reviewed yet")


class AssumptionSet(RecordData):
    """A condition that the strategy takes for granted."""

    type: ClassVar[str] = "assumption.set"
    kind: ClassVar[str] = "assumption"
    prefix: ClassVar[str] = "A"
    title: ClassVar[str] = "assumptions"
    owner: str = Field(default="", description="who monitors it")


class Risk(RecordData):
    """A possible problem, and the response to it."""

    type: ClassVar[str] = "risk.set"
    kind: ClassVar[str] = "risk"
    prefix: ClassVar[str] = "R"
    title: ClassVar[str] = "risks"
    likelihood: RiskGrade = Field(default="medium", description="high, medium or low")
    impact: RiskGrade = Field(default="medium", description="high, medium or low")
    response: str = Field(default="", description="the response to it")
    owner: str = Field(default="", description="who watches it")


class SwotPoint(RecordData):
    """A strength, weakness, opportunity or threat, with the inputs that support it."""

    type: ClassVar[str] = "swot.set"
    kind: ClassVar[str] = "swot"
    prefix: ClassVar[str] = "W"
    title: ClassVar[str] = "SWOT points"
    quadrant: Quadrant = Field(default=..., description="strength, weakness, opportunity or threat")
    evidence: tuple[str, ...] = Field(default=(), description="inputs that support it, e.g. I3")


class MarketSpace(RecordData):
    """A group of customers, and the services that meet their needs."""

    type: ClassVar[str] = "market-space.set"
    kind: ClassVar[str] = "market-space"
    prefix: ClassVar[str] = "K"
    title: ClassVar[str] = "market spaces"
    customers: str = Field(default="", description="the customers")
    services: str = Field(default="", description="the services they receive")
    evidence: tuple[str, ...] = Field(default=(), description="inputs that support it, e.g. I3")


class IndustryFactor(RecordData):
    """A strategic industry factor: what determines success in this market."""

    type: ClassVar[str] = "factor.set"
    kind: ClassVar[str] = "factor"
    prefix: ClassVar[str] = "F"
    title: ClassVar[str] = "strategic industry factors"
    standing: str = Field(default="", description="where the organisation stands")
    evidence: tuple[str, ...] = Field(default=(), description="inputs that support it, e.g. I3")


class Scenario(RecordData):
    """An option for the strategy; one of several is chosen, with the reason."""

    type: ClassVar[str] = "scenario.set"
    kind: ClassVar[str] = "scenario"
    prefix: ClassVar[str] = "S"
    title: ClassVar[str] = "scenarios"
    benefits: str = Field(default="", description="its benefits")
    drawbacks: str = Field(default="", description="its drawbacks")
    cost: float | None = Field(
        default=None, description="cost, in the organisation's currency", json_schema_extra=_MONEY
    )
    chosen: bool = Field(default=False, description="this scenario is chosen")
    why: str = Field(default="", description="reasons for choosing it")


class Measure(RecordData):
    """A measure of whether an objective is reached."""

    type: ClassVar[str] = "measure.set"
    kind: ClassVar[str] = "measure"
    prefix: ClassVar[str] = "M"
    title: ClassVar[str] = "measures"
    text_hint: ClassVar[str] = "what is measured"
    objective: str = Field(default="", description="the objective it belongs to, e.g. O1")
    target: float | None = Field(default=None, description="the target value")
    baseline: float | None = Field(default=None, description="the value at the start")
    unit: str = Field(default="", description="e.g. % or days")
    better: Literal["up", "down"] = Field(default="up", description="up or down")
    owner: str = Field(default="", description="who records the readings")
    every: Literal["", "month", "quarter", "half-year", "year"] = Field(
        default="", description="how often it is read; if not set, as often as the strategy is reviewed"
    )
    feed: str = Field(
        default="", description="the fact from which it takes its readings, e.g. feedback nps or budget total"
    )
    kpi: Literal["", "customers-gained", "customers-lost"] = Field(
        default="", description="the process KPI that feeds it, if any"
    )


class Initiative(RecordData):
    """An action to reach an objective."""

    type: ClassVar[str] = "initiative.set"
    kind: ClassVar[str] = "initiative"
    prefix: ClassVar[str] = "P"
    title: ClassVar[str] = "initiatives"
    text_hint: ClassVar[str] = "the work to be done"
    objective: str = Field(default="", description="the objective it serves, e.g. O1")
    owner: str = Field(default="", description="who leads it")
    start: dt.date | None = Field(default=None, description="start date")
    end: dt.date | None = Field(default=None, description="end date")
    budget: float | None = Field(default=None, description="its budget", json_schema_extra=_MONEY)
    spent: float | None = Field(default=None, description="spent so far", json_schema_extra=_MONEY)
    status: Literal["planned", "under-way", "done", "stopped"] = Field(
        default="planned", description="planned, under-way, done or stopped"
    )
    progress: float = Field(
        default=0.0, ge=0, le=100, description="progress in percent", json_schema_extra={"unit": "%"}
    )
    portfolio: bool = Field(default=False, description="launched through the service portfolio")
    service: str = Field(default="", description="the new service it brings, if any")

    @model_validator(mode="after")
    def _in_order(self) -> Initiative:
        if self.start and self.end and self.end < self.start:
            raise ValueError("it ends before it begins")
        return self


class Decision(RecordData):
    """A decision of a strategy review, with the reason."""

    type: ClassVar[str] = "decision.recorded"
    kind: ClassVar[str] = "decision"
    prefix: ClassVar[str] = "D"
    title: ClassVar[str] = "decisions"
    text_hint: ClassVar[str] = "the reasons"
    outcome: Literal["continue", "adjust", "reassess"] = Field(
        default=..., description="continue, adjust or reassess"
    )
    no_actions: bool = Field(default=False, description="no corrective action is needed")


class CorrectiveAction(RecordData):
    """A response to a deviation from the plan."""

    type: ClassVar[str] = "action.set"
    kind: ClassVar[str] = "action"
    prefix: ClassVar[str] = "C"
    title: ClassVar[str] = "corrective actions"
    text_hint: ClassVar[str] = "the work to be done"
    owner: str = Field(default="", description="who does it")
    due: dt.date | None = Field(default=None, description="by when")
    done: bool = Field(default=False, description="it is done")


class MeasureRecorded(EntryData):
    """A reading of a measure."""

    type: ClassVar[str] = "measure.recorded"
    id: str
    """Of the measure."""
    period: str = Field(min_length=1)
    value: float
    note: str = ""


RECORD_KINDS: dict[str, type[RecordData]] = {
    model.kind: model
    for model in (
        Objective,
        AssumptionSet,
        Risk,
        SwotPoint,
        MarketSpace,
        IndustryFactor,
        Scenario,
        Measure,
        Initiative,
        Decision,
        CorrectiveAction,
    )
}
"""Every kind of record by its name."""
