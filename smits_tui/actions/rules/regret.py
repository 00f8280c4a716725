"""What became of decisions on triggers: dismissed ones that came true, how long it took, limits to try."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from smits_rules.model.operators import fires_upwards
from smits_rules.model.rule import Pack, Rule
from smits_tui.actions.triggers.decision_days import decision_day
from smits_tui.clock import local_day
from smits_tui.process.state import State, Trigger

_FEWEST_DISMISSED = 2
"""Dismissals of a rule before another limit is proposed: a single one may be an exception."""


@dataclass(frozen=True, slots=True)
class Regret:
    """A decision that what happened later calls into question."""

    trigger: str
    sentence: str
    decision: str
    """dismissed or deferred."""
    decided: dt.date
    by: str
    reason: str
    later: str
    """What happened later, as a sentence."""


@dataclass(frozen=True, slots=True)
class Delay:
    """The time that an accepted trigger took, in days; None for a step that has not happened yet."""

    trigger: str
    to_raise: int | None
    """From the arrival of the file to the trigger."""
    to_decide: int
    """From the trigger to the decision."""
    to_act: int | None
    """From the decision to the start of Do in its cycle."""


@dataclass(frozen=True, slots=True)
class LimitProposal:
    """Another value of a limit, which would have raised fewer triggers that people dismissed."""

    limit: str
    now: float
    proposed: float
    spared: tuple[str, ...]
    """Dismissed triggers that would not have been raised."""
    kept: tuple[str, ...]
    """Accepted ones that still would."""


@dataclass(frozen=True, slots=True)
class RegretReport:
    """A cycle, or all of the past, in hindsight."""

    accepted: int
    dismissed: int
    regrets: tuple[Regret, ...]
    delays: tuple[Delay, ...]
    proposals: tuple[LimitProposal, ...]

    def median_of(self, name: str) -> float | None:
        """The median of `to_raise`, `to_decide` or `to_act`, in days; None if there is none."""
        values = [value for delay in self.delays if (value := getattr(delay, name)) is not None]
        return median(values) if values else None


def regret_report(state: State, pack: Pack, cycle: int | None = None) -> RegretReport:
    """Look back on decisions.

    Args:
        state: the recorded state.
        pack: the rules in force, whose limits are looked at.
        cycle: only decisions from the end of the cycle before it to its own end; None: all.
    """
    steps = list(_decisions(state, cycle))
    accepted = [regret for regret, step in steps if step["type"] == "trigger.accepted"]
    found_regrets = regrets(state, cycle)
    regretted = {regret.trigger for regret in found_regrets}
    turned_down = [regret for regret, step in steps if step["type"] == "trigger.dismissed"]
    unwanted = [
        regret for regret in turned_down if regret.id not in regretted and regret.status == "dismissed"
    ]
    wanted = [*accepted, *(regret for regret in turned_down if regret.id in regretted)]
    return RegretReport(
        accepted=len(accepted),
        dismissed=len(turned_down),
        regrets=tuple(found_regrets),
        delays=tuple(_delay(state, regret) for regret in accepted),
        proposals=tuple(_proposals(pack, unwanted, wanted)),
    )


def regrets(state: State, cycle: int | None = None) -> list[Regret]:
    """The decisions of a cycle, or of all the past, that what happened later calls into question."""
    return [
        _regret(trigger, step, later)
        for trigger, step in _decisions(state, cycle)
        if step["type"] != "trigger.accepted" and (later := _came_true(state, trigger, step))
    ]


def regret_sentences(state: State, cycle: int) -> list[str]:
    """The same of a cycle and the one before it, a sentence each: some things need a cycle to come true."""
    all_regrets = [*regrets(state, cycle - 1), *regrets(state, cycle)] if cycle > 1 else regrets(state, cycle)
    by_trigger = {regret.trigger: regret for regret in all_regrets}
    return [
        f"In hindsight: {regret.trigger} was {regret.decision} by {regret.by} on {regret.decided}. "
        f"{regret.later}"
        for regret in by_trigger.values()
    ]


def _decisions(state: State, cycle: int | None) -> Iterator[tuple[Trigger, Mapping[str, Any]]]:
    """The first decision on each trigger, if it fell into a cycle."""
    since, until = _span(state, cycle)
    for trigger in state.triggers():
        step = _decision(trigger, since, until)
        if step is not None:
            yield trigger, step


def _span(state: State, cycle: int | None) -> tuple[dt.datetime, dt.datetime]:
    """When the decisions of a cycle were made."""
    first, last = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)
    cycles = {cycle_of_trigger.number: cycle_of_trigger for cycle_of_trigger in state.cycles()}
    if cycle is None or cycle not in cycles:
        return first, last
    before = cycles.get(cycle - 1)
    return (before.closed_at if before else None) or first, cycles[cycle].closed_at or last


def _decision(trigger: Trigger, since: dt.datetime, until: dt.datetime) -> Mapping[str, Any] | None:
    """The first decision on a trigger, if it fell into a time: later ones already had hindsight."""
    kinds = ("trigger.accepted", "trigger.dismissed", "trigger.deferred")
    step = next((step for step in trigger.history if step["type"] in kinds), None)
    return step if step is not None and since <= _at(step) <= until else None


def _came_true(state: State, trigger: Trigger, decision: Mapping[str, Any]) -> str:
    """What happened after a trigger was turned down that shows that it mattered; blank if nothing did."""
    if decision["type"] == "trigger.dismissed" and (turned := _turned(state, trigger, decision)):
        return turned
    day = decision_day(trigger)
    if day is not None and trigger.holds and local_day(_at(decision)) < day <= state.today:
        return f"Its day came on {day}, and its reason still stands."
    return ""


def _turned(state: State, trigger: Trigger, decision: Mapping[str, Any]) -> str:
    """What showed that a dismissed trigger mattered; deferring is not dismissing."""
    later = [step for step in trigger.history if _at(step) > _at(decision)]
    if accepted := next((step for step in later if step["type"] == "trigger.accepted"), None):
        return f"It was accepted on {local_day(_at(accepted))} after all."
    if any(step["type"] in ("trigger.updated", "trigger.raised") for step in later):
        step = next(step for step in later if step["type"] in ("trigger.updated", "trigger.raised"))
        return f"It got worse and was raised again on {local_day(_at(step))}."
    for other in state.triggers("accepted"):
        taken = other.accepted_at
        is_same = bool(trigger.matter) and other.matter == trigger.matter and other.id != trigger.id
        if is_same and taken is not None and taken > _at(decision):
            return f"{other.id} of the same matter was accepted on {local_day(taken)}."
    return ""


def _regret(trigger: Trigger, step: Mapping[str, Any], later: str) -> Regret:
    return Regret(
        trigger=trigger.id,
        sentence=trigger.because,
        decision=str(step["type"]).partition(".")[2],
        decided=local_day(_at(step)),
        by=str(step["by"]),
        reason=str(step.get("reason") or ""),
        later=later,
    )


def _delay(state: State, trigger: Trigger) -> Delay:
    item = state.input(trigger.input) if trigger.input else None
    step = next(step for step in trigger.history if step["type"] == "trigger.accepted")
    cycle = next((candidate for candidate in state.cycles() if candidate.number == trigger.cycle), None)
    acted = cycle.began("Do") if cycle else None
    return Delay(
        trigger=trigger.id,
        to_raise=max(0, (trigger.raised_at - item.received_at).days) if item else None,
        to_decide=max(0, (_at(step) - trigger.raised_at).days),
        to_act=max(0, (acted - _at(step)).days) if acted else None,
    )


def _proposals(pack: Pack, unwanted: Sequence[Trigger], wanted: Sequence[Trigger]) -> Iterator[LimitProposal]:
    """For each limit that alone would tell dismissed from accepted triggers of its rules: a value between."""
    for rule in pack.rules:
        dismissed = [refused for refused in unwanted if refused.rule == rule.id]
        accepted = [refused for refused in wanted if refused.rule == rule.id]
        if len(dismissed) < _FEWEST_DISMISSED or not accepted:
            continue
        yield from _between(pack, rule, dismissed, accepted)


def _between(
    pack: Pack, rule: Rule, dismissed: Sequence[Trigger], accepted: Sequence[Trigger]
) -> Iterator[LimitProposal]:
    for condition in rule.when:
        name = (condition.limit or "").removeprefix("limits.")
        low = [value for other in dismissed if (value := _number(other, condition.field)) is not None]
        high = [value for other in accepted if (value := _number(other, condition.field)) is not None]
        if name not in pack.limits or len(low) < len(dismissed) or len(high) < len(accepted):
            continue
        sign = 1 if fires_upwards(condition.operator) else -1
        worst, least = max(sign * value for value in low), min(sign * value for value in high)
        if worst < least:
            yield LimitProposal(
                limit=name,
                now=pack.limits[name],
                proposed=sign * _round_between(worst, least),
                spared=tuple(other.id for other in dismissed),
                kept=tuple(other.id for other in accepted),
            )


def _round_between(low: float, high: float) -> float:
    """A number of few digits above one and at most another, so that a limit can be remembered."""
    for digits in range(-6, 10):
        step = 10.0**-digits
        value = round((int(low / step) + (1 if low >= 0 else 0)) * step, max(0, digits))
        if low < value <= high:
            return value
    return high


def _number(trigger: Trigger, field: str) -> float | None:
    value = trigger.fact.get(field)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _at(step: Mapping[str, Any]) -> dt.datetime:
    return dt.datetime.fromisoformat(str(step["at"]))
