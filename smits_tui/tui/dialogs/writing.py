"""The base of all dialogs for writing: no text is discarded without confirmation."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, TypeVar

from textual import on
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Checkbox, Input, Select, SelectionList, TextArea

from smits_tui.actions.drafts import Draft, DraftFile, FieldValue
from smits_tui.clock import system_clock
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.widgets.button import Button

ResultT = TypeVar("ResultT")

KEEP_SECONDS = 0.3
"""Delay before typed text is saved as a draft; a crash loses at most this much."""


class WritingDialog(ModalScreen[ResultT]):
    """Keeps a draft of unsaved text, offers it again, and asks before discarding anything."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel")]

    def __init__(self, left: ResultT, draft: DraftFile | None) -> None:
        """Create the dialog.

        Args:
            left: the result if it is left without saving.
            draft: the file for unsaved text; None keeps none.
        """
        super().__init__()
        self._left = left
        self._draft = draft
        self._offered: Draft | None = None
        """A draft that is being offered; it is not overwritten meanwhile."""
        self._pending: Timer | None = None
        self._is_unkept = False
        """Whether the last draft could not be saved."""
        self.fingerprint = ""
        """Of the recorded text that the person has seen, where the dialog is about one text."""

    @abstractmethod
    def written(self) -> dict[str, FieldValue]:
        """The current values."""

    @abstractmethod
    def opened(self) -> dict[str, FieldValue]:
        """The values when it was opened, in the form of `written`."""

    @abstractmethod
    def fill(self, values: Mapping[str, FieldValue]) -> None:
        """Fill in values."""

    def on_mount(self) -> None:
        """Offer the last draft, if it differs."""
        self._offered = self._draft.load() if self._draft else None
        if self._offered and self._offered.values != self.opened():
            self.call_after_refresh(self._offer, self._offered)
        else:
            self._offered = None

    def keep_draft(self) -> bool:
        """Save the draft now; if it can't be saved, say so once.

        Returns:
            Whether nothing is lost when the dialog closes.
        """
        self._pending = None
        if self._draft is None or self._offered is not None or not self.is_attached:
            return True
        if self.written() == self.opened():
            self._draft.discard()
            return True
        try:
            self._draft.keep(Draft(self.written(), self.opened(), self.fingerprint), system_clock())
        except OSError as error:
            if not self._is_unkept:
                self._say_unkept(error)
            self._is_unkept = True
            return False
        self._is_unkept = False
        return True

    def _say_unkept(self, error: OSError) -> None:
        reason = (error.strerror or str(error)).lower()
        self.notify(f"No draft of this text can be kept ({reason}); save it, or copy it.", severity="warning")

    def finish(self, result: ResultT) -> None:
        """Close after saving."""
        self._forget()
        self.dismiss(result)

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    @on(SelectionList.SelectedChanged)
    @on(TextArea.Changed)
    def _keep_soon(self) -> None:
        if self._draft and self._pending is None:
            self._pending = self.set_timer(KEEP_SECONDS, self.keep_draft)

    @on(Button.Pressed, "#dialog-cancel")
    def action_cancel(self) -> None:
        """Close without saving; ask first if something was written."""
        if self.written() == self.opened():
            self._leave("discard")
            return
        options = [("", "Keep writing"), ("discard", "Discard the text")]
        if self._draft:
            options.insert(1, ("draft", "Keep the draft and close"))
        self.app.push_screen(Chooser("Not saved yet", options), self._leave)

    def _leave(self, choice: str | None) -> None:
        if not choice:
            return
        if choice == "draft":
            self._is_unkept = False  # asked for, so a failure is said again
            if not self.keep_draft():
                return
        else:
            self._forget()
        self.dismiss(self._left)

    def _forget(self) -> None:
        """Remove the draft, and write no other one."""
        if self._draft:
            self._draft.discard()
        self._draft = None

    def _offer(self, draft: Draft) -> None:
        when = f" of {draft.kept_at.astimezone():%d %B %Y, %H:%M}" if draft.kept_at else ""
        options = [
            ("draft", "Continue with the draft"),
            ("recorded", "Start from the recorded text and discard the draft"),
        ]
        self.app.push_screen(Chooser(f"Your draft{when}", options), self._take_up)

    def _take_up(self, choice: str | None) -> None:
        """Continue with the draft, which loses nothing even if no option was chosen."""
        draft, self._offered = self._offered, None
        if draft is None:
            return
        if choice == "recorded":
            self.keep_draft()
            return
        self.fingerprint = draft.fingerprint
        self.fill(draft.changed)
        now = self.opened()
        clashing = [
            f"{name} is '{now.get(name)}'"
            for name in draft.changed
            if now.get(name) != draft.opened.get(name)
        ]
        if clashing and not self.fingerprint:
            self.notify(
                f"Changed since your draft: {', '.join(clashing)}. Saving overwrites it.", severity="warning"
            )
