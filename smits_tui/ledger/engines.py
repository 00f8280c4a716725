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
"""Value of `ledger` in smits.toml -> function that opens the engine, importing its libraries on demand."""


def open_ledger(workspace: Workspace) -> Ledger:
    """Open the ledger of a workspace with the engine named in smits.toml.

    Raises:
        SettingsError: there is no such engine, or smits.toml is unreadable.
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
    """The engine named in smits.toml.

    While smits.toml is being edited, it may be unreadable. An existing ledger file is then sufficient
    evidence;
    without one, a guess could start a second ledger beside the real one.
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
