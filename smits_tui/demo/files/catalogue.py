"""The paths of the sample story's files, by the names used in its texts."""

from __future__ import annotations

import datetime as dt

from smits_tui.demo.files import quarters

LAST_REPORT = 20
"""Days before the end of the story on which the last quarter is reported."""
REPORTED = (355, 290, 200, 110, LAST_REPORT)
"""Days before the end on which the quarters are reported, the first one first."""
GOALS_SET = (358, 268, 178)
"""Days before the end on which the business sets its goals for a quarter; then it falls silent."""


def ago(today: dt.date, days: int) -> dt.date:
    """A day of the story."""
    return today - dt.timedelta(days=days)


def reported_quarters(today: dt.date) -> tuple[str, ...]:
    """The quarters that are reported, the first one first; the last one is over when it is."""
    return _quarters(quarters.complete(ago(today, LAST_REPORT)), len(REPORTED))


def goal_quarters(today: dt.date) -> tuple[str, ...]:
    """The quarters for which goals are set, the first one first."""
    return _quarters(quarters.nearest(ago(today, GOALS_SET[-1])), len(GOALS_SET))


def paths(today: dt.date) -> dict[str, str]:
    """Name -> path below inputs/."""
    year, fiscal = today.year, fiscal_year(today)
    reported = enumerate(reported_quarters(today), 1)
    by_quarter = {
        name: path
        for number, quarter in reported
        for name, path in (
            (f"report_{number}", f"service-reports/Service report {quarter}.xlsx"),
            (f"survey_{number}", f"customer-feedback/Customer survey {quarter}.csv"),
        )
    }
    goals = enumerate(goal_quarters(today), 1)
    return {
        **by_quarter,
        **{f"goals_{number}": f"goals/Business goals {quarter}.csv" for number, quarter in goals},
        "portfolio": "service-portfolio/Service portfolio.xlsx",
        "budget_now": f"budgets/IT-Budget {year}.csv",
        "budget_next": f"budgets/{fiscal} IT budget.xlsx",
        "budget_mailed": f"budgets/{fiscal} IT budget (from mail).xlsx",
        "budget_copied": f"budgets/Copy of {fiscal} IT budget.xlsx",
        "budget_cut": f"budgets/{fiscal} v2 final.xlsx",
        "letter": "vendor-notices/KestrelDB 11 lifecycle.pdf",
        "prices": "vendor-notices/Halden Desk prices.eml",
        "advisory": "vendor-notices/OG-2207.json",
        "regulation": "regulations/resilience of essential services.html",
        "audit": "audit-reports/Access management.md",
        "merger": "mergers-acquisitions/Talks with Eastbrook.md",
        "opportunity": "opportunities/Metering as a service.md",
    }


def fiscal_year(today: dt.date) -> str:
    """The year of the budget that is cut, e.g. `FY28`."""
    return f"FY{(today.year + 1) % 100:02d}"


def _quarters(last: int, count: int) -> tuple[str, ...]:
    return tuple(quarters.label(last - back) for back in reversed(range(count)))
