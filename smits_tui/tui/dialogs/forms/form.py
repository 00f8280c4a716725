"""A form of fields that are checked while typing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar

from textual import on
from textual.actions import SkipAction
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Checkbox, Input, Label, Select, SelectionList

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.drafts import DraftFile, FieldValue
from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.dialogs.forms.fields import Field, as_opened, fill_widget, in_order, widget_of
from smits_tui.tui.dialogs.writing import WritingDialog
from smits_tui.tui.status_styles import frame_title, text
from smits_tui.tui.task_keys import refusal
from smits_tui.tui.widgets.button import Button


class Form(WritingDialog[str | None]):
    """A form of fields; returns a sentence that reports what was done, or None."""

    AUTO_FOCUS = ""
    """Textual would scroll to the first field only, hiding its label in a small terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "write", "Write", priority=True),
        Binding("enter", "next_figure", show=False, priority=True),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        take: Callable[[Mapping[str, FieldValue]], str],
        check: Callable[[Mapping[str, FieldValue]], object] | None = None,
        draft: DraftFile | None = None,
        begins_in: str = "",
    ) -> None:
        """Create the form.

        Args:
            title: shown in its border.
            fields: in order.
            take: receives the values by name and reports what was done; the sentence of a SmitsError is
                shown.
            check: checks the values while typing; the sentence of a SmitsError is shown.
            draft: the file for unsaved text.
            begins_in: the field in which typing begins, where figures are typed one after the other: enter
                goes on to the next field then, and writes from the last one. Empty: the first field, and
                enter writes.
        """
        super().__init__(None, draft)
        self._title, self._fields, self._take, self._check = title, fields, take, check
        self._begins_in = begins_in
        self._refused: dict[str, FieldValue] | None = None
        """The refused values: their refusal is shown until something else is typed."""

    def compose(self) -> ComposeResult:
        """The fields, the error and the buttons."""
        with Vertical(id="dialog", classes="-form") as dialog:
            dialog.border_title = frame_title(self._title)
            with VerticalScroll(id="form-fields", classes="dialog-body", can_focus=False):
                for field in self._fields:
                    if field.kind != "flag":
                        yield Label(text(field.label))
                    yield widget_of(field)
            yield Foot(
                Button("Write (ctrl+s)", variant="primary", id="dialog-do"),
                Button("Cancel", id="dialog-cancel"),
            )

    def on_mount(self) -> None:
        """Focus the first field and scroll to the very top."""
        begin = self._begins_in or self._fields[0].name
        self.query_one(f"#field-{begin}").focus(scroll_visible=False)

    def written(self) -> dict[str, FieldValue]:
        """The values of the fields."""
        return {field.name: self._value(field) for field in self._fields}

    def opened(self) -> dict[str, FieldValue]:
        """The values when the form was opened."""
        return {field.name: as_opened(field) for field in self._fields}

    def fill(self, values: Mapping[str, FieldValue]) -> None:
        """Fill the fields; values that a field no longer offers are left out."""
        for field in self._fields:
            if field.name in values:
                fill_widget(self.query_one(f"#field-{field.name}"), field, values[field.name])

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    @on(SelectionList.SelectedChanged)
    def _on_change(self) -> None:
        """Show at once why the values would be refused."""
        values = self.written()
        if self._check is None or values == self._refused:
            return
        try:
            self._check(values)
        except SmitsError as error:
            self.query_one(Foot).say(error, "$text-warning")
        else:
            self.query_one(Foot).say("")

    def action_next_figure(self) -> None:
        """Go on to the next of several figures.

        Before the next key is read: a message of the field would come after what is typed ahead, which would
        then stand in one field.
        """
        last = self._fields[-1].name
        field = self.focused
        if not self._begins_in or not isinstance(field, Input) or field.id == f"field-{last}":
            raise SkipAction
        self.focus_next()

    @on(Input.Submitted)
    @on(Button.Pressed, "#dialog-do")
    def action_write(self) -> None:
        """Submit the values."""
        values = self.written()
        try:
            report = self._take(values)
        except (SmitsError, OSError) as error:
            self._refused = values
            self.query_one(Foot).say(refusal(error))
            return
        self.finish(report)

    def _value(self, field: Field) -> FieldValue:
        widget = self.query_one(f"#field-{field.name}")
        if isinstance(widget, Checkbox):
            return widget.value
        if isinstance(widget, SelectionList):
            return in_order(field, [str(option) for option in widget.selected])
        if isinstance(widget, Select):
            return "" if widget.value is Select.NULL else str(widget.value)
        return widget.value.strip() if isinstance(widget, Input) else ""
