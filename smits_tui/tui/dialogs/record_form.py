"""The form of a record: its fields, with choices and evidence to pick from."""

from __future__ import annotations

import typing
from collections.abc import Mapping
from typing import Any

from smits_tui.actions.concurrent_change import ChangedMeanwhile
from smits_tui.actions.drafts import DraftFile, FieldValue
from smits_tui.actions.strategy.records import check_record, feeds_offered, set_record
from smits_tui.ledger.record import Record
from smits_tui.presentation.field_labels import capitalised, described_label
from smits_tui.presentation.typed_fields import base_type, check_record_text, record_values, shown_value
from smits_tui.process.entries.records import Objective, RecordData, fields_of_kind
from smits_tui.process.state import Recorded
from smits_tui.tui.dialogs.chooser import Option_
from smits_tui.tui.dialogs.forms.fields import Field
from smits_tui.tui.dialogs.forms.form import Form
from smits_tui.tui.live_view import View

MOST_INPUTS = 100
"""The number of newest inputs that are offered as evidence."""


def record_form(
    model: type[RecordData],
    record: Record,
    view: View,
    person: str,
    current: Recorded[Any] | None = None,
    preset: Mapping[str, str] | None = None,
    draft: DraftFile | None = None,
) -> Form:
    """Create the form that adds or changes a record.

    Args:
        model: the kind of record.
        record: in which it is recorded.
        view: whose objectives and inputs can be referenced.
        person: who writes it.
        current: the record to change; None adds one.
        preset: initial values of a new record.
        draft: the file for unsaved text.
    """
    fields = fields_of_kind(model)
    data = current.data if current else None
    shown = [Field("text", capitalised(model.text_hint), data.text if data else "")]
    for name, field in fields.items():
        default = (preset or {}).get(name, field.get_default())
        shown.append(_field(name, field, getattr(data, name) if data else default, view))
    identifier = current.id if current else None
    seen = data
    """The record as the person has seen it; saving again after a refusal writes over what was told then."""

    def typed(values: Mapping[str, FieldValue]) -> tuple[str, dict[str, object]]:
        words = str(values["text"])
        check_record_text(model, words)
        return words, record_values(model, {name: values[name] for name in fields}, view.typing)

    def take(values: Mapping[str, FieldValue]) -> str:
        words, others = typed(values)
        nonlocal seen
        try:
            new = set_record(
                record, model, by=person, text=words, identifier=identifier, values=others, opened=seen
            )
        except ChangedMeanwhile as error:
            seen = seen.model_copy(update=error.fields) if seen else None
            raise
        return f"{new.id}: {new.text}"

    def check(values: Mapping[str, FieldValue]) -> None:
        words, others = typed(values)
        check_record(view.state, model, text=words, identifier=identifier, values=others)

    title = f"Change {identifier}" if identifier else f"New {model.kind.replace('-', ' ')}"
    return Form(title, shown, take, check, draft)


def cited_inputs(view: View) -> list[Option_]:
    """The newest inputs that were read, in the form in which they are cited."""
    readable = [item for item in view.state.inputs() if item.status == "read"][-MOST_INPUTS:]
    return [(item.id, f"{item.id} {item.path}") for item in reversed(readable)]


def _field(name: str, field: Any, value: Any, view: View) -> Field:
    label = described_label(name, field.description or "")
    choices = _choices(field)
    if choices:
        return Field(
            name, label, str(value or ""), "choice", [(option, option or "none") for option in choices]
        )
    if name == "objective":
        objectives = [
            ("", "none"),
            *((option.id, f"{option.id} {option.text}") for option in view.state.records(Objective)),
        ]
        return Field(name, label, value, "choice", objectives)
    if base_type(field) is bool:
        return Field(name, label, bool(value), "flag")
    if base_type(field) is tuple:
        offered = cited_inputs(view)
        others = [option for option in value if option not in dict(offered)]
        return Field(
            name, label, tuple(value), "several", [*((option, option) for option in others), *offered]
        )
    return Field(name, label, shown_value(value), "text", _proposed(name, view))


def _proposed(name: str, view: View) -> list[Option_]:
    """Suggestions for a text field."""
    if name == "owner":
        return [(stakeholder.name, stakeholder.name) for stakeholder in view.settings.stakeholders]
    if name == "feed":
        return [(feed, f"{feed}: {latest}") for feed, latest in feeds_offered(view.state).items()]
    return []


def _choices(field: Any) -> tuple[str, ...]:
    hint = field.annotation
    return typing.get_args(hint) if typing.get_origin(hint) is typing.Literal else ()
