"""Days as people type them, and the day of the next review."""

from __future__ import annotations

import calendar
import datetime as dt
import re

from smits_tui.actions.session import ActionRefused
from smits_tui.process.state import State
from smits_tui.settings import Settings

_APART = re.compile(r"([+-])\s*(\d{1,4})\s*(d|w|m)?")
_DAYS = {None: 1, "d": 1, "w": 7, "m": 30}


def day_from(text: str, today: dt.date) -> dt.date:
    """Read a day: `2027-03-01`, `+30`, `+2w`, `+3m` from today on (a month is 30 days), `-30` back from it.

    Raises:
        ActionRefused: it is none of these.
    """
    text = text.strip().lower()
    apart = _APART.fullmatch(text)
    try:
        if apart:
            days = int(apart[2]) * _DAYS[apart[3]]
            return today + dt.timedelta(days=days if apart[1] == "+" else -days)
        return dt.date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise ActionRefused(
            f"'{text}' is no day; type it as {today + dt.timedelta(days=30)} or +30."
        ) from error


def review_day(state: State, settings: Settings) -> dt.date:
    """The day of the next review: as the last cycle set it, else some months after the record began."""
    began = state.began or state.today
    return state.next_review or months_after(began, settings.calendar.review_every_months)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months on; the last of the month where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
