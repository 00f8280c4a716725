"""The situation: the main quantities of all inputs in one fact."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Literal

from pydantic import PrivateAttr

from smits_rules.vocabulary.base import fact_field
from smits_rules.vocabulary.derived.derived_fact import DerivedFact


class Situation(DerivedFact):
    """All main quantities in one flat fact, for rules that combine several of them."""

    fact: Literal["situation"] = "situation"
    many_quantities: ClassVar[bool] = True
    budget_change_pct: float | None = fact_field("largest cut (or else rise) against the baseline", unit="%")
    exposures: int = fact_field("vendor notices about products of the portfolio", default=0)
    critical_exposures: int = fact_field("of these, about products of critical services", default=0)
    regulations_due: int = fact_field("relevant regulations that do not apply yet", default=0)
    breach_pct: float | None = fact_field("service levels missed in the newest report", unit="%")
    audit_high: int = fact_field("critical and high findings of the newest audit", default=0)
    feedback_change: float | None = fact_field("largest fall of a customer score", unit="points")
    silent_kinds: int = fact_field("input kinds without a file for longer than expected", default=0)
    corporate_events: int = fact_field(
        "mergers, acquisitions and similar events that concern the organisation", default=0
    )
    _grounds: dict[str, tuple[DerivedFact, ...]] = PrivateAttr(default_factory=dict)

    @property
    def case_subject(self) -> str:
        """There is one situation."""
        return "situation"

    def rest_on(self, grounds: dict[str, tuple[DerivedFact, ...]]) -> Situation:
        """Record which facts each field summarises, so that a rule cites only those behind its own fields.

        Args:
            grounds: field -> facts, the most severe first.

        Returns:
            The situation itself.
        """
        self._grounds = grounds
        return self

    def grounds(self, fields: Collection[str]) -> list[DerivedFact]:
        """The facts that the named fields summarise."""
        return [fact for name, facts in self._grounds.items() if name in fields for fact in facts]
