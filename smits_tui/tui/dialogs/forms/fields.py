"""The fields of a form, and the widgets in which they are typed or chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Checkbox, Input, Select, SelectionList
from textual.widgets.selection_list import Selection

from smits_tui.actions.drafts import FieldValue
from smits_tui.tui.dialogs.chooser import Option_
from smits_tui.tui.status_styles import text
from smits_tui.tui.widgets.checks import TickBox, TickList


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form."""

    name: str
    label: str
    value: FieldValue = ""
    kind: Literal["text", "choice", "flag", "several"] = "text"
    options: Sequence[Option_] = ()
    """For a choice or a list; for a text field, suggestions while typing."""


def as_opened(field: Field) -> FieldValue:
    """The initial value of a field, in the form in which it is read back."""
    if field.kind == "flag":
        return bool(field.value)
    if field.kind == "several":
        return in_order(field, field.value if isinstance(field.value, tuple) else ())
    if field.kind == "choice":
        return str(field.value) if field.value in [value for value, _ in field.options] else ""
    return str(field.value).strip()


def in_order(field: Field, chosen: Sequence[str]) -> tuple[str, ...]:
    """The chosen options in the list's order, so that the order of choosing does not matter."""
    return tuple(value for value, _ in field.options if value in chosen)


def fill_widget(widget: Widget, field: Field, value: FieldValue) -> None:
    """Put a value into the widget of a field; one that the field no longer offers is left out."""
    if isinstance(widget, Checkbox):
        widget.value = bool(value)
    elif isinstance(widget, SelectionList) and isinstance(value, tuple):
        widget.deselect_all()
        for option in in_order(field, value):
            widget.select(option)
    elif isinstance(widget, Select):
        if value in [option for option, _ in field.options]:
            widget.value = value
    elif isinstance(widget, Input):
        widget.value = str(value)


def widget_of(field: Field) -> Input | Select[str] | Checkbox | SelectionList[str]:
    """The widget in which a field is typed or chosen; its id is `field-NAME`."""
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
