"""The sample story: a year of an invented utility, told relative to today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from smits_tui.demo import letters, sheets
from smits_tui.demo.sample import ORGANISATION


@dataclass(frozen=True, slots=True)
class Person:
    """A stakeholder of the story."""

    name: str
    role: str
    email: str


@dataclass(frozen=True, slots=True)
class Act:
    """What somebody decides on the newest undecided trigger of a rule."""

    by: str
    do: Literal["accept", "dismiss", "defer"]
    rule: str
    reason: str
    until_days: int | None = None
    """Of a deferral, from that day on."""


@dataclass(frozen=True, slots=True)
class Episode:
    """A file that comes on a day, and what people decide then."""

    day: dt.date
    title: str
    path: str
    """Below inputs/."""
    write: Callable[[Path], None]
    then: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """The whole of it."""

    organisation: str
    jurisdictions: tuple[str, ...]
    topics: tuple[str, ...]
    stakeholders: tuple[Person, ...]
    episodes: tuple[Episode, ...]


MARA = Person("Mara Lindqvist", "CIO", "mara.lindqvist@brightwater.example")
TOM = Person("Tom Okafor", "IT strategy manager", "tom.okafor@brightwater.example")
INES = Person("Ines Weber", "Head of finance", "ines.weber@brightwater.example")
PAVEL = Person("Pavel Novak", "Head of operations", "pavel.novak@brightwater.example")

_CUT = 0.12
"""How much of the budget is taken away in the story."""


def story(today: dt.date) -> Story:
    """Tell the story so that it ends today.

    Args:
        today: the day of the last episode.

    Returns:
        The organisation, its people and the year's files; the same for the same day.
    """
    return Story(
        organisation=ORGANISATION,
        jurisdictions=("DE", "EU"),
        topics=("cybersecurity", "operational resilience", "data protection"),
        stakeholders=(MARA, TOM, INES, PAVEL),
        episodes=tuple(
            sorted((*_money(today), *_vendors(today), *_surroundings(today)), key=lambda episode: episode.day)
        ),
    )


def _money(today: dt.date) -> list[Episode]:
    """The budgets of this year and the next."""
    year = today.year + 1
    short = f"FY{year % 100:02d}"
    first = partial(sheets.budget_workbook, year=year, title="IT budget, approved by the board")
    accepted = Act(MARA.name, "accept", "budget-cut", "The plan was made for more money; we start over.")
    return [
        Episode(
            _ago(today, 352),
            f"Finance sends the {year - 1} budget as CSV from the accounting system",
            f"budgets/IT-Budget {year - 1}.csv",
            partial(sheets.budget_csv, year=year - 1),
        ),
        Episode(
            _ago(today, 200),
            f"The board approves the {short} budget",
            f"budgets/{short} IT budget.xlsx",
            first,
        ),
        Episode(
            _ago(today, 95),
            "The same budget comes again by mail, cut off on its way",
            f"budgets/{short} IT budget (from mail).xlsx",
            partial(sheets.cut_off, first),
        ),
        Episode(
            _ago(today, 90),
            "Somebody drops a copy of the budget, to be on the safe side",
            f"budgets/Copy of {short} IT budget.xlsx",
            first,
        ),
        Episode(
            _ago(today, 60),
            f"A revised {short} budget arrives: 12 % less",
            f"budgets/{short} v2 final.xlsx",
            partial(sheets.budget_workbook, year=year, title="IT budget, revised", cut=_CUT),
            (accepted,),
        ),
    ]


def _vendors(today: dt.date) -> list[Episode]:
    """The portfolio, and what vendors announce of the products in it."""
    ends = today + dt.timedelta(days=200)
    letter = "vendor-notices/KestrelDB 11 lifecycle.pdf"
    capped = Act(TOM.name, "dismiss", "product-price-rise", "The contract caps rises at 3 % until it ends.")
    patched = Act(PAVEL.name, "dismiss", "product-vulnerable", "Patched on the day of the advisory.")
    return [
        Episode(
            _ago(today, 360),
            "Operations export the service portfolio",
            "service-portfolio/Service portfolio.xlsx",
            sheets.portfolio_workbook,
        ),
        Episode(
            _ago(today, 250),
            "A vendor's letter says when support of the central database ends",
            letter,
            partial(letters.end_of_support, sent=_ago(today, 252), ends=ends),
        ),
        Episode(
            _ago(today, 170),
            "The service desk's vendor raises its prices",
            "vendor-notices/Halden Desk prices.eml",
            partial(letters.price_rise, sent=_ago(today, 171), starts=_ago(today, 80)),
            (capped,),
        ),
        Episode(
            _ago(today, 110),
            "A security advisory for the remote access gateway",
            "vendor-notices/OG-2207.json",
            partial(letters.advisory, sent=_ago(today, 110)),
            (patched,),
        ),
        Episode(
            _ago(today, 45),
            "The database vendor corrects its letter: two months earlier",
            letter,
            partial(letters.end_of_support, sent=_ago(today, 46), ends=ends - dt.timedelta(days=61)),
        ),
        Episode(
            _ago(today, 14),
            "The new portfolio: services were added and one is gone",
            "service-portfolio/Service portfolio.xlsx",
            partial(sheets.portfolio_workbook, later=True),
        ),
    ]


def _surroundings(today: dt.date) -> list[Episode]:
    """Regulation, audit, a partner's plans, an opportunity."""
    applies = today + dt.timedelta(days=120)
    reading = Act(
        TOM.name, "defer", "regulation-adopted", "The legal department reads it first.", until_days=60
    )
    return [
        Episode(
            _ago(today, 300),
            "The Official Journal publishes a regulation on resilience",
            "regulations/resilience of essential services.html",
            partial(letters.regulation, published=_ago(today, 301), applies=applies),
            (reading,),
        ),
        Episode(
            _ago(today, 150),
            "Internal audit reports on access management",
            "audit-reports/Access management.md",
            partial(letters.audit_report, issued=_ago(today, 151)),
        ),
        Episode(
            _ago(today, 30),
            "A note on the talks with a neighbouring utility",
            "mergers-acquisitions/Talks with Eastbrook.md",
            partial(letters.merger_note, day=_ago(today, 31)),
        ),
        Episode(
            today,
            "Sales see a market for metering services",
            "opportunities/Metering as a service.md",
            partial(letters.opportunity_note, decide_by=today + dt.timedelta(days=75)),
        ),
    ]


def _ago(today: dt.date, days: int) -> dt.date:
    return today - dt.timedelta(days=days)
