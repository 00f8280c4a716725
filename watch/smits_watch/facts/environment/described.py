"""Time series below a block of lines that describes each column, as statistical offices publish them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smits_watch.documents.document import Cell, Table
from smits_watch.facts.environment.series import day_of, terms
from smits_watch.tables.values.cells import text_of

_WITHIN = 40
"""Rows in which the block is looked for."""
_LEAST_DATES = 3
"""Lines with a date below the block, from which on it is one."""
_LEAST_DESCRIBED = 2
"""Lines with a label such as `Unit` that make a block; one alone may be a header of two rows."""

_MOSTLY = 0.5
"""Share of the columns that a line of the block describes; `Area: | World` says one thing of all of them."""


def without_description(table: Table) -> Table:
    """Replace a block such as Title, Unit, Frequency, Series ID with one header row.

    Args:
        table: any table.

    Returns:
        The table from its first date on, below a header with name and unit of each series; the same table
        where no such block stands over it.
    """
    first = _first_dated(table.rows)
    if first is None:
        return table
    above = range(first)
    described = {row: label for row in above if (label := text_of(_cell(table, row, 0)))}
    wide = max(map(_width, table.rows[first:]))
    known = [
        row
        for row, label in described.items()
        if terms("described").equals(label) and _width(table.rows[row]) >= _MOSTLY * wide
    ]
    if len(known) < _LEAST_DESCRIBED:
        return table
    name = _name_row(table, above, known)
    unit = next((row for row in known if terms("unit").equals(described[row])), None)
    width = max(len(row) for row in table.rows)
    header: list[Cell] = ["Date", *(_header(table, name, unit, column) for column in range(1, width))]
    numbers = table.row_numbers or range(1, len(table.rows) + 1)
    return replace(
        table,
        rows=[header, *table.rows[first:]],
        row_numbers=[numbers[name], *numbers[first:]],
        captions=[*table.captions, *_titles(table, min(known))],
        hidden_rows=frozenset(),
        missing=frozenset(),
    )


def _first_dated(rows: Sequence[Sequence[Cell]]) -> int | None:
    """The first of several rows one below the other that begin with a date or period."""
    for index in range(1, min(len(rows) - _LEAST_DATES, _WITHIN) + 1):
        cells = [row[0] if row else None for row in rows[index : index + _LEAST_DATES]]
        if len(cells) == _LEAST_DATES and all(day_of(cell) is not None for cell in cells):
            return index
    return None


def _name_row(table: Table, above: range, known: Sequence[int]) -> int:
    """The row with the names: the one that is called so, or else the first that is as wide as the block."""
    for row in known:
        if terms("name").equals(text_of(_cell(table, row, 0))):
            return row
    widths = {row: _width(table.rows[row]) for row in above}
    widest = max(widths[row] for row in known)
    return next((row for row in above if widths[row] >= 0.8 * widest), known[0])


def _width(row: Sequence[Cell]) -> int:
    """How many values a row has behind its label."""
    return sum(cell not in (None, "") for cell in row[1:])


def _header(table: Table, name: int, unit: int | None, column: int) -> str:
    text = text_of(_cell(table, name, column)).rstrip(" ;")
    said = text_of(_cell(table, unit, column)) if unit is not None else ""
    return f"{text} ({said})" if text and said else text


def _titles(table: Table, before: int) -> list[str]:
    """What stands alone in the rows above the block."""
    rows = [[text_of(cell) for cell in row if cell not in (None, "")] for row in table.rows[:before]]
    return [row[0] for row in rows if len(row) == 1]


def _cell(table: Table, row: int, column: int) -> Cell:
    cells = table.rows[row]
    return cells[column] if column < len(cells) else None
