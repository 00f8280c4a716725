"""The modes and their screens, each loaded when it is needed: loading all takes longer than opening one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from smits_tui.tui.screens.mode import ModeScreen

SCREENS = {
    "overview": "OverviewScreen",
    "triggers": "TriggersScreen",
    "inputs": "InputsScreen",
    "cycle": "CycleScreen",
    "deliverables": "DeliverablesScreen",
    "measures": "MeasuresScreen",
    "rules": "RulesScreen",
    "history": "HistoryScreen",
}
"""Mode, which is also the name of its module -> its screen; in the order of their keys, from 1."""


def screen_of(mode: str) -> type[ModeScreen]:
    """The screen of a mode."""
    found: type[ModeScreen] = getattr(import_module(f"smits_tui.tui.screens.{mode}"), SCREENS[mode])
    return found
