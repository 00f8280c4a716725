"""Jump mode: a letter for every widget that can have the focus."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Label

LETTERS = "asdfghjklwertuiopzxcvbnm"


class Jump(ModalScreen[Widget | None]):
    """Shows the letters over the screen; returns the chosen widget."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel")]

    def __init__(self, screen: Screen[Any]) -> None:
        """Find the widgets.

        Args:
            screen: whose visible, focusable widgets get letters.
        """
        super().__init__()
        places = [w for w in screen.focus_chain if w.region.area and screen.region.overlaps(w.region)]
        self._places = dict(zip(LETTERS, places, strict=False))

    def compose(self) -> ComposeResult:
        """A letter at the top left of each widget."""
        for letter, widget in self._places.items():
            label = Label(f" {letter} ", classes="jump-letter")
            label.absolute_offset = Offset(widget.region.x + 1, widget.region.y)
            yield label

    def on_key(self, event: events.Key) -> None:
        """Focus the widget of the letter."""
        if event.key in self._places:
            event.stop()
            self.dismiss(self._places[event.key])

    def on_click(self, event: events.Click) -> None:
        """Focus the widget under the pointer, or close."""
        under = (w for w in self._places.values() if w.region.contains(event.screen_x, event.screen_y))
        self.dismiss(next(under, None))

    def action_cancel(self) -> None:
        """Close without moving the focus."""
        self.dismiss(None)
