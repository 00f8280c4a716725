"""Changes a limit: the new value, its effect on the past, and the reason."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import on, work
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Input, Static

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.drafts import FieldValue
from smits_tui.actions.rules.limits.change import set_limit, try_limit
from smits_tui.actions.rules.limits.distances import Limit
from smits_tui.actions.rules.simulation.backtest import difference_lines
from smits_tui.actions.session import ActionRefused
from smits_tui.errors import sentence
from smits_tui.ledger.record import Record
from smits_tui.presentation.field_labels import field_label, rule_label
from smits_tui.presentation.typed_numbers import typed_number
from smits_tui.process.state import State
from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.dialogs.writing import WritingDialog
from smits_tui.tui.status_styles import QUIET, frame_title, lines, text
from smits_tui.tui.widgets.button import Button
from smits_tui.workspace import Workspace


class LimitDialog(WritingDialog[str | None]):
    """Asks for a value, shows the back-test, asks for the reason; returns a report of the change, or None."""

    class Tried(Message):
        """A back-test has finished."""

        def __init__(self, value: float, shown: list[str]) -> None:
            """Keep the value and its effect on the past, line by line."""
            super().__init__()
            self.value = value
            self.shown = shown

    class Refused(Message):
        """A value was refused."""

        def __init__(self, error: Exception) -> None:
            """Keep the reason."""
            super().__init__()
            self.error = error

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "try_typed", show=False, priority=True),
        Binding("ctrl+s", "change_typed", "Change", priority=True),
    ]

    def __init__(self, limit: Limit, workspace: Workspace, record: Record, person: str) -> None:
        """Create the dialog.

        Args:
            limit: the limit to change.
            workspace: with the rules.
            record: in which it is recorded.
            person: who changes it.
        """
        super().__init__(None, None)
        self._limit, self._workspace, self._record, self._person = limit, workspace, record, person
        self._tried: float | None = None
        self._trying: float | None = None

    def compose(self) -> ComposeResult:
        """Value, back-test, reason, error and buttons."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = frame_title(f"Change {field_label(self._limit.name)}")
            with VerticalScroll(classes="dialog-body", can_focus=False):
                now = f"It is {self._limit.value:.12g} {self._limit.unit}".rstrip()
                yield Static(text(now), id="dialog-about")
                hint = "the new value; enter shows its effect on the past"
                yield Input(placeholder=hint, id="dialog-value")
                with VerticalScroll(id="dialog-tried"):
                    yield Static(id="dialog-difference")
                yield Input(placeholder="reason for the change", id="dialog-answer")
            yield Foot(
                Button("Try on the past", variant="primary", id="dialog-try"),
                Button("Change", id="dialog-do"),
                Button("Cancel", id="dialog-cancel"),
            )

    def action_try_typed(self) -> None:
        """Start the back-test once the value has all its digits; what is typed ahead is the reason."""
        value = self.query_one("#dialog-value", Input)
        if self.focused is not value:
            raise SkipAction
        self.set_focus(self.query_one("#dialog-answer", Input))
        value.call_later(self.try_value)

    def action_change_typed(self) -> None:
        """Change the limit once the reason has all its letters."""
        (self.focused or self).call_later(self.change)

    @on(Button.Pressed, "#dialog-try")
    def try_value(self) -> None:
        """Start the back-test of the value."""
        try:
            value = self._value()
        except SmitsError as error:
            self.query_one("#dialog-value", Input).focus()
            self._refuse(error)
            return
        self._refuse(None)
        self._trying = value
        self.query_one("#dialog-difference", Static).update(text("Replaying the past ...", QUIET))
        # At once, because who types on meanwhile means the reason, and not more digits.
        self.query_one("#dialog-answer", Input).focus()
        self._try(value, self._record.snapshot())

    @on(Input.Submitted, "#dialog-answer")
    @on(Button.Pressed, "#dialog-do")
    def change(self) -> None:
        """Change the limit, if the value was back-tested."""
        try:
            value = self._value()
            if value == self._trying != self._tried:
                raise ActionRefused(
                    "The past is still being replayed with that value; try again in a moment."
                )
            if value != self._tried:
                raise ActionRefused("Replay the past with the value first: press enter in its field.")
            reason = self.query_one("#dialog-answer", Input).value
            set_limit(self._workspace, self._record, self._limit.name, value, by=self._person, reason=reason)
        except (SmitsError, OSError) as error:
            self._refuse(error)
            return
        self.finish(f"The limit '{field_label(self._limit.name)}' is {value:.12g} now.")

    def written(self) -> dict[str, FieldValue]:
        """The value and the reason."""
        return {name: self.query_one(f"#dialog-{name}", Input).value for name in ("value", "answer")}

    def opened(self) -> dict[str, FieldValue]:
        """The initial values, which are empty."""
        return {"value": "", "answer": ""}

    def fill(self, values: Mapping[str, FieldValue]) -> None:
        """Fill the fields."""
        for name, value in values.items():
            self.query_one(f"#dialog-{name}", Input).value = str(value)

    @work(thread=True, exclusive=True)
    def _try(self, value: float, state: State) -> None:
        try:
            result = try_limit(self._workspace, state, self._limit.name, value)
        except (SmitsError, OSError) as error:
            self.post_message(self.Refused(error))
            return
        self.post_message(self.Tried(value, difference_lines(result, rule_label)))

    @on(Tried)
    def _on_tried(self, event: Tried) -> None:
        self._tried = event.value
        shown = [text(f"With {event.value:.12g}, in the past:", "bold"), *map(text, event.shown)]
        self.query_one("#dialog-difference", Static).update(lines(*shown))

    @on(Refused)
    def _on_refused(self, event: Refused) -> None:
        self._trying = None
        self.query_one("#dialog-difference", Static).update("")
        self.query_one("#dialog-value", Input).focus()
        self._refuse(event.error)

    def _value(self) -> float:
        return typed_number(self.query_one("#dialog-value", Input).value, self._limit.unit)

    def _refuse(self, error: Exception | None) -> None:
        self.query_one(Foot).say(sentence(error) if error else "")
