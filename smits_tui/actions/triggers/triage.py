"""What people decide on triggers: accept into a cycle, dismiss with a reason, defer until a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import (
    CycleOpened,
    EntryData,
    TriggerAccepted,
    TriggerDeferred,
    TriggerDismissed,
)
from smits_tui.process.state import State, Trigger


def accept(record: Record, identifiers: Sequence[str], *, by: str, reason: str = "") -> int:
    """Take triggers into the cycle that is under way, or open one.

    A cycle that is past Plan is not planned anew: what is accepted then waits for the next one, which is
    opened when this one is closed.

    Args:
        record: where it is recorded.
        identifiers: ids of triggers, or matters, of which all triggers that are not decided are meant.
        by: who decides.
        reason: why.

    Returns:
        The number of the cycle.

    Raises:
        ActionRefused: a trigger does not exist or was decided before.
    """
    number = 0

    def action(state: State) -> list[EntryData]:
        nonlocal number
        found = _all_undecided(state, identifiers)
        under_way = state.cycle()
        number = len(state.cycles()) + 1
        if under_way and under_way.stage == "Plan":
            number = under_way.number
        accepted = [TriggerAccepted(id=trigger.id, cycle=number, reason=reason) for trigger in found]
        if under_way or not found:
            return list(accepted)
        opened = CycleOpened(number=number, triggers=tuple(trigger.id for trigger in found), reason=reason)
        return [opened, *accepted]

    record.commit(by, action)
    return number


def dismiss(record: Record, identifiers: Sequence[str], *, by: str, reason: str) -> None:
    """Decide that triggers need no action.

    Raises:
        ActionRefused: there is no reason, or a trigger does not exist or was decided before.
    """
    if not reason.strip():
        raise ActionRefused("A trigger is dismissed with a reason; say why it needs no action.")

    def action(state: State) -> list[EntryData]:
        found = _all_undecided(state, identifiers)
        return [TriggerDismissed(id=trigger.id, reason=reason.strip()) for trigger in found]

    record.commit(by, action)


def defer(record: Record, identifiers: Sequence[str], *, by: str, until: dt.date, reason: str = "") -> None:
    """Put triggers off: they are open again on that day, or when new evidence comes.

    Raises:
        ActionRefused: the day is not in the future, or a trigger does not exist or was decided before.
    """

    def action(state: State) -> list[EntryData]:
        if until <= state.today:
            raise ActionRefused(f"A trigger is deferred to a day after today; {until} is not.")
        found = _all_undecided(state, identifiers)
        return [TriggerDeferred(id=trigger.id, until=until, reason=reason.strip()) for trigger in found]

    record.commit(by, action)


def find_trigger(state: State, identifier: str) -> Trigger:
    """The trigger of an id, whatever its case.

    Raises:
        ActionRefused: there is none.
    """
    trigger = state.trigger(identifier.strip().upper())
    if trigger is None:
        raise ActionRefused(f"There is no trigger '{identifier}'; `smits triggers` lists them.")
    return trigger


def _all_undecided(state: State, identifiers: Sequence[str]) -> list[Trigger]:
    """The triggers of ids, and those of matters that are not decided, each once."""
    names: list[str] = []
    for identifier in identifiers:
        matter = " ".join(identifier.casefold().split())
        names += [t.id for t in state.triggers() if t.matter == matter and t.holds and _is_undecided(t)] or [
            identifier
        ]
    return list({trigger.id: trigger for trigger in (_undecided(state, name) for name in names)}.values())


def _is_undecided(trigger: Trigger) -> bool:
    return trigger.status in ("open", "deferred", "lapsed")


def _undecided(state: State, identifier: str) -> Trigger:
    trigger = find_trigger(state, identifier)
    if not _is_undecided(trigger):
        last = trigger.history[-1]
        raise ActionRefused(
            f"{trigger.id} was {trigger.status} by {last['by']} on {str(last['at'])[:10]} already."
        )
    return trigger
