"""What an operator owes: all that the judges, the checks, the screens and the schema ask of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from smits_rules.model.field_values import Value
from smits_rules.model.operators.domain import Domain
from smits_rules.model.rule import Condition, Expected
from smits_rules.vocabulary.base import ValueType

Expression = dict[str, Any]
"""A piece of a durable_rules ruleset, as JSON has it."""

Operand = Literal["value", "part", "list", "flag"]
"""What stands beside an operator: a value of the field's type, a part of one, several, true or false."""


@dataclass(frozen=True, slots=True)
class Terms:
    """How the engine's messages name the field of a condition."""

    value: str
    """The field that holds the value; it is there only where there is one."""
    presence: str
    """1 where there is a value, else 0."""
    flag: str
    """1 where `precompute` said yes, else 0; empty for an operator without it."""
    tell: Callable[[Any], float | int | str]
    """An expected value as the engine gets it."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One way to compare a field; adding one is one more object in `OPERATORS`."""

    name: str
    """As packs write it, e.g. `at_most`."""
    words: str
    """As people read it, e.g. `at most`."""
    types: tuple[ValueType, ...]
    """The fields that can be compared by it."""
    operand: Operand
    evaluate: Callable[[Any, Any], bool]
    """Value and what is expected -> whether it holds. The second judge; it never calls the engine's side."""
    compile: Callable[[Condition, Terms], Expression]
    """The comparison for the engine, the first judge."""
    turns: Callable[[Condition, Value | None], Iterator[Value | None]]
    """The values that may turn a condition, for the smallest change; some may turn nothing."""
    domain: Callable[[Expected], Domain]
    """The values that meet it, as far as they can be described; for overlaps, gaps and contradictions."""
    precompute: Callable[[Any, Any], bool] | None = None
    """Value and what is expected -> the flag for the engine, where durable_rules can't compare by itself."""
    takes_missing: bool = False
    """Whether `evaluate` is asked about a missing value (None); any other operator fails on it."""
    upwards: bool = False
    """Whether the larger values are the ones that meet it."""

    def holds(self, value: Value | None, expected: Expected) -> bool:
        """Whether a value meets the operator."""
        if value is None and not self.takes_missing:
            return False
        return self.evaluate(value, expected)
