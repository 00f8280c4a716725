"""The period that follows another, and the last one that is over: what a reading is most likely of."""

from __future__ import annotations

import datetime as dt
import re

_PART = re.compile(r"(?P<year>(?:FY)?\d{4})-(?P<unit>[QH]?)(?P<number>\d{1,2})")
_YEAR = re.compile(r"(FY)?(\d{4})")
_PARTS = {"Q": 4, "H": 2, "": 12}
"""Unit of a period -> how many of them a year has; months have no letter."""


def period_after(period: str) -> str:
    """The period after one in its short form, e.g. `2027-Q1` after `2026-Q4`; blank if it has none."""
    if match := _PART.fullmatch(period):
        number, last = int(match["number"]), _PARTS[match["unit"]]
        if not 1 <= number <= last:
            return ""
        year = match["year"] if number < last else period_after(match["year"])
        following = number % last + 1
        return f"{year}-{match['unit']}{following:0{1 if match['unit'] else 2}d}"
    if match := _YEAR.fullmatch(period):
        return f"{match[1] or ''}{int(match[2]) + 1}"
    return ""


def last_quarter(day: dt.date) -> str:
    """The last calendar quarter that is over on a day, e.g. `2026-Q4` on 2027-01-05."""
    quarter = (day.month - 1) // 3
    return f"{day.year}-Q{quarter}" if quarter else f"{day.year - 1}-Q4"
