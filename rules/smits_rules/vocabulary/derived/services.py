"""Derived facts about the service portfolio, service levels, audits and customer feedback."""

from __future__ import annotations

from typing import ClassVar, Literal

from smits_rules.vocabulary.base import fact_field
from smits_rules.vocabulary.derived.derived_fact import DerivedFact


class ServiceLevelSummary(DerivedFact):
    """The newest service report in figures."""

    fact: Literal["service-level-summary"] = "service-level-summary"
    period: str = fact_field("period of the report", default="")
    measured: int = fact_field("service levels with a target and an actual", default=0)
    missed: int = fact_field("of these, missed", default=0)
    breach_pct: float = fact_field("share that was missed", unit="%", default=0.0)
    critical_missed: int = fact_field("missed service levels of services that are critical", default=0)
    age_days: int = fact_field(
        "days since the end of the period when it was received; 0 while it runs", unit="days", default=0
    )
    subject_fields: ClassVar[tuple[str, ...]] = ("period",)


class AuditSummary(DerivedFact):
    """The open findings of an audit by severity, according to its newest report."""

    fact: Literal["audit-summary"] = "audit-summary"
    report: str = fact_field("what was audited, or the name of the report", default="")
    critical: int = fact_field("critical findings", default=0)
    high: int = fact_field("high findings", default=0)
    medium: int = fact_field("medium findings", default=0)
    low: int = fact_field("low findings", default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("report",)


class FeedbackChange(DerivedFact):
    """How the scores of a survey changed: the largest fall, or the smallest rise if none fell."""

    fact: Literal["feedback-change"] = "feedback-change"
    measure: str = fact_field("nps, csat ...", default="")
    segment: str = fact_field("which customers; blank for all", default="")
    survey: str = fact_field("the survey, by the name of its first file", default="")
    scale: str = fact_field("range of the scale, or the kind of measure if none is stated", default="")
    period: str = fact_field("latest period", default="")
    score: float = fact_field("latest score", default=...)
    previous: float = fact_field("previous score", default=...)
    change: float = fact_field("difference in points", default=...)
    change_pct: float | None = fact_field("difference in percent of the scale's range, if known", unit="%")
    basis: Literal["period", "baseline"] = fact_field(
        "compared with: the previous period, or the score when the strategy was agreed", default="period"
    )
    segments_fell: int = fact_field("other segments and questions of the survey whose score fell", default=0)
    age_days: int = fact_field(
        "days since the end of the period when it was received; 0 while it runs", unit="days", default=0
    )

    @property
    def case_subject(self) -> str:
        """The survey and its scale: all segments and questions that fell give one trigger."""
        return " / ".join(part for part in (self.survey, self.scale) if part)


class PortfolioChange(DerivedFact):
    """How the service portfolio differs from the agreed one, or from the version before."""

    fact: Literal["portfolio-change"] = "portfolio-change"
    services: int = fact_field("services now", default=0)
    added: int = fact_field("new services", default=0)
    removed: int = fact_field("removed services", default=0)
    moved: int = fact_field("services moved to another product", default=0)
    regraded: int = fact_field("services whose criticality changed", default=0)
    change_pct: float = fact_field(
        "services added, removed, moved or regraded, as a share of the former services", unit="%", default=0.0
    )
    cost_change_pct: float | None = fact_field(
        "change of the cost of services with a cost both then and now", unit="%"
    )

    @property
    def case_subject(self) -> str:
        """There is one service portfolio."""
        return "service portfolio"
