"""Initiatives compared with the budgets in force, year by year."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from smits_rules.vocabulary.periods import end_of, period_key
from smits_tui.process.entries.records import Initiative
from smits_tui.process.measure_feeds import FactSource, in_force

_YEAR = re.compile(r"\d{4}")


@dataclass(frozen=True, slots=True)
class YearBudget:
    """The budget of a year according to an input in force."""

    period: str
    scope: str
    total: float
    currency: str
    """ISO 4217; blank if the input names none."""
    source: str
    """Path and anchor."""
    start: dt.date
    end: dt.date


@dataclass(slots=True)
class MoneyYear:
    """A year of the roadmap."""

    period: str
    start: dt.date
    end: dt.date
    budgets: tuple[YearBudget, ...] = ()
    needed: float = 0.0
    """The initiatives' budgets, as far as they fall into this year."""
    currency: str = ""

    @property
    def budget(self) -> float | None:
        """The budget in force in the organisation's currency; None if none is on record."""
        same = [budget.total for budget in self.budgets if budget.currency in ("", self.currency)]
        return sum(same) if same and len(same) == len(self.budgets) else None

    @property
    def left(self) -> float | None:
        """The part of the budget that the initiatives leave."""
        return None if self.budget is None else self.budget - self.needed


@dataclass(slots=True)
class MoneyPlan:
    """All initiatives and all years."""

    years: list[MoneyYear]
    undated: float
    """Budgets of initiatives without dates."""
    total: float = field(default=0.0)


def budgets_in_force(inputs: Iterable[FactSource], fiscal_year_start: int) -> list[YearBudget]:
    """The newest budget of each year, by content rather than file name.

    If an input states a total budget, those of departments in the same year are parts of it and are
    left out.

    Args:
        inputs: budgets in order of arrival.
        fiscal_year_start: the first month, 1 to 12.
    """
    newest: dict[tuple[str, str], YearBudget] = {}
    for item in in_force(inputs):
        for fact in item.facts:
            if fact.get("fact") != "budget" or not isinstance(fact.get("total"), int | float):
                continue
            period, scope = str(fact.get("period") or ""), str(fact.get("scope") or "")
            end = end_of(period, fiscal_year_start)
            if end is None or not _YEAR.fullmatch(period_key(period)):
                continue
            following = end + dt.timedelta(days=1)
            newest[period_key(period), scope.casefold()] = YearBudget(
                period=period,
                scope=scope,
                total=float(fact["total"]),
                currency=str(fact.get("currency") or ""),
                source=str(fact.get("source") or ""),
                start=following.replace(year=following.year - 1),
                end=end,
            )
    whole = {key for key, scope in newest if not scope}
    kept = [budget for (key, scope), budget in newest.items() if not scope or key not in whole]
    return sorted(kept, key=lambda budget: (budget.end, budget.scope))


def money_plan(
    initiatives: Sequence[Initiative],
    budgets: Sequence[YearBudget],
    *,
    currency: str,
    fiscal_year_start: int,
    today: dt.date,
) -> MoneyPlan:
    """Distribute the initiatives' budgets evenly over their days, and compare each year with its budget.

    Shares are whole units of the currency, with the remainder in an initiative's last year, so that years and
    undated budgets add up to the total exactly.

    Args:
        initiatives: those that are not retired.
        budgets: by year, from `budgets_in_force`.
        currency: of the organisation and of the initiatives' budgets.
        fiscal_year_start: the first month, 1 to 12, of a year without a budget.
        today: years that ended before it and contain no initiative are left out.
    """
    years: dict[dt.date, MoneyYear] = {}
    for budget in budgets:
        year = years.setdefault(
            budget.start, MoneyYear(budget.period, budget.start, budget.end, currency=currency)
        )
        year.budgets = (*year.budgets, budget)

    def year_of(day: dt.date) -> MoneyYear:
        for year in years.values():
            if year.start <= day <= year.end:
                return year
        return years.setdefault((made := _blank_year(day, fiscal_year_start, currency)).start, made)

    total, undated = 0.0, 0.0
    for initiative in initiatives:
        amount = initiative.budget or 0.0
        total += amount
        if initiative.start and initiative.end:
            _spread(amount, initiative.start, initiative.end, year_of)
        else:
            undated += amount
    shown = [year for _, year in sorted(years.items()) if year.needed or year.end >= today]
    return MoneyPlan(shown, round(undated, 2), round(total, 2))


def _spread(amount: float, start: dt.date, end: dt.date, year_of: Callable[[dt.date], MoneyYear]) -> None:
    """Add an initiative's budget to its years, by days."""
    days, day, left = (end - start).days + 1, start, amount
    while day <= end:
        year = year_of(day)
        until = min(year.end, end)
        share = left if until == end else float(round(amount * ((until - day).days + 1) / days))
        year.needed = round(year.needed + share, 2)
        left = round(left - share, 2)
        day = until + dt.timedelta(days=1)


def _blank_year(day: dt.date, first_month: int, currency: str) -> MoneyYear:
    """The fiscal year of a date, named after the year in which it ends, as `period_key` does."""
    begin = dt.date(day.year if day.month >= first_month else day.year - 1, first_month, 1)
    end = begin.replace(year=begin.year + 1) - dt.timedelta(days=1)
    name = str(end.year) if first_month == 1 else f"FY{end.year}"
    return MoneyYear(name, begin, end, currency=currency)
