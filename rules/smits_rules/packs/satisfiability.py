"""Whether conditions can ever hold together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from smits_rules.model.operators import operator_of
from smits_rules.model.operators.domain import Domain
from smits_rules.model.rule import Condition


def contradiction(conditions: Sequence[Condition]) -> str | None:
    """Why no fact can meet all the conditions, judging each field separately; None if a fact might.

    Ranges of numbers and dates, sets of values and `missing` are compared with each other; `contains` is
    compared only with `missing`.
    """
    by_field: dict[str, list[Condition]] = defaultdict(list)
    for condition in conditions:
        by_field[condition.field].append(condition)
    for field, together in by_field.items():
        domains = [domain_of(condition) for condition in together]
        if _missing_and_compared(domains):
            return f"'{field}' can't be missing and be compared at once"
        if _no_value_left(together, domains):
            return f"no value of '{field}' meets {_listed(together)} at once"
    return None


def domain_of(condition: Condition) -> Domain:
    """The values that meet a condition, as far as they can be described."""
    return operator_of(condition).domain(condition.expected)


def _missing_and_compared(domains: Iterable[Domain]) -> bool:
    """Every comparison except `missing = true` needs a value."""
    return len({domain.absent for domain in domains}) == 2


def _no_value_left(conditions: Sequence[Condition], domains: Sequence[Domain]) -> bool:
    named = [domain.named for domain in domains if domain.named is not None]
    if named:
        return not _any_meets(frozenset.intersection(*named), conditions)
    if conditions[0].type == "flag" and not any(domain.absent for domain in domains):
        return not _any_meets((True, False), conditions)
    return _empty_range(domains)


def _any_meets(values: Iterable[Any], conditions: Iterable[Condition]) -> bool:
    return any(all(operator_of(c).holds(value, c.expected) for c in conditions) for value in values)


def _empty_range(domains: Sequence[Domain]) -> bool:
    lows = [domain.low for domain in domains if domain.low]
    highs = [domain.high for domain in domains if domain.high]
    if not lows or not highs:
        return False
    low = max(lows, key=lambda bound: (bound.at, bound.open))
    high = min(highs, key=lambda bound: (bound.at, not bound.open))
    if low.at == high.at and not (low.open or high.open):
        return any(low.at in domain.excluded for domain in domains)
    return bool(low.at >= high.at)


def _listed(conditions: Iterable[Condition]) -> str:
    return " and ".join(f"'{c.operator}'" for c in conditions)
