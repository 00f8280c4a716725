"""Quarters of the sample story, whose dates are relative to today."""

from __future__ import annotations

import datetime as dt


def complete(day: dt.date) -> int:
    """The last quarter that is over on a day, as a number that counts quarters."""
    return _running(day) - 1


def nearest(day: dt.date) -> int:
    """The quarter whose first day is nearest to a day."""
    return _running(day + dt.timedelta(days=45))


def label(quarter: int) -> str:
    """E.g. `2027-Q1`."""
    return f"{quarter // 4}-Q{quarter % 4 + 1}"


def _running(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3
