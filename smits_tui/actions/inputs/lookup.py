"""Looks up an input by its id."""

from __future__ import annotations

from smits_tui.actions.session import ActionRefused
from smits_tui.process.state import Input, State


def find_input(state: State, identifier: str) -> Input:
    """An input by its id, ignoring case.

    Raises:
        ActionRefused: there is none.
    """
    item = state.input(identifier.strip().upper())
    if item is None:
        raise ActionRefused(f"There is no input '{identifier}'; `smits inputs` lists them.")
    return item
