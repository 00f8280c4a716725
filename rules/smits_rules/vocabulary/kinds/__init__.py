"""The kinds of input, which are also the names of the input folders, and the kinds of deliverable."""

from __future__ import annotations

from typing import Literal, get_args

from smits_rules.vocabulary.kinds.business import BUDGETS, GOALS, OPPORTUNITIES, STRATEGY_PLANS
from smits_rules.vocabulary.kinds.input_kind import InputKind
from smits_rules.vocabulary.kinds.outside import (
    ENVIRONMENT,
    MERGERS_ACQUISITIONS,
    REGULATIONS,
    VENDOR_NOTICES,
    VENDOR_STRATEGIES,
)
from smits_rules.vocabulary.kinds.services import (
    AUDIT_REPORTS,
    CUSTOMER_FEEDBACK,
    SERVICE_PORTFOLIO,
    SERVICE_REPORTS,
)

INPUT_KINDS: dict[str, InputKind] = {
    kind.name: kind
    for kind in (
        BUDGETS,
        REGULATIONS,
        VENDOR_NOTICES,
        VENDOR_STRATEGIES,
        SERVICE_PORTFOLIO,
        SERVICE_REPORTS,
        AUDIT_REPORTS,
        CUSTOMER_FEEDBACK,
        GOALS,
        OPPORTUNITIES,
        MERGERS_ACQUISITIONS,
        ENVIRONMENT,
        STRATEGY_PLANS,
    )
}
"""All input kinds by name, in the order in which they are shown."""

DeliverableKind = Literal[
    "strategy-assessment", "strategy-plan", "tactical-plan", "strategy-review", "mission-and-vision"
]

DELIVERABLE_KINDS: tuple[DeliverableKind, ...] = get_args(DeliverableKind)
"""The kinds of deliverable that a rule can touch and that can be due."""


def default_expected_days() -> dict[str, int]:
    """Input kind -> days without a file before a new workspace raises a trigger."""
    return {name: kind.expected_days for name, kind in INPUT_KINDS.items() if kind.expected_days is not None}
