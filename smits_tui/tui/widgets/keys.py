"""The keys at the bottom: what can be done here, to be pressed or clicked.

Textual's own footer makes a widget for each key anew whenever the focus moves, which takes longer than all
the rest; this is one text.
"""

from __future__ import annotations

from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.style import Style
from textual.widgets import Static

from smits_tui.tui.looks import text

KEY = "bold $footer-key-foreground"
RESTING = "$footer-description-foreground 40%"


class KeyBar(Horizontal):
    """Keys and what they do, the palette at the right."""

    def compose(self) -> ComposeResult:
        """One text for all keys, and one for the palette."""
        yield Static(id="keys-here")
        palette = text(" ^p", KEY) + text(" palette ")
        yield Static(palette.stylize(_click("ctrl+p")), id="keys-palette")

    def on_mount(self) -> None:
        """Follow what can be done: it depends on where the focus is."""
        self.screen.bindings_updated_signal.subscribe(self, self._show)
        self._show(self.screen)

    def on_unmount(self) -> None:
        """Follow no more."""
        self.screen.bindings_updated_signal.unsubscribe(self)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        key = event.style.meta.get("key")
        if key:
            self.app.simulate_key(str(key))

    def _show(self, screen: Screen[Any]) -> None:
        if screen is not self.screen or not self.is_attached:
            return
        shown = []
        for _, binding, enabled, _ in screen.active_bindings.values():
            if binding.show:
                key = text(f" {self.app.get_key_display(binding)} ", KEY if enabled else RESTING)
                said = text(f"{binding.description} ", "" if enabled else RESTING)
                shown.append((key + said).stylize(_click(binding.key)))
        for bar in self.query("#keys-here").results(Static):
            bar.update(Content("").join(shown))


def _click(key: str) -> Style:
    """Marks the text on which a click presses a key."""
    return Style.from_meta({"key": key})
