"""`is`, `is_not` and `one_of`: comparison with named values."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

from smits_rules.model.field_values import Value
from smits_rules.model.operators.domain import Domain
from smits_rules.model.operators.nearest import around
from smits_rules.model.operators.operator import Expression, Operator, Terms
from smits_rules.model.rule import Condition


def _is(condition: Condition, terms: Terms) -> Expression:
    return {terms.value: terms.engine_value(condition.expected)}


def _is_not(condition: Condition, terms: Terms) -> Expression:
    # Guarded by the field's presence: durable_rules 2.0.28 loops forever on a negation alone.
    return {"$and": [{terms.presence: 1}, {"$neq": {terms.value: terms.engine_value(condition.expected)}}]}


def _one_of(condition: Condition, terms: Terms) -> Expression:
    expected = condition.expected
    values = expected if isinstance(expected, tuple) else (expected,)
    choices = [{terms.value: terms.engine_value(value)} for value in dict.fromkeys(values)]
    return choices[0] if len(choices) == 1 else {"$or": choices}


def _any_of(value: Any, expected: Any) -> bool:
    return value in expected


def _other_choices(condition: Condition, value: Value | None) -> Iterator[Value | None]:
    expected: Any = condition.expected
    yield from expected
    if value is not None:
        yield None


IS = Operator(
    name="is",
    words="is",
    types=("number", "date", "text", "flag"),
    operand="value",
    evaluate=operator.eq,
    compile=_is,
    turns=around,
    domain=lambda expected: Domain(named=frozenset({expected})),
)
IS_NOT = Operator(
    name="is_not",
    words="is not",
    types=("number", "date", "text", "flag"),
    operand="value",
    evaluate=operator.ne,
    compile=_is_not,
    turns=around,
    domain=lambda expected: Domain(excluded=frozenset({expected})),
)
ONE_OF = Operator(
    name="one_of",
    words="one of",
    types=("number", "date", "text"),
    operand="list",
    evaluate=_any_of,
    compile=_one_of,
    turns=_other_choices,
    domain=lambda expected: Domain(
        named=frozenset(expected) if isinstance(expected, tuple) else frozenset({expected})
    ),
)
