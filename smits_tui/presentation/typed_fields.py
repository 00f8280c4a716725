"""The typed fields of records and facts: each text becomes the value that its field holds."""

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
"""Fields of facts that hold a period in its short form."""
_OWN_UNIT = frozenset({"target", "baseline"})
"""Fields of a measure in the unit that the measure itself names."""


@dataclass(frozen=True, slots=True)
class TypingContext:
    """What typed texts are read against."""

    today: dt.date
    currency: str = ""
    """ISO 4217 code that amounts of the organisation are in; empty: smits.toml does not say."""


def base_type(field: FieldInfo) -> Any:
    """The type that a field holds where it holds something: `float` for `float | None`."""
    hint = field.annotation
    if typing.get_origin(hint) in (tuple, typing.Literal):
        return typing.get_origin(hint)
    inner = [part for part in typing.get_args(hint) if part is not type(None)]
    return inner[0] if inner else hint


def shown_value(value: object) -> str:
    """A value as it is typed: what `typed_*` reads back as the same; lists are parted by semicolons."""
    if value is None:
        return ""
    if isinstance(value, list | tuple):
        return "; ".join(map(shown_value, value))
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return spelled_number(typing.cast("float", value)) if is_number else str(value)


def record_values(
    model: type[RecordData], texts: Mapping[str, object], context: TypingContext
) -> dict[str, object]:
    """Read the typed fields of a record.

    Args:
        model: the kind of record.
        texts: field -> what was typed; a value that is no text stays as it is.
        context: the day and the currency.

    Returns:
        Field -> value; for an empty text what the field is by itself.

    Raises:
        TypedTextRefused: a text does not fit its field; the message begins with what the field is for.
    """
    fields = fields_of_kind(model)
    unit = str(texts.get("unit", "")).strip()
    return {
        name: _record_value(fields[name], text, context, unit if name in _OWN_UNIT else "")
        for name, text in texts.items()
    }


def check_record_text(model: type[RecordData], text: str) -> None:
    """Refuse an assumption whose number would be watched as another one than people read.

    Raises:
        TypedTextRefused: the number can be read in two ways, or in a way that rules don't.
    """
    written = figure_text(text) if model is AssumptionSet else None
    claim = claim_of(text) if written else None
    if written is None or claim is None:
        return
    number = typed_number(written)
    if number * figure_scale(text) != getattr(claim, "number", number):
        raise TypedTextRefused(f"'{shortened(written)}' would be misread; write {spelled_number(number)}.")


def fact_values(kind: type[Fact], texts: Mapping[str, str], context: TypingContext) -> dict[str, object]:
    """Read the typed fields of a fact.

    Args:
        kind: the fact's type.
        texts: field -> what was typed; lists are parted by semicolons, unknown fields stay as they are.
        context: the day and the currency.

    Returns:
        Field -> value; an amount with its currency sets the fact's own `currency` too, where it has one.

    Raises:
        TypedTextRefused: a text does not fit its field; the message begins with the field's name.
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
    """Read an amount in the organisation's currency.

    Raises:
        TypedTextRefused: it is no amount, or in another currency.
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
