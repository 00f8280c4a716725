"""Rows of a list as lines of text: cells beside each other, each cut or filled to the width of its column."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from textual.content import Content

from smits_tui.tui.widgets.shortened import distinct

Cells = tuple[Content, ...]
"""What stands in the columns of a row."""
Column = tuple[str, int | None] | tuple[str, int | None, int]
"""Header, width in cells, and the least width of the list at which it is shown.

One column without a width takes what the others leave."""
GAP = 2
"""Cells between columns."""
COMPARED_ROWS = 64
"""Rows with which a row is compared when it must be cut: about a screenful, so that large lists stay fast."""


class RowLayout:
    """The lines of the rows of a list, for any width."""

    def __init__(self, columns: Sequence[Column]) -> None:
        """Start without rows.

        Args:
            columns: from left to right; if no column has a header, there is none.
        """
        self._columns = tuple(columns)
        self._sorted: tuple[int, str] = (-1, "")
        self._keys: Sequence[str] = ()
        self._cells: Callable[[str], Cells] = lambda _: ()
        self._texts: dict[int, list[str]] = {}
        """Block of rows -> their texts in the column that is cut. Dropped when cells could be others."""

    def mark_sorted(self, column: int, arrow: str) -> None:
        """Put an arrow behind the header of a column; -1 for none."""
        self._sorted = (column, arrow)

    def fill(self, keys: Sequence[str], cells: Callable[[str], Cells]) -> None:
        """Take other rows.

        Args:
            keys: of all rows, in their order.
            cells: gives the cells of a row, one for each column; asked once for each row that is needed.
        """
        self._keys, self._cells = keys, cache(cells)
        self._texts.clear()

    @property
    def header_height(self) -> int:
        """Lines of the header: 1, or 0 if no column has one."""
        return 1 if any(column[0] for column in self._columns) else 0

    def header(self, width: int) -> Content:
        """The headers of the columns."""
        headers = [
            Content(column[0] + (self._sorted[1] if number == self._sorted[0] else ""))
            for number, column in enumerate(self._columns)
        ]
        return self._line(tuple(headers), width, None)

    def line(self, row: int, width: int) -> Content:
        """The cells of a row."""
        return self._line(self._cells(self._keys[row]), width, row)

    def column_at(self, x: int, width: int) -> int | None:
        """The number of the column at a distance from the left, in cells; None to the right of all."""
        right = 1
        for number, wide in self._widths(width):
            right += wide + GAP
            if x < right:
                return number
        return None

    def _widths(self, width: int) -> list[tuple[int, int]]:
        """The number and the width of each column that is shown in a list of some width."""
        shown = [
            (number, column)
            for number, column in enumerate(self._columns)
            if width >= (column[2] if len(column) == 3 else 0)
        ]
        fixed = sum(column[1] or 0 for _, column in shown)
        room = max(width - fixed - GAP * (len(shown) - 1) - 2, 4)
        return [(number, room if column[1] is None else column[1]) for number, column in shown]

    def _line(self, cells: Cells, width: int, row: int | None) -> Content:
        shown = []
        for number, wide in self._widths(width):
            cell = cells[number]
            if row is not None and self._columns[number][1] is None and cell.cell_length > wide:
                cell = distinct(cell, self._alike(row, number, cell.plain[: wide - 1]), wide)
            shown.append(cell.truncate(wide, ellipsis=True, pad=True))
        return Content(" ") + Content(" " * GAP).join(shown)

    def _alike(self, row: int, column: int, start: str) -> list[str]:
        """The texts of the rows around one that begin like it."""
        block = row // COMPARED_ROWS
        if block not in self._texts:
            keys = self._keys[block * COMPARED_ROWS : (block + 1) * COMPARED_ROWS]
            self._texts[block] = [self._cells(key)[column].plain for key in keys]
        own = row % COMPARED_ROWS
        return [
            other
            for number, other in enumerate(self._texts[block])
            if number != own and other.startswith(start)
        ]
