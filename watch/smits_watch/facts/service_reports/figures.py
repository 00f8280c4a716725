"""Figures of service levels with their units: percentages, durations and times of day."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

from smits_watch.documents.document import Cell
from smits_watch.tables.values.numbers import number

_MINUTES = {"ms": 1 / 60_000, "s": 1 / 60, "min": 1.0, "h": 60.0, "d": 1440.0}
"""Minutes per unit of time; a day has 24 hours here, because working hours are unknown."""
_UNITS = {
    "%": r"%|per ?cent|percent|prozent|pour cent|pct",
    "ms": r"ms|millisec\w*|millisek\w*",
    "min": r"min(?:ute)?(?:s|n|r)?|mins|m|'",
    "s": r"s(?:ec(?:ond)?s?|ek(?:unden?)?)?|secondes?",
    "h": r"h(?:(?:ou)?rs?)?|heures?|std|stunden?",
    "d": r"d(?:ays?)?|tagen?|tage?|jours?|j",
}
"""Unit -> its spellings in English, German and French."""
_UNIT = "|".join(rf"(?P<u{place}>{pattern})" for place, pattern in enumerate(_UNITS.values()))
_FIGURE = re.compile(
    rf"(?<!\w)(?P<figure>[-+]?\d(?:[\d.,' ]*\d)?)\s*(?:(?:{_UNIT})(?![^\W\d_]))?", re.IGNORECASE
)
_CLOCK = re.compile(r"(?P<sign>-?)\b(?P<h>\d{1,3}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?\b")
_IN_HEADER = re.compile(rf"(?:[(\[]|\bin )\s*(?:{_UNIT})\s*(?:[)\]]|$)", re.IGNORECASE)


_LEAST_SHARE = 0.5
"""Smaller targets are more likely hours: half an hour to respond."""
_LEAST_PERCENT, _ALL = 90.0, 100.0
"""Between them a target with decimals is a percentage: nobody asks for 99.5 tickets."""
_MOST_SHARE = 1.2
"""More than 100 % is possible if the backlog of the previous period is resolved too."""


class Figure(NamedTuple):
    """A number with its unit and its position in the cell."""

    value: float
    unit: str
    """%, ms, s, min, h or d; blank if not stated."""
    start: int = 0
    end: int = 0


def figure_in(cell: Cell, unit: str = "") -> Figure | None:
    """Parse the number in a cell, whatever signs and words surround it.

    Args:
        cell: a number, a duration, or a text such as `≤ 15 min`, `1h 30m`, `07:45`, `99.9 %`.
        unit: for a number without one, as stated in its header.

    Returns:
        The figure, in hours for a time of day; None if there is no number.
    """
    if isinstance(cell, dt.timedelta):
        return Figure(cell.total_seconds() / 3600, "h")
    value = number(cell)
    if not isinstance(cell, str):
        return Figure(value, unit) if value is not None else None
    clock = _CLOCK.search(cell)
    if clock:
        hours = int(clock["h"]) + int(clock["m"]) / 60 + int(clock["s"] or 0) / 3600
        return Figure(-hours if clock["sign"] else hours, "h", clock.start(), clock.end())
    return _written(cell, unit)


def unit_in(header: str) -> str:
    """The unit in a header or measure: `Resolution (h)`, `Response in minutes`; blank if none."""
    match = _IN_HEADER.search(header)
    return _unit_of(match) if match else ""


def same_unit(target: Figure, actual: Figure) -> tuple[float, float, str]:
    """Convert target and actual to one unit, the target's if it has one.

    A fraction (0.95) beside a percentage (90) becomes a percentage.

    Returns:
        Both values and their unit.
    """
    wanted, reached = target.value, actual.value
    unit = target.unit or actual.unit
    if target.unit != actual.unit and target.unit in _MINUTES and actual.unit in _MINUTES:
        return wanted, reached * _MINUTES[actual.unit] / _MINUTES[target.unit], unit
    if unit in _MINUTES:
        return wanted, reached, unit
    if 0 < wanted <= 1 and 2 < reached <= 100:
        return 100 * wanted, reached, unit
    if 0 < reached <= 1 and 1 < wanted <= 100 and wanted >= 20:
        return wanted, 100 * reached, unit
    return wanted, reached, unit


def is_share(target: float, actual: float) -> bool:
    """Whether two numbers without a unit are shares of one, or percentages that are close to 100."""
    if _LEAST_PERCENT <= target < _ALL and 0 <= actual <= _ALL:
        return not (target.is_integer() and actual.is_integer())
    return _LEAST_SHARE <= target <= 1 and 0 <= actual <= _MOST_SHARE


def _written(text: str, unit: str) -> Figure | None:
    """The first figure of a text; a duration in several units (`1h 30m`) is converted to the first."""
    figures = [(match, number(match["figure"])) for match in _FIGURE.finditer(text)]
    read = [(match, value) for match, value in figures if value is not None]
    if not read:
        return None
    first, value = read[0]
    own = _unit_of(first)
    total, end = value, first.end()
    for match, more in read[1:]:
        smaller = _unit_of(match)
        if text[end : match.start()].strip() or own not in _MINUTES or smaller not in _MINUTES:
            break
        total += (more if total >= 0 else -more) * _MINUTES[smaller] / _MINUTES[own]
        end = match.end()
    return Figure(total, own or unit, first.start(), end)


def _unit_of(match: re.Match[str]) -> str:
    return next((unit for index, unit in enumerate(_UNITS) if match[f"u{index}"]), "")
