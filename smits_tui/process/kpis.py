"""KPIs of the process itself, after ITIL 2011 (Service Strategy, 4.1.8), and its durations."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from statistics import median
from typing import Any

from smits_tui.process.entries.records import Initiative, Measure
from smits_tui.process.state import State


@dataclass(frozen=True, slots=True)
class Kpis:
    """The figures of the process."""

    initiatives: int
    launched_through_portfolio: int
    new_services_planned: int
    """New services of the portfolio that an initiative introduced."""
    new_services_unplanned: int
    customers_gained: float
    customers_lost: float
    budget_approved: float | None
    """The newest budget on record; None if there is none."""
    spent: float
    """Spent on initiatives."""
    hours_to_triage: float | None
    """Median time from the arrival of the input to the decision on its trigger."""
    days_to_agreement: float | None
    """Median time from the opening of a cycle to the approval of its strategy plan."""


def kpis(state: State) -> Kpis:
    """Compute the figures of the process."""
    initiatives = [initiative.data for initiative in state.records(Initiative)]
    planned, unplanned = _new_services(
        state, {initiative.service.casefold() for initiative in initiatives if initiative.service}
    )
    return Kpis(
        initiatives=len(initiatives),
        launched_through_portfolio=sum(initiative.portfolio for initiative in initiatives),
        new_services_planned=planned,
        new_services_unplanned=unplanned,
        customers_gained=_read(state, "customers-gained"),
        customers_lost=_read(state, "customers-lost"),
        budget_approved=_budget(state),
        spent=sum(initiative.spent or 0.0 for initiative in initiatives),
        hours_to_triage=_median(_triage_hours(state)),
        days_to_agreement=_median(_agreement_days(state)),
    )


def _new_services(state: State, brought: set[str]) -> tuple[int, int]:
    """The numbers of services missing in the first portfolio: introduced by an initiative, and others."""
    portfolios = [
        {str(fact.get("service", "")).casefold() for fact in item.facts if fact.get("fact") == "service"}
        for item in state.inputs()
        if item.kind == "service-portfolio" and item.status == "read"
    ]
    if len(portfolios) < 2:
        return 0, 0
    new = set().union(*portfolios[1:]) - portfolios[0]
    return len(new & brought), len(new - brought)


def _read(state: State, kpi: str) -> float:
    return sum(
        reading.value
        for measure in state.records(Measure)
        if measure.data.kpi == kpi
        for reading in measure.readings
    )


def _budget(state: State) -> float | None:
    stated: list[dict[str, Any]] = [
        fact
        for item in state.inputs()
        if item.kind == "budgets"
        for fact in item.facts
        if fact.get("fact") == "budget" and not fact.get("scope")
    ] or [fact for item in state.inputs() for fact in item.facts if fact.get("fact") == "budget"]
    totals = [fact["total"] for fact in stated if isinstance(fact.get("total"), int | float)]
    return float(totals[-1]) if totals else None


def _triage_hours(state: State) -> Iterable[float]:
    for trigger in state.triggers():
        item = state.input(trigger.input) if trigger.input else None
        came = item.received_at if item else trigger.raised_at
        decided = [
            dt.datetime.fromisoformat(step["at"])
            for step in trigger.history
            if step["type"] in ("trigger.accepted", "trigger.dismissed", "trigger.deferred")
        ]
        if decided:
            yield (decided[0] - came).total_seconds() / 3_600


def _agreement_days(state: State) -> Iterable[float]:
    approved = {
        version.cycle: version.approved_at
        for version in state.versions_of("strategy-plan")
        if version.approved_at
    }
    for cycle in state.cycles():
        if approved.get(cycle.number):
            yield (approved[cycle.number] - cycle.opened_at).total_seconds() / 86_400


def _median(values: Iterable[float]) -> float | None:
    numbers = list(values)
    return round(median(numbers), 2) if numbers else None
