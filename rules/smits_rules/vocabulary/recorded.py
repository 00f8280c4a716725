"""The facts that are read from inputs, one class per fact type."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from smits_rules.vocabulary.base import Fact, fact_field
from smits_rules.vocabulary.finding_status import is_settled

StatedSeverity = Literal["critical", "high", "medium", "low", "info"]


class Budget(Fact):
    """The total of a budget for one period and scope."""

    fact: Literal["budget"] = "budget"
    period: str = fact_field(
        "budget period as written in short form, e.g. 2027, FY2027, 2026-2027", default=""
    )
    total: float = fact_field("sum of the budget lines, spending only", unit="currency", default=...)
    currency: str | None = fact_field("ISO 4217 code, if the source states it")
    scope: str = fact_field(
        "what the table covers, e.g. an organisation or a department; blank for all", default=""
    )
    lines: int = fact_field("number of budget lines in the total", default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("period", "scope")


class BudgetLine(Fact):
    """One line of a budget."""

    fact: Literal["budget-line"] = "budget-line"
    period: str = fact_field("budget period as in `budget`", default="")
    name: str = fact_field("what the money is for", default="")
    amount: float = fact_field("amount of this line", unit="currency", default=...)
    subject_fields: ClassVar[tuple[str, ...]] = ("period", "name")


class Regulation(Fact):
    """A law, rule or other act that applies, or will apply, to the organisation."""

    fact: Literal["regulation"] = "regulation"
    title: str = fact_field("title of the act", default="")
    reference: str = fact_field("official number, e.g. Regulation (EU) 2022/2554", default="")
    issuer: str = fact_field("who issued it", default="")
    jurisdiction: str = fact_field("jurisdiction: ISO 3166 country code or EU", default="")
    action: (
        Literal["new", "amendment", "correction", "proposal", "repeal", "notice", "consolidated"] | None
    ) = fact_field("what the document does")
    published: dt.date | None = fact_field("date of publication")
    effective_date: dt.date | None = fact_field("date of entry into force")
    applies_from: tuple[dt.date, ...] = fact_field("dates from which (parts of) it apply", default=())
    topics: tuple[str, ...] = fact_field("what it is about, in lower case", default=())
    subject_fields: ClassVar[tuple[str, ...]] = ("reference", "title")

    @property
    def case_subject(self) -> str:
        """The reference if there is one, otherwise the title."""
        return self.reference or self.title


class VendorNotice(Fact):
    """Something that a vendor announced about a product."""

    fact: Literal["vendor-notice"] = "vendor-notice"
    vendor: str = fact_field("who makes the product", default="")
    product: str = fact_field("product name, without version", default="")
    version: str = fact_field("version or release line", default="")
    notice: Literal[
        "end-of-life",
        "end-of-support",
        "end-of-sale",
        "price-change",
        "licence-change",
        "deprecation",
        "breaking-change",
        "security-advisory",
        "acquisition",
        "roadmap",
        "renewal",
        "other",
    ] = fact_field("kind of notice", default="other")
    announced: dt.date | None = fact_field("date of the announcement")
    effective_date: dt.date | None = fact_field("date on which it takes effect")
    price_change_pct: float | None = fact_field("change of price, positive for a rise", unit="%")
    severity: float | None = fact_field("highest CVSS base score, 0 to 10")
    fix_available: bool | None = fact_field("whether the vendor offers a fix")
    affected: bool | None = fact_field(
        "whether the product is affected; false if the vendor states that it is not"
    )
    affected_versions: str = fact_field("versions that a vulnerability affects, as stated", default="")
    subject_fields: ClassVar[tuple[str, ...]] = ("vendor", "product", "version")


class Service(Fact):
    """One service of the service portfolio."""

    fact: Literal["service"] = "service"
    service: str = fact_field("name of the service", default="")
    owner: str = fact_field("service owner", default="")
    criticality: Literal["critical", "high", "medium", "low"] | None = fact_field("how much depends on it")
    lifecycle: Literal["pipeline", "catalogue", "retired"] | None = fact_field(
        "part of the service portfolio"
    )
    vendor: str = fact_field("vendor of the product it runs on", default="")
    product: str = fact_field("product it runs on", default="")
    version: str = fact_field("version of that product", default="")
    users: float | None = fact_field("number of users")
    cost: float | None = fact_field("cost a year", unit="currency")
    charged: bool | None = fact_field("whether customers are charged for it")
    subject_fields: ClassVar[tuple[str, ...]] = ("service",)


class ServiceLevel(Fact):
    """One service-level measure in one period."""

    fact: Literal["service-level"] = "service-level"
    service: str = fact_field("name of the service", default="")
    measure: str = fact_field("what is measured", default="")
    period: str = fact_field("period of the measurement", default="")
    target: float | None = fact_field("agreed target")
    actual: float | None = fact_field("value reached")
    unit: str = fact_field("unit of target and actual, e.g. %, h, min; blank if none is stated", default="")
    better: Literal["higher", "lower"] | None = fact_field("which direction is better")
    met: bool | None = fact_field("whether the target was reached")
    subject_fields: ClassVar[tuple[str, ...]] = ("service", "measure")


class AuditFinding(Fact):
    """One finding of an audit."""

    fact: Literal["audit-finding"] = "audit-finding"
    finding: str = fact_field("identifier of the finding", default="")
    title: str = fact_field("what was found", default="")
    severity: StatedSeverity | None = fact_field("how severe it is")
    status: str = fact_field("e.g. open, resolved, accepted", default="")
    due: dt.date | None = fact_field("date by which it is to be resolved")
    subject_fields: ClassVar[tuple[str, ...]] = ("finding", "title")

    @property
    def is_settled(self) -> bool:
        """Whether its status means that it is closed."""
        return is_settled(self.status)


class AuditReport(Fact):
    """The totals of an audit, even if its report does not list individual findings."""

    fact: Literal["audit-report"] = "audit-report"
    subject: str = fact_field("what was audited", default="")
    period: str = fact_field("period or date of the audit", default="")
    critical: int = fact_field("number of critical findings", default=0)
    high: int = fact_field("number of high findings", default=0)
    medium: int = fact_field("number of medium findings", default=0)
    low: int = fact_field("number of low findings", default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("subject", "period")


class Feedback(Fact):
    """A score from customers."""

    fact: Literal["feedback"] = "feedback"
    measure: str = fact_field("nps, csat, satisfaction, recommend ...", default="")
    scale: str = fact_field(
        "range as stated, e.g. 1 to 10, or as the scores suggest, e.g. 1..5; blank if unknown",
        default="",
    )
    segment: str = fact_field("which customers; blank for all", default="")
    period: str = fact_field("period of the survey", default="")
    score: float = fact_field("the score, on the scale of its measure", default=...)
    responses: int | None = fact_field("number of answers")
    subject_fields: ClassVar[tuple[str, ...]] = ("measure", "segment")


class Goal(Fact):
    """A goal of the business for a quarter."""

    fact: Literal["goal"] = "goal"
    goal: str = fact_field("what is to be reached", default="")
    quarter: str = fact_field("e.g. 2027-Q1", default="")
    target: str = fact_field("the target as written", default="")
    owner: str = fact_field("who answers for it", default="")
    subject_fields: ClassVar[tuple[str, ...]] = ("quarter", "goal")


class Opportunity(Fact):
    """A business opportunity."""

    fact: Literal["opportunity"] = "opportunity"
    title: str = fact_field("what it is", default="")
    kind: str = fact_field("e.g. market, customer, partnership, technology", default="")
    value: float | None = fact_field("expected value", unit="currency")
    currency: str | None = fact_field("ISO 4217 code")
    decide_by: dt.date | None = fact_field("date by which it must be decided")
    subject_fields: ClassVar[tuple[str, ...]] = ("title",)


class CorporateEvent(Fact):
    """A merger, acquisition or similar event; `none` for other business news."""

    fact: Literal["corporate-event"] = "corporate-event"
    event: Literal["merger", "acquisition", "divestiture", "joint-venture", "spin-off", "none"] = fact_field(
        "what happens", default="none"
    )
    parties: tuple[str, ...] = fact_field("who takes part", default=())
    value: float | None = fact_field("value of the deal", unit="currency")
    currency: str | None = fact_field("ISO 4217 code")
    status: str = fact_field("e.g. announced, agreed, completed, denied", default="")
    date: dt.date | None = fact_field("date of the event or of its announcement")
    subject_fields: ClassVar[tuple[str, ...]] = ("event", "parties")

    @property
    def case_subject(self) -> str:
        """The kind of event and its parties."""
        return f"{self.event} {', '.join(self.parties)}".strip()


class Indicator(Fact):
    """A figure of the environment, e.g. an exchange rate, with its latest change."""

    fact: Literal["indicator"] = "indicator"
    indicator: str = fact_field("name, e.g. EUR/USD", default="")
    unit: str = fact_field(
        "rate (a percentage), index, price, exchange-rate ...; blank if unknown", default=""
    )
    period: str = fact_field("latest period", default="")
    value: float | None = fact_field("value in the latest period")
    previous_period: str = fact_field("previous period", default="")
    previous: float | None = fact_field("value in the previous period")
    change_pct: float | None = fact_field("change between the two", unit="%")
    change_points: float | None = fact_field("difference of two percentages", unit="points")
    subject_fields: ClassVar[tuple[str, ...]] = ("indicator",)


class PlanObjective(Fact):
    """An objective of the current strategy plan."""

    fact: Literal["plan-objective"] = "plan-objective"
    objective: str = fact_field("what is to be reached", default="")
    due: dt.date | None = fact_field("by when")
    owner: str = fact_field("who answers for it", default="")
    subject_fields: ClassVar[tuple[str, ...]] = ("objective",)


RECORDED: dict[str, type[Fact]] = {
    kind.model_fields["fact"].default: kind
    for kind in (
        Budget,
        BudgetLine,
        Regulation,
        VendorNotice,
        Service,
        ServiceLevel,
        AuditFinding,
        AuditReport,
        Feedback,
        Goal,
        Opportunity,
        CorporateEvent,
        Indicator,
        PlanObjective,
    )
}
"""The fact types that inputs state."""
