"""The ledger engines, and the one function that opens a ledger."""

from __future__ import annotations

import tomllib
from collections.abc import Callable

from smits_rules.vocabulary.suggestions import nearest
from smits_tui.ledger.protocol import Ledger
from smits_tui.settings import SettingsError
from smits_tui.workspace import Workspace

DEFAULT = "file"


def _file(workspace: Workspace) -> Ledger:
    from smits_tui.ledger.file import FileLedger

    return FileLedger(workspace.ledger)


ENGINES: dict[str, Callable[[Workspace], Ledger]] = {DEFAULT: _file}
"""What `ledger` in smits.toml may name -> opens it. An engine imports what it needs when it is opened."""


def open_ledger(workspace: Workspace) -> Ledger:
    """Open the ledger of a workspace with the engine that smits.toml names.

    Raises:
        SettingsError: there is no such engine, or smits.toml does not say which.
    """
    name = _engine_name(workspace)
    if name not in ENGINES:
        best = nearest(name, sorted(ENGINES), at_least=70)
        hint = f"did you mean '{best}'?" if best else f"choose {' or '.join(map(repr, ENGINES))}."
        raise SettingsError(
            f"{workspace.settings_file}: 'ledger' is wrong: '{name}' is not an engine; {hint}"
        )
    return ENGINES[name](workspace)


def _engine_name(workspace: Workspace) -> str:
    """The engine that smits.toml names.

    While somebody edits smits.toml it may not be readable. A ledger file that exists is then proof enough;
    without one, guessing could begin a second ledger beside the true one.
    """
    try:
        with workspace.settings_file.open("rb") as file:
            return str(tomllib.load(file).get("ledger", DEFAULT))
    except (OSError, ValueError) as error:
        if workspace.ledger.exists():
            return DEFAULT
        raise SettingsError(
            f"{workspace.settings_file} can't be read ({error}), so the ledger is not opened; fix it first."
        ) from error
