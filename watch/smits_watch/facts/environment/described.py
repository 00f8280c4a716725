"""Time series below a block that describes each column, as statistical offices publish them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smits_watch.documents.document import Cell, Table
from smits_watch.facts.environment.series_days import day_of
from smits_watch.facts.environment.terms import terms
from smits_watch.tables.values.cells import text_of

_WITHIN = 40
"""Rows that are searched for the block."""
_LEAST_DATES = 3
"""Consecutive dated rows that must follow the block."""
_LEAST_DESCRIBED = 2
"""Rows with a label such as `Unit` that make a block; a single one may be part of a two-row header."""

_MOSTLY = 0.5
"""Share of the columns that a row of the block must describe; `Area: | World` describes all at once."""


def without_description(table: Table) -> Table:
    """Replace a block such as Title, Unit, Frequency, Series ID with one header row.

    Args:
        table: any table.

    Returns:
        The table from its first date on, below a header with name and unit of each series; unchanged
        if there is no such block.
    """
    first = _first_dated(table.rows)
    if first is None:
        return table
    above = range(first)
    described = {row: label for row in above if (label := text_of(_cell(table, row, 0)))}
    wide = max(map(_width, table.rows[first:]))
    rows = [
        row
        for row, label in described.items()
        if terms("described").equals(label) and _width(table.rows[row]) >= _MOSTLY * wide
    ]
    if len(rows) < _LEAST_DESCRIBED:
        return table
    name = _name_row(table, above, rows)
    unit = next((row for row in rows if terms("unit").equals(described[row])), None)
    width = max(len(row) for row in table.rows)
    header: list[Cell] = ["Date", *(_header(table, name, unit, column) for column in range(1, width))]
    numbers = table.row_numbers or range(1, len(table.rows) + 1)
    return replace(
        table,
        rows=[header, *table.rows[first:]],
        row_numbers=[numbers[name], *numbers[first:]],
        captions=[*table.captions, *_titles(table, min(rows))],
        hidden_rows=frozenset(),
        missing=frozenset(),
    )


def _first_dated(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The first of several consecutive rows that begin with a date or period."""
    for index in range(1, min(len(rows) - _LEAST_DATES, _WITHIN) + 1):
        cells = [row[0] if row else None for row in rows[index : index + _LEAST_DATES]]
        if len(cells) == _LEAST_DATES and all(day_of(cell) is not None for cell in cells):
            return index
    return None


def _name_row(table: Table, above: range, described_rows: Sequence[int]) -> int:
    """The row of names: the one labelled so, or else the first as wide as the block."""
    for row in described_rows:
        if terms("name").equals(text_of(_cell(table, row, 0))):
            return row
    widths = {row: _width(table.rows[row]) for row in above}
    widest = max(widths[row] for row in described_rows)
    return next((row for row in above if widths[row] >= 0.8 * widest), described_rows[0])


def _width(row: Sequence[Cell]) -> int:
    """The number of values after a row's label."""
    return sum(cell not in (None, "") for cell in row[1:])


def _header(table: Table, name: int, unit: int | None, column: int) -> str:
    text = text_of(_cell(table, name, column)).rstrip(" ;")
    unit_text = text_of(_cell(table, unit, column)) if unit is not None else ""
    return f"{text} ({unit_text})" if text and unit_text else text


def _titles(table: Table, before: int) -> list[str]:
    """Single texts in the rows above the block."""
    rows = [[text_of(cell) for cell in row if cell not in (None, "")] for row in table.rows[:before]]
    return [row[0] for row in rows if len(row) == 1]


def _cell(table: Table, row: int, column: int) -> Cell:
    cells = table.rows[row]
    return cells[column] if column < len(cells) else None
