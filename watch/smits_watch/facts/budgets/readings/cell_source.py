"""Where the amounts of a budget stand in a table: the range of its lines, and a row as text."""

from __future__ import annotations

from collections.abc import Sequence

from smits_watch.facts.budgets.readings.totals import Amount
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.cells import text_of


def range_of(layout: TableLayout, column: TableColumn, lines: Sequence[Amount]) -> str:
    """The range from the first to the last line, e.g. `IT!B4:B6` or `lines 2-21`."""
    table = layout.table
    first, last = table.anchor(lines[0].row, column.index), table.anchor(lines[-1].row, column.index)
    if first == last:
        return first
    if table.lettered:
        return f"{first}:{last.rpartition('!')[2]}"
    if first.rpartition(" ")[2].isdigit():
        return f"{first.replace('line ', 'lines ', 1)}-{last.rpartition(' ')[2]}"
    return first


def row_text(layout: TableLayout, row: int) -> str:
    """The cells of a row, separated by bars; at most 200 characters."""
    cells = (text_of(value) for value in layout.table.rows[row] if value not in (None, ""))
    return " | ".join(cells)[:200]
