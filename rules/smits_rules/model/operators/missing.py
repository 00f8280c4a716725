"""`missing`: whether there is a value at all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from smits_rules.model.field_values import Value
from smits_rules.model.operators.domain import Domain
from smits_rules.model.operators.operator import Expression, Operator, Terms
from smits_rules.model.rule import Condition


def _presence(condition: Condition, terms: Terms) -> Expression:
    return {terms.presence: int(not condition.expected)}


def _is_missing(value: Any, expected: Any) -> bool:
    return (value is None) == bool(expected)


def _nothing(condition: Condition, value: Value | None) -> Iterator[Value | None]:  # noqa: ARG001 - the same for every field
    if value is not None:
        yield None


MISSING = Operator(
    name="missing",
    words="missing",
    types=("number", "date", "text", "flag", "texts", "dates"),
    operand="flag",
    evaluate=_is_missing,
    compile=_presence,
    turns=_nothing,
    domain=lambda expected: Domain(absent=bool(expected)),
    takes_missing=True,
)
