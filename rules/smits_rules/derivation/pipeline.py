"""Facts that follow from the recorded ones, from the baseline and from the calendar."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from smits_rules.derivation.assumptions import assumptions
from smits_rules.derivation.budgets import budget_changes
from smits_rules.derivation.calendar import deliverables_due, reviews, silences
from smits_rules.derivation.goals import goal_changes
from smits_rules.derivation.inputs import Circumstances, FactT, InputFacts, places
from smits_rules.derivation.portfolio import exposures, portfolio_changes, services_in_force
from smits_rules.derivation.regulations import regulations_due
from smits_rules.derivation.summaries import audit_summaries, feedback_changes, service_level_summaries
from smits_rules.vocabulary import (
    AuditSummary,
    BudgetChange,
    CorporateEvent,
    Exposure,
    Fact,
    FeedbackChange,
    InputSilence,
    RegulationDue,
    ServiceLevelSummary,
    Situation,
)

MOST_PLACES = 12
"""That the situation names; it rests on everything."""

__all__ = ["Circumstances", "InputFacts", "derive"]


def derive(inputs: Sequence[InputFacts], circumstances: Circumstances) -> list[Fact]:
    """Derive all facts that rules can weigh beside the recorded ones.

    It has no effect and needs nothing but its arguments: the same inputs on the same day give the same facts.

    Args:
        inputs: every input that was read, in any order.
        circumstances: the calendar, and what is known of the organisation.

    Returns:
        Derived facts, each with the places it rests on; the newest place is its `source`.
    """
    services, before = services_in_force(inputs)
    facts: list[Fact] = [
        *budget_changes(inputs, circumstances),
        *exposures(inputs, services, circumstances.today),
        *portfolio_changes(services, before),
        *regulations_due(inputs, circumstances),
        *service_level_summaries(inputs),
        *audit_summaries(inputs),
        *feedback_changes(inputs),
        *goal_changes(inputs),
        *silences(circumstances),
        *reviews(circumstances),
        *deliverables_due(circumstances),
        *assumptions(circumstances.assumptions, inputs),
    ]
    return [*facts, _situation(facts, inputs)]


def _situation(facts: Iterable[Fact], inputs: Iterable[InputFacts]) -> Situation:
    """All the main quantities in one record."""
    known = list(facts)
    budgets = [fact for fact in _of(known, BudgetChange) if fact.basis == "baseline"]
    touched = _of(known, Exposure)
    levels, audits = _of(known, ServiceLevelSummary), _of(known, AuditSummary)
    events = {
        event.case_subject for item in inputs for event in item.of(CorporateEvent) if event.event != "none"
    }
    telling = [*budgets, *touched, *levels[-1:], *audits[-1:]]
    sources = places(telling)[:MOST_PLACES]
    return Situation(
        budget_change_pct=min((f.change_pct for f in budgets), default=None),
        exposures=len(touched),
        critical_exposures=sum(1 for f in touched if f.highest_criticality == "critical"),
        regulations_due=sum(1 for f in _of(known, RegulationDue) if f.relevant and _coming(f)),
        breach_pct=levels[-1].breach_pct if levels else None,
        audit_high=audits[-1].critical + audits[-1].high if audits else 0,
        feedback_change=min((f.change for f in _of(known, FeedbackChange)), default=None),
        silent_kinds=sum(1 for f in _of(known, InputSilence) if f.overdue_days > 0),
        corporate_events=len(events),
        source=sources[0] if sources else "",
        sources=sources,
    )


def _of(facts: Iterable[Fact], kind: type[FactT]) -> list[FactT]:
    return [fact for fact in facts if isinstance(fact, kind)]


def _coming(regulation: RegulationDue) -> bool:
    return regulation.days_until is not None and regulation.days_until >= 0
