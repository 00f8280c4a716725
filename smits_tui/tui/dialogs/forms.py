"""Forms: fields that are checked while typing, and a text of several lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import (
    Checkbox,
    Input,
    Label,
    Select,
    SelectionList,
    Static,
    TextArea,
)
from textual.widgets.selection_list import Selection

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.concurrent_change import ChangedMeanwhile, difference_between, text_fingerprint
from smits_tui.actions.drafts import DraftFile, FieldValue
from smits_tui.tui.details.deliverable import difference_detail
from smits_tui.tui.dialogs.chooser import Option_
from smits_tui.tui.dialogs.foot import Foot
from smits_tui.tui.dialogs.writing import WritingDialog
from smits_tui.tui.status_styles import frame_title, lines, text
from smits_tui.tui.task_keys import refusal
from smits_tui.tui.widgets.button import Button
from smits_tui.tui.widgets.checks import TickBox, TickList
from smits_tui.tui.widgets.citing_area import CitingArea

"""The value of a field: a text or choice, yes or no, or several of a list."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: str
    label: str
    value: FieldValue = ""
    kind: Literal["text", "choice", "flag", "several"] = "text"
    options: Sequence[Option_] = ()
    """For a choice or a list; for a text field, suggestions while typing."""


class Form(WritingDialog[str | None]):
    """A form of fields; returns a sentence that reports what was done, or None."""

    AUTO_FOCUS = ""
    """Textual would scroll to the first field only, hiding its label in a small terminal."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "write", "Write", priority=True),
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
                    yield _widget(field)
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
        return {field.name: _as_opened(field) for field in self._fields}

    def fill(self, values: Mapping[str, FieldValue]) -> None:
        """Fill the fields; values that a field no longer offers are left out."""
        for field in self._fields:
            if field.name in values:
                _fill(self.query_one(f"#field-{field.name}"), field, values[field.name])

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

    @on(Input.Submitted)
    def _on_line(self, event: Input.Submitted) -> None:
        """Write, or go on to the next of several figures."""
        last = self._fields[-1].name
        if self._begins_in and event.input.id != f"field-{last}":
            self.focus_next()
        else:
            self.action_write()

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
            return _in_order(field, [str(option) for option in widget.selected])
        if isinstance(widget, Select):
            return "" if widget.value is Select.NULL else str(widget.value)
        return widget.value.strip() if isinstance(widget, Input) else ""


class TextForm(WritingDialog[bool]):
    """A text of several lines; closes once it is accepted."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "write", "Write", priority=True),
    ]

    def __init__(
        self,
        title: str,
        purpose: str,
        before: str,
        take: Callable[[str, str], None],
        cited: Sequence[Option_] = (),
        draft: DraftFile | None = None,
    ) -> None:
        """Create the form.

        Args:
            title: shown in its border.
            purpose: a description of the text to write.
            before: the current text.
            take: receives the text and the fingerprint of the recorded text that the person has seen; the
                sentence of a SmitsError is shown.
            cited: id and label of the inputs that can be cited.
            draft: the file for unsaved text.
        """
        super().__init__(False, draft)
        self.fingerprint = text_fingerprint(before)
        self._title, self._purpose, self._before, self._take = title, purpose, before, take
        self._cited = cited
        self._beside = _citations(cited, None)

    def compose(self) -> ComposeResult:
        """The purpose, the text with the help beside it, the error and the buttons."""
        with Vertical(id="dialog", classes="-large") as dialog:
            dialog.border_title = frame_title(self._title)
            yield Static(text(self._purpose), id="dialog-about")
            with Horizontal(id="form-parts"):
                yield CitingArea(self._before, self._cited)
                with VerticalScroll(id="form-beside", classes="" if self._beside else "-empty"):
                    yield Static(lines(self._beside), id="form-beside-text")
            yield Foot(
                Button("Write (ctrl+s)", variant="primary", id="dialog-do"),
                Button("Cancel", id="dialog-cancel"),
            )

    def written(self) -> dict[str, FieldValue]:
        """The text."""
        return {"text": self.query_one(TextArea).text}

    def opened(self) -> dict[str, FieldValue]:
        """The text as it was recorded."""
        return {"text": self._before}

    def fill(self, values: Mapping[str, FieldValue]) -> None:
        """Show another text."""
        self.query_one(TextArea).load_text(str(values.get("text", self._before)))

    @on(Button.Pressed, "#dialog-do")
    def action_write(self) -> None:
        """Submit the text; a concurrent change is shown beside it first."""
        try:
            self._take(self.query_one(TextArea).text, self.fingerprint)
        except (SmitsError, OSError) as error:
            self.query_one(Foot).say(refusal(error))
            if isinstance(error, ChangedMeanwhile):
                self._show_theirs(error)
            return
        self.finish(True)

    @on(CitingArea.Offered)
    def _on_offered(self, event: CitingArea.Offered) -> None:
        """Narrow the list beside the text to what matches; the text of somebody else stays."""
        if not self.query_one("#dialog").has_class("-compare"):
            citations = _citations(event.options if event.typed is not None else self._cited, event.typed)
            self.query_one("#form-beside-text", Static).update(lines(citations))

    def _show_theirs(self, error: ChangedMeanwhile) -> None:
        """Show a concurrent change; the person has now seen it, so that saving again overwrites it."""
        diff = difference_between(self._before, error.theirs)
        shown = difference_detail(f"Changed by {error.by or 'somebody'}", diff)
        whole = lines(text("As it is now", "bold"), Content(""), text(error.theirs))
        self.query_one("#form-beside-text", Static).update(lines(shown, Content(""), whole))
        self.query_one("#dialog").add_class("-compare")
        self.query_one("#form-beside").remove_class("-empty")
        self._before, self.fingerprint = error.theirs, error.fingerprint
        self.keep_draft()


def _citations(cited: Sequence[Option_], typed: str | None) -> str:
    """What can be cited; while a citation is typed, which one tab puts in."""
    if not cited:
        return "" if typed is None else "No input matches."
    listed = [f"[{name}] {shown.partition(' ')[2]}" for name, shown in cited]
    head = "What can be cited; [ completes:" if typed is None else f"tab puts [{cited[0][0]}] in:"
    return "\n".join([head, "", *listed])


def _as_opened(field: Field) -> FieldValue:
    """The initial value of a field, in the form in which it is read back."""
    if field.kind == "flag":
        return bool(field.value)
    if field.kind == "several":
        return _in_order(field, field.value if isinstance(field.value, tuple) else ())
    if field.kind == "choice":
        return str(field.value) if field.value in [value for value, _ in field.options] else ""
    return str(field.value).strip()


def _in_order(field: Field, chosen: Sequence[str]) -> tuple[str, ...]:
    """The chosen options in the list's order, so that the order of choosing does not matter."""
    return tuple(value for value, _ in field.options if value in chosen)


def _fill(widget: Widget, field: Field, value: FieldValue) -> None:
    if isinstance(widget, Checkbox):
        widget.value = bool(value)
    elif isinstance(widget, SelectionList) and isinstance(value, tuple):
        widget.deselect_all()
        for option in _in_order(field, value):
            widget.select(option)
    elif isinstance(widget, Select):
        if value in [option for option, _ in field.options]:
            widget.value = value
    elif isinstance(widget, Input):
        widget.value = str(value)


def _widget(field: Field) -> Input | Select[str] | Checkbox | SelectionList[str]:
    identifier = f"field-{field.name}"
    if field.kind == "flag":
        return TickBox(text(field.label), bool(field.value), id=identifier)
    if field.kind == "several":
        chosen = field.value if isinstance(field.value, tuple) else ()
        return TickList(
            *(Selection(text(shown), value, value in chosen) for value, shown in field.options), id=identifier
        )
    if field.kind == "choice":
        options = [(text(shown), value) for value, shown in field.options]
        if field.value in [value for value, _ in field.options]:
            return Select(options, value=str(field.value), allow_blank=False, id=identifier)
        return Select(options, prompt="choose", id=identifier)
    proposed = [value for value, _ in field.options]
    suggester = SuggestFromList(proposed, case_sensitive=False) if proposed else None
    return Input(str(field.value), suggester=suggester, id=identifier)
