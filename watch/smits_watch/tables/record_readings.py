"""The possible readings of a table as a list of records, and the one best supported by headers and values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from smits_watch.documents.document import Table
from smits_watch.tables.grid import Grid
from smits_watch.tables.layout import TableLayout, layout_of, layout_with_header, layouts_of
from smits_watch.tables.rearranged import rearrangements
from smits_watch.tables.records import Records, Vocabulary, records_of
from smits_watch.tables.regions import regions_of
from smits_watch.tables.word_lists import table_words

_HEADER_WITHIN = 30
"""Rows that are searched for a header by its words, if the layout chose another row."""
_LINE = 0.01
_MOST_LINES = 500
"""The weight of additional lines is limited so that it stays below that of any header."""
_SAMPLE = 200
"""Lines by which the share of filled cells in a column is judged."""


def records_in(
    table: Table, vocabulary: Vocabulary, configured: Mapping[str, str] | None = None
) -> list[Records]:
    """Read a table as lists of records, one per region, choosing the reading with the best evidence.

    The evidence is how well the headers fit, and how many lines have a plausible value below them.

    Args:
        table: any table.
        vocabulary: the headers and values of this kind of list.
        configured: meaning -> header, as configured for the folder.

    Returns:
        The best reading of each region; none for a sheet that only explains the words of another one.
    """
    if table_words()["lookup_sheets"].equals(table.name):
        return []
    best_readings = []
    for grid in regions_of(table):
        readings = [records_of(layout, vocabulary, configured or {}) for layout in _layouts(grid, vocabulary)]
        best_readings.append(max(readings, key=evidence_for))
    return best_readings


def evidence_for(records: Records) -> float:
    """The evidence for a reading: the fit of each header, weighted by how far its column is filled."""
    rows = records.rows[:_SAMPLE]
    if not rows:
        return 0.0
    grid = records.layout.grid
    return _LINE * min(len(records.rows), _MOST_LINES) + sum(
        min(records.scores[meaning], 100.0)
        * (0.5 + 0.5 * sum(bool(grid.text(row, column.index)) for row in rows) / len(rows))
        for meaning, column in records.columns.items()
    )


def _layouts(grid: Grid, vocabulary: Vocabulary) -> Iterator[TableLayout]:
    layout = layout_of(grid)
    yield layout
    header = _header_by_words(grid, vocabulary)
    if header is not None and layout.rows("header") != [header]:
        yield layout_with_header(grid, header)
    elif _has_inner_headers(layout):
        yield layout_with_header(grid, layout.rows("header")[0])
    for other in rearrangements(grid, vocabulary.knows):
        yield from layouts_of(other)


def _has_inner_headers(layout: TableLayout) -> bool:
    """Whether lines below the first data were taken for headers; years in a list can look like headers."""
    headers, data = layout.rows("header"), layout.rows("data", "total")
    return bool(headers and data) and headers[-1] > data[0]


def _header_by_words(grid: Grid, vocabulary: Vocabulary) -> int | None:
    """The row with most of the known headers; None if no row has two."""
    counts = {
        row: sum(vocabulary.knows(grid.text(row, column)) for column in grid.filled(row))
        for row in grid.rows[:_HEADER_WITHIN]
    }
    best = max(counts, key=lambda row: counts[row], default=None)
    return best if best is not None and counts[best] > 1 else None
