"""The kinds of input, which are also the names of the input folders."""

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
