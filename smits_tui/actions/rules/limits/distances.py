"""The limits in force, the value closest to each, and its distance over time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from smits_rules.judges.explain import holds
from smits_rules.model.field_values import UnfitValue, value_of
from smits_rules.model.operators import fires_upwards
from smits_rules.model.rule import Condition, Pack
from smits_rules.vocabulary import Fact
from smits_tui.actions.rules.facts_in_force import FactsInForce
from smits_tui.actions.rules.limits.own_files import own_limits
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.rules.simulation.replay import past_states
from smits_tui.ledger.engines import open_ledger
from smits_tui.process.state import State
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

HISTORY = 24
"""The most past values that are shown."""
_BARS = "▁▂▃▄▅▆▇█"


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit, and the distance of the facts to it."""

    name: str
    value: float
    unit: str
    operator: str
    """How values are compared with it, e.g. `at_most`; from the first rule that uses it."""
    rules: tuple[str, ...]
    """The rules that use it; empty if it is unused."""
    own: bool
    """Whether the team changed it."""
    current: float | None
    """Today's value closest to firing; None if there is no fact about it."""
    subject: str
    """The subject of that value."""
    history: tuple[float, ...]
    """The same on the last days with entries, the oldest first, and today."""

    @property
    def distance(self) -> float | None:
        """The margin before the rule fires, in the limit's unit; negative if it is exceeded."""
        if self.current is None:
            return None
        upward = fires_upwards(self.operator)
        return round(self.value - self.current if upward else self.current - self.value, 4)

    @property
    def sparkline(self) -> str:
        """The history as a row of bars."""
        return sparkline(self.history)


class LimitHistory:
    """The facts of past days, by their distance to the limits; kept, because the past does not change."""

    def __init__(self) -> None:
        """Start without days."""
        self._key: object = None
        self._days: list[dict[str, float]] = []

    def of(
        self, workspace: Workspace, state: State, pack: Pack, settings: Settings
    ) -> list[dict[str, float]]:
        """The values of the last days with entries before today: limit -> value closest to firing.

        Raises:
            LedgerDamaged: the record is inconsistent.
        """
        key = (state.today, pack.hash, settings)
        if key != self._key:
            days = past_states(open_ledger(workspace), state.today, HISTORY - 1)
            facts = FactsInForce()
            values = (_closest(pack, facts.of(past, settings)) for past in days)
            self._days = [
                {name: value_and_subject[0] for name, value_and_subject in day.items()} for day in values
            ]
            self._key = key
        return self._days


def limits_of(workspace: Workspace, state: State) -> list[Limit]:
    """All limits in force, each with the value closest to it.

    Raises:
        PackError: a pack is invalid.
        SettingsError: smits.toml is invalid.
        LedgerDamaged: the record is inconsistent.
    """
    pack, settings = load_rules(workspace), workspace.settings()
    past = LimitHistory().of(workspace, state, pack, settings)
    return limits_for(workspace, pack, FactsInForce().of(state, settings), past)


def limits_for(
    workspace: Workspace, pack: Pack, facts: Iterable[Fact], past: Sequence[Mapping[str, float]]
) -> list[Limit]:
    """The limits of a pack, each with the value closest to it.

    Args:
        workspace: with the team's own limits.
        pack: the rules.
        facts: the facts in force.
        past: the values of earlier days, as `LimitHistory` gives them.
    """
    now, own = _closest(pack, facts), own_limits(workspace)
    return [_limit(pack, name, now.get(name), past, own=name in own) for name in pack.limits]


def sparkline(values: Sequence[float]) -> str:
    """A row of bars scaled to the values; a flat row if all are equal."""
    if not values:
        return ""
    low, high = min(values), max(values)
    if low == high:
        return _BARS[3] * len(values)
    return "".join(_BARS[round((value - low) / (high - low) * (len(_BARS) - 1))] for value in values)


def limit_json(limit: Limit) -> dict[str, Any]:
    """A limit in the format of `smits rules limits --json`."""
    return {
        "name": limit.name,
        "value": limit.value,
        "unit": limit.unit,
        "operator": limit.operator,
        "rules": list(limit.rules),
        "own": limit.own,
        "current": limit.current,
        "subject": limit.subject,
        "distance": limit.distance,
        "history": list(limit.history),
    }


def _limit(
    pack: Pack,
    name: str,
    closest: tuple[float, str] | None,
    past: Sequence[Mapping[str, float]],
    *,
    own: bool,
) -> Limit:
    using = _using(pack, name)
    first = _edge(using)
    history = [day[name] for day in past if name in day]
    return Limit(
        name=name,
        value=pack.limits[name],
        unit=first.unit if first else "",
        operator=first.operator if first else "",
        rules=tuple(using),
        own=own,
        current=closest[0] if closest else None,
        subject=closest[1] if closest else "",
        history=(*history, closest[0]) if closest else tuple(history),
    )


def _using(pack: Pack, name: str) -> _Using:
    """The rules that use a limit, each with its fact type and the condition in which it does."""
    return {
        rule.id: (rule.fact, alternative, condition)
        for rule in pack.rules
        for alternative in rule.alternatives
        for condition in alternative
        if condition.limit == f"limits.{name}"
    }


def _closest(pack: Pack, facts: Iterable[Fact]) -> dict[str, tuple[float, str]]:
    """Limit -> the value closest to firing and its subject; without limits about which there is no fact."""
    by_type: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts:
        by_type[fact.fact].append(fact)
    closest_facts = {}
    for name in pack.limits:
        using = _using(pack, name)
        types = dict.fromkeys(kind for kind, _, _ in using.values())
        closest = _nearest(using, chain.from_iterable(by_type.get(kind, ()) for kind in types))
        if closest is not None:
            closest_facts[name] = closest
    return closest_facts


def _edge(using: _Using) -> Condition | None:
    """The condition that uses a limit; the other bound of a range is the last choice."""

    def closes(usage: tuple[str, Sequence[Condition], Condition]) -> int:
        _, alternative, condition = usage
        return sum(1 for other in alternative if other.field == condition.field)

    usages = sorted(using.values(), key=closes)
    return usages[0][2] if usages else None


_Using = Mapping[str, tuple[str, Sequence[Condition], Condition]]


def _nearest(using: _Using, facts: Iterable[Fact]) -> tuple[float, str] | None:
    """Of the facts that meet a rule's other conditions, the value closest to firing, and its subject."""
    candidates: list[tuple[float, float, str]] = []
    for fact in facts:
        for kind, alternative, condition in using.values():
            value = _value(fact, alternative, condition) if fact.fact == kind else None
            if value is not None:
                towards = value if fires_upwards(condition.operator) else -value
                candidates.append((towards, value, fact.case_subject))
    return max(candidates)[1:] if candidates else None


def _value(fact: Fact, alternative: Sequence[Condition], condition: Condition) -> float | None:
    try:
        others = (c for c in alternative if c is not condition)
        if not all(holds(c, value_of(fact, c.field, c.type)) for c in others):
            return None
        value = value_of(fact, condition.field, condition.type)
    except UnfitValue:
        return None
    return value if isinstance(value, float) else None
