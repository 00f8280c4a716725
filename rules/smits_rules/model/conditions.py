"""Checks conditions as written in a pack: known fields and operators, values of the right type."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from smits_rules.model.field_values import UnfitValue, folded, number
from smits_rules.model.operators import OPERATORS, operators_for
from smits_rules.model.operators.operator import Operator
from smits_rules.model.rule import Condition, Expected
from smits_rules.vocabulary.base import FieldInfo, ValueType
from smits_rules.vocabulary.suggestions import nearest

MAX_LIST = 100
"""Values of a `one_of`."""
MAX_TEXT = 200
"""Characters of a text to compare with."""
LIMIT = "limits."

_NAMES: dict[ValueType, str] = {
    "number": "a number",
    "date": "a date",
    "text": "a text",
    "flag": "true or false",
    "texts": "a list of texts",
    "dates": "a list of dates",
}
_ELEMENT: dict[ValueType, ValueType] = {"texts": "text", "dates": "date"}


class ConditionError(Exception):
    """A problem with a condition, and the words that locate its line."""

    def __init__(self, text: str, *words: str) -> None:
        """Keep both."""
        super().__init__(text)
        self.words = words


def suggestion(word: str, names: Iterable[str]) -> str:
    """The end of a sentence about an unknown word: `; did you mean 'x'?`, or `.` if nothing is similar."""
    best = nearest(word, names, in_part=False)
    return f"; did you mean '{best}'?" if best else "."


def conditions_of(
    table: Any, fields: Mapping[str, FieldInfo], limits: Mapping[str, float]
) -> tuple[Condition, ...]:
    """Check a table of conditions, e.g. `{ change_pct = { at_most = -10 } }`.

    Args:
        table: as read from TOML.
        fields: the fields of the rule's fact type.
        limits: the values of `limits.NAME`.

    Raises:
        ConditionError: the first problem in the table.
    """
    if not isinstance(table, dict) or not table:
        raise ConditionError("A condition is written as `field = { operator = value }`; there is none.")
    conditions: list[Condition] = []
    for name, comparisons in table.items():
        if name not in fields:
            raise ConditionError(f"The fact has no field '{name}'{suggestion(name, fields)}", name)
        if not isinstance(comparisons, dict) or not comparisons:
            first = operators_for(fields[name].type)[0]
            raise ConditionError(
                f"'{name}' needs an operator, as in `{name} = {{ {first} = ... }}`.",
                name,
            )
        conditions += [
            _condition(fields[name], operator, value, limits) for operator, value in comparisons.items()
        ]
    return tuple(conditions)


def _condition(field: FieldInfo, operator: str, value: Any, limits: Mapping[str, float]) -> Condition:
    if operator not in OPERATORS:
        raise ConditionError(
            f"'{operator}' is not an operator{suggestion(operator, OPERATORS)}", field.name, operator
        )
    allowed = operators_for(field.type)
    if operator not in allowed:
        raise ConditionError(
            f"'{field.name}' is {_NAMES[field.type]}, which can't be compared by '{operator}'; "
            f"use {', '.join(allowed)}.",
            field.name,
            operator,
        )
    limit = value if isinstance(value, str) and value.startswith(LIMIT) else None
    if limit is not None:
        value = _limit(limit, limits, field)
    try:
        expected = _expected(field, OPERATORS[operator], value)
    except UnfitValue as error:
        raise ConditionError(f"'{field.name} {operator}': {error}", field.name, operator) from error
    return Condition(field.name, field.type, operator, expected, limit, field.unit)


def _limit(written: str, limits: Mapping[str, float], field: FieldInfo) -> float:
    name = written.removeprefix(LIMIT)
    if name not in limits:
        raise ConditionError(
            f"[limits] has no '{name}'{suggestion(name, limits)}",
            field.name,
            written,
        )
    return limits[name]


def _expected(field: FieldInfo, operator: Operator, value: Any) -> Expected:
    if operator.operand == "flag":
        if not isinstance(value, bool):
            raise _clash(field, operator.name, value, "true or false")
        return value
    if operator.operand == "list":
        return _list(field, operator, value)
    return _single(field, operator, value, _ELEMENT.get(field.type, field.type))


def _list(field: FieldInfo, operator: Operator, value: Any) -> Expected:
    if not isinstance(value, list) or not value:
        raise _clash(field, operator.name, value, "a list of values")
    if len(value) > MAX_LIST:
        raise ConditionError(
            f"'{field.name} {operator.name}' has {len(value)} values; the engine takes {MAX_LIST} at most.",
            field.name,
            operator.name,
        )
    checked = [_single(field, operator, part, field.type) for part in value]
    return tuple(checked)  # type: ignore[return-value]  # all of one type: _single checked them


def _single(
    field: FieldInfo, operator: Operator, value: Any, kind: ValueType
) -> float | str | bool | dt.date:
    fits = {
        "number": isinstance(value, int | float) and not isinstance(value, bool),
        "text": isinstance(value, str),
        "flag": isinstance(value, bool),
        "date": isinstance(value, dt.date) and not isinstance(value, dt.datetime),
    }[kind]
    if not fits:
        raise _clash(field, operator.name, value, _NAMES[kind])
    if kind == "number":
        try:
            return number(value)
        except OverflowError as error:
            raise UnfitValue("the number is too large to be compared.") from error
    if kind == "text":
        return _text(field, operator, value)
    checked: bool | dt.date = value
    return checked


def _text(field: FieldInfo, operator: Operator, value: str) -> str:
    if not value.strip() or len(value) > MAX_TEXT:
        raise ConditionError(
            f"'{field.name} {operator.name}' compares with a text of 1 to {MAX_TEXT} characters; "
            f"this one has {len(value.strip())}.",
            field.name,
            operator.name,
        )
    if field.choices and operator.operand != "part" and value not in field.choices:
        raise ConditionError(
            f"'{field.name}' is one of {', '.join(field.choices)}, "
            f"never '{value}'{suggestion(value, field.choices)}",
            field.name,
            value,
        )
    return folded(value)


def _clash(field: FieldInfo, operator: str, value: Any, wanted: str) -> ConditionError:
    shown = repr(value) if len(repr(value)) <= 40 else repr(value)[:40] + "..."
    return ConditionError(
        f"'{field.name}' is {_NAMES[field.type]}: '{operator}' compares it with {wanted}, not with {shown}.",
        field.name,
        operator,
    )
