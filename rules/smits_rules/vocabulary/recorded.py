"""The facts that are read from inputs, one class per fact type."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from smits_rules.vocabulary.base import Fact, says
from smits_rules.vocabulary.finding_status import is_settled

StatedSeverity = Literal["critical", "high", "medium", "low", "info"]


class Budget(Fact):
    """The total of a budget for one period and scope."""

    fact: Literal["budget"] = "budget"
    period: str = says("budget period as written in short form, e.g. 2027, FY2027, 2026-2027", default="")
    total: float = says("sum of the budget lines, spending only", unit="currency", default=...)
    currency: str | None = says("ISO 4217 code, if the source states it")
    scope: str = says(
        "what the table covers, e.g. an organisation or a department; blank for all", default=""
    )
    lines: int = says("number of budget lines in the total", default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("period", "scope")


class BudgetLine(Fact):
    """One line of a budget."""

    fact: Literal["budget-line"] = "budget-line"
    period: str = says("budget period as in `budget`", default="")
    name: str = says("what the money is for", default="")
    amount: float = says("amount of this line", unit="currency", default=...)
    subject_fields: ClassVar[tuple[str, ...]] = ("period", "name")


class Regulation(Fact):
    """A law, rule or other act that applies, or will apply, to the organisation."""

    fact: Literal["regulation"] = "regulation"
    title: str = says("title of the act", default="")
    reference: str = says("official number, e.g. Regulation (EU) 2022/2554", default="")
    issuer: str = says("who issued it", default="")
    jurisdiction: str = says("jurisdiction: ISO 3166 country code or EU", default="")
    action: (
        Literal["new", "amendment", "correction", "proposal", "repeal", "notice", "consolidated"] | None
    ) = says("what the document does")
    published: dt.date | None = says("date of publication")
    effective_date: dt.date | None = says("date of entry into force")
    applies_from: tuple[dt.date, ...] = says("dates from which (parts of) it apply", default=())
    topics: tuple[str, ...] = says("what it is about, in lower case", default=())
    subject_fields: ClassVar[tuple[str, ...]] = ("reference", "title")

    @property
    def case_subject(self) -> str:
        """The reference if there is one, otherwise the title."""
        return self.reference or self.title


class VendorNotice(Fact):
    """Something that a vendor announced about a product."""

    fact: Literal["vendor-notice"] = "vendor-notice"
    vendor: str = says("who makes the product", default="")
    product: str = says("product name, without version", default="")
    version: str = says("version or release line", default="")
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
    ] = says("kind of notice", default="other")
    announced: dt.date | None = says("date of the announcement")
    effective_date: dt.date | None = says("date on which it takes effect")
    price_change_pct: float | None = says("change of price, positive for a rise", unit="%")
    severity: float | None = says("highest CVSS base score, 0 to 10")
    fix_available: bool | None = says("whether the vendor offers a fix")
    affected: bool | None = says("whether the product is affected; false if the vendor states that it is not")
    affected_versions: str = says("versions that a vulnerability affects, as stated", default="")
    subject_fields: ClassVar[tuple[str, ...]] = ("vendor", "product", "version")


class Service(Fact):
    """One service of the service portfolio."""

    fact: Literal["service"] = "service"
    service: str = says("name of the service", default="")
    owner: str = says("service owner", default="")
    criticality: Literal["critical", "high", "medium", "low"] | None = says("how much depends on it")
    lifecycle: Literal["pipeline", "catalogue", "retired"] | None = says("part of the service portfolio")
    vendor: str = says("vendor of the product it runs on", default="")
    product: str = says("product it runs on", default="")
    version: str = says("version of that product", default="")
    users: float | None = says("number of users")
    cost: float | None = says("cost a year", unit="currency")
    charged: bool | None = says("whether customers are charged for it")
    subject_fields: ClassVar[tuple[str, ...]] = ("service",)


class ServiceLevel(Fact):
    """One service-level measure in one period."""

    fact: Literal["service-level"] = "service-level"
    service: str = says("name of the service", default="")
    measure: str = says("what is measured", default="")
    period: str = says("period of the measurement", default="")
    target: float | None = says("agreed target")
    actual: float | None = says("value reached")
    unit: str = says("unit of target and actual, e.g. %, h, min; blank if none is stated", default="")
    better: Literal["higher", "lower"] | None = says("which direction is better")
    met: bool | None = says("whether the target was reached")
    subject_fields: ClassVar[tuple[str, ...]] = ("service", "measure")


class AuditFinding(Fact):
    """One finding of an audit."""

    fact: Literal["audit-finding"] = "audit-finding"
    finding: str = says("identifier of the finding", default="")
    title: str = says("what was found", default="")
    severity: StatedSeverity | None = says("how severe it is")
    status: str = says("e.g. open, resolved, accepted", default="")
    due: dt.date | None = says("date by which it is to be resolved")
    subject_fields: ClassVar[tuple[str, ...]] = ("finding", "title")

    @property
    def is_settled(self) -> bool:
        """Whether its status means that it is closed."""
        return is_settled(self.status)


class AuditReport(Fact):
    """The totals of an audit, even if its report does not list individual findings."""

    fact: Literal["audit-report"] = "audit-report"
    subject: str = says("what was audited", default="")
    period: str = says("period or date of the audit", default="")
    critical: int = says("number of critical findings", default=0)
    high: int = says("number of high findings", default=0)
    medium: int = says("number of medium findings", default=0)
    low: int = says("number of low findings", default=0)
    subject_fields: ClassVar[tuple[str, ...]] = ("subject", "period")


class Feedback(Fact):
    """A score from customers."""

    fact: Literal["feedback"] = "feedback"
    measure: str = says("nps, csat, satisfaction, recommend ...", default="")
    scale: str = says(
        "range as stated, e.g. 1 to 10, or as the scores suggest, e.g. 1..5; blank if unknown",
        default="",
    )
    segment: str = says("which customers; blank for all", default="")
    period: str = says("period of the survey", default="")
    score: float = says("the score, on the scale of its measure", default=...)
    responses: int | None = says("number of answers")
    subject_fields: ClassVar[tuple[str, ...]] = ("measure", "segment")


class Goal(Fact):
    """A goal of the business for a quarter."""

    fact: Literal["goal"] = "goal"
    goal: str = says("what is to be reached", default="")
    quarter: str = says("e.g. 2027-Q1", default="")
    target: str = says("the target as written", default="")
    owner: str = says("who answers for it", default="")
    subject_fields: ClassVar[tuple[str, ...]] = ("quarter", "goal")


class Opportunity(Fact):
    """A business opportunity."""

    fact: Literal["opportunity"] = "opportunity"
    title: str = says("what it is", default="")
    kind: str = says("e.g. market, customer, partnership, technology", default="")
    value: float | None = says("expected value", unit="currency")
    currency: str | None = says("ISO 4217 code")
    decide_by: dt.date | None = says("date by which it must be decided")
    subject_fields: ClassVar[tuple[str, ...]] = ("title",)


class CorporateEvent(Fact):
    """A merger, acquisition or similar event; `none` for other business news."""

    fact: Literal["corporate-event"] = "corporate-event"
    event: Literal["merger", "acquisition", "divestiture", "joint-venture", "spin-off", "none"] = says(
        "what happens", default="none"
    )
    parties: tuple[str, ...] = says("who takes part", default=())
    value: float | None = says("value of the deal", unit="currency")
    currency: str | None = says("ISO 4217 code")
    status: str = says("e.g. announced, agreed, completed, denied", default="")
    date: dt.date | None = says("date of the event or of its announcement")
    subject_fields: ClassVar[tuple[str, ...]] = ("event", "parties")

    @property
    def case_subject(self) -> str:
        """The kind of event and its parties."""
        return f"{self.event} {', '.join(self.parties)}".strip()


class Indicator(Fact):
    """A figure of the environment, e.g. an exchange rate, with its latest change."""

    fact: Literal["indicator"] = "indicator"
    indicator: str = says("name, e.g. EUR/USD", default="")
    unit: str = says("rate (a percentage), index, price, exchange-rate ...; blank if unknown", default="")
    period: str = says("latest period", default="")
    value: float | None = says("value in the latest period")
    previous_period: str = says("previous period", default="")
    previous: float | None = says("value in the previous period")
    change_pct: float | None = says("change between the two", unit="%")
    change_points: float | None = says("difference of two percentages", unit="points")
    subject_fields: ClassVar[tuple[str, ...]] = ("indicator",)


class PlanObjective(Fact):
    """An objective of the current strategy plan."""

    fact: Literal["plan-objective"] = "plan-objective"
    objective: str = says("what is to be reached", default="")
    due: dt.date | None = says("by when")
    owner: str = says("who answers for it", default="")
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
