"""`contains`: a text has a part, a list has a member."""

from __future__ import annotations

import operator
from collections.abc import Iterator
from typing import Any

from smits_rules.model.field_values import Value
from smits_rules.model.operators.domain import Domain
from smits_rules.model.operators.operator import Expression, Operator, Terms
from smits_rules.model.rule import Condition


def _flagged(condition: Condition, terms: Terms) -> Expression:  # noqa: ARG001 - the flag holds the whole answer
    return {terms.flag: 1}


def _is_in(value: Any, expected: Any) -> bool:
    return expected in value


def _with_or_without(condition: Condition, value: Value | None) -> Iterator[Value | None]:
    expected: Any = condition.expected
    held: Any = value
    if held is not None and expected in held:
        yield None
    elif condition.type == "text":
        yield f"{value} {expected}" if value else str(expected)
    else:
        yield (*(held or ()), expected)


CONTAINS = Operator(
    name="contains",
    words="contains",
    types=("text", "texts", "dates"),
    operand="part",
    evaluate=operator.contains,
    compile=_flagged,
    turns=_with_or_without,
    domain=lambda _expected: Domain(exact=False),
    precompute=_is_in,
)
