"""Compiles validated rules to durable_rules' JSON, and facts to the messages that it judges."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from smits_rules.model.field_values import Value, value_of
from smits_rules.model.operators import operator_of
from smits_rules.model.operators.operator import Expression, Terms
from smits_rules.model.rule import Condition, Rule
from smits_rules.vocabulary import Fact
from smits_rules.vocabulary.base import ValueType

MAX_RULES = 50
"""Rules in one ruleset: durable_rules 2.0.28 drops a message that has 65 matches."""
MAX_WEIGHT = 300
"""Approximate comparisons in one ruleset: at 513 alternatives, durable_rules loops forever."""
MAX_PLAIN = 200
"""Longest text, in characters, that is passed unchanged; longer ones are hashed."""
_PLAIN = re.compile(r"[ !#-\[\]-~]*")
"""Printable ASCII without the quotation mark and backslash: characters that need no escape in JSON."""


@dataclass(frozen=True, slots=True)
class Ruleset:
    """Compiled rules for one fact type, small enough for one durable_rules ruleset."""

    fact: str
    name: str
    rules: tuple[tuple[str, Expression], ...]
    """Rule id and expression, one for each alternative of a rule."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What a message about a fact type must contain for its rules."""

    fields: tuple[tuple[str, ValueType], ...]
    """Name and value type of each field."""
    flagged: tuple[Condition, ...]
    """The conditions that durable_rules cannot evaluate, such as `contains`; each has a precomputed flag."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """All rules, ready for the engine."""

    rulesets: tuple[Ruleset, ...]
    shapes: dict[str, Shape] = field(default_factory=dict)
    """By fact type."""

    def message(self, fact: Fact) -> str:
        """A fact as the engine's JSON message: `f_` values, `p_` presence and `c_` flags.

        The same values give the same text.

        Raises:
            UnfitValue: a value cannot be compared.
        """
        shape = self.shapes[fact.fact]
        values: dict[str, Any] = {}
        for name, kind in shape.fields:
            value = value_of(fact, name, kind)
            values[f"p_{name}"] = int(value is not None)
            if value is not None and not isinstance(value, tuple):
                values[f"f_{name}"] = _engine_value(value)
        for number, condition in enumerate(shape.flagged):
            values[f"c_{number}"] = int(_precomputed(condition, fact))
        return json.dumps(values)


def compile_rules(rules: Iterable[Rule]) -> Compiled:
    """Compile rules: each alternative becomes a separate rule, in rulesets within the engine's limits."""
    by_fact: dict[str, list[Rule]] = {}
    for rule in rules:
        by_fact.setdefault(rule.fact, []).append(rule)
    rulesets: list[Ruleset] = []
    shapes = {}
    for fact, about in by_fact.items():
        shapes[fact] = shape = _shape(about)
        for number, chunk in enumerate(_chunks(about, shape)):
            rulesets.append(Ruleset(fact, f"{fact}_{number}".replace("-", "_"), tuple(chunk)))
    return Compiled(tuple(rulesets), shapes)


def _shape(rules: Iterable[Rule]) -> Shape:
    conditions = [c for rule in rules for alternative in rule.alternatives for c in alternative]
    flagged = tuple(dict.fromkeys(c for c in conditions if operator_of(c).precompute))
    return Shape(tuple({c.field: c.type for c in conditions}.items()), flagged)


def _precomputed(condition: Condition, fact: Fact) -> bool:
    value = value_of(fact, condition.field, condition.type)
    answer = operator_of(condition).precompute
    return value is not None and answer is not None and answer(value, condition.expected)


def _chunks(rules: Iterable[Rule], shape: Shape) -> Iterator[list[tuple[str, Expression]]]:
    chunk: list[tuple[str, Expression]] = []
    weight = 0
    for rule in rules:
        for alternative in rule.alternatives:
            expressions = [_expression(condition, shape) for condition in alternative]
            more = sum(_weight(condition) for condition in alternative)
            if chunk and (len(chunk) == MAX_RULES or weight + more > MAX_WEIGHT):
                yield chunk
                chunk, weight = [], 0
            chunk.append((rule.id, expressions[0] if len(expressions) == 1 else {"$and": expressions}))
            weight += more
    if chunk:
        yield chunk


def _weight(condition: Condition) -> int:
    return len(condition.expected) if isinstance(condition.expected, tuple) else 1


def _expression(condition: Condition, shape: Shape) -> Expression:
    flag = f"c_{shape.flagged.index(condition)}" if condition in shape.flagged else ""
    terms = Terms(f"f_{condition.field}", f"p_{condition.field}", flag, _engine_value)
    return operator_of(condition).compile(condition, terms)


def _engine_value(value: Value | tuple[float, ...]) -> float | int | str:
    """A value in the engine's form: flags as 0 and 1, dates as day numbers, unusual texts as hashes."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, dt.date):
        return value.toordinal()
    if isinstance(value, str):
        if len(value) <= MAX_PLAIN and _PLAIN.fullmatch(value):
            return value
        return "#" + hashlib.sha256(value.encode("utf-8", "surrogatepass")).hexdigest()
    if isinstance(value, tuple):
        raise TypeError(value)
    return value
