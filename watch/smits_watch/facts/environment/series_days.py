"""The day and the period of a point in a series."""

from __future__ import annotations

import datetime as dt
import re

from smits_watch.documents.document import Cell
from smits_watch.facts.environment.terms import terms
from smits_watch.prose.dates import date_of
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import number
from smits_watch.tables.values.periods import part_of_year, period_of

_EARLY = re.compile(r"(1[5-8]\d\d)-(0[1-9]|1[0-2])(?:-\d\d)?")
"""Months before 1900, with which long series may begin; no other document mentions them."""


def joined_period(year: Cell, part: Cell, column: TableColumn) -> tuple[dt.date, str] | None:
    """The day and period of a year with a quarter or month beside it."""
    base = period_of(year)
    value = number(part)
    named = part_of_year(str(part)) if isinstance(part, str) else None
    letter = "q" if terms("quarter").equals(column.header) else "m"
    if base is None or (value is None and not named):
        return None
    return _in_year(year, named or f"{letter}{value or 0:.0f}")


def _in_year(year: Cell, part: str) -> tuple[dt.date, str] | None:
    """The last month, and the period, of part of a year such as `m3`, `q1` or `h2`."""
    base = period_of(year)
    value = int(part[1:]) if part[1:].isdigit() else 0
    if base is None:
        return None
    whole = int("".join(char for char in base.year if char.isdigit())[-4:])
    if part[0] in "qh" and 1 <= value <= (4 if part[0] == "q" else 2):
        months = 3 if part[0] == "q" else 6
        return dt.date(whole, months * value, 1), f"{whole}-{part.upper()}"
    if part[0] == "m" and 1 <= value <= 12:
        return dt.date(whole, value, 1), f"{whole}-{value:02d}"
    return None


def in_short(cell: Cell, day: dt.date) -> str:
    """The date or period of a cell in short form: `2025-10-31`, `2025-10`; times are kept as written."""
    text = text_of(cell)
    if not isinstance(cell, str) or text.startswith(day.isoformat()):
        return text
    period = period_of(cell)
    if period is not None and (period.start, period.end) == (0, len(text)):
        return period.text
    return day.isoformat() if date_of(cell) is not None and ":" not in text else text


def day_of(value: Cell) -> dt.date | None:
    """The day named by a cell, or the last month of its period."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        period = period_of(value)
        return dt.date(int(period.year), 12, 1) if period else None
    if isinstance(value, str) and (old := _EARLY.fullmatch(value.strip())):
        return dt.date(int(old[1]), int(old[2]), 1)
    day = date_of(value)
    if day is not None:
        return day
    period = period_of(value)
    if period is None:
        return None
    year = int("".join(char for char in period.year if char.isdigit())[-4:])
    part = period.text.rpartition("-")[2]
    if period.part and part[0] in "QH":
        return dt.date(year, (3 if part[0] == "Q" else 6) * int(part[1:]), 1)
    return dt.date(year, int(part) if period.part else 12, 1)
