"""The date of the next review."""

from __future__ import annotations

import calendar
import datetime as dt

from smits_tui.process.state import State
from smits_tui.settings import Settings


def review_day(state: State, settings: Settings) -> dt.date:
    """The date of the next review: set by the last cycle, or else some months after the ledger's start."""
    began = state.began or state.today
    return state.next_review or months_after(began, settings.calendar.review_every_months)


def months_after(day: dt.date, months: int) -> dt.date:
    """The same day some months later, clipped to the end of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
