"""Keys of one's own: `[keys]` in smits.toml, by the names of the actions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches

from textual.binding import Binding, BindingType

from smits_tui.tui.mode_screens import screen_of
from smits_tui.tui.modes import MODE_BY_NAME
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.widgets.list_view import ListTable


def action_names(bindings: Iterable[BindingType]) -> list[str]:
    """The names of actions, e.g. `triggers.accept`."""
    return [binding.id for binding in bindings if isinstance(binding, Binding) and binding.id]


def known_names(of_the_app: Iterable[BindingType]) -> list[str]:
    """The names of all actions that can get another key.

    Args:
        of_the_app: the bindings of the app itself.
    """
    screens = [screen_of(mode).BINDINGS for mode in MODE_BY_NAME]
    groups = [of_the_app, ModeScreen.BINDINGS, ListTable.BINDINGS, *screens]
    return list(dict.fromkeys(name for group in groups for name in action_names(group)))


def usable(keys: Mapping[str, str], of_the_app: Iterable[BindingType]) -> tuple[dict[str, str], list[str]]:
    """Check keys of one's own.

    Args:
        keys: name of an action -> key.
        of_the_app: the bindings of the app itself.

    Returns:
        The keys that can be used, and a sentence for each other one.
    """
    names = known_names(of_the_app)
    good, problems = {}, []
    taken: dict[str, str] = {}
    for name, key in keys.items():
        screen = name.partition(".")[0]
        if name not in names:
            best = get_close_matches(name, names, 1)
            hint = (
                f"; did you mean '{best[0]}'?" if best else "; docs/interface.md says how actions are named"
            )
            problems.append(f"keys in smits.toml: there is no action '{name}'{hint}")
        elif not key.strip() or f"{screen} {key}" in taken:
            other = taken.get(f"{screen} {key}")
            why = f"'{key}' is the key of '{other}' already" if other else "it names no key"
            problems.append(f"keys in smits.toml: '{name}' keeps its key: {why}.")
        else:
            good[name], taken[f"{screen} {key}"] = key, name
    return good, problems
