"""The top of every screen: organisation, cycle, watcher, and the modes."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Static

from smits_tui.tui.following import View
from smits_tui.tui.looks import health, text

PAST = "bold $background on $text-warning"
"""A day of the past is shown."""


class ModeName(Static):
    """The key and name of a mode; a click goes there."""

    def __init__(self, key: int, mode: str) -> None:
        """Make it.

        Args:
            key: the digit that shows the mode.
            mode: its name in the app.
        """
        super().__init__(text(key, "bold $text-accent") + text(mode.title()), id=f"mode-{mode}")
        self._mode = mode

    def on_click(self) -> None:
        """Go there."""
        self.app.switch_mode(self._mode)


class TopBar(Vertical):
    """Says where one is, and where one can go, in two lines."""

    def compose(self) -> ComposeResult:
        """Three cells, and a name for each mode."""
        with Horizontal(id="bar-where"):
            yield Static(id="bar-organisation")
            yield Static(id="bar-cycle")
            yield Static(id="bar-watcher")
        with Horizontal(id="bar-modes"):
            for key, mode in enumerate(self.app.MODES, 1):
                yield ModeName(key, mode)

    def show(self, view: View) -> None:
        """Show a view."""
        cycle = view.status.cycle
        where = f"cycle {cycle.number} · {cycle.stage.upper()} · {cycle.step}" if cycle else "no cycle"
        for name in self.query(ModeName):
            name.set_class(name.id == f"mode-{self.app.current_mode}", "-shown")
        organisation = text(view.status.organisation, "bold")
        if view.as_of:
            organisation = (
                text(f" AS OF {view.as_of} · READ-ONLY · ctrl+t: today ", PAST) + text(" ") + organisation
            )
        self.query_one("#bar-organisation", Static).update(organisation)
        self.query_one("#bar-cycle", Static).update(Content(where))
        self.query_one("#bar-watcher", Static).update(health(view.status.watcher))
