"""The table that every list uses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from rich.text import Text
from textual.binding import Binding, BindingType
from textual.coordinate import Coordinate
from textual.widgets import DataTable

MOST_ROWS = 300
"""A list shows so many rows at once; a filter finds the others."""

Row = tuple[str, tuple[Text, ...]]
"""Key and cells."""


class ListTable(DataTable[Text]):
    """Rows with keys; keeps the cursor on its row when rows come and go."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "cursor_down", "Down", show=False),
        Binding("k", "cursor_up", "Up", show=False),
        Binding("g", "scroll_top", "First", show=False),
        Binding("G", "scroll_bottom", "Last", show=False),
    ]

    def __init__(self, columns: Sequence[tuple[str, int | None]], *, id: str) -> None:  # noqa: A002
        """Make an empty table.

        Args:
            columns: header and width in cells; None takes what is needed.
            id: for styles and queries.
        """
        super().__init__(id=id, cursor_type="row", zebra_stripes=False)
        self._rows: list[Row] = []
        self._shown: list[Row] = []
        """The same, cut to the width that there is."""
        self._widths: list[int | None] = []
        self.set_columns(columns)

    def set_columns(self, columns: Sequence[tuple[str, int | None]]) -> None:
        """Show other columns; the rows go."""
        self.clear(columns=True)
        self._rows, self._shown = [], []
        self._widths = [width for _, width in columns]
        for header, width in columns:
            self.add_column(Text(header), width=width, key=header)

    @property
    def shown(self) -> list[Row]:
        """The rows, in their order."""
        return self._shown

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        if 0 <= self.cursor_row < len(self._shown):
            return self._shown[self.cursor_row][0]
        return None

    def on_resize(self) -> None:
        """Cut the widest column anew, so that the table never scrolls sideways."""
        self.fill(self._rows)

    def fill(self, rows: list[Row], wanted: str | None = None) -> None:
        """Show rows, with as little change as possible.

        Args:
            rows: all of them.
            wanted: the row on which the cursor is to be; if there is none, it stays where it is.
        """
        self._rows = rows
        rows = [(key, self._fitting(cells)) for key, cells in rows[:MOST_ROWS]]
        if rows == self._shown:
            self._go_to(wanted)
            return
        kept = wanted or self.current
        if [key for key, _ in rows] == [key for key, _ in self._shown]:
            self._update(rows)
            self._go_to(wanted)
            return
        place, top = self.cursor_row, self.scroll_offset.y
        self._shown = rows
        self.clear()
        for key, cells in rows:
            self.add_row(*cells, key=key)
        keys = [key for key, _ in rows]
        target = keys.index(kept) if kept in keys else min(max(place, 0), len(rows) - 1)
        if rows:
            self.move_cursor(row=target, scroll=False)
            self.scroll_to(y=top, animate=False)
            if keys[target] == wanted:
                self._go_to(wanted)

    def _go_to(self, key: str | None) -> None:
        keys = [known for known, _ in self._shown]
        if key in keys and key != self.current:
            self.move_cursor(row=keys.index(key))

    def _fitting(self, cells: tuple[Text, ...]) -> tuple[Text, ...]:
        """The cells, with that of the column without a width cut to what the others leave."""
        fixed = sum(width for width in self._widths if width is not None)
        room = self.size.width - fixed - 2 * self.cell_padding * len(self._widths) - 1
        fitted = []
        for cell, width in zip(cells, self._widths, strict=True):
            copy = cell.copy()
            copy.truncate(width or max(room, 10), overflow="ellipsis", pad=width is None)
            fitted.append(copy)
        return tuple(fitted)

    def _update(self, rows: list[Row]) -> None:
        for place, (old, new) in enumerate(zip(self._shown, rows, strict=True)):
            for column, (before, after) in enumerate(zip(old[1], new[1], strict=True)):
                if before != after:
                    self.update_cell_at(Coordinate(place, column), after, update_width=True)
        self._shown = rows
