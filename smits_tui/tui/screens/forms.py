"""Forms: writing a record down, and writing a text of several lines."""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Callable
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, Input, Label, OptionList, Select, Static, TextArea

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.opening import ActionRefused
from smits_tui.actions.recording import fields_of_kind, set_record
from smits_tui.ledger.record import Record
from smits_tui.process.records import RECORD_KINDS, RecordData
from smits_tui.process.state import Recorded
from smits_tui.tui.looks import text


class RecordForm(ModalScreen[str | None]):
    """One line or choice for each field of a record; closes with a sentence when it was written."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("ctrl+s", "write", "Write", priority=True),
    ]

    def __init__(
        self, model: type[RecordData], record: Record, person: str, known: Recorded[Any] | None = None
    ) -> None:
        """Make the form.

        Args:
            model: the kind of record.
            record: where it is written.
            person: who writes.
            known: the record that is changed; None writes a new one.
        """
        super().__init__()
        self._model, self._record, self._person, self._known = model, record, person, known

    def compose(self) -> ComposeResult:
        """The fields, what is wrong, the buttons."""
        known = self._known.data if self._known else None
        with Vertical(id="dialog") as dialog:
            doing = f"Change {known.id}" if known else f"New: {self._model.kind}"
            dialog.border_title = Content(doing).markup
            with VerticalScroll(id="form-fields"):
                yield Label(self._model.text_hint.capitalize())
                yield Input(known.text if known else "", id="field-text")
                for name, field in fields_of_kind(self._model).items():
                    yield Label(Content(f"{name.capitalize()}: {field.description}"))
                    yield _widget(name, field, getattr(known, name) if known else field.get_default())
            yield Static(id="dialog-refusal")
            with Horizontal(id="dialog-buttons"):
                yield Button("Write", variant="primary", id="dialog-do")
                yield Button("Cancel", id="dialog-cancel")

    @on(Input.Submitted)
    @on(Button.Pressed, "#dialog-do")
    def action_write(self) -> None:
        """Write the record with the fields as they stand."""
        try:
            values = {name: self._value(name, field) for name, field in fields_of_kind(self._model).items()}
            new = set_record(
                self._record,
                self._model,
                by=self._person,
                text=self.query_one("#field-text", Input).value,
                identifier=self._known.id if self._known else None,
                values=values,
            )
        except SmitsError as error:
            self.query_one("#dialog-refusal", Static).update(text(error, "$text-error"))
            return
        self.dismiss(f"{new.id}: {new.text}")

    @on(Button.Pressed, "#dialog-cancel")
    def action_cancel(self) -> None:
        """Close without writing."""
        self.dismiss(None)

    def _value(self, name: str, field: Any) -> object:
        """What a field says, typed; nothing where it is left empty."""
        widget = self.query_one(f"#field-{name}")
        if isinstance(widget, Select):
            chosen = widget.value
            return None if chosen is Select.NULL else chosen
        written = widget.value.strip() if isinstance(widget, Input) else ""
        kind = _kind(field)
        if kind == "list":
            return tuple(part.upper() for part in written.replace(",", " ").split())
        if kind == "flag":
            return written.casefold() in ("yes", "y", "true", "x")
        if not written:
            return "" if kind == "text" else None
        try:
            if kind == "date":
                return dt.date.fromisoformat(written)
            return float(written.replace(",", "")) if kind == "number" else written
        except ValueError as error:
            wanted = "a day such as 2027-06-30" if kind == "date" else "a number"
            raise ActionRefused(f"{field.description}: '{written}' is not {wanted}.") from error


class TextForm(ModalScreen[bool]):
    """A text of several lines; closes when it was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("ctrl+s", "write", "Write", priority=True),
    ]

    def __init__(self, title: str, purpose: str, before: str, take: Callable[[str], None]) -> None:
        """Make the form.

        Args:
            title: stands in its border.
            purpose: what is to be written.
            before: the text as it is.
            take: takes the text; raises a SmitsError whose sentence is shown.
        """
        super().__init__()
        self._title, self._purpose, self._before, self._take = title, purpose, before, take

    def compose(self) -> ComposeResult:
        """The purpose, the text, what is wrong, the buttons."""
        with Vertical(id="dialog", classes="-large") as dialog:
            dialog.border_title = Content(self._title).markup
            yield Static(text(self._purpose), id="dialog-about")
            yield TextArea(self._before, language="markdown", soft_wrap=True, id="form-text")
            yield Static(id="dialog-refusal")
            with Horizontal(id="dialog-buttons"):
                yield Button("Write (ctrl+s)", variant="primary", id="dialog-do")
                yield Button("Cancel", id="dialog-cancel")

    @on(Button.Pressed, "#dialog-do")
    def action_write(self) -> None:
        """Hand the text over."""
        try:
            self._take(self.query_one(TextArea).text)
        except SmitsError as error:
            self.query_one("#dialog-refusal", Static).update(text(error, "$text-error"))
            return
        self.dismiss(True)

    @on(Button.Pressed, "#dialog-cancel")
    def action_cancel(self) -> None:
        """Close without writing."""
        self.dismiss(False)


class KindChooser(ModalScreen[str | None]):
    """Asks which kind of record is to be written down."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Cancel")]

    def compose(self) -> ComposeResult:
        """All kinds."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = "Write down"
            yield OptionList(*(model.title.capitalize() for model in RECORD_KINDS.values()))

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(list(RECORD_KINDS)[event.option_index])

    def action_cancel(self) -> None:
        """Close without choosing."""
        self.dismiss(None)


def _widget(name: str, field: Any, value: Any) -> Input | Select[str]:
    choices = _choices(field)
    if choices:
        options = [(choice or "none", choice) for choice in choices]
        if value in choices:
            return Select(options, value=str(value), allow_blank=False, id=f"field-{name}")
        return Select(options, prompt="choose", id=f"field-{name}")
    if isinstance(value, bool):
        shown = "yes" if value else "no"
    elif isinstance(value, tuple):
        shown = ", ".join(value)
    else:
        shown = "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
    return Input(shown, id=f"field-{name}")


def _choices(field: Any) -> tuple[str, ...]:
    hint = field.annotation
    return typing.get_args(hint) if typing.get_origin(hint) is typing.Literal else ()


def _kind(field: Any) -> str:
    hint = field.annotation
    inner = [part for part in typing.get_args(hint) if part is not type(None)]
    if typing.get_origin(hint) is tuple:
        return "list"
    base = inner[0] if inner else hint
    return {dt.date: "date", float: "number", bool: "flag"}.get(base, "text")
