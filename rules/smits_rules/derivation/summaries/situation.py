"""`situation`: the main quantities in one fact, with the facts behind each of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from smits_rules.derivation.inputs import FactT, places
from smits_rules.vocabulary import (
    AuditSummary,
    BudgetChange,
    Deal,
    DerivedFact,
    Exposure,
    Fact,
    FeedbackChange,
    InputSilence,
    RegulationDue,
    ServiceLevelSummary,
    Situation,
)

HORIZON_DAYS = 365
"""Later effects are not urgent yet."""
PAST_DAYS = -180
"""Earlier effects are no longer news."""
GRAVE_CVSS = 7.0
"""From this score on CVSS 3.1 rates a vulnerability as high."""
_CHANGING = (
    *("end-of-life", "end-of-support", "end-of-sale", "deprecation", "breaking-change"),
    *("licence-change", "acquisition", "security-advisory"),
)

_Kept = tuple[float, int, Fact]
"""Its rank, the order of its newest input, and the fact."""


class Weights:
    """The facts relevant to the situation, cached so that not all facts are examined each time."""

    def __init__(self) -> None:
        """Start without facts."""
        self._pressing: dict[Hashable, tuple[int, list[Fact]]] = {}
        self._ranked: dict[type[Fact], dict[Hashable, _Kept]] = {kind: {} for kind in _RANKED}
        self._first: dict[type[Fact], Hashable] = {}

    def put(self, cell: Hashable, order: int, facts: Sequence[Fact]) -> None:
        """Replace the facts of a cell.

        Args:
            cell: in which they were derived.
            order: of their newest input.
            facts: all facts of the cell.
        """
        pressing = [fact for fact in facts if type(fact) not in _RANKED and _weighs(fact)]
        if pressing:
            self._pressing[cell] = order, pressing
        else:
            self._pressing.pop(cell, None)
        for kind, rank in _RANKED.items():
            ranked = [
                (rank(fact, order), order, fact) for fact in facts if type(fact) is kind and _weighs(fact)
            ]
            self._put_ranked(kind, cell, min(ranked, key=lambda kept: kept[0], default=None))

    def facts(self) -> list[Fact]:
        """The relevant facts, by the order of the newest inputs, and the first of each ranked kind."""
        pressing = sorted(self._pressing.values(), key=lambda kept: (kept[0], *_origin(kept[1][0])))
        first = [self._ranked[kind][cell][2] for kind, cell in self._first.items()]
        return [*(fact for _, facts in pressing for fact in facts), *first]

    def _put_ranked(self, kind: type[Fact], cell: Hashable, kept: _Kept | None) -> None:
        ranked, first = self._ranked[kind], self._first.get(kind)
        if kept is None and cell not in ranked:
            return
        if kept is not None:
            ranked[cell] = kept
            if first is None or (first != cell and _place(kept) < _place(ranked[first])):
                self._first[kind] = cell
                return
        else:
            del ranked[cell]
        if first == cell:
            self._first.pop(kind)
            if ranked:
                self._first[kind] = min(ranked, key=lambda source: _place(ranked[source]))


def _place(kept: _Kept) -> tuple[float, int, str, str, str]:
    """The sort key: of equal ranks the newer one comes first."""
    return kept[0], -kept[1], *_origin(kept[2])


def _origin(fact: Fact) -> tuple[str, str, str]:
    """The sort key for facts of one input, because the order of their cells depends on history."""
    return fact.source, fact.fact, fact.case_subject


def situation(facts: Sequence[Fact]) -> Situation:
    """All main quantities in one fact; those beyond the horizon are left out."""
    kept = [fact for fact in facts if _weighs(fact)]
    budgets = sorted(_of(kept, BudgetChange), key=lambda fact: fact.change_pct)
    touched, due = _of(kept, Exposure), _of(kept, RegulationDue)
    critical = [fact for fact in touched if fact.highest_criticality == "critical"]
    levels = [level for level in _of(facts, ServiceLevelSummary)[-1:] if level.age_days <= HORIZON_DAYS]
    grave = [audit for audit in _of(facts, AuditSummary)[-1:] if audit.critical or audit.high]
    falls = sorted(_of(kept, FeedbackChange), key=lambda fact: fact.change)
    silent = [fact for fact in _of(facts, InputSilence) if fact.overdue_days > 0]
    deals = _of(kept, Deal)
    grounds: dict[str, tuple[DerivedFact, ...]] = {
        "budget_change_pct": tuple(budgets[:1]),
        "corporate_events": tuple(deals),
        "critical_exposures": tuple(critical),
        "exposures": tuple(touched),
        "regulations_due": tuple(due),
        "breach_pct": tuple(levels),
        "feedback_change": tuple(falls[:1]),
        "audit_high": tuple(grave),
    }
    sources = places(fact for ground in grounds.values() for fact in ground)
    return Situation(
        budget_change_pct=budgets[0].change_pct if budgets else None,
        exposures=len(touched),
        critical_exposures=len(critical),
        regulations_due=len(due),
        breach_pct=levels[0].breach_pct if levels else None,
        audit_high=sum(audit.critical + audit.high for audit in grave),
        feedback_change=falls[0].change if falls else None,
        silent_kinds=len(silent),
        corporate_events=len(deals),
        source=sources[0] if sources else "",
        sources=sources,
    ).rest_on(grounds)


def _weighs(fact: Fact) -> bool:
    """Whether one of the quantities may include the fact."""
    if isinstance(fact, BudgetChange):
        return fact.basis == "baseline" and fact.age_days <= HORIZON_DAYS
    if isinstance(fact, Exposure):
        return _presses(fact)
    if isinstance(fact, RegulationDue):
        return fact.relevant and _coming(fact)
    if isinstance(fact, FeedbackChange):
        return fact.change < 0 and fact.age_days <= HORIZON_DAYS
    if isinstance(fact, Deal):
        return fact.concerns != "none" and fact.stands and fact.age_days <= HORIZON_DAYS
    return isinstance(fact, ServiceLevelSummary | AuditSummary)


def _change_pct(fact: Fact, _: int) -> float:
    return fact.change_pct if isinstance(fact, BudgetChange) else 0.0


def _change(fact: Fact, _: int) -> float:
    return fact.change if isinstance(fact, FeedbackChange) else 0.0


def _newest(_: Fact, order: int) -> float:
    return -order


_RANKED: dict[type[Fact], Callable[[Fact, int], float]] = {
    BudgetChange: _change_pct,
    FeedbackChange: _change,
    ServiceLevelSummary: _newest,
    AuditSummary: _newest,
}
"""Kinds of which only the first counts, with their ranks: the largest cut or fall, the newest report."""


def _of(facts: Sequence[Fact], kind: type[FactT]) -> list[FactT]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _presses(exposure: Exposure) -> bool:
    """Whether a notice changes the product soon; a price doesn't, nor does a patchable vulnerability."""
    if exposure.notice not in _CHANGING or (exposure.severity or GRAVE_CVSS) < GRAVE_CVSS:
        return False
    return exposure.days_until is None or PAST_DAYS <= exposure.days_until <= HORIZON_DAYS


def _coming(regulation: RegulationDue) -> bool:
    return regulation.days_until is not None and 0 <= regulation.days_until <= HORIZON_DAYS
