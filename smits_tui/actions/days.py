"""Days as people type them."""

from __future__ import annotations

import datetime as dt
import re

from smits_tui.actions.opening import ActionRefused

_LATER = re.compile(r"\+\s*(\d{1,4})\s*(d|w|m)?")
_DAYS = {None: 1, "d": 1, "w": 7, "m": 30}


def day_from(text: str, today: dt.date) -> dt.date:
    """Read a day: `2027-03-01`, or `+30`, `+2w`, `+3m` from today on (a month is 30 days).

    Raises:
        ActionRefused: it is none of these.
    """
    text = text.strip().lower()
    later = _LATER.fullmatch(text)
    try:
        if later:
            return today + dt.timedelta(days=int(later[1]) * _DAYS[later[2]])
        return dt.date.fromisoformat(text)
    except (ValueError, OverflowError) as error:
        raise ActionRefused(
            f"'{text}' is no day; type it as {today + dt.timedelta(days=30)} or +30."
        ) from error
