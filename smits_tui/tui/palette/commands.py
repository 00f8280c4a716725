"""The command palette: every mode, and every action of every mode, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.screens.list_screen import ListScreen
from smits_tui.tui.screens.mode import ModeScreen


def commands(app: App[Any], screen: Screen[Any]) -> Iterator[SystemCommand]:
    """The commands, starting with the actions of the current screen.

    Args:
        app: the app, with its modes.
        screen: the current screen.
    """
    if isinstance(screen, ModeScreen):
        for binding in (*actions_of(type(screen)), *actions_of_bases(type(screen))):
            yield SystemCommand(binding.description, binding.tooltip, _doing(app, "", binding.action))
    for name, mode in MODE_BY_NAME.items():
        yield SystemCommand(mode.title, f"Show {mode.title.lower()}", _doing(app, name, ""))
    for name, mode in MODE_BY_NAME.items():
        other = screen_of(name)
        if not isinstance(screen, other):
            for binding in actions_of(other):
                title = f"{mode.title}: {binding.description}"
                yield SystemCommand(title, binding.tooltip, _doing(app, name, binding.action))


def actions_of(screen: type[ModeScreen]) -> list[Binding]:
    """The actions of a screen, taken from its key bindings."""
    declared = screen.__dict__.get("BINDINGS", ())
    return [
        binding
        for binding in declared
        if isinstance(binding, Binding) and binding.description and binding.tooltip
    ]


def actions_of_bases(screen: type[ModeScreen]) -> list[Binding]:
    """The actions that a screen shares with other ones."""
    bases = [ListScreen, ModeScreen] if issubclass(screen, ListScreen) else [ModeScreen]
    return [binding for base in bases for binding in actions_of(base)]


def _doing(app: App[Any], mode: str, action: str) -> Callable[[], None]:
    async def do() -> None:
        if mode:
            await app.switch_mode(mode)
        if isinstance(app.screen, ModeScreen):
            await app.screen.until_filled()
        if action:
            await app.run_action(action, app.screen)

    def begin() -> None:
        app.run_worker(do())

    return begin
