"""Whether conditions can ever hold together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from smits_rules.model.rule import Condition


def contradiction(conditions: Sequence[Condition]) -> str | None:
    """Why no fact can meet all the conditions, as far as single fields tell; None where one may.

    Ranges of numbers and dates, sets of single values and `missing` are weighed against each other;
    `contains` only against `missing`.
    """
    by_field: dict[str, list[Condition]] = defaultdict(list)
    for condition in conditions:
        by_field[condition.field].append(condition)
    for field, together in by_field.items():
        if _missing_and_compared(together):
            return f"'{field}' can't be missing and be compared at once"
        if _no_value_left(together):
            return f"no value of '{field}' meets {_listed(together)} at once"
    return None


def _missing_and_compared(conditions: Iterable[Condition]) -> bool:
    """Every comparison but `missing = true` needs a value."""
    absent = {c.operator == "missing" and c.expected is True for c in conditions}
    return len(absent) == 2


def _no_value_left(conditions: Sequence[Condition]) -> bool:
    named = [_named(c) for c in conditions if c.operator in ("is", "one_of")]
    if named:
        left = set.intersection(*named)
        return not any(all(_meets(value, c) for c in conditions) for value in left)
    if conditions[0].type == "flag":
        return not any(all(_meets(value, c) for c in conditions) for value in (True, False))
    return _empty_range(conditions)


def _named(condition: Condition) -> set[Any]:
    expected = condition.expected
    return set(expected) if isinstance(expected, tuple) else {expected}


def _meets(value: Any, condition: Condition) -> bool:
    """Whether a value meets a condition that is no `is` or `one_of` of its own set."""
    expected: Any = condition.expected
    answers = {
        "at_least": lambda: value >= expected,
        "at_most": lambda: value <= expected,
        "above": lambda: value > expected,
        "below": lambda: value < expected,
        "is_not": lambda: value != expected,
    }
    if condition.operator == "contains" and isinstance(value, str):
        return str(expected) in value
    return bool(answers.get(condition.operator, lambda: True)())


def _empty_range(conditions: Sequence[Condition]) -> bool:
    lows: list[tuple[Any, bool]] = []
    highs: list[tuple[Any, bool]] = []
    for condition in conditions:
        if condition.operator in ("at_least", "above"):
            lows.append((condition.expected, condition.operator == "above"))
        elif condition.operator in ("at_most", "below"):
            highs.append((condition.expected, condition.operator == "below"))
    if not lows or not highs:
        return False
    (low, low_open), (high, high_open) = max(lows), min(highs, key=lambda bound: (bound[0], not bound[1]))
    if low == high and not (low_open or high_open):
        return any(c.operator == "is_not" and c.expected == low for c in conditions)
    return bool(low >= high)


def _listed(conditions: Iterable[Condition]) -> str:
    return " and ".join(f"'{c.operator}'" for c in conditions)
