"""Facts about the execution of the strategy: people's records compared with the calendar."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smits_rules.derivation.inputs import (
    ActionProgress,
    Circumstances,
    InitiativeProgress,
    MeasureProgress,
    ObjectiveProgress,
    overdue_stage,
    stage_of,
)
from smits_rules.vocabulary import (
    ActionOverdue,
    DecisionDue,
    Fact,
    InitiativeLate,
    MeasureGap,
    MeasureUnread,
    ObjectiveDue,
    OpportunityDue,
)
from smits_rules.vocabulary.derived.execution import NOBODY
from smits_rules.vocabulary.periods import end_of


def execution(circumstances: Circumstances) -> Iterator[Fact]:
    """The records that are late, due, off track or without a reading."""
    today, work = circumstances.today, circumstances.execution
    for initiative in work.initiatives:
        yield _initiative(initiative, today)
    for objective in work.objectives:
        if objective.due and not objective.reached:
            yield _objective(objective, objective.due, today)
    for action in work.actions:
        if action.due and action.due < today:
            yield _action(action, action.due, today)
    for measure in work.measures:
        gap = _gap(measure)
        if gap is not None:
            yield gap
        yield _unread(measure, today)


def is_pending(opportunity: OpportunityDue) -> bool:
    """Whether an opportunity has a deadline and nobody has decided on it, unless people dismissed it."""
    return opportunity.decide_by is not None and not (opportunity.decided or opportunity.in_catalogue)


def decisions_due(
    circumstances: Circumstances, opportunities: Sequence[OpportunityDue]
) -> Iterator[DecisionDue]:
    """Pending decisions: undecided opportunities, agreements, and triggers deferred until now.

    Args:
        circumstances: the requested agreements, the deferred triggers, and today's date.
        opportunities: all of them; those dismissed by people, past when they were
            received, or offered by a catalogue need no decision.
    """
    today, work = circumstances.today, circumstances.execution
    for opportunity in opportunities:
        title = opportunity.title
        if opportunity.decide_by and is_pending(opportunity) and title not in work.dismissed_opportunities:
            yield DecisionDue(
                what="opportunity",
                name=title,
                listed_in=opportunity.listed_in,
                value=opportunity.value,
                currency=opportunity.currency,
                due=opportunity.decide_by,
                days_until=(opportunity.decide_by - today).days,
                source=opportunity.source,
                sources=opportunity.sources,
                quote=opportunity.quote,
                confidence=opportunity.confidence,
            )
    for asked in work.agreements:
        yield DecisionDue(
            what="agreement",
            name=asked.deliverable,
            who=asked.who,
            since=asked.since,
            waiting_days=(today - asked.since).days,
            confidence="stated",
        )
    for identifier, until in work.deferred.items():
        if until <= today:
            days = (until - today).days
            yield DecisionDue(
                what="trigger", name=identifier, due=until, days_until=days, confidence="stated"
            )


def _initiative(initiative: InitiativeProgress, today: dt.date) -> InitiativeLate:
    overdue = max(0, (today - initiative.end).days) if initiative.end else 0
    behind = _behind(initiative, today)
    duration = (initiative.end - initiative.start).days if initiative.start and initiative.end else 0
    over = None
    if initiative.budget and initiative.spent is not None:
        over = round(100 * (initiative.spent - initiative.budget) / initiative.budget, 2)
    return InitiativeLate(
        initiative=initiative.id,
        text=initiative.text,
        owner=initiative.owner or NOBODY,
        end=initiative.end,
        progress=initiative.progress,
        overdue_days=overdue,
        behind_days=behind,
        behind_pct=round(100 * behind / duration, 1) if duration else 0.0,
        stage_days=overdue_stage(overdue),
        budget=initiative.budget,
        spent=initiative.spent,
        over_budget_pct=over,
        confidence="stated",
    )


def _behind(initiative: InitiativeProgress, today: dt.date) -> int:
    """Days by which its progress is behind plan: schedule variance of earned schedule (Lipke, 2003).

    It is measured on the day of the report, so that quarterly reporting does not make an initiative later.
    """
    if initiative.start is None or initiative.end is None:
        return 0
    planned = (initiative.end - initiative.start) * (initiative.progress / 100)
    return max(0, (min(initiative.last_report or today, initiative.end) - initiative.start - planned).days)


def _objective(objective: ObjectiveProgress, due: dt.date, today: dt.date) -> ObjectiveDue:
    days = (due - today).days
    return ObjectiveDue(
        objective=objective.id,
        text=objective.text,
        owner=objective.owner or NOBODY,
        due=due,
        days_until=days,
        stage_days=stage_of(days),
        confidence="stated",
    )


def _action(action: ActionProgress, due: dt.date, today: dt.date) -> ActionOverdue:
    overdue = (today - due).days
    return ActionOverdue(
        action=action.id,
        text=action.text,
        owner=action.owner or NOBODY,
        due=due,
        overdue_days=overdue,
        stage_days=overdue_stage(overdue),
        confidence="stated",
    )


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The straight line of a measure from a value on one day to its target on another."""

    begin: dt.date
    baseline: float
    due: dt.date
    target: float

    def expected(self, day: dt.date) -> float:
        """The expected value on a day: the baseline before the line begins, the target after its end."""
        length = (self.due - self.begin).days
        share = (day - self.begin).days / length if length > 0 else 1.0
        return self.baseline + min(max(share, 0.0), 1.0) * (self.target - self.baseline)


def trajectory(measure: MeasureProgress) -> Trajectory | None:
    """The trajectory of a measure; None without a target, a date or a starting value.

    Without a baseline the first reading is the starting value, and is not compared itself.
    """
    if measure.target is None or measure.due is None:
        return None
    if measure.baseline is not None:
        return Trajectory(measure.began, measure.baseline, measure.due, measure.target)
    if len(measure.readings) < 2:
        return None
    first = measure.readings[0]
    return Trajectory(end_of(first.period) or first.on, first.value, measure.due, measure.target)


def _gap(measure: MeasureProgress) -> MeasureGap | None:
    """The distance of the latest reading from the trajectory; None if either is missing."""
    path = trajectory(measure)
    if path is None or not measure.readings or measure.due is None or measure.target is None:
        return None
    latest = measure.readings[-1]
    expected = path.expected(end_of(latest.period) or latest.on)
    missing = expected - latest.value if measure.better == "up" else latest.value - expected
    length = abs(path.target - path.baseline) or abs(path.target)
    return MeasureGap(
        measure=measure.id,
        text=measure.text,
        owner=measure.owner or NOBODY,
        unit=measure.unit,
        period=latest.period,
        value=latest.value,
        expected=round(expected, 4),
        target=measure.target,
        due=measure.due,
        gap_pct=round(100 * max(0.0, missing) / length, 1) if length else 0.0,
        confidence="stated",
    )


def _unread(measure: MeasureProgress, today: dt.date) -> MeasureUnread:
    ends = [end_of(reading.period) or reading.on for reading in measure.readings]
    since = max([measure.began, *ends])
    return MeasureUnread(
        measure=measure.id,
        text=measure.text,
        owner=measure.owner or NOBODY,
        since=since,
        every_days=measure.every_days,
        overdue_days=max(0, (today - since).days - measure.every_days),
        confidence="stated",
    )
