"""What is well formed in a pack and still may not be meant: overlaps, gaps, contradictions, unused limits."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from smits_rules.model.rule import Condition, Pack, Problem, Rule
from smits_rules.packs.satisfiability import contradiction

_ORDER = ("at_least", "above", "at_most", "below")
_RANK = {"note": 0, "review": 1, "reassess": 2}


@dataclass(frozen=True, slots=True)
class _Range:
    """The values of one field on which a rule fires, as far as its order comparisons tell."""

    low: Any
    """None: without end."""
    low_open: bool
    high: Any
    high_open: bool


def lint(pack: Pack) -> list[Problem]:
    """Look at each pair of rules on the same fact that raise the same kind of trigger.

    Only rules without alternatives are compared. What is said may be meant; nothing of it keeps a pack from
    being used.

    Returns:
        Warnings: a rule that another one covers or contradicts, rules that fire on the same fact, values that
        lie in a gap between two rules, limits that no rule uses.
    """
    warnings: list[Problem] = []
    alike: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in pack.rules:
        if not rule.any_of:
            alike[rule.fact, rule.trigger].append(rule)
    for rules in alike.values():
        for one, other in combinations(rules, 2):
            warnings += _pair(one, other)
    return warnings


def unused_limits(pack: Pack) -> list[str]:
    """Limits that no rule compares with."""
    used = {c.limit for rule in pack.rules for alternative in rule.alternatives for c in alternative}
    return [name for name in pack.limits if f"limits.{name}" not in used]


def _pair(one: Rule, other: Rule) -> Iterator[Problem]:
    if contradiction((*one.when, *other.when)):
        yield from _gaps(one, other)
        return
    forward, backward = _implies(one.when, other.when), _implies(other.when, one.when)
    if not forward and not backward:
        if {c.field for c in one.when} == {c.field for c in other.when}:
            yield _warning(other, f"It overlaps with '{one.id}': both fire on some facts.")
        return
    narrow, wide = (one, other) if forward else (other, one)
    if forward and backward:
        text = f"It fires on exactly the facts on which '{one.id}' does"
        differ = (one.outcome, one.severity) != (other.outcome, other.severity)
        end = ", and they contradict each other in what follows." if differ else "; one of them is enough."
        yield _warning(other, text + end)
    elif _RANK[narrow.outcome] < _RANK[wide.outcome]:
        yield _warning(
            narrow,
            f"It contradicts '{wide.id}', which fires whenever it does: {narrow.outcome} here, "
            f"{wide.outcome} there.",
        )
    else:
        yield _warning(narrow, f"It is covered by '{wide.id}', which fires whenever it does.")


def _warning(rule: Rule, text: str) -> Problem:
    return Problem(rule.file, rule.line, rule.id, text)


def _implies(conditions: Sequence[Condition], others: Iterable[Condition]) -> bool:
    """Whether every fact that meets the conditions meets the others, as far as single fields tell."""
    return all(any(_stronger(c, other) for c in conditions if c.field == other.field) for other in others)


def _stronger(one: Condition, other: Condition) -> bool:
    """Whether meeting one condition means meeting another one on the same field."""
    if (one.operator, one.expected) == (other.operator, other.expected):
        return True
    mine, theirs = _values(one), _values(other)
    if mine and theirs:
        return mine <= theirs
    if mine:
        return all(not contradiction((_is(one, value), other)) for value in mine)
    upward, downward = ("at_least", "above"), ("at_most", "below")
    if one.operator in upward and other.operator in upward:
        looser = one.operator == "at_least" and other.operator == "above"
        return _more(one.expected, other.expected, strictly=looser)
    if one.operator in downward and other.operator in downward:
        looser = one.operator == "at_most" and other.operator == "below"
        return _more(other.expected, one.expected, strictly=looser)
    return other.operator == "missing" and other.expected is False and one.operator != "missing"


def _more(one: Any, other: Any, *, strictly: bool) -> bool:
    return bool(one > other) if strictly else bool(one >= other)


def _values(condition: Condition) -> set[Any]:
    if condition.operator == "is":
        return {condition.expected}
    if condition.operator == "one_of" and isinstance(condition.expected, tuple):
        return set(condition.expected)
    return set()


def _is(condition: Condition, value: Any) -> Condition:
    return Condition(condition.field, condition.type, "is", value)


def _gaps(one: Rule, other: Rule) -> Iterator[Problem]:
    """Values between two rules that differ in nothing but their range of one field.

    Where neither range has two ends, as in `at most -10` and `at least 15`, what lies between is meant to be
    left alone; only a single value, as between `below 0` and `above 0`, is told.
    """
    ours, theirs = _ranges(one), _ranges(other)
    if ours.keys() != theirs.keys() or _rest(one) != _rest(other):
        return
    for field in ours:
        if any(ours[name] != theirs[name] for name in ours if name != field):
            continue
        first, second = sorted((ours[field], theirs[field]), key=lambda r: (r.low is not None, r.low or 0))
        if first.high is None or second.low is None or first.high > second.low:
            continue
        bounded = first.low is not None or second.high is not None
        if first.high == second.low and first.high_open and second.low_open:
            yield _warning(other, f"Between it and '{one.id}', {field} {_shown(first.high)} is left out.")
        elif first.high < second.low and bounded and not _next(first, second):
            yield _warning(
                other,
                f"Between it and '{one.id}' is a gap: {field} from {_shown(first.high)} to "
                f"{_shown(second.low)} is met by neither.",
            )


def _next(first: _Range, second: _Range) -> bool:
    """Whether whole numbers or days leave nothing between two closed ends."""
    closed = not first.high_open and not second.low_open
    if isinstance(first.high, dt.date):
        return closed and (second.low - first.high).days <= 1
    whole = float(first.high).is_integer() and float(second.low).is_integer()
    return closed and whole and second.low - first.high <= 1


def _ranges(rule: Rule) -> Mapping[str, _Range]:
    found: dict[str, _Range] = {}
    for name in {c.field for c in rule.when if c.operator in _ORDER}:
        together = [c for c in rule.when if c.field == name]
        lows = [c for c in together if c.operator in ("at_least", "above")]
        highs = [c for c in together if c.operator in ("at_most", "below")]
        low = max(lows, key=lambda c: (_sortable(c), c.operator == "above"), default=None)
        high = min(highs, key=lambda c: (_sortable(c), c.operator != "below"), default=None)
        found[name] = _Range(
            low.expected if low else None,
            low is not None and low.operator == "above",
            high.expected if high else None,
            high is not None and high.operator == "below",
        )
    return found


def _sortable(condition: Condition) -> Any:
    return condition.expected


def _rest(rule: Rule) -> set[tuple[str, str, Any]]:
    return {(c.field, c.operator, c.expected) for c in rule.when if c.operator not in _ORDER}


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
