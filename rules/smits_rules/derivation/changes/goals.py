"""`goal-change`: the goals of a quarter compared with earlier ones."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from smits_rules.derivation.equivalence.file_versions import bare_name, folder_of
from smits_rules.derivation.inputs import Circumstances, InputFacts, sources_of
from smits_rules.vocabulary import Goal, GoalChange

_QUARTER = re.compile(
    r"(?P<year>(?:19|20)\d\d)\D*?(?P<quarter>[1-4])(?!\d)|Q(?P<q>[1-4])\D*(?P<y>(?:19|20)\d\d)"
)
_NUMBER = re.compile(r"-?\d+(?:[.,]\d+)*")
_SPACE_OF_FIGURE = re.compile(r"\s+(?=[%€$£])|(?<=[-+<>=€$£])\s+|(?<=\s)\s+|[.;]$")
"""Blanks beside a sign, and a full stop: `+5 %` and `+5%.` are one target."""
SLIGHT_PCT = 10.0
"""A smaller change of a target, in percent, is an adjustment rather than a new target."""
ALIKE = 90
"""Goals with at least this rapidfuzz token ratio (0 to 100) are the same goal, reworded."""
_Goals = dict[str, Goal]
_Stated = tuple[int, _Goals]
"""The position in the order of arrival, and the goals of a quarter from then on."""


def goal_changes(inputs: Iterable[InputFacts], circumstances: Circumstances) -> Iterator[GoalChange]:
    """Compare the goals of each quarter with those of the previous version, and of the previous quarter.

    Quarters that were first stated in the same file are parts of one plan, and not compared with each
    other. A file replaces an earlier one if it is a version of it or shares a goal with it; other files, e.g.
    of another department, coexist with it. A version without changes is ignored, and goals that existed
    when the strategy was agreed are not compared with older ones. Quarters are ordered by year and
    number; a text with neither is compared with nothing.
    """
    quarters: dict[str, list[list[_Stated]]] = defaultdict(list)
    names: dict[int, tuple[str, str]] = {}
    for item in sorted(inputs, key=lambda item: item.order):
        stated: dict[str, _Goals] = defaultdict(dict)
        names[item.order] = (folder_of(item.path), bare_name(item.path))
        for goal in item.of(Goal):
            stated[quarter_key(goal.quarter)][goal.goal.strip().casefold()] = goal
        for quarter, goals in stated.items():
            _add(quarters[quarter], (item.order, goals), names)
    for quarter, chains in quarters.items():
        for chain in chains:
            order, goals = chain[-1]
            settled = circumstances.agreed is not None and order <= circumstances.agreed
            if len(chain) > 1 and not settled:
                yield _change(goals, chain[-2][1], "version")
        earlier = quarters.get(_quarter_before(quarter), [])
        now, before = _union(chains), _union(earlier)
        if before and _first(earlier) != _first(chains):
            yield _change(now, before, "quarter")


def _add(chains: list[list[_Stated]], new: _Stated, names: dict[int, tuple[str, str]]) -> None:
    for chain in chains:
        order, held = chain[-1]
        if names[order] == names[new[0]] or _pairs(new[1], held):
            if _changed(new[1], held) or new[1].keys() != held.keys():
                chain.append(new)
            else:
                chain[-1] = (order, new[1])
            return
    chains.append([new])


def _first(chains: Sequence[Sequence[_Stated]]) -> int:
    """The position of the first input with goals of a quarter.

    A plan that lists the goals of several quarters at once spreads them over time; none of them turned.
    """
    return min(chain[0][0] for chain in chains)


def _union(chains: Sequence[Sequence[_Stated]]) -> _Goals:
    return {name: goal for chain in chains for name, goal in chain[-1][1].items()}


def quarter_key(quarter: str) -> str:
    """A quarter in comparable form: `2027-Q1`, `Q1 2027` and `2027 Q1` are the same one."""
    match = _QUARTER.search(quarter.upper())
    if match is None:
        return quarter.strip().casefold()
    return f"{match['year'] or match['y']}-Q{match['quarter'] or match['q']}"


def _pairs(now: _Goals, before: _Goals) -> dict[str, str]:
    """Current goals -> the same goals before, matched by their words."""
    from rapidfuzz import fuzz, process

    pairs = {name: name for name in now if name in before}
    for name in now.keys() - pairs.keys():
        rest = sorted(before.keys() - set(pairs.values()))
        best = process.extractOne(name, rest, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE)
        if best:
            pairs[name] = best[0]
    return pairs


def _changed(now: _Goals, before: _Goals) -> list[str]:
    """The current goals whose target changed."""
    pairs = _pairs(now, before)
    return [
        name
        for name in now
        if name in pairs
        and (
            _NUMBER.findall(name) != _NUMBER.findall(pairs[name])
            or _other_target(now[name], before[pairs[name]])
        )
    ]


def _change(now: _Goals, before: _Goals, basis: Literal["version", "quarter"]) -> GoalChange:
    pairs = _pairs(now, before)
    added, dropped = now.keys() - pairs.keys(), before.keys() - set(pairs.values())
    retargeted = _changed(now, before)
    newest = next(iter(now.values()))
    changed = [now[name] for name in now if name in added or name in retargeted]
    is_read = all(goal.confidence != "inferred" for goal in before.values())
    return GoalChange(
        quarter=newest.quarter,
        basis=basis,
        goals=len(now),
        added=len(added),
        dropped=len(dropped),
        retargeted=len(retargeted),
        change_pct=round(100 * (len(added) + len(dropped) + len(retargeted)) / (len(now) + len(dropped)), 4),
        own=f"its goals of {newest.quarter}" if is_read else "",
        source=(changed or [newest])[0].source,
        sources=sources_of((*changed, newest, *(before[name] for name in before if name in dropped))),
        quote=(changed or [newest])[0].quote,
        confidence=newest.confidence,
    )


def _other_target(now: Goal, before: Goal) -> bool:
    """Whether a target is another one: a number that moved by more than a little, or other words."""
    target, other = (_SPACE_OF_FIGURE.sub("", goal.target.casefold().strip()) for goal in (now, before))
    if target == other:
        return False
    ours, theirs = _NUMBER.findall(target), _NUMBER.findall(other)
    if len(ours) != 1 or len(theirs) != 1 or _NUMBER.sub("", target) != _NUMBER.sub("", other):
        return True
    value, was = _figure(ours[0]), _figure(theirs[0])
    return value is None or not was or 100 * abs(value - was) / abs(was) >= SLIGHT_PCT


def _figure(text: str) -> float | None:
    """The number, if its marks are unambiguous, as in 3, 2.5 and 2,5 but not in 1,000 and 1.000."""
    whole, mark, fraction = text.replace(",", ".").partition(".")
    if mark and (not fraction.isdigit() or len(fraction) == 3):
        return None
    return float(f"{whole}{mark}{fraction}")


def quarter_after(quarter: str) -> str:
    """The quarter that follows, both in the form of `quarter_key`; the same one if it has no number."""
    year, _, number = quarter.partition("-Q")
    if not number:
        return quarter
    return f"{year}-Q{int(number) + 1}" if number != "4" else f"{int(year) + 1}-Q1"


def _quarter_before(quarter: str) -> str:
    year, _, number = quarter.partition("-Q")
    if not number:
        return ""
    return f"{year}-Q{int(number) - 1}" if number != "1" else f"{int(year) - 1}-Q4"
