"""Dialogs: a prompt whose answer is checked before it closes, a note, and help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from textwrap import wrap
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.drafts import DraftFile, FieldValue
from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.dialogs.writing import WritingDialog
from smits_tui.tui.status_styles import frame_title, lines, text
from smits_tui.tui.task_keys import refusal
from smits_tui.tui.widgets.button import Button

KEY = "bold $text-accent"
"""The style of a key."""
KEY_CELLS = 10
"""Cells of the column of keys in the help."""
HELP_CELLS = 52
"""Cells of what a key does: the dialog's width of 70, without its frame, padding, scrollbar and keys."""


class Prompt(WritingDialog[bool]):
    """Asks for one line of text and acts on it; closes if the action succeeded."""

    def __init__(
        self,
        title: str,
        about: str,
        hint: str,
        button: str,
        answer: Callable[[str], object],
        typed: str = "",
        draft: DraftFile | None = None,
        *,
        suggester: Suggester | None = None,
        secret: bool = False,
    ) -> None:
        """Create the dialog.

        Args:
            title: shown in its border.
            about: an explanation above the line of text.
            hint: shown while the line is empty.
            button: the verb on the button that submits.
            answer: the action; the sentence of a SmitsError is shown in the dialog.
            typed: the initial text.
            draft: the file for unsaved text; None for text that is quickly typed again.
            suggester: completes the line while it is typed.
            secret: whether the typed characters are hidden.
        """
        super().__init__(False, draft)
        self._title, self._about, self._hint, self._button = title, about, hint, button
        self._answer = answer
        self._typed = typed
        self._suggester = suggester
        self._secret = secret

    def compose(self) -> ComposeResult:
        """The explanation, the line, the error and the buttons."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = frame_title(self._title)
            with VerticalScroll(classes="dialog-body", can_focus=False):
                yield Static(lines(self._about), id="dialog-about")
                yield Input(
                    self._typed,
                    placeholder=self._hint,
                    password=self._secret,
                    suggester=self._suggester,
                    id="dialog-answer",
                )
            yield Foot(
                Button(self._button, variant="primary", id="dialog-do"), Button("Cancel", id="dialog-cancel")
            )

    @on(Input.Submitted)
    @on(Button.Pressed, "#dialog-do")
    def do(self) -> None:
        """Submit the text."""
        try:
            self._answer(self.query_one(Input).value)
        except (SmitsError, OSError) as error:
            self.query_one(Foot).say(refusal(error))
            self.query_one(Input).focus()
            return
        self.finish(True)

    def written(self) -> dict[str, FieldValue]:
        """The line."""
        return {"answer": self.query_one(Input).value}

    def opened(self) -> dict[str, FieldValue]:
        """The initial text."""
        return {"answer": self._typed}

    def fill(self, values: Mapping[str, FieldValue]) -> None:
        """Replace the text."""
        self.query_one(Input).value = str(values.get("answer", self._typed))

    def action_cancel(self) -> None:
        """Close; without a draft there is no confirmation, since the text is quickly typed again."""
        if self._draft is None:
            self.dismiss(False)
        else:
            super().action_cancel()


class Note(ModalScreen[None]):
    """A text to read, which scrolls if it is long."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,enter", "close", "Close")]

    def __init__(self, title: str, content: Content) -> None:
        """Create the dialog.

        Args:
            title: shown in its border.
            content: the text.
        """
        super().__init__()
        self._title, self._content = title, content

    def compose(self) -> ComposeResult:
        """The text, and a button to close it."""
        with Vertical(id="dialog", classes="-large") as dialog:
            dialog.border_title = frame_title(self._title)
            with VerticalScroll(classes="dialog-body"):
                yield Static(self._content)
            yield Foot(Button("Close", id="dialog-cancel"))

    @on(Button.Pressed)
    def action_close(self) -> None:
        """Close the dialog."""
        self.dismiss()


class Help(ModalScreen[None]):
    """The purpose of a screen, and its keys."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1,q,enter", "close", "Close")]

    def __init__(self, title: str, about: str, keys: list[tuple[str, str]]) -> None:
        """Create the dialog.

        Args:
            title: of the screen.
            about: its purpose.
            keys: each key and its action.
        """
        super().__init__()
        self._title, self._about, self._keys = title, about, keys

    def compose(self) -> ComposeResult:
        """The text, which scrolls if it is long, and a button to close it."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = frame_title(self._title)
            keys = [_key_line(key, what) for key, what in self._keys]
            with VerticalScroll(classes="dialog-body"):
                yield Static(lines(_with_keys(self._about), Content(""), *keys))
            yield Foot(Button("Close", id="dialog-cancel"))

    @on(Button.Pressed)
    def action_close(self) -> None:
        """Close the dialog."""
        self.dismiss()


def _key_line(key: str, what: str) -> Content:
    """A key and what it does, whose further lines are indented like the first."""
    wrapped = wrap(what, HELP_CELLS, subsequent_indent=" " * KEY_CELLS)
    return text(key.ljust(KEY_CELLS), KEY) + Content("\n").join([text(line) for line in wrapped])


def _with_keys(about: str) -> Content:
    """A text in which the keys between backticks are shown like those of a list."""
    parts = (text(part, KEY if number % 2 else "") for number, part in enumerate(about.split("`")))
    return Content("").join(list(parts))
