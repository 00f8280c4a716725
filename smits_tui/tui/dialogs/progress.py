"""The dialog shown during long work."""

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
    """Shows a description of the work, and lets people cancel it."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel")]

    def __init__(self, title: str) -> None:
        """Create the dialog.

        Args:
            title: a description of the work.
        """
        super().__init__()
        self._title = title
        self.cancelled = asyncio.Event()
        """Set once somebody gave it up."""

    def compose(self) -> ComposeResult:
        """An indeterminate bar, because the duration of reading a file or replaying a year is unknown."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = frame_title(self._title)
            yield ProgressBar(show_percentage=False, show_eta=False)
            yield Foot(Button("Cancel", id="dialog-cancel"))

    @on(Button.Pressed)
    def action_cancel(self) -> None:
        """Stop waiting."""
        self.cancelled.set()
