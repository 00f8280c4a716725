"""Warnings about valid packs: overlaps, gaps, contradictions and unused limits."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from smits_rules.model.operators.domain import Bound, Domain
from smits_rules.model.rule import Condition, Pack, Problem, Rule
from smits_rules.packs.satisfiability import contradiction, domain_of

_RANK = {"note": 0, "review": 1, "reassess": 2}


def lint(pack: Pack) -> list[Problem]:
    """Compare each pair of rules on the same fact type that raise the same kind of trigger.

    Only rules without alternatives are compared. A warning may describe what was intended; it does not
    prevent the pack from being used.

    Returns:
        Warnings: a rule that another covers or contradicts, rules that fire on the same fact, values in a gap
        between two rules, limits that no rule uses.
    """
    warnings: list[Problem] = []
    alike: dict[tuple[str, str], list[Rule]] = defaultdict(list)
    for rule in pack.rules:
        if not rule.any_of:
            alike[rule.fact, rule.trigger].append(rule)
    for rules in alike.values():
        for first, other in combinations(rules, 2):
            warnings += _pair(first, other)
    return warnings


def unused_limits(pack: Pack) -> list[str]:
    """Limits that no rule uses."""
    used = {c.limit for rule in pack.rules for alternative in rule.alternatives for c in alternative}
    return [name for name in pack.limits if f"limits.{name}" not in used]


def _pair(rule: Rule, other: Rule) -> Iterator[Problem]:
    if contradiction((*rule.when, *other.when)):
        yield from _gaps(rule, other)
        return
    forward, backward = _implies(rule.when, other.when), _implies(other.when, rule.when)
    if not forward and not backward:
        if {c.field for c in rule.when} == {c.field for c in other.when}:
            yield _warning(other, f"It overlaps with '{rule.id}': both fire on some facts.")
        return
    narrow, wide = (rule, other) if forward else (other, rule)
    if forward and backward:
        text = f"It fires on exactly the facts on which '{rule.id}' does"
        differ = (rule.outcome, rule.severity) != (other.outcome, other.severity)
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
    """Whether every fact that meets one set of conditions meets the other, judging each field separately."""
    return all(any(_stronger(c, other) for c in conditions if c.field == other.field) for other in others)


def _stronger(condition: Condition, other: Condition) -> bool:
    """Whether meeting one condition means meeting another one on the same field."""
    if (condition.operator, condition.expected) == (other.operator, other.expected):
        return True
    mine, theirs = domain_of(condition), domain_of(other)
    if mine.named and theirs.named:
        return mine.named <= theirs.named
    if mine.named:
        return all(not contradiction((_is(condition, value), other)) for value in mine.named)
    if not theirs.exact or theirs.named or theirs.excluded or theirs.absent:
        return False
    if theirs.is_range:
        return _higher(mine.low, theirs.low) and _lower(mine.high, theirs.high)
    return not mine.absent


def _higher(mine: Bound | None, theirs: Bound | None) -> bool:
    """Whether everything above one lower end is also above the other."""
    if theirs is None or mine is None:
        return theirs is None
    return bool(mine.at > theirs.at) or (mine.at == theirs.at and (mine.open or not theirs.open))


def _lower(mine: Bound | None, theirs: Bound | None) -> bool:
    """Whether everything below one upper end is also below the other."""
    if theirs is None or mine is None:
        return theirs is None
    return bool(mine.at < theirs.at) or (mine.at == theirs.at and (mine.open or not theirs.open))


def _is(condition: Condition, value: Any) -> Condition:
    return Condition(condition.field, condition.type, "is", value)


def _gaps(rule: Rule, other: Rule) -> Iterator[Problem]:
    """Values between two rules that differ only in the range of one field.

    If neither range has two ends, as in `at most -10` and `at least 15`, the gap is intended. Only a gap of a
    single value, as between `below 0` and `above 0`, is reported.
    """
    ours, theirs = _ranges(rule), _ranges(other)
    if ours.keys() != theirs.keys() or _rest(rule) != _rest(other):
        return
    for field in ours:
        if any(ours[name] != theirs[name] for name in ours if name != field):
            continue
        first, second = sorted((ours[field], theirs[field]), key=_start)
        high, low = first.high, second.low
        if high is None or low is None or high.at > low.at:
            continue
        bounded = first.low is not None or second.high is not None
        if high.at == low.at and high.open and low.open:
            yield _warning(other, f"Between it and '{rule.id}', {field} {_shown(high.at)} is left out.")
        elif high.at < low.at and bounded and not _next(high, low):
            yield _warning(
                other,
                f"Between it and '{rule.id}' is a gap: {field} from {_shown(high.at)} to "
                f"{_shown(low.at)} is met by neither.",
            )


def _start(domain: Domain) -> tuple[bool, Any]:
    return domain.low is not None, domain.low.at if domain.low else 0


def _next(high: Bound, low: Bound) -> bool:
    """Whether no whole number or day lies between two included ends."""
    closed = not high.open and not low.open
    if isinstance(high.at, dt.date):
        return closed and (low.at - high.at).days <= 1
    whole = float(high.at).is_integer() and float(low.at).is_integer()
    return closed and whole and low.at - high.at <= 1


def _ranges(rule: Rule) -> Mapping[str, Domain]:
    """Field -> the range in which a rule fires, from its comparisons by order."""
    ranges: dict[str, Domain] = {}
    for name in {c.field for c in rule.when if domain_of(c).is_range}:
        domains = [domain_of(c) for c in rule.when if c.field == name]
        lows = [domain.low for domain in domains if domain.low]
        highs = [domain.high for domain in domains if domain.high]
        ranges[name] = Domain(
            low=max(lows, key=lambda low: (low.at, low.open), default=None),
            high=min(highs, key=lambda high: (high.at, not high.open), default=None),
        )
    return ranges


def _rest(rule: Rule) -> set[tuple[str, str, Any]]:
    return {(c.field, c.operator, c.expected) for c in rule.when if not domain_of(c).is_range}


def _shown(value: Any) -> str:
    return f"{value:g}" if isinstance(value, int | float) else str(value)
