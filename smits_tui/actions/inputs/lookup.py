"""Looks up an input by its id or by the path that lists show."""

from __future__ import annotations

import unicodedata

from smits_tui.actions.session import ActionRefused
from smits_tui.process.state import Input, State

_FOLDER = "inputs/"


def input_named(state: State, identifier: str) -> Input | None:
    """An input by its id, ignoring case, or the newest one with a path; None if there is none.

    Args:
        state: the state.
        identifier: `I5`, or a path as lists show it or people complete it: `budgets/FY27.csv`,
            `inputs/budgets/FY27.csv`. Accents may be composed or not: file systems differ.
    """
    text = identifier.strip()
    item = state.input(text.upper())
    if item or "/" not in text:
        return item
    path = text.removeprefix("./").removeprefix(_FOLDER)
    forms = (path, unicodedata.normalize("NFC", path), unicodedata.normalize("NFD", path))
    return next(filter(None, map(state.newest, forms)), None)


def find_input(state: State, identifier: str) -> Input:
    """The input of `input_named`.

    Raises:
        ActionRefused: there is none.
    """
    item = input_named(state, identifier)
    if item is None:
        raise ActionRefused(f"There is no input '{identifier}'; `smits inputs` lists them.")
    return item
