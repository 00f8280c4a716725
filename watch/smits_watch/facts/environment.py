"""The environment: time series of indicators such as exchange rates, and how they changed within a year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from smits_rules.vocabulary import Indicator
from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.budget_columns import Column, Layout, cell, layout_of, text_of
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.dates import date_of
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.tables import quote
from smits_watch.tables.numbers import decimal_mark, number
from smits_watch.tables.periods import period_of

MAX_INDICATORS = 500
"""Series that are told of one file."""
_YEAR = 365
_SLACK = 20
"""Days by which the same day of the year before may be missed, e.g. on holidays."""


@dataclass(frozen=True, slots=True)
class _Point:
    """One value of a series."""

    day: dt.date
    period: str
    value: float
    row: int


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the indicators out of the tables of a document.

    Each series is compared with its value a year before, as statistical offices do to leave out the seasons;
    one that has no such value, with the value before.

    Args:
        document: with a table that has a column of dates or periods.
        context: configured headers for `period`, `indicator` and `value`.

    Returns:
        An `indicator` for each series.
    """
    found = [one for table in document.tables for one in _indicators(document, table, context.columns)]
    warnings = [] if found else ["No time series were found; name `period` and `value` in smits.toml."]
    if len(found) > MAX_INDICATORS:
        warnings.append(f"Of {len(found)} series the first {MAX_INDICATORS} were taken.")
    return Extraction("environment", tuple(found[:MAX_INDICATORS]), {}, tuple(warnings))


def _indicators(document: Document, table: Table, configured: Mapping[str, str]) -> Iterator[Indicator]:
    layout = layout_of(table)
    when = _period_column(table, layout, configured) if layout else None
    if layout is None or when is None:
        return
    values = [layout.meaning("value", configured)] if "value" in configured else list(layout.columns)
    names = [c for c in layout.columns if not c.numeric and c.index != when]
    for column in values:
        if column is None or not column.numeric or column.index == when:
            continue
        for name, points in _series(table, layout, when, column, names).items():
            indicator = _compared(document, table, column, name, sorted(points, key=lambda point: point.day))
            if indicator is not None:
                yield indicator


def _period_column(table: Table, layout: Layout, configured: Mapping[str, str]) -> int | None:
    """The column that holds dates or periods: as configured, or the first in which nearly all cells do.

    A column of numbers that only look like years is none: prices and counts do, too.
    """
    if "period" in configured:
        named = layout.meaning("period", configured)
        return named.index if named else None
    for column in (column for column in layout.columns if not column.numeric):
        cells = [cell(table.rows, row, column.index) for row in range(layout.header + 1, len(table.rows))]
        filled = [value for value in cells if value not in (None, "")]
        if filled and sum(_day(value) is not None for value in filled) >= 0.9 * len(filled):
            return column.index
    return None


def _series(
    table: Table, layout: Layout, when: int, column: Column, names: list[Column]
) -> dict[str, list[_Point]]:
    """The points of a column, by what the other columns name."""
    series: dict[str, list[_Point]] = defaultdict(list)
    mark = column.mark or decimal_mark(row[column.index] for row in table.rows if column.index < len(row))
    for row in range(layout.header + 1, len(table.rows)):
        day = _day(cell(table.rows, row, when))
        value = number(cell(table.rows, row, column.index), mark)
        if day is None or value is None:
            continue
        said = [text_of(cell(table.rows, row, name.index)) for name in names]
        name = " ".join(part for part in (*said, column.header) if part)
        series[name].append(_Point(day, text_of(cell(table.rows, row, when)), value, row))
    return series


def _compared(
    document: Document, table: Table, column: Column, name: str, points: list[_Point]
) -> Indicator | None:
    """The latest value against the one a year before."""
    if not points:
        return None
    latest = points[-1]
    before = _year_before(points) or (points[-2] if len(points) > 1 else None)
    change = 100 * (latest.value - before.value) / abs(before.value) if before and before.value else None
    return Indicator(
        indicator=name[:120],
        period=latest.period,
        value=latest.value,
        previous_period=before.period if before else "",
        previous=before.value if before else None,
        change_pct=round(change, 4) if change is not None else None,
        source=document.source(table.anchor(latest.row, column.index)),
        quote=quote(table.rows[latest.row]),
    )


def _year_before(points: list[_Point]) -> _Point | None:
    """The point nearest to the same day a year before the last one."""
    wanted = points[-1].day - dt.timedelta(days=_YEAR)
    nearest = min(points[:-1], key=lambda point: abs((point.day - wanted).days), default=None)
    return nearest if nearest and abs((nearest.day - wanted).days) <= _SLACK else None


def _day(value: Cell) -> dt.date | None:
    """The day, or the last day of the period, that a cell names."""
    day = date_of(value)
    if day is not None:
        return day
    period = period_of(value)
    if period is None:
        return None
    year = int("".join(char for char in period.year if char.isdigit())[:4])
    part = period.text.rpartition("-")[2]
    if period.part and part.startswith("Q"):
        return dt.date(year, 3 * int(part[1:]), 1)
    return dt.date(year, int(part) if period.part else 12, 1)
