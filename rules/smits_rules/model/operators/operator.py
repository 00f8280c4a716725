"""What an operator provides to the judges, the checks, the screens and the schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

from smits_rules.model.field_values import Value
from smits_rules.model.operators.domain import Domain
from smits_rules.model.rule import Condition, Expected
from smits_rules.vocabulary.base import ValueType

Expression = dict[str, Any]
"""A fragment of a durable_rules ruleset in JSON."""

Operand = Literal["value", "part", "list", "flag"]
"""The kind of operand: a value of the field's type, a part of one, several values, or true or false."""


@dataclass(frozen=True, slots=True)
class Terms:
    """The names that the engine's messages use for the field of a condition."""

    value: str
    """The field that holds the value; absent if there is no value."""
    presence: str
    """1 if there is a value, otherwise 0."""
    flag: str
    """1 if `precompute` returned True, otherwise 0; empty for an operator without `precompute`."""
    engine_value: Callable[[Any], float | int | str]
    """An expected value in the form that the engine receives."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One comparison of a field; to add an operator, add an object to `OPERATORS`."""

    name: str
    """The name in packs, e.g. `at_most`."""
    words: str
    """The wording for people, e.g. `at most`."""
    types: tuple[ValueType, ...]
    """The types of fields that it applies to."""
    operand: Operand
    evaluate: Callable[[Any, Any], bool]
    """(value, expected) -> whether the comparison holds. For the second judge; independent of `compile`."""
    compile: Callable[[Condition, Terms], Expression]
    """The comparison in the engine's form, for the first judge."""
    turns: Callable[[Condition, Value | None], Iterator[Value | None]]
    """Candidate values for the smallest change that turns a condition; not every candidate needs to turn
    it."""
    domain: Callable[[Expected], Domain]
    """The values that meet it, as far as they can be described; used to find overlaps, gaps and
    contradictions."""
    precompute: Callable[[Any, Any], bool] | None = None
    """(value, expected) -> the flag for the engine, if durable_rules cannot make the comparison itself."""
    takes_missing: bool = False
    """Whether `evaluate` accepts a missing value (None); for any other operator, a missing value never
    holds."""
    upwards: bool = False
    """Whether larger values meet it."""

    def holds(self, value: Value | None, expected: Expected) -> bool:
        """Whether a value meets the operator."""
        if value is None and not self.takes_missing:
            return False
        return self.evaluate(value, expected)
