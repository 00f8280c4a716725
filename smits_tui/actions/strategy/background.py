"""The background of a document and of a board pack: reasons, changes, money, trends, agreement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from smits_tui.actions.inputs.archive.store import sound_copy
from smits_tui.actions.rules.regret import regrets
from smits_tui.actions.strategy.deliverables.publication import currency_of
from smits_tui.actions.strategy.review_day import review_day
from smits_tui.actions.strategy.sources import origin_of
from smits_tui.clock import local_day
from smits_tui.documents.background import (
    Approver,
    AssumptionState,
    Background,
    CycleReasons,
    DecidedTrigger,
    HindsightLine,
    InitiativeMoney,
    MeasureTrend,
    OpenAction,
    Recording,
    TrendReading,
    VersionChanges,
)
from smits_tui.documents.changes import changes_between
from smits_tui.process.deliverables.agreement import agreement_on
from smits_tui.process.deliverables.content import reviewed_cycle
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.entries.records import (
    AssumptionSet,
    CorrectiveAction,
    Initiative,
    Measure,
    Objective,
    Scenario,
)
from smits_tui.process.money import MoneyPlan, budgets_in_force, money_plan
from smits_tui.process.state import Cycle, State, Trigger, Version
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

_DECISIONS = ("trigger.accepted", "trigger.dismissed", "trigger.deferred")


def background_of(
    state: State, workspace: Workspace, settings: Settings, kind: str, text: str, version: Version | None
) -> Background:
    """The background of a document.

    Args:
        state: the recorded state.
        workspace: with the archive, which contains the version in force.
        settings: stakeholders, currency, calendar.
        kind: of deliverable.
        text: the document as it is exported.
        version: the submitted version; None for a draft.
    """
    changes = changes_since(state, workspace, kind, text, version)
    has_money = kind in ("tactical-plan", "strategy-review")
    is_review = kind == "strategy-review"
    return Background(
        organisation=state.organisation,
        day=state.today,
        currency=currency_of(settings),
        next_review=review_day(state, settings),
        reasons=reasons_of(state) if kind == "strategy-assessment" else None,
        changes=[changes] if changes else [],
        money=money_of(state, settings) if has_money else None,
        trends=trends_of(state) if is_review else (),
        assumptions=assumptions_of(state) if kind == "strategy-plan" else (),
        actions=actions_of(state) if is_review else (),
        regrets=regrets_of(state) if is_review else (),
        estimates=estimates_of(state) if kind == "strategy-assessment" else (),
        approvers=approvers_of(state, settings, version) if version else (),
    )


def reasons_of(state: State) -> CycleReasons | None:
    """What led to the newest cycle, and the triggers dismissed since the previous one; None without one."""
    cycles = state.cycles()
    if not cycles:
        return None
    cycle, earlier = cycles[-1], cycles[-2] if len(cycles) > 1 else None
    accepted = [trigger for trigger in state.triggers("accepted") if trigger.cycle == cycle.number]
    dismissed = [
        trigger
        for trigger in (decided(state, dismissed) for dismissed in state.triggers("dismissed"))
        if trigger.decided and _is_of(trigger.decided, cycle, earlier)
    ]
    return CycleReasons(
        number=cycle.number,
        opened=local_day(cycle.opened_at),
        by=cycle.opened_by,
        reason=cycle.reason,
        accepted=[decided(state, trigger) for trigger in accepted],
        dismissed=dismissed,
    )


def _is_of(day: dt.date, cycle: Cycle, earlier: Cycle | None) -> bool:
    """Whether a decision falls between the end of the previous cycle and the end of this one."""
    begins = local_day(earlier.closed_at) if earlier and earlier.closed_at else dt.date.min
    ends = local_day(cycle.closed_at) if cycle.closed_at else dt.date.max
    return begins <= day <= ends


def decided(state: State, trigger: Trigger) -> DecidedTrigger:
    """A trigger with its last decision."""
    steps = (step for step in reversed(trigger.history) if step["type"] in _DECISIONS)
    step = next(steps, None) if trigger.status in ("accepted", "dismissed", "deferred") else None
    return DecidedTrigger(
        id=trigger.id,
        severity=trigger.severity,
        sentence=trigger.sentence,
        status=trigger.standing,
        raised=local_day(trigger.raised_at),
        decided=local_day(dt.datetime.fromisoformat(str(step["at"]))) if step else None,
        by=str(step["by"]) if step else "",
        reason=str(step.get("reason") or "") if step else "",
        sources=tuple(dict.fromkeys(trigger.sources)),
        origin=origin_of(state, [trigger]),
    )


def changes_since(
    state: State, workspace: Workspace, kind: str, text: str, version: Version | None
) -> VersionChanges | None:
    """The changes of a document compared with the previous version in force; None if there are none."""
    number = version.version if version else None
    approved = [
        candidate
        for candidate in state.versions_of(kind)
        if candidate.approved_at and (number is None or candidate.version < number)
    ]
    if not approved:
        return None
    try:
        before = sound_copy(workspace, approved[-1].document).read_text(encoding="utf-8")
    except OSError:  # `smits doctor` reports missing archive copies
        return None
    changes = changes_between(before, text)
    cycle = version.cycle if version else (open_one.number if (open_one := state.cycle()) else None)
    touching = [
        candidate
        for candidate in state.triggers("accepted")
        if candidate.cycle == cycle and kind in candidate.touches
    ]
    why = [f"{candidate.id}: {candidate.sentence}" for candidate in touching]
    return VersionChanges(DOCUMENTS[kind].title, approved[-1].version, changes, why) if changes else None


def money_of(state: State, settings: Settings) -> MoneyPlan:
    """The initiatives compared with the budgets in force."""
    return money_plan(
        [initiative.data for initiative in state.records(Initiative)],
        budgets_in_force(state.inputs_of(("budgets",)), settings.fiscal_year_start),
        currency=currency_of(settings),
        fiscal_year_start=settings.fiscal_year_start,
        today=state.today,
    )


def initiatives_of(state: State) -> list[InitiativeMoney]:
    """All initiatives with dates and amounts."""
    return [
        InitiativeMoney(
            id=initiative.id,
            text=initiative.text,
            start=initiative.data.start,
            end=initiative.data.end,
            owner=initiative.data.owner,
            status=initiative.data.status,
            progress=initiative.data.progress,
            budget=initiative.data.budget,
            spent=initiative.data.spent,
            recorded=Recording(initiative.id, initiative.set_by, local_day(initiative.set_at)),
        )
        for initiative in state.records(Initiative)
    ]


def trends_of(state: State) -> list[MeasureTrend]:
    """All measures with their readings."""
    due = {objective.id: objective.data.due for objective in state.records(Objective)}
    return [
        MeasureTrend(
            id=measure.id,
            text=measure.text,
            unit=measure.data.unit,
            objective=measure.data.objective,
            baseline=measure.data.baseline,
            target=measure.data.target,
            better=measure.data.better,
            since=local_day(measure.made_at),
            due=due.get(measure.data.objective),
            readings=[
                TrendReading(reading.period, reading.value, reading.source, reading.by, local_day(reading.at))
                for reading in measure.readings
            ],
            owner=measure.data.owner,
            recorded=Recording(measure.id, measure.set_by, local_day(measure.set_at)),
        )
        for measure in state.records(Measure)
    ]


def estimates_of(state: State) -> list[Recording]:
    """Who recorded what the scenarios cost."""
    return [
        Recording(scenario.id, scenario.set_by, local_day(scenario.set_at))
        for scenario in state.records(Scenario)
        if scenario.data.cost is not None
    ]


def regrets_of(state: State) -> list[HindsightLine]:
    """Decisions on triggers that what happened later calls into question."""
    return [
        HindsightLine(
            regret.trigger,
            regret.sentence,
            regret.decision,
            regret.decided,
            regret.by,
            regret.reason,
            regret.later,
        )
        for regret in regrets(state)
    ]


def assumptions_of(state: State) -> list[AssumptionState]:
    """All assumptions, the broken ones first."""

    def each() -> Iterator[AssumptionState]:
        for assumption in state.records(AssumptionSet):
            judged = state.assumption(assumption.text)
            holds = judged.holds if judged else "for people to check"
            actual, source = (judged.actual, judged.source) if judged else ("", "")
            yield AssumptionState(
                assumption.id, assumption.text, assumption.data.owner, holds, actual, source
            )

    return sorted(each(), key=lambda assumption: assumption.holds != "broken")


def actions_of(state: State) -> list[OpenAction]:
    """Open corrective actions of any cycle, and those of the last review."""
    reviewed = reviewed_cycle(state)
    return [
        OpenAction(
            corrective_action.id,
            corrective_action.text,
            corrective_action.data.owner,
            corrective_action.data.due,
            corrective_action.cycle,
            _state_of(corrective_action.data, state.today),
        )
        for corrective_action in state.records(CorrectiveAction)
        if not corrective_action.data.done or corrective_action.cycle == reviewed
    ]


def _state_of(action: CorrectiveAction, today: dt.date) -> str:
    if action.done:
        return "done"
    return "overdue" if action.due and action.due < today else "open"


def approvers_of(state: State, settings: Settings, version: Version) -> list[Approver]:
    """The stakeholders' positions on a version, with role and date."""
    names = [person.name for person in settings.stakeholders]
    agreement = agreement_on(state, version, names, settings.agreement.quorum_pct)
    roles = {person.name: person.role for person in settings.stakeholders}
    objecting = {person.stakeholder for person in agreement.objections}
    rows = []
    for standing in agreement.standings:
        position, day = "not agreed yet", None
        if standing.agrees:
            paths = [f"{version.deliverable}/{name}" for name in version.sections]
            position, at = "agreed", state.agreed_at(standing.stakeholder, paths)
            day = local_day(at) if at else None
        if standing.stakeholder in objecting:
            position, day = "objects", None
        rows.append(Approver(standing.stakeholder, roles[standing.stakeholder], position, day))
    if version.approved_at and version.approved_by:
        role = roles.get(version.approved_by, "")
        rows.append(Approver(version.approved_by, role, "approved", local_day(version.approved_at)))
    return rows
