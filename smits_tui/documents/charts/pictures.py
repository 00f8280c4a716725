"""Charts of a document's tables as SVG: a roadmap of initiatives, a matrix of risks, trends of measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from smits_tui.documents.charts.drawing import (
    FILL,
    INK,
    RULE,
    WIDTH,
    Picture,
    box,
    line,
    name_lines,
    part_numbers,
    parts_of,
    svg,
    text,
)
from smits_tui.documents.charts.trends import trend_pictures
from smits_tui.documents.tables import PipeTable, tables_of

_LABEL = 260
"""Width of the names beside a roadmap."""
_ROW = 28
_SHADES = ("#ffffff", "#eef3f8", "#d6e2ee", "#b4c8dc", "#8eaac6")
"""Of a risk's weight, the heavier the darker."""
_GRADES = ("low", "medium", "high")
_QUARTER = 54
"""Width of the name of a quarter; where quarters are narrower, not each of them is named."""
_MOST_BARS = 14
"""Of a picture that fits a page that is wider than high, in letters that can be read."""
_LONGEST = 50
"""Letters of a line of a name beside a bar, of which there are two; the table above has all of it."""


@dataclass(frozen=True, slots=True)
class _Bar:
    identifier: str
    name: str
    start: dt.date
    end: dt.date


def pictures_of(markdown: str, today: dt.date) -> list[Picture]:
    """The pictures of a document; each shows only what the table before it says.

    Args:
        markdown: the document.
        today: where a roadmap has its line.
    """
    pictures: list[Picture] = []
    for table in tables_of(markdown.splitlines()):
        pictures += [picture for maker in _MAKERS for picture in maker(table, today)]
    return pictures


def _roadmaps(table: PipeTable, today: dt.date) -> list[Picture]:
    """Initiatives as bars over the same quarters, in as many pictures as it takes to fit pages."""
    bars = list(_bars(table))
    if not bars:
        return []
    first = min(*(bar.start for bar in bars), today)
    last = max(*(bar.end for bar in bars), today)
    parts = parts_of(bars, _MOST_BARS)
    return [
        _roadmap(part, (first, last), today, table.end, f"Roadmap of {len(bars)} initiatives{number}")
        for part, number in zip(parts, part_numbers(len(parts)), strict=True)
    ]


def _roadmap(
    bars: Sequence[_Bar], span: tuple[dt.date, dt.date], today: dt.date, end: int, title: str
) -> Picture:
    """Initiatives as bars over quarters, with a line where today is."""
    first, last = span
    begin, quarters = _quarter(first), _quarter(last) - _quarter(first) + 1
    width = (WIDTH - _LABEL) / quarters
    height = _ROW * (len(bars) + 1) + 24

    def at(day: dt.date) -> float:
        start = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
        return _LABEL + width * (_quarter(day) - begin + (day - start).days / 92)

    parts = []
    each = -(-quarters * _QUARTER // (WIDTH - _LABEL))
    for number in range(quarters):
        x = _LABEL + width * number
        parts.append(line(x, 20, x, height - 20, RULE, 0.5))
        if number % each == 0:
            year, quarter = divmod(begin + number, 4)
            parts.append(text(x + 3, 14, f"Q{quarter + 1} {year}", 10))
    for row, bar in enumerate(bars):
        y = 24 + _ROW * row
        name = name_lines(f"{bar.identifier}  {bar.name}", _LONGEST)
        for number, shown in enumerate(name):
            parts.append(text(0, y + (15 if len(name) == 1 else 10 + 12 * number), shown, 10))
        parts.append(box(at(bar.start), y + 2, max(2.0, at(bar.end) - at(bar.start)), _ROW - 10, FILL))
    now = at(today)
    parts.append(line(now, 18, now, height - 18, INK, 1.5, dashed=True))
    parts.append(text(now, height - 5, f"today, {today.day} {today:%b %Y}", 10, anchor="middle"))
    return Picture(end, title, svg(parts, height), WIDTH, height)


def _bars(table: PipeTable) -> Iterator[_Bar]:
    name, start, end = table.column("initiative"), table.column("from"), table.column("to")
    if name is None or start is None or end is None:
        return
    for row in table.rows:
        begins, ends = _day(row[start]), _day(row[end])
        if begins and ends and begins <= ends:
            yield _Bar(row[0], row[name], begins, ends)


def _risk_matrix(table: PipeTable, _today: dt.date) -> list[Picture]:
    """Risks by likelihood and impact, by their ids."""
    likelihood, impact = table.column("likelihood"), table.column("impact")
    if likelihood is None or impact is None or not table.rows:
        return []
    cell, high, left, top = 150, 62, 90, 24
    height = top + 3 * high + 44
    parts = []
    for up, grade in enumerate(_GRADES):
        y = top + high * (2 - up)
        parts.append(text(left - 8, y + high / 2 + 4, grade, 11, anchor="end"))
        parts.append(text(left + cell * (up + 0.5), top + 3 * high + 16, grade, 11, anchor="middle"))
        for across, other in enumerate(_GRADES):
            x = left + cell * across
            parts.append(box(x, y, cell, high, _SHADES[up + across]))
            there = [row[0] for row in table.rows if (row[likelihood], row[impact]) == (grade, other)]
            for number, ids in enumerate(_in_lines(there)):
                parts.append(text(x + 8, y + 18 + 15 * number, ids, 12))
    parts.append(text(left + 1.5 * cell, height - 8, "impact", 11, anchor="middle"))
    parts.append(text(left - 8, top - 8, "likelihood", 11, anchor="end"))
    title = f"{len(table.rows)} risks by likelihood and impact"
    return [Picture(table.end, title, svg(parts, height), WIDTH, height)]


def _in_lines(ids: Sequence[str]) -> list[str]:
    """Ids in lines that fit a cell, and the number of further ones."""
    rows = [", ".join(ids[at : at + 4]) for at in range(0, len(ids), 4)]
    return rows if len(rows) <= 3 else [*rows[:2], f"and {len(ids) - 8} more"]


def _day(cell: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(cell)
    except ValueError:
        return None


def _quarter(day: dt.date) -> int:
    return day.year * 4 + (day.month - 1) // 3


_MAKERS: tuple[Callable[[PipeTable, dt.date], Sequence[Picture]], ...] = (
    _roadmaps,
    _risk_matrix,
    trend_pictures,
)
"""What draws pictures of a table; most tables have none."""
