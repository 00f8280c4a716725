"""The progress of people's records, in the form that derivation needs."""

from __future__ import annotations

import datetime as dt

from smits_rules.derivation.inputs import (
    ActionProgress,
    AskedAgreement,
    ExecutionProgress,
    InitiativeProgress,
    MeasuredValue,
    MeasureProgress,
    ObjectiveProgress,
)
from smits_tui.clock import local_day
from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.entries.records import CorrectiveAction, Initiative, Measure, Objective
from smits_tui.process.state import Recorded, State
from smits_tui.settings import Settings

MONTH_DAYS = 31
_EVERY_DAYS = {"month": MONTH_DAYS, "quarter": 92, "half-year": 184, "year": 366}
"""The longest possible interval in days."""


def execution_progress(state: State, settings: Settings) -> ExecutionProgress:
    """Summarise records, agreements and deferrals.

    Args:
        state: the recorded state.
        settings: the people whose agreement counts, and the review interval.
    """
    objectives = [record for record in state.records(Objective) if not record.data.proposed]
    measures = state.records(Measure)
    due = {objective.id: objective.data.due for objective in objectives}
    usual = MONTH_DAYS * settings.calendar.review_every_months
    return ExecutionProgress(
        initiatives=tuple(
            _initiative(record)
            for record in state.records(Initiative)
            if record.data.status in ("planned", "under-way")
        ),
        objectives=tuple(
            ObjectiveProgress(
                record.id,
                record.text,
                record.data.owner,
                record.data.due,
                reached=is_reached(record, measures),
            )
            for record in objectives
        ),
        actions=tuple(
            ActionProgress(record.id, record.text, record.data.owner, record.data.due)
            for record in state.records(CorrectiveAction)
            if not record.data.done
        ),
        measures=tuple(
            _measure(record, due.get(record.data.objective), _EVERY_DAYS.get(record.data.every, usual))
            for record in measures
            if record.data.objective in due or not record.data.objective
        ),
        agreements=tuple(_asked(state, settings)),
        deferred={t.id: t.until for t in state.put_off() if t.holds and t.until},
        dismissed_opportunities=frozenset(
            trigger.subject
            for trigger in state.triggers("dismissed")
            if trigger.fact.get("fact") == "opportunity-due"
        ),
    )


def is_reached(objective: Recorded[Objective], measures: list[Recorded[Measure]]) -> bool:
    """Whether an objective is reached: people recorded so, or all its measures meet their targets."""
    own = [
        measure
        for measure in measures
        if measure.data.objective == objective.id and measure.data.target is not None
    ]
    return objective.data.reached or (bool(own) and all(target_reached(measure) for measure in own))


def target_reached(measure: Recorded[Measure]) -> bool:
    """Whether the latest reading meets the target; False if either is missing."""
    target = measure.data.target
    if target is None or not measure.readings:
        return False
    last = measure.readings[-1].value
    return last >= target if measure.data.better == "up" else last <= target


def _initiative(initiative: Recorded[Initiative]) -> InitiativeProgress:
    data = initiative.data
    return InitiativeProgress(
        id=initiative.id,
        text=initiative.text,
        owner=data.owner,
        start=data.start,
        end=data.end,
        budget=data.budget,
        spent=data.spent,
        progress=data.progress,
        last_report=None if data.status == "planned" else local_day(initiative.set_at),
    )


def _measure(measure: Recorded[Measure], due: dt.date | None, every_days: int) -> MeasureProgress:
    data = measure.data
    return MeasureProgress(
        id=measure.id,
        text=measure.text,
        owner=data.owner,
        unit=data.unit,
        target=data.target,
        baseline=data.baseline,
        better=data.better,
        began=local_day(measure.made_at),
        due=due,
        every_days=every_days,
        readings=tuple(MeasuredValue(r.period, r.value, local_day(r.at)) for r in measure.readings),
    )


def _asked(state: State, settings: Settings) -> list[AskedAgreement]:
    """The submissions of the current cycle, with the people who were asked and have not agreed."""
    cycle = state.cycle()
    names = tuple(stakeholder.name for stakeholder in settings.stakeholders)
    asked = []
    for kind, document in DOCUMENTS.items():
        versions = state.versions_of(kind)
        newest = versions[-1] if versions else None
        if cycle is None or newest is None or newest.approved_at or newest.cycle != cycle.number:
            continue
        agreement = agreement_on(state, newest, names, settings.agreement.quorum_pct)
        if len(agreement.agreed) < agreement.needed and agreement.missing:
            since = local_day(newest.submitted_at)
            asked.append(AskedAgreement(document.title.lower(), agreement.missing, since))
    return asked
