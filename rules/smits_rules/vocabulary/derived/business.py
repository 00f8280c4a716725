"""Derived facts about budgets, goals, opportunities and deals."""

from __future__ import annotations

import datetime as dt
from typing import ClassVar, Literal

from smits_rules.vocabulary.base import fact_field
from smits_rules.vocabulary.derived.derived_fact import DerivedFact


class BudgetChange(DerivedFact):
    """How the newest budget of a period differs from another one."""

    fact: Literal["budget-change"] = "budget-change"
    period: str = fact_field("budget period", default="")
    scope: str = fact_field("what the budget covers; blank for all", default="")
    basis: Literal["baseline", "previous", "year"] = fact_field(
        "compared with: the baseline (of the agreed strategy), the previous version or the previous period",
        default=...,
    )
    total: float = fact_field("total of the newest budget", unit="currency", default=...)
    baseline: float = fact_field("total of the budget it is compared with", unit="currency", default=...)
    change: float = fact_field("total minus baseline", unit="currency", default=...)
    change_pct: float = fact_field("change in percent of the baseline", unit="%", default=...)
    agreed_change_pct: float = fact_field(
        "change of the newest budget from the baseline", unit="%", default=0.0
    )
    age_days: int = fact_field(
        "days since the end of the period when it was received; 0 while it runs", unit="days", default=0
    )
    currency: str | None = fact_field("ISO 4217 code")
    subject_fields: ClassVar[tuple[str, ...]] = ("period", "scope")

    @property
    def cause(self) -> str:
        """The budget, no matter what it is compared with."""
        return f"budget {self.case_subject}".casefold().strip()


class Deal(DerivedFact):
    """A merger, acquisition or similar event, as in its newest report, and which companies it affects."""

    fact: Literal["deal"] = "deal"
    event: Literal["merger", "acquisition", "divestiture", "joint-venture", "spin-off", "none"] = fact_field(
        "what happens", default="none"
    )
    parties: tuple[str, ...] = fact_field("who takes part", default=())
    concerns: Literal["own", "vendor", "party", "none"] = fact_field(
        "the organisation itself, a vendor of its portfolio, a party named in the settings, or none of these",
        default="none",
    )
    stands: bool = fact_field("false if it was denied, called off or ended", default=True)
    value: float | None = fact_field("value of the deal", unit="currency")
    currency: str | None = fact_field("ISO 4217 code")
    status: str = fact_field("e.g. announced, agreed, completed, denied", default="")
    date: dt.date | None = fact_field("date of the newest report on it")
    began: dt.date | None = fact_field("date of the first report on it")
    age_days: int = fact_field(
        "days between that date and its receipt; 0 if no date is known", unit="days", default=0
    )

    @property
    def case_subject(self) -> str:
        """The parties and the year in which it began."""
        year = f" ({self.began.year})" if self.began else ""
        return f"{', '.join(sorted(self.parties, key=str.casefold))}{year}"


class GoalChange(DerivedFact):
    """How the goals of a quarter differ from their earlier version, or from those of the previous quarter."""

    fact: Literal["goal-change"] = "goal-change"
    quarter: str = fact_field("the quarter, as named in the goals", default="")
    basis: Literal["version", "quarter"] = fact_field(
        "compared with: the previous version for the same quarter, or the previous quarter", default=...
    )
    goals: int = fact_field("current goals of the quarter", default=0)
    added: int = fact_field("new goals", default=0)
    dropped: int = fact_field("dropped goals", default=0)
    retargeted: int = fact_field("goals whose target changed", default=0)
    change_pct: float = fact_field(
        "share of goals that are new, dropped or retargeted", unit="%", default=0.0
    )
    subject_fields: ClassVar[tuple[str, ...]] = ("quarter",)


def opportunities_of(file: str) -> str:
    """The cause of whatever concerns the opportunities of a file."""
    return f"opportunities {file}"


class OpportunityDue(DerivedFact):
    """An opportunity and its value in the organisation's currency."""

    fact: Literal["opportunity-due"] = "opportunity-due"
    title: str = fact_field("what it is", default="")
    kind: str = fact_field("e.g. market, customer, partnership, technology", default="")
    value: float | None = fact_field(
        "expected value in the organisation's currency; missing if it is stated in another one",
        unit="currency",
    )
    currency: str | None = fact_field("ISO 4217 code")
    decide_by: dt.date | None = fact_field("date by which it must be decided")
    decided: bool = fact_field("whether that date had passed when it was received", default=False)
    listed_in: str = fact_field("name of the file that lists it", default="")
    in_catalogue: bool = fact_field("whether that file is a catalogue of many to choose from", default=False)
    subject_fields: ClassVar[tuple[str, ...]] = ("title",)

    @property
    def cause(self) -> str:
        """The list that it is on: a hundred calls in one file are looked at together."""
        return opportunities_of(self.listed_in) if self.listed_in else super().cause


class OpportunityCatalogue(DerivedFact):
    """A file that lists many opportunities to choose from, e.g. the calls of a fund."""

    fact: Literal["opportunity-catalogue"] = "opportunity-catalogue"
    listed_in: str = fact_field("name of the file", default="")
    count: int = fact_field("opportunities in it that are not decided", default=0)
    largest: float | None = fact_field("largest value, in the organisation's currency", unit="currency")
    currency: str | None = fact_field("ISO 4217 code")
    largest_title: str = fact_field("title of the one with the largest value", default="")
    subject_fields: ClassVar[tuple[str, ...]] = ("listed_in",)

    @property
    def cause(self) -> str:
        """The list itself."""
        return opportunities_of(self.listed_in)
