"""The cells of a table, each with its apparent type."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from statistics import median_high

from smits_watch.documents.document import Cell, Table
from smits_watch.tables.values.cells import CellKind, kind_of, text_of
from smits_watch.tables.values.numbers import DecimalMark, decimal_mark, number
from smits_watch.tables.word_lists import table_words

_NUMERIC = (CellKind.NUMBER, CellKind.YEAR, CellKind.VALUE)
_HEAD_ROWS = 3
"""Rows that are searched for the header of a column."""
_MARK_ROWS = 2_000
"""Rows that are read to detect the decimal mark of a column."""


class Grid:
    """A rectangle of cells; rows and columns are indexes of the table it was cut from."""

    def __init__(self, table: Table, rows: range, columns: range) -> None:
        self.table = table
        self.rows = rows
        self.columns = columns
        self.kinds = [[kind_of(self.cell(row, column)) for column in columns] for row in rows]

    def cell(self, row: int, column: int) -> Cell:
        """A cell; None beyond the end of its row."""
        cells = self.table.rows[row]
        return cells[column] if column < len(cells) else None

    def text(self, row: int, column: int) -> str:
        """A cell as a single line of text."""
        return text_of(self.cell(row, column))

    def kind(self, row: int, column: int) -> CellKind:
        """The apparent type of a cell."""
        return self.kinds[row - self.rows.start][column - self.columns.start]

    def filled(self, row: int) -> list[int]:
        """The columns in which a row has a value."""
        kinds = self.kinds[row - self.rows.start]
        return [column for column, kind in zip(self.columns, kinds, strict=True) if kind]

    def value(self, row: int, column: int) -> float | None:
        """The number in a cell."""
        return number(self.cell(row, column), self.marks.get(column))

    @cached_property
    def marks(self) -> dict[int, DecimalMark]:
        """The decimal mark of each column; where a column is ambiguous, the mark of the others applies."""
        rows = self.rows[:_MARK_ROWS]
        decimal_marks: dict[int, DecimalMark] = {
            column: mark
            for column in self.columns
            if (mark := decimal_mark(self._figures(rows, column), self.table.decimal_mark)) is not None
        }
        if len(set(decimal_marks.values())) == 1:
            return dict.fromkeys(self.columns, next(iter(decimal_marks.values())))
        return decimal_marks

    def _figures(self, rows: range, column: int) -> Iterator[Cell]:
        """The numbers of a column, without dates, versions and sentences, whose dots are no decimal marks."""
        return (self.cell(row, column) for row in rows if self.kind(row, column) in _NUMERIC)

    @cached_property
    def width(self) -> int:
        """The typical number of filled cells in a row of the table itself."""
        counts = [len(self.filled(row)) for row in self.rows]
        several = [count for count in counts if count > 1]
        return median_high(several) if several else max(counts, default=0)

    @cached_property
    def measures(self) -> list[int]:
        """The columns that are mostly numbers, judged by the rows wide enough to belong to the table."""
        wide = [row for row in self.rows if len(self.filled(row)) >= max(2, 0.4 * self.width)]
        if not wide:
            wide = [row for row in self.rows if self.filled(row)]
        below = wide[-max(len(wide) * 2 // 3, 1) :]
        measures = (column for column in self.columns if self._is_measure(column, below))
        return [column for column in measures if not self._has_versions(column, wide[:_HEAD_ROWS])]

    def _has_versions(self, column: int, head: Sequence[int]) -> bool:
        return any(table_words()["version"].equals(self.text(row, column)) for row in head)

    def _is_measure(self, column: int, rows: Sequence[int]) -> bool:
        kinds = [kind for row in rows if (kind := self.kind(row, column))]
        numbers = sum(kind in _NUMERIC for kind in kinds)
        gaps = sum(kind is CellKind.GAP for kind in kinds)
        return numbers > 0 and numbers + gaps >= 0.5 * len(kinds)
