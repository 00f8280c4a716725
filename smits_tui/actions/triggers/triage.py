"""Triage of triggers: accept into a cycle, dismiss with a reason, defer, and reopen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence

from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import (
    CycleOpened,
    EntryData,
    TriggerAccepted,
    TriggerDeferred,
    TriggerDismissed,
    TriggerReopened,
)
from smits_tui.process.state import State, Trigger


def accept(record: Record, identifiers: Sequence[str], *, by: str, reason: str = "") -> int:
    """Accept triggers into the open cycle, or open one.

    A cycle that is past Plan is not replanned: triggers accepted then wait for the next one, which is
    opened when this one is closed.

    Args:
        record: the record that receives the decision.
        identifiers: ids of triggers, or of matters, which stand for all their undecided triggers.
        by: the person who decides.
        reason: why.

    Returns:
        The number of the cycle.

    Raises:
        ActionRefused: a trigger does not exist or is already decided.
    """

    def action(state: State) -> list[EntryData]:
        undecided = _all_undecided(state, identifiers)
        under_way, number = state.cycle(), cycle_of_accepted(state)
        accepted = [TriggerAccepted(id=trigger.id, cycle=number, reason=reason) for trigger in undecided]
        if under_way or not undecided:
            return list(accepted)
        opened = CycleOpened(
            number=number, triggers=tuple(trigger.id for trigger in undecided), reason=reason
        )
        return [opened, *accepted]

    entries = record.commit(by, action)
    return int(entries[-1].data["cycle"]) if entries else cycle_of_accepted(record.state)


def cycle_of_accepted(state: State) -> int:
    """The number of the cycle for triggers accepted now."""
    under_way = state.cycle()
    if under_way and under_way.stage == "Plan":
        return under_way.number
    return len(state.cycles()) + 1


def dismiss(record: Record, identifiers: Sequence[str], *, by: str, reason: str) -> None:
    """Dismiss triggers: they need no action.

    Raises:
        ActionRefused: there is no reason, or a trigger does not exist or is already decided.
    """
    if not reason.strip():
        raise ActionRefused("Give a reason for dismissing it: why does it need no action?")

    def action(state: State) -> list[EntryData]:
        undecided = _all_undecided(state, identifiers)
        return [TriggerDismissed(id=trigger.id, reason=reason.strip()) for trigger in undecided]

    record.commit(by, action)


def defer(record: Record, identifiers: Sequence[str], *, by: str, until: dt.date, reason: str = "") -> None:
    """Defer triggers: they reopen on that date, or when new evidence arrives.

    Raises:
        ActionRefused: the date is not in the future, or a trigger does not exist or is already decided.
    """

    def action(state: State) -> list[EntryData]:
        if until <= state.today:
            raise ActionRefused(f"Choose a date after today; {until} is not.")
        undecided = _all_undecided(state, identifiers)
        return [TriggerDeferred(id=trigger.id, until=until, reason=reason.strip()) for trigger in undecided]

    record.commit(by, action)


def reopen(record: Record, identifiers: Sequence[str], *, by: str, reason: str) -> tuple[str, ...]:
    """Reopen triggers, withdrawing the decisions on them.

    Args:
        record: the record that receives the entries.
        identifiers: ids of triggers, or of matters, which stand for all their triggers that can be reopened.
        by: the person who reopens them.
        reason: why.

    Returns:
        The ids of the triggers that are open again.

    Raises:
        ActionRefused: there is no reason; or a trigger does not exist, is not decided, has lapsed, was raised
            again since, or its cycle has already assessed it.
    """
    if not reason.strip():
        raise ActionRefused("Give a reason for reopening it: what has changed?")

    def action(state: State) -> list[EntryData]:
        decided = _each(state, identifiers, lambda trigger: _why_not_reopened(state, trigger) is None)
        for trigger in decided:
            refusal = _why_not_reopened(state, trigger)
            if refusal is not None:
                raise ActionRefused(refusal)
        return [TriggerReopened(id=trigger.id, reason=reason.strip()) for trigger in decided]

    return tuple(entry.data["id"] for entry in record.commit(by, action))


def find_trigger(state: State, identifier: str) -> Trigger:
    """The trigger with an id, ignoring case.

    Raises:
        ActionRefused: there is none.
    """
    trigger = state.trigger(identifier.strip().upper())
    if trigger is None:
        raise ActionRefused(f"There is no trigger '{identifier}'; `smits triggers` lists them.")
    return trigger


def _all_undecided(state: State, identifiers: Sequence[str]) -> list[Trigger]:
    """The triggers with these ids, and the undecided ones of matters, each once."""
    undecided = _each(state, identifiers, lambda trigger: trigger.holds and _is_undecided(trigger))
    return [_undecided(state, trigger.id) for trigger in undecided]


def _each(state: State, identifiers: Sequence[str], meant: Callable[[Trigger], bool]) -> list[Trigger]:
    """The triggers with these ids, and the matching ones of matters, each once."""
    names: list[str] = []
    for identifier in identifiers:
        matter = " ".join(identifier.casefold().split())
        names += [t.id for t in state.triggers() if t.matter == matter and meant(t)] or [identifier]
    return list({trigger.id: trigger for trigger in (find_trigger(state, name) for name in names)}.values())


def _is_undecided(trigger: Trigger) -> bool:
    return trigger.status in ("open", "deferred", "lapsed")


def _undecided(state: State, identifier: str) -> Trigger:
    trigger = find_trigger(state, identifier)
    if not _is_undecided(trigger):
        last = trigger.history[-1]
        raise ActionRefused(
            f"{trigger.id} was already {trigger.status} by {last['by']} on {str(last['at'])[:10]}."
        )
    return trigger


def _why_not_reopened(state: State, trigger: Trigger) -> str | None:
    """Why the decision on a trigger can't be withdrawn, as a sentence; None if it can."""
    if trigger.status in ("open", "lapsed"):
        return f"{trigger.id} is {trigger.status}; there is no decision to take back."
    if not trigger.holds:
        return f"{trigger.id} has lapsed: its reason is gone, so nothing is left to decide."
    newest = state.case(trigger.rule, trigger.subject)
    if newest is not None and newest.id != trigger.id:
        return f"{trigger.id} was raised again as {newest.id}; decide on that one."
    if trigger.status == "accepted" and _is_assessed(state, trigger):
        return (
            f"Cycle {trigger.cycle} has already assessed {trigger.id}; what follows is decided in that cycle."
        )
    return None


def _is_assessed(state: State, trigger: Trigger) -> bool:
    """Whether the cycle of a trigger has assessed it in a submitted assessment report."""
    cycle = next((cycle for cycle in state.cycles() if cycle.number == trigger.cycle), None)
    if cycle is None:
        return False
    reports = (
        version for version in state.versions_of("strategy-assessment") if version.cycle == cycle.number
    )
    accepted = trigger.accepted_at
    weighed = any(accepted is None or report.submitted_at >= accepted for report in reports)
    return weighed or cycle.status == "closed" or cycle.stage != "Plan"
