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

DeliverableKind = Literal[
    "strategy-assessment", "strategy-plan", "tactical-plan", "strategy-review", "mission-and-vision"
]

DELIVERABLE_KINDS: tuple[DeliverableKind, ...] = get_args(DeliverableKind)
"""The kinds of deliverable that a rule can touch and that can be due."""
