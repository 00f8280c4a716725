"""The facts that follow from recorded ones and the baseline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from typing import ClassVar, Literal

from pydantic import Field, PrivateAttr

from smits_rules.vocabulary.base import Fact, says


class DerivedFact(Fact):
    """A fact that is based on one or more locations in inputs."""

    sources: tuple[str, ...] = Field(default=(), description="all sources, the newest first")
    own: str = says(
        "what it names that belongs to the organisation, e.g. a product or jurisdiction; blank if nothing",
        default="",
    )

    @property
    def all_sources(self) -> tuple[str, ...]:
        """All locations that the fact is based on, the newest first."""
        return self.sources or super().all_sources


class BudgetChange(DerivedFact):
    """How the newest budget of a period differs from another one."""

    fact: Literal["budget-change"] = "budget-change"
    period: str = says("budget period", default="")
    scope: str = says("what the budget covers; blank for all", default="")
    basis: Literal["baseline", "previous", "year"] = says(
        "compared with: the baseline (of the agreed strategy), the previous version or the previous period",
        default=...,
    )
    total: float = says("total of the newest budget", unit="currency", default=...)
    baseline: float = says("total of the budget it is compared with", unit="currency", default=...)
    change: float = says("total minus baseline", unit="currency", default=...)
    change_pct: float = says("change in percent of the baseline", unit="%", default=...)
    agreed_change_pct: float = says("change of the newest budget from the baseline", unit="%", default=0.0)
    age_days: int = says(
        "days since the end of the period when it was received; 0 while it runs", unit="days", default=0
    )
    currency: str | None = says("ISO 4217 code")
    subject_fields: ClassVar[tuple[str, ...]] = ("period", "scope")

    @property
    def cause(self) -> str:
        """The budget, no matter what it is compared with."""
        return f"budget {self.case_subject}".casefold().strip()


class Exposure(DerivedFact):
    """A vendor notice joined with the services that run on that product."""

    fact: Literal["exposure"] = "exposure"
    vendor: str = says("vendor", default="")
    product: str = says("product", default="")
    version: str = says("version or release line", default="")
    notice: str = says("kind of notice, as in `vendor-notice`", default="other")
    services: tuple[str, ...] = says("services of the portfolio that use it", default=())
    service_count: int = says("number of these services", default=0)
    highest_criticality: Literal["critical", "high", "medium", "low"] | None = says(
        "the most critical of them"
    )
    effective_date: dt.date | None = says("when the notice takes effect")
    days_until: int | None = says("days until then; negative when past", unit="days", countdown=True)
    stage_days: int | None = says(
        "the last of 180, 90 and 0 days before then that was reached", unit="days", countdown=True
    )
    platform: bool = says(
        "whether it is an ERP system or a database, which take years to replace", default=False
    )
    price_change_pct: float | None = says("change of price, positive for a rise", unit="%")
    price_change: float | None = says(
        "change of the yearly price, if the cost of the services is known", unit="currency"
    )
    severity: float | None = says("highest CVSS base score of all advisories, 0 to 10")
    fix_available: bool | None = says("whether the vendor offers a fix")
    subject_fields: ClassVar[tuple[str, ...]] = ("vendor", "product", "version")

    @property
    def cause(self) -> str:
        """The product, no matter what was announced for it."""
        return f"product {self.vendor} / {self.product}".casefold()


class VendorCourse(DerivedFact):
    """What a vendor of the portfolio plans for products that no service uses."""

    fact: Literal["vendor-course"] = "vendor-course"
    vendor: str = says("vendor", default="")
    product: str = says("its subject", default="")
    notice: str = says("kind of notice, as in `vendor-notice`", default="other")
    services: tuple[str, ...] = says("services that use other products of this vendor", default=())
    subject_fields: ClassVar[tuple[str, ...]] = ("vendor", "product")


class RegulationDue(DerivedFact):
    """A regulation and the number of days until it takes effect."""

    fact: Literal["regulation-due"] = "regulation-due"
    title: str = says("title of the act", default="")
    reference: str = says("official number", default="")
    action: str = says("what the document does, as in `regulation`", default="")
    due: dt.date | None = says("next date on which it enters into force or applies")
    days_until: int | None = says("days until then; negative when past", unit="days", countdown=True)
    stage_days: int | None = says(
        "the last of 180, 90 and 0 days before then that was reached", unit="days", countdown=True
    )
    announced_ahead: bool = says("whether it was received before it applies", default=False)
    age_days: int = says(
        "days between its newest date and its receipt; negative if that date was still to come",
        unit="days",
        default=0,
    )
    relevant: bool = says("whether its jurisdiction and topics concern the organisation", default=False)

    @property
    def case_subject(self) -> str:
        """The reference if there is one, otherwise the title."""
        return self.reference or self.title

    @property
    def cause(self) -> str:
        """The regulation."""
        return f"regulation {self.case_subject}".casefold()


class Deal(DerivedFact):
    """A merger, acquisition or similar event, as in its newest report, and which companies it affects."""

    fact: Literal["deal"] = "deal"
    event: Literal["merger", "acquisition", "divestiture", "joint-venture", "spin-off", "none"] = says(
        "what happens", default="none"
    )
    parties: tuple[str, ...] = says("who takes part", default=())
    concerns: Literal["own", "vendor", "party", "none"] = says(
        "the organisation itself, a vendor of its portfolio, a party named in the settings, or none of these",
        default="none",
    )
    stands: bool = says("false if it was denied, called off or ended", default=True)
    value: float | None = says("value of the deal", unit="currency")
    currency: str | None = says("ISO 4217 code")
    status: str = says("e.g. announced, agreed, completed, denied", default="")
    date: dt.date | None = says("date of the newest report on it")
    began: dt.date | None = says("date of the first report on it")
    age_days: int = says(
        "days between that date and its receipt; 0 if no date is known", unit="days", default=0
    )

    @property
    def case_subject(self) -> str:
        """The parties and the year in which it began."""
        year = f" ({self.began.year})" if self.began else ""
        return f"{', '.join(sorted(self.parties, key=str.casefold))}{year}"


class ServiceLevelSummary(DerivedFact):
    """The newest service report in figures."""

    fact: Literal["service-level-summary"] = "service-level-summary"
    period: str = says("period of the report", default="")
    measured: int = says("service levels with a target and an actual", default=0)
    missed: int = says("of these, missed", default=0)
    breach_pct: float = says("share that was missed", unit="%", default=0.0)
    critical_missed: int = says("missed service levels of services that are critical", default=0)
    age_days: int = says(
        "days since the end of the period when it was received; 0 while it runs", unit="days", default=0
    )
    subject_fields: ClassVar[tuple[str, ...]] = ("period",)


class AuditSummary(DerivedFact):
    """The open findings of an audit by severity, according to its newest report."""

    fact: Literal["audit-summary"] = "audit-summary"
    report: str = says("what was audited, or the name of the report", default="")
    critical: int = says("critical findings", default=0)
    high: int = says("high findings", default=0)
    medium: int = says("medium findings", default=0)
    low: int = says("low findings", default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("report",)


class FeedbackChange(DerivedFact):
    """How the scores of a survey changed: the largest fall, or the smallest rise if none fell."""

    fact: Literal["feedback-change"] = "feedback-change"
    measure: str = says("nps, csat ...", default="")
    segment: str = says("which customers; blank for all", default="")
    survey: str = says("the survey, by the name of its first file", default="")
    scale: str = says("range of the scale, or the kind of measure if none is stated", default="")
    period: str = says("latest period", default="")
    score: float = says("latest score", default=...)
    previous: float = says("previous score", default=...)
    change: float = says("difference in points", default=...)
    change_pct: float | None = says("difference in percent of the scale's range, if known", unit="%")
    basis: Literal["period", "baseline"] = says(
        "compared with: the previous period, or the score when the strategy was agreed", default="period"
    )
    segments_fell: int = says("other segments and questions of the survey whose score fell", default=0)
    age_days: int = says(
        "days since the end of the period when it was received; 0 while it runs", unit="days", default=0
    )

    @property
    def case_subject(self) -> str:
        """The survey and its scale: all segments and questions that fell give one trigger."""
        return " / ".join(part for part in (self.survey, self.scale) if part)


class PortfolioChange(DerivedFact):
    """How the service portfolio differs from the agreed one, or from the version before."""

    fact: Literal["portfolio-change"] = "portfolio-change"
    services: int = says("services now", default=0)
    added: int = says("new services", default=0)
    removed: int = says("removed services", default=0)
    moved: int = says("services moved to another product", default=0)
    regraded: int = says("services whose criticality changed", default=0)
    change_pct: float = says(
        "services added, removed, moved or regraded, as a share of the former services", unit="%", default=0.0
    )
    cost_change_pct: float | None = says(
        "change of the cost of services with a cost both then and now", unit="%"
    )

    @property
    def case_subject(self) -> str:
        """There is one service portfolio."""
        return "service portfolio"


class GoalChange(DerivedFact):
    """How the goals of a quarter differ from their earlier version, or from those of the previous quarter."""

    fact: Literal["goal-change"] = "goal-change"
    quarter: str = says("the quarter, as named in the goals", default="")
    basis: Literal["version", "quarter"] = says(
        "compared with: the previous version for the same quarter, or the previous quarter", default=...
    )
    goals: int = says("current goals of the quarter", default=0)
    added: int = says("new goals", default=0)
    dropped: int = says("dropped goals", default=0)
    retargeted: int = says("goals whose target changed", default=0)
    change_pct: float = says("share of goals that are new, dropped or retargeted", unit="%", default=0.0)
    subject_fields: ClassVar[tuple[str, ...]] = ("quarter",)


class IndicatorChange(DerivedFact):
    """How an indicator changed since the previous period, or since the strategy was agreed."""

    fact: Literal["indicator-change"] = "indicator-change"
    indicator: str = says("name, e.g. EUR/USD", default="")
    basis: Literal["period", "baseline"] = says(
        "compared with: the previous period, or the value when the strategy was agreed (or the first known)",
        default="period",
    )
    period: str = says("latest period", default="")
    value: float | None = says("value in the latest period")
    previous_period: str = says("period it is compared with", default="")
    previous: float | None = says("value it is compared with")
    change_pct: float | None = says("change between the two values; missing for rates", unit="%")
    change_points: float | None = says("difference of two rates", unit="points")
    step_pct: float = says(
        "largest change from one period to the next since the baseline, in the same direction",
        unit="%",
        default=0.0,
    )
    step_points: float = says("the same for rates", unit="points", default=0.0)
    rest_pct: float = says("change since the baseline without that largest change", unit="%", default=0.0)
    rest_points: float = says("the same for rates", unit="points", default=0.0)
    age_days: int = says(
        "days since the end of the period when it was received; 0 while it runs", unit="days", default=0
    )
    relevant: bool = says("whether it concerns the organisation's own currency and market", default=True)
    subject_fields: ClassVar[tuple[str, ...]] = ("indicator",)

    @property
    def cause(self) -> str:
        """The indicator, no matter what it is compared with."""
        return f"indicator {self.indicator}".casefold()


def opportunities_of(file: str) -> str:
    """The cause of whatever concerns the opportunities of a file."""
    return f"opportunities {file}"


class OpportunityDue(DerivedFact):
    """An opportunity and its value in the organisation's currency."""

    fact: Literal["opportunity-due"] = "opportunity-due"
    title: str = says("what it is", default="")
    kind: str = says("e.g. market, customer, partnership, technology", default="")
    value: float | None = says(
        "expected value in the organisation's currency; missing if it is stated in another one",
        unit="currency",
    )
    currency: str | None = says("ISO 4217 code")
    decide_by: dt.date | None = says("date by which it must be decided")
    decided: bool = says("whether that date had passed when it was received", default=False)
    listed_in: str = says("name of the file that lists it", default="")
    in_catalogue: bool = says("whether that file is a catalogue of many to choose from", default=False)
    subject_fields: ClassVar[tuple[str, ...]] = ("title",)

    @property
    def cause(self) -> str:
        """The list that it is on: a hundred calls in one file are looked at together."""
        return opportunities_of(self.listed_in) if self.listed_in else super().cause


class OpportunityCatalogue(DerivedFact):
    """A file that lists many opportunities to choose from, e.g. the calls of a fund."""

    fact: Literal["opportunity-catalogue"] = "opportunity-catalogue"
    listed_in: str = says("name of the file", default="")
    count: int = says("opportunities in it that are not decided", default=0)
    largest: float | None = says("largest value, in the organisation's currency", unit="currency")
    currency: str | None = says("ISO 4217 code")
    largest_title: str = says("title of the one with the largest value", default="")
    subject_fields: ClassVar[tuple[str, ...]] = ("listed_in",)

    @property
    def cause(self) -> str:
        """The list itself."""
        return opportunities_of(self.listed_in)


class Situation(DerivedFact):
    """All main quantities in one flat fact, for rules that combine several of them."""

    fact: Literal["situation"] = "situation"
    many_quantities: ClassVar[bool] = True
    budget_change_pct: float | None = says("largest cut (or else rise) against the baseline", unit="%")
    exposures: int = says("vendor notices about products of the portfolio", default=0)
    critical_exposures: int = says("of these, about products of critical services", default=0)
    regulations_due: int = says("relevant regulations that do not apply yet", default=0)
    breach_pct: float | None = says("service levels missed in the newest report", unit="%")
    audit_high: int = says("critical and high findings of the newest audit", default=0)
    feedback_change: float | None = says("largest fall of a customer score", unit="points")
    silent_kinds: int = says("input kinds without a file for longer than expected", default=0)
    corporate_events: int = says(
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
