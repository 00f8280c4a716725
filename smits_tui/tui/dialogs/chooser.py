"""A dialog for choosing one of several options."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.status_styles import frame_title, text
from smits_tui.tui.widgets.button import Button

Option_ = tuple[str, str]
"""Value and label of an option."""


class Chooser(ModalScreen[str | None]):
    """Asks for one of several options; returns its key, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("j", "down", show=False),
        Binding("k", "up", show=False),
    ]

    def __init__(self, title: str, options: Sequence[Option_]) -> None:
        """Create the dialog.

        Args:
            title: shown in its border.
            options: the key and label of each option.
        """
        super().__init__()
        self._title, self._options = title, options

    def compose(self) -> ComposeResult:
        """The options, and a button to cancel."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = frame_title(self._title)
            yield OptionList(*(Option(text(shown)) for _, shown in self._options), classes="dialog-body")
            yield Foot(Button("Cancel", id="dialog-cancel"))

    # Not by a simulated key: an enter typed right after it would come first, and take the wrong option.
    def action_down(self) -> None:
        """Go to the next option."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Go to the previous option."""
        self.query_one(OptionList).action_cursor_up()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._options[event.option_index][0])

    @on(Button.Pressed, "#dialog-cancel")
    def action_cancel(self) -> None:
        """Close without choosing."""
        self.dismiss(None)
