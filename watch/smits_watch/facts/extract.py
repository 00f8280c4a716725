"""What is taken out of a document."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from smits_rules.vocabulary import Fact


@dataclass(frozen=True, slots=True)
class Extract:
    """The facts of one document."""

    kind: str
    """Input kind."""
    facts: tuple[Fact, ...] = ()
    summary: dict[str, Any] = field(default_factory=dict)
    """Aggregates, by kind; see `smits facts`."""
    warnings: tuple[str, ...] = ()
