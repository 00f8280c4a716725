"""The settings that a team has in common: recorded, compared on each machine, taken over by a new one."""

from __future__ import annotations

import json
from typing import Any

import tomlkit

from smits_tui.actions.session import record_settings, recorded_settings
from smits_tui.actions.setup.settings_change import Edit, organisation_set
from smits_tui.ledger.engines import is_team
from smits_tui.ledger.record import Record
from smits_tui.process.state import State
from smits_tui.settings import OF_THE_MACHINE, Settings
from smits_tui.workspace import Workspace

MOST_NAMED = 3
"""Settings that a sentence shows with both values."""


def settings_difference(workspace: Workspace, state: State, settings: Settings) -> str:
    """Which settings of this machine are not those of the team, and what to do; blank if all are, or no team.

    Args:
        workspace: to which the settings belong.
        state: the record.
        settings: those of this machine.

    Raises:
        SettingsError: smits.toml can't be read, and there is no ledger file.
    """
    recorded = state.settings
    if recorded is None or not is_team(workspace):
        return ""
    here, there = _common(recorded_settings(settings)), _common(recorded.content)
    # A key that an older version of smits did not record has no value that could differ.
    others = [key for key, value in here.items() if key in there and there[key] != value]
    if not others:
        return ""
    shown = [_both(key, here[key], there[key]) for key in others[:MOST_NAMED]]
    if more := len(others) - len(shown):
        shown.append(f"{more} more")
    return (
        f"The settings of this machine are not those that {recorded.by} recorded on {recorded.at:%Y-%m-%d} "
        f"({'; '.join(shown)}), and files are judged by those of the machine that judges. Make smits.toml "
        "equal, or put these settings in force with `smits rules adopt`."
    )


def adopt_settings(workspace: Workspace, record: Record, *, by: str, reason: str) -> bool:
    """Record the settings of this machine as those of the team; whether they are other ones.

    Raises:
        SettingsError: smits.toml is invalid.
    """
    if record.state.settings and not settings_difference(workspace, record.state, workspace.settings()):
        return False
    record_settings(record, workspace, by, reason)
    return True


def settings_taken_over(state: State) -> Edit | None:
    """An edit of smits.toml by which a new machine gets the recorded settings; None if there are none.

    Passphrases and addresses for notifications are not recorded, so the new machine has none.
    """
    recorded = state.settings
    if recorded is None:
        return None
    known = {key: value for key, value in _common(recorded.content).items() if key in Settings.model_fields}
    settings = Settings.model_validate(known)
    values = settings.model_dump(mode="json", exclude_defaults=True, include=set(known))
    put = organisation_set(values)

    def edit(document: tomlkit.TOMLDocument) -> None:
        for key in known:
            document.pop(key, None)  # what a new smits.toml proposes
        put(document)

    return edit


def _common(content: dict[str, Any]) -> dict[str, Any]:
    """What a team has in common, of recorded settings."""
    return {key: value for key, value in content.items() if key not in OF_THE_MACHINE}


def _both(key: str, here: Any, there: Any) -> str:
    """Both values of a setting, where they are short: `currency is EUR here and USD there`."""
    if _is_table(here) or _is_table(there):
        return f"{key} differ"
    return f"{key} is {_shown(here)} here and {_shown(there)} there"


def _is_table(value: Any) -> bool:
    """Whether a value is a table of smits.toml, or a list of them, e.g. the stakeholders."""
    parts = value if isinstance(value, list) else [value]
    return any(isinstance(part, dict) for part in parts)


def _shown(value: Any) -> str:
    if value in ("", None, []):
        return "not set"
    return (
        ", ".join(map(str, value))
        if isinstance(value, list)
        else json.dumps(value, ensure_ascii=False).strip('"')
    )
