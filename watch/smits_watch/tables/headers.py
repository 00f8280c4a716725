"""Joins headers that span several rows into one text per column."""

from __future__ import annotations

from collections.abc import Sequence

from smits_watch.tables.grid import Grid


def joined_headers(grid: Grid, rows: Sequence[int]) -> dict[int, str]:
    """Join the header rows, starting with the uppermost.

    A cell of an upper row also heads the empty cells to its right, like a merged cell, provided a lower
    row heads them too; a cell of the lowest row heads its own column only.

    Returns:
        Column -> its header, blank if it has none; repeated words are kept once.
    """
    texts: dict[int, list[str]] = {column: [] for column in grid.columns}
    for position, row in enumerate(rows):
        spans = position < len(rows) - 1 and len(grid.filled(row)) > 0
        own = {column: grid.text(row, column) for column in grid.columns}
        carried = ""
        for column in grid.columns:
            if own[column]:
                carried = own[column]
            lower = spans and any(grid.text(other, column) for other in rows[position + 1 :])
            text = own[column] or (carried if lower and column > grid.columns.start else "")
            if text and text not in texts[column]:
                texts[column].append(text)
    return {column: " ".join(parts) for column, parts in texts.items()}
