"""The vocabulary of all packages: input kinds, fact types with fields and units, the base of errors.

Fact types are imported on first use: they need pydantic, which is slow to import, and many commands need
only an error or the input kinds.
"""

from importlib import import_module
from typing import TYPE_CHECKING

from smits_rules.vocabulary.errors import SmitsError
from smits_rules.vocabulary.kinds import DELIVERABLE_KINDS, INPUT_KINDS, DeliverableKind
from smits_rules.vocabulary.kinds.input_kind import InputKind

if TYPE_CHECKING:
    from smits_rules.vocabulary.base import Confidence, Fact, FieldInfo, fields_of
    from smits_rules.vocabulary.derived.business import (
        BudgetChange,
        Deal,
        GoalChange,
        OpportunityCatalogue,
        OpportunityDue,
    )
    from smits_rules.vocabulary.derived.derived_fact import DerivedFact
    from smits_rules.vocabulary.derived.execution import (
        ActionOverdue,
        DecisionDue,
        FindingOverdue,
        InitiativeLate,
        MeasureGap,
        MeasureUnread,
        ObjectiveDue,
    )
    from smits_rules.vocabulary.derived.outside import Exposure, IndicatorChange, RegulationDue, VendorCourse
    from smits_rules.vocabulary.derived.services import (
        AuditSummary,
        FeedbackChange,
        PortfolioChange,
        ServiceLevelSummary,
    )
    from smits_rules.vocabulary.derived.situation import Situation
    from smits_rules.vocabulary.derived.upkeep import Assumption, DeliverableDue, InputSilence, ReviewDue
    from smits_rules.vocabulary.facts import DERIVED, FACT_TYPES, fact_from
    from smits_rules.vocabulary.recorded import (
        RECORDED,
        AuditFinding,
        AuditReport,
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

_ROOMS = (
    "base",
    "recorded",
    "derived.derived_fact",
    "derived.business",
    "derived.outside",
    "derived.services",
    "derived.situation",
    "derived.upkeep",
    "derived.execution",
    "facts",
)
"""The module that defines each lazily imported name."""


def __getattr__(name: str) -> object:
    """Import what is asked for by name."""
    if name in __all__:
        for room in _ROOMS:
            attribute = vars(import_module(f"{__name__}.{room}")).get(name)
            if attribute is not None:
                return globals().setdefault(name, attribute)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = [
    "DELIVERABLE_KINDS",
    "DERIVED",
    "FACT_TYPES",
    "INPUT_KINDS",
    "RECORDED",
    "ActionOverdue",
    "Assumption",
    "AuditFinding",
    "AuditReport",
    "AuditSummary",
    "Budget",
    "BudgetChange",
    "BudgetLine",
    "Confidence",
    "CorporateEvent",
    "Deal",
    "DecisionDue",
    "DeliverableDue",
    "DeliverableKind",
    "DerivedFact",
    "Exposure",
    "Fact",
    "Feedback",
    "FeedbackChange",
    "FieldInfo",
    "FindingOverdue",
    "Goal",
    "GoalChange",
    "Indicator",
    "IndicatorChange",
    "InitiativeLate",
    "InputKind",
    "InputSilence",
    "MeasureGap",
    "MeasureUnread",
    "ObjectiveDue",
    "Opportunity",
    "OpportunityCatalogue",
    "OpportunityDue",
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
    "VendorCourse",
    "VendorNotice",
    "fact_from",
    "fields_of",
]
