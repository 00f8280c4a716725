"""`situation`: the main quantities in one record, with the facts that each of them sums up."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

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
"""What takes effect later does not press yet."""
PAST_DAYS = -180
"""What took effect longer ago is not news any more."""


class Weights:
    """The facts that a situation may weigh, kept so that not all others are gone through each time."""

    def __init__(self) -> None:
        """Begin with none."""
        self._weighed: dict[Hashable, tuple[int, list[Fact]]] = {}
        self._reports: dict[type[Fact], dict[Hashable, tuple[int, list[Fact]]]] = {}
        self._newest: dict[type[Fact], Hashable] = {}

    def put(self, cell: Hashable, order: int, facts: Sequence[Fact]) -> None:
        """Take up the facts of a cell in place of those that it had.

        Args:
            cell: where they were derived.
            order: of their newest input.
            facts: all that was derived there.
        """
        weighed = [fact for fact in facts if _weighs(fact)]
        if weighed:
            self._weighed[cell] = order, weighed
        else:
            self._weighed.pop(cell, None)
        for kind in (ServiceLevelSummary, AuditSummary):
            self._put_report(kind, cell, order, [fact for fact in facts if isinstance(fact, kind)])

    def facts(self) -> list[Fact]:
        """All of them, by the order of their newest inputs; of reports only those of the newest."""
        newest = [self._reports[kind][cell] for kind, cell in self._newest.items()]
        ordered = sorted((*self._weighed.values(), *newest), key=lambda kept: kept[0])
        return [fact for _, facts in ordered for fact in facts]

    def _put_report(self, kind: type[Fact], cell: Hashable, order: int, facts: list[Fact]) -> None:
        reports = self._reports.setdefault(kind, {})
        newest = self._newest.get(kind)
        if facts:
            reports[cell] = order, facts
            if newest is None or order >= reports[newest][0]:
                self._newest[kind] = cell
                return
        elif cell in reports:
            del reports[cell]
        if newest == cell:
            self._newest.pop(kind)
            if reports:
                self._newest[kind] = max(reports, key=lambda known: reports[known][0])


def situation(facts: Sequence[Fact]) -> Situation:
    """All the main quantities in one record; what lies beyond the horizon is left out."""
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
    sources = places(fact for known in grounds.values() for fact in known)
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
    """Whether one of the quantities may sum it up, reports apart."""
    if isinstance(fact, BudgetChange):
        return fact.basis == "baseline" and fact.age_days <= HORIZON_DAYS
    if isinstance(fact, Exposure):
        return _presses(fact)
    if isinstance(fact, RegulationDue):
        return fact.relevant and _coming(fact)
    if isinstance(fact, FeedbackChange):
        return fact.change < 0 and fact.age_days <= HORIZON_DAYS
    return (
        isinstance(fact, Deal) and fact.concerns != "none" and fact.stands and fact.age_days <= HORIZON_DAYS
    )


def _of(facts: Sequence[Fact], kind: type[FactT]) -> list[FactT]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _presses(exposure: Exposure) -> bool:
    return exposure.days_until is None or PAST_DAYS <= exposure.days_until <= HORIZON_DAYS


def _coming(regulation: RegulationDue) -> bool:
    return regulation.days_until is not None and 0 <= regulation.days_until <= HORIZON_DAYS
