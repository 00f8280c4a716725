"""`situation`: the main quantities in one record, with the facts that each of them sums up."""

from __future__ import annotations

from collections.abc import Sequence

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


def situation(facts: Sequence[Fact]) -> Situation:
    """All the main quantities in one record; what lies beyond the horizon is left out."""
    budgets = sorted(
        (fact for fact in _of(facts, BudgetChange) if fact.basis == "baseline"),
        key=lambda fact: fact.change_pct,
    )
    touched = [fact for fact in _of(facts, Exposure) if _presses(fact)]
    critical = [fact for fact in touched if fact.highest_criticality == "critical"]
    due = [fact for fact in _of(facts, RegulationDue) if fact.relevant and _coming(fact)]
    levels, audits = _of(facts, ServiceLevelSummary)[-1:], _of(facts, AuditSummary)
    grave = [audit for audit in audits[-1:] if audit.critical or audit.high]
    falls = sorted(_of(facts, FeedbackChange), key=lambda fact: fact.change)
    silent = [fact for fact in _of(facts, InputSilence) if fact.overdue_days > 0]
    deals = [
        fact
        for fact in _of(facts, Deal)
        if fact.concerns != "none" and fact.stands and fact.age_days <= HORIZON_DAYS
    ]
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


def _of(facts: Sequence[Fact], kind: type[FactT]) -> list[FactT]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _presses(exposure: Exposure) -> bool:
    return exposure.days_until is None or PAST_DAYS <= exposure.days_until <= HORIZON_DAYS


def _coming(regulation: RegulationDue) -> bool:
    return regulation.days_until is not None and 0 <= regulation.days_until <= HORIZON_DAYS
