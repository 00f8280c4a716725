"""The files that the sample organisation receives in its year: budgets, vendors' letters, news."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from functools import partial
from pathlib import Path

from smits_tui.demo.cycles.triage import accepts, defers, dismisses
from smits_tui.demo.files import letters, sheets
from smits_tui.demo.files.catalogue import ago, fiscal_year, paths
from smits_tui.demo.model import Act, Episode, Paper
from smits_tui.demo.people import MARA, PAVEL, TOM

_CUT = 0.12
"""How much of the budget is taken away in the story."""
SUPPORTED_DAYS = 200
"""For so long after the end of the story the first letter promises support of the database."""
_EARLIER_DAYS = 61
"""By so much the second letter shortens it."""


def arrivals(today: dt.date) -> list[Episode]:
    """All of it, not in order.

    Args:
        today: the last day of the story.
    """
    return [*_money(today), *_vendors(today), *_surroundings(today)]


def _money(today: dt.date) -> list[Episode]:
    """The budgets of this year and the next."""
    year, fiscal = today.year + 1, fiscal_year(today)
    came = partial(_came, today)
    first = partial(sheets.budget_workbook, year=year, title="IT budget, approved by the board")
    cut = partial(sheets.budget_workbook, year=year, title="IT budget, revised", cut=_CUT)
    before = partial(sheets.budget_csv, year=year - 1)
    accepted = accepts(MARA, "budget-cut", "The plan rests on more money; we start over.")
    return [
        came(
            352,
            f"Finance sends the {year - 1} budget as CSV from the accounting system",
            "budget_now",
            before,
        ),
        came(200, f"The board approves the {fiscal} budget", "budget_next", first),
        came(
            95,
            "The same budget comes again by mail, cut off on its way",
            "budget_mailed",
            partial(sheets.cut_off, first),
        ),
        came(90, "Somebody drops a copy of the budget, to be on the safe side", "budget_copied", first),
        came(60, f"A revised {fiscal} budget arrives: 12 % less", "budget_cut", cut, accepted),
    ]


def _vendors(today: dt.date) -> list[Episode]:
    """The portfolio, and what vendors announce of the products in it."""
    came = partial(_came, today)
    ends = today + dt.timedelta(days=SUPPORTED_DAYS)
    promised = partial(letters.end_of_support, sent=ago(today, 252), ends=ends)
    shortened = partial(
        letters.end_of_support, sent=ago(today, 46), ends=ends - dt.timedelta(days=_EARLIER_DAYS)
    )
    prices = partial(letters.price_rise, sent=ago(today, 171), starts=ago(today, 80))
    advisory = partial(letters.advisory, sent=ago(today, 110))
    later = partial(sheets.portfolio_workbook, later=True)
    capped = dismisses(TOM, "product-price-rise", "The contract caps rises at 3 % until it ends.")
    patched = dismisses(PAVEL, "product-vulnerable", "Patched on the day of the advisory.")
    return [
        came(360, "Operations export the service portfolio", "portfolio", sheets.portfolio_workbook),
        came(250, "A vendor's letter says when support of the central database ends", "letter", promised),
        came(170, "The service desk's vendor raises its prices", "prices", prices, capped),
        came(110, "A security advisory for the remote access gateway", "advisory", advisory, patched),
        came(45, "The database vendor corrects its letter: two months earlier", "letter", shortened),
        came(14, "The new portfolio: services were added and one is gone", "portfolio", later),
    ]


def _surroundings(today: dt.date) -> list[Episode]:
    """Regulation, audit, a partner's plans, an opportunity."""
    came = partial(_came, today)
    applies, decided = today + dt.timedelta(days=120), today + dt.timedelta(days=75)
    act = partial(letters.regulation, published=ago(today, 301), applies=applies)
    audit = partial(letters.audit_report, issued=ago(today, 151))
    merger = partial(letters.merger_note, day=ago(today, 9))
    opportunity = partial(letters.opportunity_note, decide_by=decided)
    legal = defers(TOM, "regulation-adopted", 60, "The legal department reads it first.")
    mended = dismisses(PAVEL, "audit-high", "P4 mends both findings; the plan holds as it is.")
    planned = defers(
        PAVEL, "product-end-of-life", 80, "P2 moves both services in time; the review looks at it again."
    )
    return [
        came(300, "The Official Journal publishes a regulation on resilience", "regulation", act, legal),
        came(150, "Internal audit reports on access management", "audit", audit, mended, planned),
        came(8, "A note on the talks with a neighbouring utility", "merger", merger),
        came(0, "Sales see a market for metering services", "opportunity", opportunity),
    ]


def _came(
    today: dt.date, days: int, title: str, name: str, write: Callable[[Path], None], *then: Act
) -> Episode:
    """A file that came so many days ago, by the name that texts call it by."""
    return Episode(ago(today, days), title, (Paper(paths(today)[name], write),), then)
