"""Periods that only the headers of several columns together tell: school years, and months after years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.values.periods import Period, part_of_year

_LEAST_MONTHS = 6
"""From this many headers like `08-Jan` on, they are months of years rather than days."""


def with_school_years(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Read `2004-05, 2005-06` as years that end in the next one, if all such headers of a table allow it."""
    dated = [column for column in columns if column.period and "-" in column.period.text]
    spans = {column.index: _as_span(column.period) for column in dated if column.period}
    if len(spans) < 2 or not all(spans.values()):
        return list(columns)
    return [replace(column, period=spans.get(column.index) or column.period) for column in columns]


def with_years_first(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Read `08-Jan, 08-Feb, ...` as consecutive months of 2008 rather than days."""
    months = {column.index: month for column in columns if (month := _month_of_year(column.header))}
    steps = {b - a for a, b in pairwise(months.values())}
    if len(months) < _LEAST_MONTHS or steps != {1} or len({month // 12 for month in months.values()}) < 2:
        return list(columns)
    return [
        replace(column, period=_month_period(months[column.index])) if column.index in months else column
        for column in columns
    ]


def _month_of_year(header: str) -> int | None:
    """Months since the year 0 of a header such as `08-Jan`."""
    year, _, name = header.partition("-")
    part = part_of_year(name) if len(year) == 2 and year.isdigit() else None
    return (2000 + int(year)) * 12 + int(part[1:]) - 1 if part and part[0] == "m" else None


def _month_period(month: int) -> Period:
    year = str(month // 12)
    return Period(f"{year}-{month % 12 + 1:02d}", year, 0, 0)


def _as_span(period: Period) -> Period | None:
    year, _, rest = period.text.partition("-")
    if len(rest) == 4 and rest.isdigit():
        return period
    if year.isdigit() and rest.isdigit() and int(rest) == (int(year) + 1) % 100:
        text = f"{year}-{int(year) + 1}"
        return period._replace(text=text, year=text)
    return None
