"""Forms: fields that are checked while one types, a text of several lines, and choosing one of several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import SuggestFromList
from textual.widgets import (
    Button,
    Checkbox,
    Input,
    Label,
    OptionList,
    Select,
    SelectionList,
    Static,
    TextArea,
)
from textual.widgets.option_list import Option
from textual.widgets.selection_list import Selection

from smits_rules.vocabulary import SmitsError
from smits_tui.tui.status_styles import text

Value = str | bool | tuple[str, ...]
"""What a field says: a text or a choice, yes or no, several of a list."""
Option_ = tuple[str, str]
"""Value and what is shown of it."""


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: str
    label: str
    value: Value = ""
    kind: Literal["text", "choice", "flag", "several"] = "text"
    options: Sequence[Option_] = ()
    """Of a choice or a list; for a text, what is proposed while one types."""


class Form(ModalScreen[str | None]):
    """Fields below each other; closes with a sentence about what was done, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("ctrl+s", "write", "Write", priority=True),
    ]

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        take: Callable[[Mapping[str, Value]], str],
        check: Callable[[Mapping[str, Value]], object] | None = None,
    ) -> None:
        """Make the form.

        Args:
            title: stands in its border.
            fields: in their order.
            take: takes the values by name and says what was done; raises a SmitsError that is shown.
            check: looks at the values while somebody types; raises a SmitsError that is shown.
        """
        super().__init__()
        self._title, self._fields, self._take, self._check = title, fields, take, check

    def compose(self) -> ComposeResult:
        """The fields, what is wrong, the buttons."""
        with Vertical(id="dialog", classes="-form") as dialog:
            dialog.border_title = Content(self._title).markup
            with VerticalScroll(id="form-fields", can_focus=False):
                for field in self._fields:
                    if field.kind != "flag":
                        yield Label(text(field.label))
                    yield _widget(field)
            yield Static(id="dialog-refusal")
            with Horizontal(id="dialog-buttons"):
                yield Button("Write (ctrl+s)", variant="primary", id="dialog-do")
                yield Button("Cancel", id="dialog-cancel")

    def values(self) -> dict[str, Value]:
        """What the fields say."""
        return {field.name: self._value(field) for field in self._fields}

    @on(Input.Changed)
    @on(Select.Changed)
    @on(Checkbox.Changed)
    @on(SelectionList.SelectedChanged)
    def _on_change(self) -> None:
        """Say at once what could not be written like this."""
        if self._check is None:
            return
        try:
            self._check(self.values())
        except SmitsError as error:
            self._say(str(error), "$text-warning")
        else:
            self._say("", "")

    @on(Input.Submitted)
    @on(Button.Pressed, "#dialog-do")
    def action_write(self) -> None:
        """Hand the values over."""
        try:
            told = self._take(self.values())
        except SmitsError as error:
            self._say(str(error), "$text-error")
            return
        self.dismiss(told)

    @on(Button.Pressed, "#dialog-cancel")
    def action_cancel(self) -> None:
        """Close without writing."""
        self.dismiss(None)

    def _say(self, words: str, style: str) -> None:
        self.query_one("#dialog-refusal", Static).update(text(words, style))

    def _value(self, field: Field) -> Value:
        widget = self.query_one(f"#field-{field.name}")
        if isinstance(widget, Checkbox):
            return widget.value
        if isinstance(widget, SelectionList):
            return tuple(str(one) for one in widget.selected)
        if isinstance(widget, Select):
            return "" if widget.value is Select.NULL else str(widget.value)
        return widget.value.strip() if isinstance(widget, Input) else ""


class TextForm(ModalScreen[bool]):
    """A text of several lines; closes when it was taken."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("ctrl+s", "write", "Write", priority=True),
    ]

    def __init__(
        self, title: str, purpose: str, before: str, take: Callable[[str], None], beside: str = ""
    ) -> None:
        """Make the form.

        Args:
            title: stands in its border.
            purpose: what is to be written.
            before: the text as it is.
            take: takes the text; raises a SmitsError whose sentence is shown.
            beside: what helps with writing, e.g. the inputs that can be cited.
        """
        super().__init__()
        self._title, self._purpose, self._before, self._take = title, purpose, before, take
        self._beside = beside

    def compose(self) -> ComposeResult:
        """The purpose, the text with what helps beside it, what is wrong, the buttons."""
        with Vertical(id="dialog", classes="-large") as dialog:
            dialog.border_title = Content(self._title).markup
            yield Static(text(self._purpose), id="dialog-about")
            with Horizontal(id="form-parts"):
                yield TextArea(self._before, language="markdown", soft_wrap=True, id="form-text")
                if self._beside:
                    with VerticalScroll(id="form-beside"):
                        yield Static(Content(self._beside))
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


class Chooser(ModalScreen[str | None]):
    """Asks for one of several; gives its key, or None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Cancel"),
        Binding("j", "app.simulate_key('down')", show=False),
        Binding("k", "app.simulate_key('up')", show=False),
    ]

    def __init__(self, title: str, options: Sequence[Option_]) -> None:
        """Make it.

        Args:
            title: stands in its border.
            options: key and what is shown of it.
        """
        super().__init__()
        self._title, self._options = title, options

    def compose(self) -> ComposeResult:
        """All of them, and a button to leave."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(self._title).markup
            yield OptionList(*(Option(text(shown)) for _, shown in self._options))
            with Horizontal(id="dialog-buttons"):
                yield Button("Cancel", id="dialog-cancel")

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._options[event.option_index][0])

    @on(Button.Pressed, "#dialog-cancel")
    def action_cancel(self) -> None:
        """Close without choosing."""
        self.dismiss(None)


def _widget(field: Field) -> Input | Select[str] | Checkbox | SelectionList[str]:
    identifier = f"field-{field.name}"
    if field.kind == "flag":
        return Checkbox(text(field.label), bool(field.value), id=identifier)
    if field.kind == "several":
        chosen = field.value if isinstance(field.value, tuple) else ()
        return SelectionList(
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
