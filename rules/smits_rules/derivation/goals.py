"""`goal-change`: the goals of a quarter against those said before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from smits_rules.derivation.inputs import InputFacts, places
from smits_rules.vocabulary import Goal, GoalChange

_QUARTER = re.compile(
    r"(?P<year>(?:19|20)\d\d)\D*?(?P<quarter>[1-4])(?!\d)|Q(?P<q>[1-4])\D*(?P<y>(?:19|20)\d\d)"
)
_Goals = dict[str, Goal]


def goal_changes(inputs: Iterable[InputFacts]) -> Iterator[GoalChange]:
    """Compare the goals of each quarter with what they were in the version before, and in the quarter before.

    The goals of a quarter are those of the newest input that states some of it; a goal is known by its words.
    Quarters are ordered by year and number; a text that tells neither stands for itself and has none before.
    """
    versions: dict[str, list[_Goals]] = defaultdict(list)
    for item in sorted(inputs, key=lambda item: item.order):
        stated: dict[str, _Goals] = defaultdict(dict)
        for goal in item.of(Goal):
            stated[quarter_key(goal.quarter)][goal.goal.strip().casefold()] = goal
        for quarter, goals in stated.items():
            versions[quarter].append(goals)
    for quarter, known in versions.items():
        if len(known) > 1:
            yield _change(known[-1], known[-2], "version")
        earlier = versions.get(_quarter_before(quarter))
        if earlier:
            yield _change(known[-1], earlier[-1], "quarter")


def quarter_key(quarter: str) -> str:
    """A quarter as it is compared: `2027-Q1`, `Q1 2027` and `2027 Q1` are the same one."""
    found = _QUARTER.search(quarter.upper())
    if found is None:
        return quarter.strip().casefold()
    return f"{found['year'] or found['y']}-Q{found['quarter'] or found['q']}"


def _change(now: _Goals, before: _Goals, basis: Literal["version", "quarter"]) -> GoalChange:
    added, dropped = now.keys() - before.keys(), before.keys() - now.keys()
    retargeted = [name for name in now.keys() & before.keys() if _target(now, name) != _target(before, name)]
    newest = next(iter(now.values()))
    changed = len(added) + len(dropped) + len(retargeted)
    told = [now[name] for name in now if name in added or name in retargeted]
    return GoalChange(
        quarter=newest.quarter,
        basis=basis,
        goals=len(now),
        added=len(added),
        dropped=len(dropped),
        retargeted=len(retargeted),
        change_pct=round(100 * changed / len(now.keys() | before.keys()), 4),
        source=(told or [newest])[0].source,
        sources=places((*told, newest, *(before[name] for name in before if name in dropped))),
        quote=(told or [newest])[0].quote,
        confidence=newest.confidence,
    )


def _target(goals: Mapping[str, Goal], name: str) -> str:
    return " ".join(goals[name].target.casefold().split())


def _quarter_before(quarter: str) -> str:
    year, _, number = quarter.partition("-Q")
    if not number:
        return ""
    return f"{year}-Q{int(number) - 1}" if number != "1" else f"{int(year) - 1}-Q4"
