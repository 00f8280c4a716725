"""Entries that record how the acting person was confirmed."""

from __future__ import annotations

from collections.abc import Callable

from smits_tui.actions.strategy.agreement.identity import confirmation
from smits_tui.ledger.record import Record
from smits_tui.process.entries.entry import Entry, EntryData
from smits_tui.process.state import State
from smits_tui.settings import Settings


def commit_confirmed(
    record: Record, settings: Settings, by: str, passphrase: str, entry_of: Callable[[State], EntryData]
) -> Entry:
    """Append an entry together with what confirms who acts.

    Args:
        record: the record that receives it.
        settings: the stakeholders.
        by: who acts.
        passphrase: the acting person's, if smits.toml requires one.
        entry_of: gives the entry for the state as it is under the lock, or refuses.

    Raises:
        NotConfirmed: neither login nor passphrase confirms the person.
    """
    confirmed = confirmation(settings, by, record.origin, passphrase)

    def action(state: State) -> list[EntryData]:
        return [entry_of(state).model_copy(update={"confirmed": confirmed})]

    (entry,) = record.commit(by, action)
    return entry
