"""Arithmetic on periods: equality, the previous period, and the end of a period."""

from __future__ import annotations

import calendar
import datetime as dt
import re

_FISCAL = re.compile(r"^(?:FY|GJ|EX)'?(\d{2}|\d{4})$")
"""FY27, FY2027; Geschäftsjahr and exercice alike."""
_SPAN = re.compile(r"^(?:FY|GJ|EX)?'?((?:19|20)\d\d)[/–-]((?:19|20)?\d\d)$")
"""2026/27, 2026-2027, FY2026-27."""
_PERIOD = re.compile(
    r"(?:FY)?(?P<year>\d{4})(?:-(?:Q(?P<quarter>[1-4])|H(?P<half>[12])|(?P<month>0[1-9]|1[0-2])|(?P<until>\d{4})))?"
)
"""Periods in their short form: 2027, FY2027, 2026-2027, 2027-Q1, 2027-H1, 2027-03."""
_NAMED_FISCAL = re.compile(r"(?:FY|GJ|EX)'?\d")
_WEEK = re.compile(r"(\d{4})-W(\d\d)")
_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


def period_key(period: str) -> str:
    """A period in the form used for comparison: `FY 2027`, `FY27`, `2026/27` and `2027` are the same year.

    A fiscal year has the number of the year in which it ends, as is customary, even if it is the calendar
    year. `2026-12` is a month: a span of years goes from one year to the next.
    """
    folded = re.sub(r"[\s_]+", "", period).upper()
    span = _SPAN.match(folded)
    if span and int(span[2]) % 100 == (int(span[1]) + 1) % 100:
        return str(int(span[1]) + 1)
    fiscal = _FISCAL.match(folded)
    if fiscal:
        return fiscal[1] if len(fiscal[1]) == 4 else f"20{fiscal[1]}"
    return re.sub(r"^(?:FY|GJ|EX)'?(?:20)?(\d\d)(?!\d)", r"20\1", folded)


def key_before(key: str) -> str:
    """The same period a year earlier: `2027` -> `2026`, `2027-Q1` -> `2026-Q1`.

    A key without a year is returned unchanged.
    """
    return _YEAR.sub(lambda year: str(int(year[0]) - 1), key)


def key_after(key: str) -> str:
    """The same period a year later."""
    return _YEAR.sub(lambda year: str(int(year[0]) + 1), key)


def end_of(period: str, fiscal_year_start: int = 1) -> dt.date | None:
    """The last day of a period; None if its form is not recognised.

    Args:
        period: a day, week, month, quarter, half or year: `2027-W12`, `2027-03`, `2027-Q1`, `FY2027`,
            `2026/27`.
        fiscal_year_start: the month, 1 to 12, in which fiscal years begin. It applies only to a period that
            is marked as fiscal or spans two years: if fiscal years begin in April, FY2027 ends in March 2027.
    """
    day, week = _DAY.fullmatch(period.strip()), _WEEK.fullmatch(period.strip().upper())
    try:
        if week:
            return dt.date.fromisocalendar(int(week[1]), int(week[2]), 7)
        if day:
            return dt.date(int(day[1]), int(day[2]), int(day[3]))
        folded = re.sub(r"[\s_]+", "", period).upper()
        parts = _PERIOD.fullmatch(folded) or _PERIOD.fullmatch(period_key(period))
        if parts is None:
            return None
        year = int(parts["until"] or parts["year"])
        months = int(parts["month"] or 6 * int(parts["half"] or 0) or 3 * int(parts["quarter"] or 4))
        if (
            fiscal_year_start > 1
            and not parts["month"]
            and (_NAMED_FISCAL.match(folded) or _SPAN.match(folded))
        ):
            years, months = divmod(fiscal_year_start - 2 + months, 12)
            year, months = year - 1 + years, months + 1
        return dt.date(year, months, calendar.monthrange(year, months)[1])
    except ValueError:
        return None


def days_over(period: str, on: dt.date, fiscal_year_start: int = 1) -> int:
    """How many days ago a period ended; 0 if it has not ended or its end is unknown."""
    end = end_of(period, fiscal_year_start)
    return max(0, (on - end).days) if end else 0


def in_order(periods: list[str], fiscal_year_start: int = 1) -> list[str]:
    """Periods ordered by their ends; unchanged if the end of any of them is unknown."""
    ends = {period: end_of(period, fiscal_year_start) for period in periods}
    if None in ends.values():
        return periods
    return sorted(periods, key=lambda period: ends[period] or dt.date.min)
