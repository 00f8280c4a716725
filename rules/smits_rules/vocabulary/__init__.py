"""The words all rooms share: input kinds, fact types with their fields and units, and the error kinds."""

from smits_rules.vocabulary.base import Confidence, Fact, FieldInfo, fields_of
from smits_rules.vocabulary.derived import (
    DERIVED,
    Assumption,
    AuditSummary,
    BudgetChange,
    DeliverableDue,
    Exposure,
    FeedbackChange,
    GoalChange,
    InputSilence,
    PortfolioChange,
    RegulationDue,
    ReviewDue,
    ServiceLevelSummary,
    Situation,
)
from smits_rules.vocabulary.errors import SmitsError
from smits_rules.vocabulary.kinds import DELIVERABLE_KINDS, INPUT_KINDS, DeliverableKind, InputKind
from smits_rules.vocabulary.recorded import (
    RECORDED,
    AuditFinding,
    Budget,
    BudgetLine,
    CorporateEvent,
    Feedback,
    Goal,
    Indicator,
    Opportunity,
    PlanObjective,
    Regulation,
    Service,
    ServiceLevel,
    VendorNotice,
)

FACT_TYPES: dict[str, type[Fact]] = {**RECORDED, **DERIVED}
"""Every fact type by its name, e.g. `budget-change` -> `BudgetChange`."""


def fact_from(data: dict[str, object]) -> Fact:
    """Make the typed fact out of its JSON object.

    Args:
        data: the fields of a fact; `fact` names its type.

    Raises:
        SmitsError: the type is unknown.
        pydantic.ValidationError: a field is unknown or of the wrong type.
    """
    kind = FACT_TYPES.get(str(data.get("fact")))
    if kind is None:
        raise SmitsError(f"'{data.get('fact')}' is no fact type; `smits rules vocabulary` lists them.")
    return kind.model_validate(data)


__all__ = [
    "DELIVERABLE_KINDS",
    "DERIVED",
    "FACT_TYPES",
    "INPUT_KINDS",
    "RECORDED",
    "Assumption",
    "AuditFinding",
    "AuditSummary",
    "Budget",
    "BudgetChange",
    "BudgetLine",
    "Confidence",
    "CorporateEvent",
    "DeliverableDue",
    "DeliverableKind",
    "Exposure",
    "Fact",
    "Feedback",
    "FeedbackChange",
    "FieldInfo",
    "Goal",
    "GoalChange",
    "Indicator",
    "InputKind",
    "InputSilence",
    "Opportunity",
    "PlanObjective",
    "PortfolioChange",
    "Regulation",
    "RegulationDue",
    "ReviewDue",
    "Service",
    "ServiceLevel",
    "ServiceLevelSummary",
    "Situation",
    "SmitsError",
    "VendorNotice",
    "fact_from",
    "fields_of",
]
