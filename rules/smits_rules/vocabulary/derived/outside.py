"""Derived facts about what others decide: vendors, legislators and markets."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from smits_rules.vocabulary.base import fact_field
from smits_rules.vocabulary.derived.derived_fact import DerivedFact


class Exposure(DerivedFact):
    """A vendor notice joined with the services that run on that product."""

    fact: Literal["exposure"] = "exposure"
    vendor: str = fact_field("vendor", default="")
    product: str = fact_field("product", default="")
    version: str = fact_field("version or release line", default="")
    notice: str = fact_field("kind of notice, as in `vendor-notice`", default="other")
    services: tuple[str, ...] = fact_field("services of the portfolio that use it", default=())
    service_count: int = fact_field("number of these services", default=0)
    highest_criticality: Literal["critical", "high", "medium", "low"] | None = fact_field(
        "the most critical of them"
    )
    effective_date: dt.date | None = fact_field("when the notice takes effect")
    days_until: int | None = fact_field("days until then; negative when past", unit="days", countdown=True)
    stage_days: int | None = fact_field(
        "the last of 180, 90 and 0 days before then that was reached", unit="days", countdown=True
    )
    platform: bool = fact_field(
        "whether it is an ERP system or a database, which take years to replace", default=False
    )
    price_change_pct: float | None = fact_field("change of price, positive for a rise", unit="%")
    price_change: float | None = fact_field(
        "change of the yearly price, if the cost of the services is known", unit="currency"
    )
    severity: float | None = fact_field("highest CVSS base score of all advisories, 0 to 10")
    fix_available: bool | None = fact_field("whether the vendor offers a fix")
    subject_fields: ClassVar[tuple[str, ...]] = ("vendor", "product", "version")

    @property
    def cause(self) -> str:
        """The product, no matter what was announced for it."""
        return f"product {self.vendor} / {self.product}".casefold()


class VendorCourse(DerivedFact):
    """What a vendor of the portfolio plans for products that no service uses."""

    fact: Literal["vendor-course"] = "vendor-course"
    vendor: str = fact_field("vendor", default="")
    product: str = fact_field("its subject", default="")
    notice: str = fact_field("kind of notice, as in `vendor-notice`", default="other")
    services: tuple[str, ...] = fact_field("services that use other products of this vendor", default=())
    subject_fields: ClassVar[tuple[str, ...]] = ("vendor", "product")


class RegulationDue(DerivedFact):
    """A regulation and the number of days until it takes effect."""

    fact: Literal["regulation-due"] = "regulation-due"
    title: str = fact_field("title of the act", default="")
    reference: str = fact_field("official number", default="")
    action: str = fact_field("what the document does, as in `regulation`", default="")
    due: dt.date | None = fact_field("next date on which it enters into force or applies")
    days_until: int | None = fact_field("days until then; negative when past", unit="days", countdown=True)
    stage_days: int | None = fact_field(
        "the last of 180, 90 and 0 days before then that was reached", unit="days", countdown=True
    )
    announced_ahead: bool = fact_field("whether it was received before it applies", default=False)
    age_days: int = fact_field(
        "days between its newest date and its receipt; negative if that date was still to come",
        unit="days",
        default=0,
    )
    relevant: bool = fact_field("whether its jurisdiction and topics concern the organisation", default=False)

    @property
    def case_subject(self) -> str:
        """The reference if there is one, otherwise the title."""
        return self.reference or self.title

    @property
    def cause(self) -> str:
        """The regulation."""
        return f"regulation {self.case_subject}".casefold()


class IndicatorChange(DerivedFact):
    """How an indicator changed since the previous period, or since the strategy was agreed."""

    fact: Literal["indicator-change"] = "indicator-change"
    indicator: str = fact_field("name, e.g. EUR/USD", default="")
    basis: Literal["period", "baseline"] = fact_field(
        "compared with: the previous period, or the value when the strategy was agreed (or the first known)",
        default="period",
    )
    period: str = fact_field("latest period", default="")
    value: float | None = fact_field("value in the latest period")
    previous_period: str = fact_field("period it is compared with", default="")
    previous: float | None = fact_field("value it is compared with")
    change_pct: float | None = fact_field("change between the two values; missing for rates", unit="%")
    change_points: float | None = fact_field("difference of two rates", unit="points")
    step_pct: float = fact_field(
        "largest change from one period to the next since the baseline, in the same direction",
        unit="%",
        default=0.0,
    )
    step_points: float = fact_field("the same for rates", unit="points", default=0.0)
    rest_pct: float = fact_field(
        "change since the baseline without that largest change", unit="%", default=0.0
    )
    rest_points: float = fact_field("the same for rates", unit="points", default=0.0)
    age_days: int = fact_field(
        "days since the end of the period when it was received; 0 while it runs", unit="days", default=0
    )
    relevant: bool = fact_field(
        "whether it concerns the organisation's own currency and market", default=True
    )
    subject_fields: ClassVar[tuple[str, ...]] = ("indicator",)

    @property
    def cause(self) -> str:
        """The indicator, no matter what it is compared with."""
        return f"indicator {self.indicator}".casefold()
