"""Days as people type them."""

from __future__ import annotations

import datetime as dt
import re

from smits_tui.actions.opening import ActionRefused

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
