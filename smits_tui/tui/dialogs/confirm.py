"""Asks for confirmation before actions that can't be undone, stating the consequences."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from smits_rules.vocabulary import SmitsError
from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.status_styles import frame_title, lines
from smits_tui.tui.task_keys import refusal
from smits_tui.tui.widgets.button import Button


class Confirm(ModalScreen[str | None]):
    """Runs an action once confirmed; returns the sentence that reports it, or None.

    The focus is on Cancel and the key is ctrl+s, so that neither a held key, nor enter, nor text typed
    without an open form confirms anything.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "confirm", "Confirm", priority=True),
        Binding("escape", "cancel", "Cancel"),
    ]
    AUTO_FOCUS = "#dialog-cancel"

    def __init__(self, title: str, consequence: str, button: str, act: Callable[[], str]) -> None:
        """Create the dialog.

        Args:
            title: the question, e.g. `Submit the strategy plan?`.
            consequence: the consequences, in a sentence or two.
            button: the verb on the button that confirms.
            act: runs the action and returns the sentence that reports it; the sentence of a SmitsError is
                shown in the dialog.
        """
        super().__init__()
        self._title, self._consequence, self._button, self._act = title, consequence, button, act

    def compose(self) -> ComposeResult:
        """The consequences, and the buttons."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = frame_title(self._title)
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(lines(self._consequence), id="dialog-about")
            yield Foot(
                Button(f"{self._button} (ctrl+s)", variant="primary", id="dialog-do"),
                Button("Cancel", id="dialog-cancel"),
            )

    @on(Button.Pressed, "#dialog-do")
    def action_confirm(self) -> None:
        """Run the action; a refusal is shown in the dialog."""
        try:
            done = self._act()
        except (SmitsError, OSError) as error:
            self.query_one(Foot).say(refusal(error))
            return
        self.dismiss(done)

    @on(Button.Pressed, "#dialog-cancel")
    def action_cancel(self) -> None:
        """Close without running the action."""
        self.dismiss(None)
