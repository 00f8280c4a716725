"""Facts that follow from the recorded ones, from the baseline and from the calendar."""

from __future__ import annotations

from collections.abc import Sequence

from smits_rules.derivation.assumptions import assumptions
from smits_rules.derivation.audits import audit_summaries, findings_overdue
from smits_rules.derivation.budgets import budget_changes
from smits_rules.derivation.calendar import deliverables_due, reviews, silences
from smits_rules.derivation.deals import deals
from smits_rules.derivation.execution import decisions_due, execution
from smits_rules.derivation.feedback import feedback_changes
from smits_rules.derivation.goals import goal_changes
from smits_rules.derivation.indicators import indicator_changes
from smits_rules.derivation.inputs import Circumstances, InputFacts
from smits_rules.derivation.opportunities import opportunities
from smits_rules.derivation.portfolio import exposures, portfolio_changes, portfolios, services_in_force
from smits_rules.derivation.regulations import regulations_due
from smits_rules.derivation.service_levels import service_level_summaries
from smits_rules.derivation.situation import situation
from smits_rules.vocabulary import Fact

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
    holding = portfolios(inputs)
    services = services_in_force(holding)
    open_opportunities = list(opportunities(inputs, circumstances))
    facts: list[Fact] = [
        *budget_changes(inputs, circumstances),
        *exposures(inputs, services, circumstances.today),
        *portfolio_changes(holding, circumstances),
        *regulations_due(inputs, circumstances),
        *deals(inputs, services, circumstances),
        *service_level_summaries(inputs, services, circumstances),
        *audit_summaries(inputs, services, circumstances),
        *findings_overdue(inputs, services, circumstances),
        *feedback_changes(inputs, circumstances),
        *goal_changes(inputs, circumstances),
        *indicator_changes(inputs, circumstances),
        *open_opportunities,
        *silences(circumstances),
        *reviews(circumstances),
        *deliverables_due(circumstances),
        *assumptions(circumstances.assumptions, inputs),
        *execution(circumstances),
        *decisions_due(circumstances, open_opportunities),
    ]
    return [*facts, situation(facts)]
