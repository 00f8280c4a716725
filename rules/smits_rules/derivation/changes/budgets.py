"""`budget-change`: a budget compared with its baseline, its previous version and the previous period."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Literal

from smits_rules.derivation.changes.budget_versions import BudgetVersion, budget_versions, same_budget
from smits_rules.derivation.inputs import Circumstances, InputFacts, sources_of
from smits_rules.vocabulary import Budget, BudgetChange
from smits_rules.vocabulary.periods import days_over, key_before


def budget_changes(inputs: Iterable[InputFacts], circumstances: Circumstances) -> Iterator[BudgetChange]:
    """Compare budgets of the same period and scope.

    The newest version for a period is compared with the baseline: the newest one that existed when the
    strategy was agreed, or else the first one. Each fresh version, and always the newest, is compared with
    the previous version. The newest is also compared with the newest one for the previous period. A version
    without changes is ignored: a file that is saved again changes nothing, and the agreed version is not
    compared with older ones. A version that returns to the baseline reverses a change and is not one itself.
    Budgets in different currencies, budgets of zero, and changes beyond the range of a float are not
    compared.
    """
    versions = budget_versions(inputs)
    change = partial(_change, circumstances.fiscal_year_start)
    for case, case_versions in versions.items():
        newest, base = case_versions[-1], _baseline(case_versions, circumstances.agreed)
        agreed = _percent(newest.budget, base.budget)
        for position, version in enumerate(case_versions[1:], 1):
            settled = circumstances.agreed is not None and version.order <= circumstances.agreed
            taken_back = same_budget(version.budget, base.budget)
            if (version.fresh or version is newest) and not settled and not taken_back:
                yield from change(case[1], version, case_versions[position - 1], "previous", agreed)
        if base is not newest:
            yield from change(case[1], newest, base, "baseline", agreed)
        earlier = versions.get((key_before(case[0]), case[1]))
        if earlier and key_before(case[0]) != case[0]:
            yield from change(case[1], newest, earlier[-1], "year", agreed)


def _baseline(versions: Sequence[BudgetVersion], agreed: int | None) -> BudgetVersion:
    at_agreement = [version for version in versions if agreed is not None and version.order <= agreed]
    return at_agreement[-1] if at_agreement else versions[0]


def _percent(now: Budget, then: Budget) -> float | None:
    """The change in percent; None if the two can't be compared."""
    differs = now.currency and then.currency and now.currency != then.currency
    if differs or not then.total:
        return None
    change = 100 * (now.total - then.total) / abs(then.total)
    return round(change, 4) if math.isfinite(change) else None


def _change(
    fiscal_year_start: int,
    scope: str,
    version: BudgetVersion,
    other: BudgetVersion,
    basis: Literal["baseline", "previous", "year"],
    agreed: float | None,
) -> Iterator[BudgetChange]:
    now, then = version.budget, other.budget
    change_pct = _percent(now, then)
    if change_pct is None:
        return
    yield BudgetChange(
        period=now.period,
        scope=now.scope or scope,
        basis=basis,
        total=now.total,
        baseline=then.total,
        change=now.total - then.total,
        change_pct=change_pct,
        agreed_change_pct=agreed or 0.0,
        age_days=days_over(now.period, version.received, fiscal_year_start),
        currency=now.currency or then.currency,
        own="" if then.confidence == "inferred" else f"its budget of {then.period}".rstrip(" of"),
        source=now.source,
        sources=sources_of((now, then)),
        quote=now.quote,
        confidence=now.confidence,
    )
