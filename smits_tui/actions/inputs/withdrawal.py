"""Withdraws and restores inputs, and waives those that were not understood."""

from __future__ import annotations

from collections.abc import Sequence

from smits_tui.actions.inputs.lookup import find_input
from smits_tui.actions.session import ActionRefused
from smits_tui.ledger.record import Action, Record
from smits_tui.process.entries.entry import EntryData
from smits_tui.process.entries.questions import InputRestored, InputWaived, InputWithdrawn
from smits_tui.process.state import Input, State


def withdraw_input(record: Record, identifier: str, *, by: str, reason: str) -> str:
    """Withdraw an input, e.g. a wrong file; its triggers lapse once the rules have run.

    Returns:
        The path of the input.

    Raises:
        ActionRefused: there is no such input, it is already withdrawn, or no reason was given.
    """
    why = _reason(reason, "withdrawing the input")

    def action(state: State) -> Sequence[EntryData]:
        item = _input(state, identifier)
        if item.withdrawn is not None:
            raise ActionRefused(f"{item.id} was already withdrawn by {item.withdrawn['by']}.")
        return [InputWithdrawn(id=item.id, reason=why)]

    return _path(record, identifier, by, action)


def restore_input(record: Record, identifier: str, *, by: str, reason: str = "") -> str:
    """Restore a withdrawn input, which is then read again.

    Returns:
        The path of the input.

    Raises:
        ActionRefused: there is no such input, or it was not withdrawn.
    """

    def action(state: State) -> Sequence[EntryData]:
        item = _input(state, identifier)
        if item.withdrawn is None:
            raise ActionRefused(f"{item.id} was not withdrawn.")
        return [InputRestored(id=item.id, reason=reason.strip())]

    return _path(record, identifier, by, action)


def waive_input(record: Record, identifier: str, *, by: str, reason: str) -> str:
    """Accept that an input is not understood, so that the cycle can continue.

    Returns:
        The path of the input.

    Raises:
        ActionRefused: there is no such input, it is understood, or no reason was given.
    """
    why = _reason(reason, "going on without understanding the input")

    def action(state: State) -> Sequence[EntryData]:
        item = _input(state, identifier)
        if not item.is_in_doubt:
            raise ActionRefused(
                f"{item.id} can't be waived: it is understood, already waived, withdrawn, or not read yet."
            )
        return [InputWaived(id=item.id, reason=why)]

    return _path(record, identifier, by, action)


def _reason(text: str, act: str) -> str:
    if not text.strip():
        raise ActionRefused(f"Give a reason for {act}, so that others can follow.")
    return text.strip()


def _input(state: State, identifier: str) -> Input:
    item = find_input(state, identifier)
    if item.status == "copy":
        raise ActionRefused(f"{item.id} is a copy of {item.copy_of}; use that one.")
    return item


def _path(record: Record, identifier: str, by: str, action: Action) -> str:
    record.commit(by, action)
    return find_input(record.state, identifier).path
