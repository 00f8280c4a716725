"""What is shown while something takes longer than a moment."""

from __future__ import annotations

import asyncio
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import ProgressBar

from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.status_styles import frame_title
from smits_tui.tui.widgets.button import Button


class Progress(ModalScreen[None]):
    """Says what is being done, moves, and lets it be given up."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Give up")]

    def __init__(self, title: str) -> None:
        """Make it.

        Args:
            title: what is being done.
        """
        super().__init__()
        self._title = title
        self.cancelled = asyncio.Event()
        """Set once somebody gave it up."""

    def compose(self) -> ComposeResult:
        """A bar without an end, since nobody knows how long a file or a year takes."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = frame_title(self._title)
            yield ProgressBar(show_percentage=False, show_eta=False)
            yield Foot(Button("Give up", id="dialog-cancel"))

    @on(Button.Pressed)
    def action_cancel(self) -> None:
        """Wait no longer."""
        self.cancelled.set()
