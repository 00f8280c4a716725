"""The operators of rule conditions: one object each, in one table."""

from __future__ import annotations

from smits_rules.model.operators.contains import CONTAINS
from smits_rules.model.operators.equality import IS, IS_NOT, ONE_OF
from smits_rules.model.operators.missing import MISSING
from smits_rules.model.operators.operator import Operator
from smits_rules.model.operators.order import ABOVE, AT_LEAST, AT_MOST, BELOW
from smits_rules.model.rule import Condition
from smits_rules.vocabulary.base import ValueType

OPERATORS: dict[str, Operator] = {
    operator.name: operator
    for operator in (IS, IS_NOT, ONE_OF, AT_LEAST, AT_MOST, ABOVE, BELOW, CONTAINS, MISSING)
}
"""All operators by their names in packs, in the order in which they are offered."""


def operator_of(condition: Condition) -> Operator:
    """The operator of a checked condition."""
    return OPERATORS[condition.operator]


def operators_for(kind: ValueType) -> tuple[str, ...]:
    """The names of the operators that apply to fields of a type."""
    return tuple(name for name, operator in OPERATORS.items() if kind in operator.types)


def operator_words(name: str) -> str:
    """An operator as people read it, e.g. `at most`; an unknown one is shown by its name."""
    return OPERATORS[name].words if name in OPERATORS else name.replace("_", " ")


def fires_upwards(name: str) -> bool:
    """Whether larger values meet an operator, as with `at_least` and `above`."""
    return name in OPERATORS and OPERATORS[name].upwards
