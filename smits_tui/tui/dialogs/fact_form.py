"""The form that corrects a fact of an input, or adds one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from smits_rules.vocabulary import RECORDED, fact_from
from smits_tui.actions.concurrent_change import ChangedMeanwhile
from smits_tui.actions.drafts import DraftFile, FieldValue
from smits_tui.actions.inputs.corrections import OWN_FIELDS, correct
from smits_tui.ledger.record import Record
from smits_tui.presentation.field_labels import described_label
from smits_tui.presentation.typed_fields import TypingContext, fact_values, shown_value
from smits_tui.tui.dialogs.forms.fields import Field
from smits_tui.tui.dialogs.forms.form import Form


def fact_form(
    record: Record,
    identifier: str,
    person: str,
    fact: str,
    recorded: dict[str, Any] | None,
    context: TypingContext,
    draft: DraftFile | None = None,
) -> Form:
    """Create the form that corrects a fact of an input, or adds one.

    Args:
        record: in which it is recorded.
        identifier: of the input.
        person: who corrects the fact.
        fact: its type.
        recorded: the fact as it was read; None adds one.
        context: the date and currency used to parse typed text.
        draft: the file for unsaved text.
    """
    kind = RECORDED[fact]
    before = {
        name: shown_value((recorded or {}).get(name)) for name in kind.model_fields if name not in OWN_FIELDS
    }
    fields = [
        Field(
            name,
            described_label(name, kind.model_fields[name].description or ""),
            before[name],
        )
        for name in before
    ]
    fields.append(Field("reason", "Why is it wrong?" if recorded else "Where is it stated, or who says so?"))

    seen = recorded

    def take(values: Mapping[str, FieldValue]) -> str:
        nonlocal seen
        typed = {name: str(values[name]) for name in before}
        changed = {name: value for name, value in typed.items() if value != before[name]}
        try:
            correct(
                record,
                identifier,
                by=person,
                reason=str(values["reason"]),
                action="change" if recorded else "add",
                fact=fact,
                subject=fact_from(recorded).case_subject if recorded else "",
                values=fact_values(kind, changed, context),
                opened=seen,
            )
        except ChangedMeanwhile:
            seen = None  # reported; saving again overwrites it
            raise
        return f"{identifier}: the {fact} is {'corrected' if recorded else 'added'}."

    return Form(
        f"Correct {fact} of {identifier}" if recorded else f"Add {fact} to {identifier}",
        fields,
        take,
        draft=draft,
    )
