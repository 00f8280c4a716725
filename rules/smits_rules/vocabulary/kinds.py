"""The kinds of input, which are also the names of the input folders, and the kinds of deliverable."""

from __future__ import annotations

from typing import Literal, get_args

InputKind = Literal[
    "budgets",
    "regulations",
    "vendor-notices",
    "vendor-strategies",
    "service-portfolio",
    "service-reports",
    "audit-reports",
    "customer-feedback",
    "goals",
    "opportunities",
    "mergers-acquisitions",
    "environment",
    "strategy-plans",
]

INPUT_KINDS: tuple[InputKind, ...] = get_args(InputKind)
"""All input kinds, in the order in which they are shown."""

KIND_FACTS: dict[InputKind, tuple[str, ...]] = {
    "budgets": ("budget", "budget-line"),
    "regulations": ("regulation",),
    "vendor-notices": ("vendor-notice",),
    "vendor-strategies": ("vendor-notice",),
    "service-portfolio": ("service",),
    "service-reports": ("service-level",),
    "audit-reports": ("audit-finding", "audit-report"),
    "customer-feedback": ("feedback",),
    "goals": ("goal",),
    "opportunities": ("opportunity",),
    "mergers-acquisitions": ("corporate-event",),
    "environment": ("indicator",),
    "strategy-plans": ("plan-objective",),
}
"""Input kind -> the types of the facts that it usually states, the likeliest first."""

DeliverableKind = Literal[
    "strategy-assessment", "strategy-plan", "tactical-plan", "strategy-review", "mission-and-vision"
]

DELIVERABLE_KINDS: tuple[DeliverableKind, ...] = get_args(DeliverableKind)
"""The kinds of deliverable that a rule can touch and that can be due."""
