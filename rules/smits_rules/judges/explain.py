"""The second judge: whether a rule fires on a fact, why or why not, and what would change the decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from smits_rules.counterfactual import Change, smallest_turn, turn_sentence
from smits_rules.judges.guard import guard
from smits_rules.model.field_values import Value, value_of
from smits_rules.model.operators import operator_of
from smits_rules.model.rule import Condition, Rule
from smits_rules.vocabulary import Fact, Situation
from smits_rules.vocabulary.severity import Severity


class ConditionExplained(TypedDict):
    """One condition, its limit, and the value that was compared."""

    field: str
    operator: str
    expected: Any
    limit: str | None
    """E.g. `limits.budget_cut_pct`, if the expected value is a limit of the pack."""
    value: Any
    """The value that the fact states; None if it is missing."""
    holds: bool
    unit: str
    alternative: int | None
    """The number of the rule's alternative that contains it, from 1; None if it is part of `when`."""


class Explanation(TypedDict):
    """Why a rule did or did not fire on a fact; can be converted to JSON."""

    rule: str
    fired: bool
    conditions: list[ConditionExplained]
    severity: Severity
    guard: str
    """Why the severity was lowered or kept, if the evidence was inferred from prose; empty otherwise."""
    changes: list[Change]
    """The smallest change of the fact that would change the decision, by field; empty if there is none."""
    turn: str
    """The same as a sentence."""


def fires(rule: Rule, fact: Fact) -> bool:
    """Whether a rule fires on a fact of its type.

    Raises:
        UnfitValue: a value can't be compared.
    """
    return meets(rule, _values(rule, fact))


def evaluate(rule: Rule, limits: Mapping[str, float], fact: Fact) -> Explanation:
    """Judge a fact by a rule and say why.

    Args:
        rule: speaks of the fact's type.
        limits: the limits in force, for readers of the explanation who do not have the pack.
        fact: the fact to judge.

    Raises:
        UnfitValue: a value can't be compared.
    """
    values = _values(rule, fact)
    fired = meets(rule, values)
    conditions = _explained(rule.when, None, values, fact)
    for number, alternative in enumerate(rule.any_of, 1):
        conditions += _explained(alternative, number, values, fact)
    changes = smallest_turn(rule, values, fired=fired, meets=meets, holds=holds)
    for condition in (*conditions, *changes):
        condition["unit"] = _unit(condition["unit"], fact)
    held_back = guard(rule, grounds(rule, fact) if fired else ())
    return Explanation(
        rule=rule.id,
        fired=fired,
        conditions=conditions,
        severity=held_back.severity,
        guard=held_back.sentence,
        changes=changes,
        turn=turn_sentence(changes, fired=fired, limits=limits),
    )


def grounds(rule: Rule, fact: Fact) -> Sequence[Fact]:
    """The evidence for a rule: the fact, or the facts behind the compared fields of a situation."""
    if isinstance(fact, Situation):
        return fact.grounds(weighed(rule, fact)) or [fact]
    return [fact]


def weighed(rule: Rule, fact: Fact) -> set[str]:
    """The fields of the conditions that made a rule fire: those of all alternatives that hold."""
    values = _values(rule, fact)
    return {
        condition.field
        for alternative in rule.alternatives
        if all(holds(c, values[c.field]) for c in alternative)
        for condition in alternative
    }


def meets(rule: Rule, values: Mapping[str, Value | None]) -> bool:
    """Whether values, by field, meet all of `when` and, if present, one of `any_of`."""
    if not all(holds(condition, values[condition.field]) for condition in rule.when):
        return False
    return not rule.any_of or any(all(holds(c, values[c.field]) for c in others) for others in rule.any_of)


def holds(condition: Condition, value: Value | None) -> bool:
    """Whether a value meets a condition; a missing one meets `missing = true` and nothing else."""
    return operator_of(condition).holds(value, condition.expected)


def _values(rule: Rule, fact: Fact) -> dict[str, Value | None]:
    return {
        condition.field: value_of(fact, condition.field, condition.type)
        for alternative in rule.alternatives
        for condition in alternative
    }


def _explained(
    conditions: Sequence[Condition], alternative: int | None, values: Mapping[str, Value | None], fact: Fact
) -> list[ConditionExplained]:
    return [
        ConditionExplained(
            field=condition.field,
            operator=condition.operator,
            expected=_plain(condition.expected),
            limit=condition.limit,
            value=_plain(getattr(fact, condition.field)),
            holds=holds(condition, values[condition.field]),
            unit=condition.unit,
            alternative=alternative,
        )
        for condition in conditions
    ]


def _unit(unit: str, fact: Fact) -> str:
    """The unit of a value; for an amount, the currency of the fact if it states one."""
    return str(getattr(fact, "currency", None) or "") if unit == "currency" else unit


def _plain(value: Any) -> Any:
    """The value in JSON form."""
    if isinstance(value, dt.date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return value
