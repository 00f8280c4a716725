"""The values next to an expected one: candidates for the smallest change that turns a decision."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from smits_rules.model.field_values import DECIMALS, MAX_NUMBER, Value
from smits_rules.model.rule import Condition

STEP = {"%": 0.1, "days": 1.0}
"""The smallest step beyond a limit that is visible, by unit."""
_COUNT_STEP = 1.0


def around(condition: Condition, value: Value | None) -> Iterator[Value | None]:
    """The expected value and its neighbours, one step on either side; for a text, only the text itself."""
    expected: Any = condition.expected
    if condition.type == "flag":
        yield expected
        yield not expected
    elif condition.type == "text":
        yield None if value == expected else expected
    else:
        yield expected
        yield from _beside(condition, expected)


def _beside(condition: Condition, expected: Any) -> Iterator[Value]:
    if isinstance(expected, dt.date):
        for days in (-1, 1):
            try:
                yield expected + dt.timedelta(days=days)
            except OverflowError:
                continue
        return
    step = STEP.get(condition.unit, _COUNT_STEP)
    for after in (expected - step, expected + step):
        rounded = round(after, DECIMALS)
        if rounded != expected and abs(rounded) <= MAX_NUMBER:
            yield rounded
