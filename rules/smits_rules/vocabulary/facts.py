"""All fact types by name, and conversion of a JSON object to a typed fact."""

from __future__ import annotations

from smits_rules.vocabulary.base import Fact
from smits_rules.vocabulary.derived.business import (
    BudgetChange,
    Deal,
    GoalChange,
    OpportunityCatalogue,
    OpportunityDue,
)
from smits_rules.vocabulary.derived.execution import EXECUTION
from smits_rules.vocabulary.derived.outside import Exposure, IndicatorChange, RegulationDue, VendorCourse
from smits_rules.vocabulary.derived.services import (
    AuditSummary,
    FeedbackChange,
    PortfolioChange,
    ServiceLevelSummary,
)
from smits_rules.vocabulary.derived.situation import Situation
from smits_rules.vocabulary.derived.upkeep import Assumption, DeliverableDue, InputSilence, ReviewDue
from smits_rules.vocabulary.errors import SmitsError
from smits_rules.vocabulary.recorded import RECORDED

DERIVED: dict[str, type[Fact]] = {
    kind.model_fields["fact"].default: kind
    for kind in (
        BudgetChange,
        Exposure,
        VendorCourse,
        RegulationDue,
        Deal,
        ServiceLevelSummary,
        AuditSummary,
        FeedbackChange,
        PortfolioChange,
        GoalChange,
        IndicatorChange,
        OpportunityDue,
        OpportunityCatalogue,
        InputSilence,
        ReviewDue,
        Assumption,
        DeliverableDue,
        Situation,
    )
}
"""The fact types that derivation produces."""

FACT_TYPES: dict[str, type[Fact]] = {**RECORDED, **DERIVED, **EXECUTION}
"""Every fact type by its name, e.g. `budget-change` -> `BudgetChange`."""


def fact_from(data: dict[str, object]) -> Fact:
    """Convert a JSON object to a typed fact.

    Args:
        data: the fields of a fact; `fact` names its type.

    Raises:
        SmitsError: the type is unknown.
        pydantic.ValidationError: a field is unknown or of the wrong type.
    """
    kind = FACT_TYPES.get(str(data.get("fact")))
    if kind is None:
        raise SmitsError(f"'{data.get('fact')}' is not a fact type; `smits rules vocabulary` lists them.")
    return kind.model_validate(data)
