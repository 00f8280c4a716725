"""The top line of every screen: organisation, cycle, watcher."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from smits_tui.tui.following import View
from smits_tui.tui.looks import health, text


class TopBar(Horizontal):
    """Says where one is, in one line."""

    def compose(self) -> ComposeResult:
        """Three cells."""
        yield Static(id="bar-organisation")
        yield Static(id="bar-cycle")
        yield Static(id="bar-watcher")

    def show(self, view: View) -> None:
        """Show a view."""
        cycle = view.status.cycle
        where = f"cycle {cycle.number} · {cycle.stage.upper()} · {cycle.step}" if cycle else "no cycle"
        self.query_one("#bar-organisation", Static).update(text(view.status.organisation, "bold"))
        self.query_one("#bar-cycle", Static).update(Content(where))
        self.query_one("#bar-watcher", Static).update(health(view.status.watcher))
