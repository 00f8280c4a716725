"""The foot of every dialog: the current error and the buttons, visible in any terminal."""

from __future__ import annotations

from textual.containers import Horizontal, Vertical
from textual.widgets import Static

from smits_tui.tui.status_styles import text
from smits_tui.tui.widgets.button import Button


class Foot(Vertical):
    """Stays at the bottom of a dialog, however small the terminal; the rest scrolls."""

    def __init__(self, *buttons: Button) -> None:
        """Create the foot.

        Args:
            buttons: from left to right.
        """
        refusal, row = Static(id="dialog-refusal"), Horizontal(*buttons, id="dialog-buttons")
        super().__init__(refusal, row, id="dialog-foot")

    def say(self, message: object, style: str = "$text-error") -> None:
        """Replace the sentence above the buttons."""
        self.query_one("#dialog-refusal", Static).update(text(message, style))
