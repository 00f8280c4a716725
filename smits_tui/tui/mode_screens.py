"""The screens of the modes, imported on demand: importing all takes longer than opening one."""

from __future__ import annotations

from importlib import import_module

from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.screens.mode import ModeScreen


def screen_of(mode: str) -> type[ModeScreen]:
    """The screen class of a mode, by the mode's name."""
    module, _, name = MODE_BY_NAME[mode].screen.partition(":")
    screen: type[ModeScreen] = getattr(import_module(module), name)
    return screen
