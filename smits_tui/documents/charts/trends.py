"""Small charts of measures, side by side: readings, target, and the straight line that leads to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from smits_rules.vocabulary.periods import end_of
from smits_tui.documents.charts.drawing import (
    INK,
    RULE,
    WIDTH,
    Picture,
    circle,
    line,
    name_lines,
    part_numbers,
    parts_of,
    svg,
    text,
)
from smits_tui.documents.tables import PipeTable

_COLUMNS, _ROWS = 4, 3
"""Charts per picture: these fit a landscape page with readable letters."""
_CELL, _HEIGHT = WIDTH / _COLUMNS, 140
_LEFT, _RIGHT, _TOP, _BOTTOM = 2, 40, 52, 22
"""Margins of a chart: the title above, dates below, the target's figure beside."""
_NAME = 32
"""Letters of a line of a measure's name above its chart, of which there are two; the table has all of it."""
_BEFORE, _AFTER = ("measure", "from"), ("target", "state")
"""Columns of the table before and after those of the periods; the first of all, the id, has no name."""
_FIXED_BEFORE, _FIXED_AFTER = 1 + len(_BEFORE), len(_AFTER)


@dataclass(frozen=True, slots=True)
class _Trend:
    id: str
    name: str
    since: dt.date
    baseline: float | None
    readings: Sequence[tuple[dt.date, float]]
    target: float | None
    due: dt.date
    state: str


def trend_pictures(table: PipeTable, today: dt.date) -> list[Picture]:
    """Measures with readings, from a table with the columns measure, from, periods, target, state.

    The dashed line from the first value to the target is where a measure would stand if it moved evenly.

    Args:
        table: of the document.
        today: the end of the time that is shown for a measure without a due date.
    """
    trends = list(_trends(table, today))
    parts = parts_of(trends, _COLUMNS * _ROWS)
    return [
        _picture(part, table.end, f"{len(trends)} measures: readings, the target and the way to it{number}")
        for part, number in zip(parts, part_numbers(len(parts)), strict=True)
    ]


def _picture(trends: Sequence[_Trend], line_number: int, title: str) -> Picture:
    parts: list[str] = []
    for number, trend in enumerate(trends):
        row, column = divmod(number, _COLUMNS)
        parts += _chart(trend, column * _CELL, row * _HEIGHT)
    height = _HEIGHT * -(-len(trends) // _COLUMNS)
    return Picture(line_number, title, svg(parts, height), WIDTH, height)


def _trends(table: PipeTable, today: dt.date) -> Iterator[_Trend]:
    if table.header[1:_FIXED_BEFORE] != _BEFORE or table.header[-_FIXED_AFTER:] != _AFTER:
        return
    periods = table.header[_FIXED_BEFORE:-_FIXED_AFTER]
    for row in table.rows:
        values = (_number(cell) for cell in row[_FIXED_BEFORE:-_FIXED_AFTER])
        readings = [
            (end, value)
            for period, value in zip(periods, values, strict=True)
            if value is not None and (end := end_of(period)) is not None
        ]
        (baseline, since), (target, due) = _dated(row[_FIXED_BEFORE - 1]), _dated(row[-_FIXED_AFTER])
        if readings and since:
            last = max(readings[-1][0], due or today)
            yield _Trend(
                row[0],
                row[1],
                since,
                baseline,
                readings,
                target,
                last,
                row[-1],
            )


def _chart(trend: _Trend, x: float, y: float) -> list[str]:
    begin = min(trend.since, trend.readings[0][0])
    days = max(1, (trend.due - begin).days)
    values = [value for _, value in trend.readings]
    values += [value for value in (trend.baseline, trend.target) if value is not None]
    low, high = min(values), max(values)
    scale = (_HEIGHT - _TOP - _BOTTOM) / (high - low or 1)

    def at(day: dt.date) -> float:
        return x + _LEFT + (_CELL - _LEFT - _RIGHT) * (day - begin).days / days

    def up(value: float) -> float:
        return y + _HEIGHT - _BOTTOM - (value - low) * scale

    end = at(trend.due)
    name = name_lines(f"{trend.id}  {trend.name}", _NAME)
    parts = [
        *(text(x + _LEFT, y + 14 + 12 * row, shown, 10) for row, shown in enumerate(name)),
        text(x + _LEFT, y + 14 + 12 * len(name), f"{trend.readings[-1][1]:,g}, {trend.state}", 10),
        line(x + _LEFT, y + _HEIGHT - _BOTTOM + 6, end, y + _HEIGHT - _BOTTOM + 6, RULE, 0.8),
        text(x + _LEFT, y + _HEIGHT - 4, f"{begin:%b %Y}", 9),
        text(end, y + _HEIGHT - 4, f"{trend.due:%b %Y}", 9, anchor="end"),
    ]
    if trend.target is not None:
        parts.append(line(x + _LEFT, up(trend.target), end, up(trend.target), INK, 0.8))
        parts.append(text(end + 3, up(trend.target) + 3, f"{trend.target:,g}", 9))
        if trend.baseline is not None:
            start = at(trend.since), up(trend.baseline)
            parts.append(line(*start, end, up(trend.target), INK, 0.8, dashed=True))
    points = [(at(day), up(value)) for day, value in trend.readings]
    for (from_x, from_y), (to_x, to_y) in pairwise(points):
        parts.append(line(from_x, from_y, to_x, to_y, INK, 2))
    parts += [circle(px, py, 2.6) for px, py in points]
    return parts


def _number(cell: str) -> float | None:
    try:
        return float(cell.replace(",", ""))
    except ValueError:
        return None


def _dated(cell: str) -> tuple[float | None, dt.date | None]:
    """A number and the last day of the month in parentheses after it: `99.5 (2027-12)`."""
    number, _, month = cell.partition(" (")
    return _number(number), end_of(month.removesuffix(")"))
