"""The modes, one object each; the keys, the bar and the palette derive from this table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mode:
    """A mode of the interface."""

    key: str
    """The key that opens it."""
    name: str
    """Its name in actions and in the remembered location."""
    title: str
    """Its title for people."""
    short: str
    """The same in at most six letters, for narrow terminals."""
    screen: str
    """Its screen, as `module:class`; the class's `HELP_TEXT` is the help of the mode."""


_STRATEGY = "smits_tui.tui.screens.strategy"

MODE_BY_NAME: dict[str, Mode] = {
    mode.name: mode
    for mode in (
        Mode("1", "overview", "Overview", "Over.", "smits_tui.tui.screens.overview:OverviewScreen"),
        Mode("2", "triggers", "Triggers", "Trig.", "smits_tui.tui.screens.triggers:TriggersScreen"),
        Mode("3", "inputs", "Inputs", "Inputs", "smits_tui.tui.screens.inputs:InputsScreen"),
        Mode("4", "cycle", "Cycle", "Cycle", f"{_STRATEGY}.cycle:CycleScreen"),
        Mode(
            "5",
            "deliverables",
            "Deliverables",
            "Deliv.",
            f"{_STRATEGY}.deliverables:DeliverablesScreen",
        ),
        Mode("6", "measures", "Measures", "Meas.", f"{_STRATEGY}.measures:MeasuresScreen"),
        Mode("7", "rules", "Rules", "Rules", "smits_tui.tui.screens.rules:RulesScreen"),
        Mode("8", "history", "History", "Hist.", "smits_tui.tui.screens.history:HistoryScreen"),
    )
}
"""All modes by name, in the order of the bar."""
