"""`at_least`, `at_most`, `above` and `below`: comparison by order."""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

from smits_rules.model.operators.domain import Bound, Domain
from smits_rules.model.operators.nearest import around
from smits_rules.model.operators.operator import Expression, Operator, Terms
from smits_rules.model.rule import Condition


def _order(
    name: str, evaluate: Callable[[Any, Any], bool], symbol: str, *, upwards: bool, is_open: bool
) -> Operator:
    """An operator of order.

    Args:
        name: the name in packs.
        evaluate: (value, expected) -> whether the comparison holds.
        symbol: the name of the comparison in durable_rules.
        upwards: whether larger values meet it.
        is_open: whether the expected value itself does not meet it.
    """

    def compiled(condition: Condition, terms: Terms) -> Expression:
        return {symbol: {terms.value: terms.engine_value(condition.expected)}}

    def domain(expected: Any) -> Domain:
        end = Bound(expected, is_open)
        return Domain(low=end) if upwards else Domain(high=end)

    return Operator(
        name=name,
        words=name.replace("_", " "),
        types=("number", "date"),
        operand="value",
        evaluate=evaluate,
        compile=compiled,
        turns=around,
        domain=domain,
        upwards=upwards,
    )


AT_LEAST = _order("at_least", operator.ge, "$gte", upwards=True, is_open=False)
AT_MOST = _order("at_most", operator.le, "$lte", upwards=False, is_open=False)
ABOVE = _order("above", operator.gt, "$gt", upwards=True, is_open=True)
BELOW = _order("below", operator.lt, "$lt", upwards=False, is_open=True)
