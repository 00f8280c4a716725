"""`budget-change`: a budget against its baseline, the version before and the period before."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from smits_rules.derivation.inputs import Circumstances, InputFacts, places
from smits_rules.vocabulary import Budget, BudgetChange

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<=[/-])\d\d(?!\d)|(?<=FY)\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class _Version:
    """A budget of one period and scope, as one input states it."""

    budget: Budget
    order: int
    fresh: bool


_Case = tuple[str, str]


def budget_changes(inputs: Iterable[InputFacts], circumstances: Circumstances) -> Iterator[BudgetChange]:
    """Compare budgets of the same period and scope.

    Of one period, the newest version is compared with the baseline: the newest one that was there when the
    strategy was agreed, or else the first of all. Each fresh version, and always the newest, is compared with
    the version before it, unless that is the baseline; then nothing is told twice. The newest is compared
    with the newest of the period before. Budgets in different currencies are not compared, nor with zero, nor
    where the change is beyond what a float holds.
    """
    versions = _versions(inputs)
    for case, known in versions.items():
        newest, base = known[-1], _baseline(known, circumstances.agreed)
        for position, version in enumerate(known[1:], 1):
            before = known[position - 1]
            if (version.fresh or version is newest) and not (before is base and version is newest):
                yield from _change(version, before, "previous")
        if base is not newest:
            yield from _change(newest, base, "baseline")
        earlier = versions.get((_period_before(case[0]), case[1]))
        if earlier:
            yield from _change(newest, earlier[-1], "year")


def period_key(period: str) -> str:
    """A period as it is compared: `FY 2027`, `FY27` and `2027` are the same one."""
    folded = re.sub(r"[\s_]+", "", period).upper()
    return re.sub(r"^FY'?(?:20)?(\d\d)(?!\d)", r"20\1", folded)


def _versions(inputs: Iterable[InputFacts]) -> dict[_Case, list[_Version]]:
    """The budgets of each period and scope in the order of arrival; of several in one input, the last."""
    versions: dict[_Case, list[_Version]] = defaultdict(list)
    for item in sorted(inputs, key=lambda item: item.order):
        stated = {(period_key(b.period), b.scope.strip().casefold()): b for b in item.of(Budget)}
        for case, budget in stated.items():
            versions[case].append(_Version(budget, item.order, item.fresh))
    return versions


def _baseline(known: Sequence[_Version], agreed: int | None) -> _Version:
    at_agreement = [version for version in known if agreed is not None and version.order <= agreed]
    return at_agreement[-1] if at_agreement else known[0]


def _change(
    version: _Version, other: _Version, basis: Literal["baseline", "previous", "year"]
) -> Iterator[BudgetChange]:
    now, then = version.budget, other.budget
    differs = now.currency and then.currency and now.currency != then.currency
    if differs or not then.total:
        return
    change = now.total - then.total
    change_pct = 100 * change / abs(then.total)
    if not math.isfinite(change_pct):
        return
    sources = places((now, then))
    yield BudgetChange(
        period=now.period,
        scope=now.scope,
        basis=basis,
        total=now.total,
        baseline=then.total,
        change=change,
        change_pct=round(change_pct, 4),
        currency=now.currency or then.currency,
        source=now.source,
        sources=sources,
        quote=now.quote,
        confidence=now.confidence,
    )


def _period_before(period: str) -> str:
    """The same period a year earlier: `FY2027` -> `FY2026`, `2026-2027` -> `2025-2026`."""

    def earlier(year: re.Match[str]) -> str:
        return f"{(int(year[0]) - 1) % 10 ** len(year[0]):0{len(year[0])}d}"

    return _YEAR.sub(earlier, period)
