"""The source of time, injected so that any day can be replayed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

Clock = Callable[[], dt.datetime]
"""Gives the present moment, timezone-aware, in UTC."""


def system_clock() -> dt.datetime:
    """The present moment by the machine's clock, in UTC."""
    return dt.datetime.now(dt.UTC)


def local_day(moment: dt.datetime) -> dt.date:
    """The calendar day of a moment in the local time zone."""
    return moment.astimezone().date()
