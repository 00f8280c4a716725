"""The smallest change of a fact that would turn a decision."""

from __future__ import annotations

import datetime as dt
import itertools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from smits_rules.model.field_values import Value
from smits_rules.model.operators import operator_of
from smits_rules.model.rule import Condition, Rule
from smits_rules.vocabulary.shown_number import shown_number, with_unit

_MAX_TRIED = 2_000
"""The largest number of combinations of changes that are tried."""

Holds = Callable[[Condition, "Value | None"], bool]
Meets = Callable[[Rule, Mapping[str, "Value | None"]], bool]


class Change(TypedDict):
    """The value that a field would need to have."""

    field: str
    before: Any
    """None if it is missing."""
    after: Any
    """None means a missing value."""
    unit: str
    limit: str | None


@dataclass(frozen=True, slots=True)
class _Candidate:
    """An alternative value for a field, and its distance from the present one."""

    condition: Condition
    before: Value | None
    after: Value | None
    cost: float


def smallest_turn(
    rule: Rule, values: Mapping[str, Value | None], *, fired: bool, meets: Meets, holds: Holds
) -> list[Change]:
    """Find the smallest change that turns a decision.

    In order of preference: fewer fields; numbers, dates and flags before texts; a smaller change relative to
    the value. Every candidate is verified: only a change that really turns the decision is returned.

    Args:
        rule: the rule that was judged.
        values: the fact's values by field, in the form that rules compare.
        fired: the decision.
        meets: values -> whether the rule fires.
        holds: (condition, value) -> whether the value meets the condition.

    Returns:
        The necessary changes; empty if no simple change is enough.
    """
    candidates = _candidates(rule, values, fired=fired, holds=holds)
    for count in (1, 2, 3):
        turned = [
            chosen
            for chosen in itertools.islice(itertools.combinations(candidates, count), _MAX_TRIED)
            if len({candidate.condition.field for candidate in chosen}) == count
            and meets(rule, _changed(values, chosen)) != fired
        ]
        if turned:
            best = min(turned, key=lambda chosen: sum(candidate.cost for candidate in chosen))
            return [_change(candidate) for candidate in best]
    return []


def turn_sentence(changes: Iterable[Change], *, fired: bool, limits: Mapping[str, float]) -> str:
    """A change as a sentence: `It would not have fired had change_pct been -9.9 % instead of -12 %.`."""
    parts = [_part(change, limits) for change in changes]
    if not parts:
        return ""
    return f"It would {'not ' if fired else ''}have fired had {' and '.join(parts)}."


def _changed(values: Mapping[str, Value | None], chosen: Iterable[_Candidate]) -> dict[str, Value | None]:
    return {**values, **{candidate.condition.field: candidate.after for candidate in chosen}}


def _candidates(
    rule: Rule, values: Mapping[str, Value | None], *, fired: bool, holds: Holds
) -> list[_Candidate]:
    """Values that turn one condition each, the nearest first, without duplicates."""
    candidates: dict[tuple[str, Any], _Candidate] = {}
    for condition in itertools.chain(rule.when, *rule.any_of):
        value = values[condition.field]
        if holds(condition, value) != fired:
            continue
        for after in operator_of(condition).turns(condition, value):
            candidate = _Candidate(condition, value, after, _cost(value, after))
            best = candidates.setdefault((condition.field, after), candidate)
            if candidate.cost < best.cost:
                candidates[condition.field, after] = candidate
    return sorted(candidates.values(), key=lambda candidate: candidate.cost)


def _cost(before: Value | None, after: Value | None) -> float:
    if isinstance(before, bool) or isinstance(after, bool):
        return 2.0
    if isinstance(before, float) and isinstance(after, float):
        return min(abs(after - before) / max(abs(before), 1.0), 1.0)
    if isinstance(before, dt.date) and isinstance(after, dt.date):
        return min(abs((after - before).days) / 365, 1.0)
    return 3.0 if after is None else 2.5


def _change(candidate: _Candidate) -> Change:
    return Change(
        field=candidate.condition.field,
        before=_plain(candidate.before),
        after=_plain(candidate.after),
        unit=candidate.condition.unit,
        limit=candidate.condition.limit,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, dt.date):
        return value.isoformat()
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _part(change: Change, limits: Mapping[str, float]) -> str:
    unit, before, after = change["unit"], change["before"], change["after"]
    name = (change["limit"] or "").removeprefix("limits.")
    limit = f" (the limit is {with_unit(_shown(limits[name]), unit)})" if name in limits else ""
    if after is None:
        return f"{change['field']} been anything other than {_shown(before)}{limit}"
    if before is None:
        return f"{change['field']} been {with_unit(_shown(after), unit)}; it is missing{limit}"
    after_shown, before_shown = with_unit(_shown(after), unit), with_unit(_shown(before), unit)
    return f"{change['field']} been {after_shown} instead of {before_shown}{limit}"


def _shown(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float | int):
        return shown_number(value, 4) if math.isfinite(value) else str(value)
    if isinstance(value, list):
        return ", ".join(_shown(part) for part in value)
    return str(value)
