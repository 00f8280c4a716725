"""Delegates: who may agree and object in whose name."""

from __future__ import annotations

import datetime as dt

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.agreement.identity import confirmation
from smits_tui.actions.strategy.deliverables.people import named_in
from smits_tui.ledger.record import Record
from smits_tui.process.entries.deliverables import (
    DelegateNamed,
)
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.state import State
from smits_tui.settings import Settings


def name_delegate(
    record: Record,
    settings: Settings,
    delegate: str,
    *,
    by: str,
    until: dt.date | None,
    passphrase: str = "",
) -> None:
    """Name a delegate who may agree and object until a date; a blank name ends the delegation.

    Raises:
        ActionRefused: the person is not a stakeholder, names themselves, or the date has passed.
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    confirmed = confirmation(settings, by, record.origin, passphrase)

    def action(state: State) -> list[EntryData]:
        who = acting_for(state, settings, by, None)
        last = until or state.today
        if delegate.strip() == who:
            raise ActionRefused("Name somebody else as delegate.")
        if delegate.strip() and last < state.today:
            raise ActionRefused(f"Choose a date in the future; {last} has passed.")
        return [DelegateNamed(stakeholder=who, delegate=delegate.strip(), until=last, confirmed=confirmed)]

    record.commit(by, action)


def acting_for(state: State, settings: Settings, by: str, stakeholder: str | None) -> str:
    """The stakeholder whose agreement it is: the person, or someone who named the person as delegate."""
    names = [person.name for person in settings.stakeholders]
    who = stakeholder or by
    if who not in names:
        raise ActionRefused(f"'{who}' is not a stakeholder. {named_in(settings)}")
    if who != by and state.delegate(who) != by:
        raise ActionRefused(f"{by} is not {who}'s delegate; nobody agrees in another's name.")
    return who
