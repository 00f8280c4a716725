"""Parses the typed fields of records and facts into the values of the fields."""

from __future__ import annotations

import datetime as dt
import typing
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic.fields import FieldInfo

from smits_rules.derivation.assumption_text import claim_of, figure_scale, figure_text
from smits_rules.vocabulary import Fact, fields_of
from smits_tui.presentation.typed_dates import typed_date
from smits_tui.presentation.typed_money import typed_money
from smits_tui.presentation.typed_numbers import spelled_number, typed_number
from smits_tui.presentation.typed_periods import typed_period
from smits_tui.presentation.typed_text import TypedTextRefused, shortened
from smits_tui.process.entries.records import AssumptionSet, RecordData, fields_of_kind

PERIOD_FIELDS = frozenset({"period", "previous_period", "quarter"})
"""Fields of facts that contain a period in short form."""
_OWN_UNIT = frozenset({"target", "baseline"})
"""Fields of a measure in the measure's own unit."""


@dataclass(frozen=True, slots=True)
class TypingContext:
    """The context for parsing typed texts."""

    today: dt.date
    currency: str = ""
    """ISO 4217 code of the organisation's amounts; blank if smits.toml does not state it."""


def base_type(field: FieldInfo) -> Any:
    """The type of a field's value: `float` for `float | None`."""
    hint = field.annotation
    if typing.get_origin(hint) in (tuple, typing.Literal):
        return typing.get_origin(hint)
    inner = [part for part in typing.get_args(hint) if part is not type(None)]
    return inner[0] if inner else hint


def shown_value(value: object) -> str:
    """A value as text that `typed_*` parses to the same value; lists are separated by semicolons."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(shown_value, value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return spelled_number(typing.cast("float", value)) if is_number else str(value)


def record_values(
    model: type[RecordData], texts: Mapping[str, object], context: TypingContext
) -> dict[str, object]:
    """Parse the typed fields of a record.

    Args:
        model: the kind of record.
        texts: field -> typed text; a value that is not a text is kept.
        context: the date and the currency.

    Returns:
        Field -> value; the field's default for an empty text.

    Raises:
        TypedTextRefused: a text is invalid for its field; the message begins with the field's purpose.
    """
    fields = fields_of_kind(model)
    unit = str(texts.get("unit", "")).strip()
    return {
        name: _record_value(fields[name], text, context, unit if name in _OWN_UNIT else "")
        for name, text in texts.items()
    }


def check_record_text(model: type[RecordData], text: str) -> None:
    """Refuse an assumption whose number would be checked as another one than people read.

    Raises:
        TypedTextRefused: the number is ambiguous, or read differently by rules.
    """
    written = figure_text(text) if model is AssumptionSet else None
    claim = claim_of(text) if written else None
    if written is None or claim is None:
        return
    number = typed_number(written)
    if number * figure_scale(text) != getattr(claim, "number", number):
        raise TypedTextRefused(f"'{shortened(written)}' would be misread; write {spelled_number(number)}.")


def fact_values(kind: type[Fact], texts: Mapping[str, str], context: TypingContext) -> dict[str, object]:
    """Parse the typed fields of a fact.

    Args:
        kind: the fact's type.
        texts: field -> typed text; lists are separated by semicolons, unknown fields are kept.
        context: the date and the currency.

    Returns:
        Field -> value; an amount with its currency also sets the fact's own `currency`, if it has one.

    Raises:
        TypedTextRefused: a text is invalid for its field; the message begins with the field's name.
    """
    values: dict[str, object] = {}
    fields = fields_of(kind)
    expected = texts.get("currency", "").strip().upper() or None
    for name, text in texts.items():
        field, written = fields.get(name), text.strip()
        try:
            if field is None or not written:
                values[name] = [] if field and field.type in ("texts", "dates") else written
            elif field.unit == "currency" and "currency" in fields:
                values[name], named = typed_money(written, expected)
                values |= {"currency": named} if named else {}
            elif field.unit == "currency":
                values[name] = own_money(written, context)
            elif name in PERIOD_FIELDS:
                values[name] = typed_period(written)
            else:
                values[name] = _fact_value(field.type, field.unit, written, context)
        except TypedTextRefused as error:
            raise TypedTextRefused(f"{name}: {error}") from error
    return values


def own_money(text: str, context: TypingContext) -> float:
    """Parse an amount in the organisation's currency.

    Raises:
        TypedTextRefused: it is not an amount, or in another currency.
    """
    amount, named = typed_money(text, context.currency or None)
    if named and not context.currency:
        raise TypedTextRefused(
            f"'{shortened(text)}' names a currency, but smits.toml does not say which one amounts are in: "
            f'write {spelled_number(amount)}, or set currency = "{named}" there.'
        )
    return amount


def _record_value(field: FieldInfo, text: object, context: TypingContext, unit: str) -> object:
    if not isinstance(text, str):
        return text
    written, base = text.strip(), base_type(field)
    if not written:
        return None if field.is_required() else field.get_default()
    extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
    try:
        if base is dt.date:
            return typed_date(written, context.today)
        if base is not float:
            return text
        if extra.get("unit") == "currency":
            return own_money(written, context)
        return typed_number(written, unit or str(extra.get("unit", "")))
    except TypedTextRefused as error:
        raise TypedTextRefused(f"{(field.description or '').capitalize()}: {error}") from error


def _fact_value(kind: str, unit: str, text: str, context: TypingContext) -> object:
    parts = [part.strip() for part in text.split(";") if part.strip()]
    if kind == "dates":
        return [typed_date(part, context.today) for part in parts]
    if kind == "texts":
        return parts
    if kind == "number":
        return typed_number(text, unit)
    return typed_date(text, context.today) if kind == "date" else text
