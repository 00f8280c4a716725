"""The list of every mode: rows of columns, drawn only where visible."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import ClassVar

from rich.segment import Segment
from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.reactive import reactive
from textual.scroll_view import ScrollView
from textual.strip import Strip

from smits_tui.tui.widgets.row_layout import Cells, Column, RowLayout

__all__ = ["Cells", "Column", "ListTable"]


class ListTable(ScrollView, can_focus=True):
    """Rows with keys under a header; the cursor stays on its row when rows come and go.

    Textual's own table measures and keeps every cell, so that filling it with thousands of rows takes longer
    than people wait for a key. This one asks for the cells of visible rows only.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "move(1)", "Down", show=False, id="list.down"),
        Binding("up,k", "move(-1)", "Up", show=False, id="list.up"),
        Binding("g,home", "move_to(0)", "First", show=False, id="list.first"),
        Binding("G,end", "move_to(-1)", "Last", show=False, id="list.last"),
        Binding("pagedown", "page(1)", "A page down", show=False, id="list.page-down"),
        Binding("pageup", "page(-1)", "A page up", show=False, id="list.page-up"),
        Binding("enter", "choose", "Open", show=False, id="list.open"),
    ]
    COMPONENT_CLASSES: ClassVar[set[str]] = {"list--header", "list--row", "list--hover", "list--cursor"}
    DEFAULT_CSS = """
    ListTable {
        height: 1fr;
        scrollbar-size: 1 1;
        overflow-x: hidden;
        & > .list--header { color: $foreground 60%; text-style: bold; }
        & > .list--row { color: $foreground; }
        & > .list--hover { background: $boost; }
        & > .list--cursor {
            background: $block-cursor-blurred-background; color: $block-cursor-blurred-foreground;
        }
        &:focus > .list--cursor {
            background: $block-cursor-background; color: $block-cursor-foreground; text-style: bold;
        }
    }
    """

    cursor: reactive[int] = reactive(0, repaint=False)
    """The row of the cursor; also 0 if there are no rows."""
    hovered: reactive[int | None] = reactive(None, repaint=False)
    """The row under the mouse."""

    class RowHighlighted(Message):
        """The cursor moved to a row, or the list was emptied."""

    class RowSelected(Message):
        """The row under the cursor was chosen by enter or a click."""

        def __init__(self, table: ListTable) -> None:
            """Keep the list."""
            super().__init__()
            self.table = table

        @property
        def control(self) -> ListTable:
            """The list, as Textual's `on` asks for it."""
            return self.table

    class HeaderClicked(Message):
        """Somebody clicked the header of a column."""

        def __init__(self, column: int) -> None:
            """Keep the number of the column, from 0."""
            super().__init__()
            self.column = column

    def __init__(self, columns: Sequence[Column], *, id: str) -> None:  # noqa: A002  # Textual's name
        """Create an empty list.

        Args:
            columns: from left to right; if no column has a header, no header is shown.
            id: for styles and queries.
        """
        super().__init__(id=id)
        self._row_layout = RowLayout(columns)
        self._note = ""
        self._keys: Sequence[str] = ()
        self._places: dict[str, int] = {}
        self._lines: dict[tuple[object, ...], Strip] = {}
        """Rows as they were drawn: by place, width, style and theme. Dropped when cells could be others."""

    @property
    def keys(self) -> Sequence[str]:
        """The keys of all rows, in order."""
        return self._keys

    @property
    def current(self) -> str | None:
        """The key of the row under the cursor."""
        return self._keys[self.cursor] if self.cursor < len(self._keys) else None

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Replace the columns and remove the rows."""
        self._row_layout = RowLayout(columns)
        self.fill((), lambda _: ())

    def mark_sorted(self, column: int, arrow: str) -> None:
        """Show an arrow behind the header of the column by which the rows are sorted; -1 for none."""
        self._row_layout.mark_sorted(column, arrow)

    def fill(
        self,
        keys: Sequence[str],
        cells: Callable[[str], Cells],
        wanted: str | None = None,
        note: str = "",
    ) -> None:
        """Show rows.

        Args:
            keys: of all rows, in their order.
            cells: gives the cells of a row, one for each column; asked once for each row that is shown.
            wanted: the row on which the cursor is to be; if there is none, it stays on its row.
            note: a sentence that is shown when there are no rows.
        """
        self._note = note
        before, index = self.current, self.cursor
        if keys != self._keys:
            self._keys = keys
            self._places = {key: index for index, key in enumerate(keys)}
        self._row_layout.fill(keys, cells)
        self._size_up()
        self._lines.clear()
        self.refresh()
        target = self._places.get(wanted or "", self._places.get(before or "", index))
        self.cursor = max(0, min(target, len(keys) - 1))
        if wanted in self._places:
            self.call_after_refresh(self._show_cursor)
        if self.current != before:
            self.post_message(self.RowHighlighted())

    def render_line(self, y: int) -> Strip:
        """The header, or the row at a line of the widget."""
        width = self.scrollable_content_region.width
        if y < self._row_layout.header_height:
            return self._drawn(self._row_layout.header(width), width, "list--header")
        row = self.scroll_offset.y + y - self._row_layout.header_height
        if not self._keys and self._note:
            note = textwrap.wrap(self._note, max(width - 2, 4))[row : row + 1]
            return self._drawn(Content(" ").join([Content(""), *map(Content, note)]), width, "list--header")
        if row >= len(self._keys):
            return Strip.blank(width, self.rich_style)
        style = "list--row"
        if row == self.cursor:
            style = "list--cursor"
        elif row == self.hovered:
            style = "list--hover"
        key = (row, width, self.get_visual_style(style), self.app.theme)
        if key not in self._lines:
            content = self._row_layout.line(row, width)
            if row == self.cursor and self.cursor_hides_colours:
                content = content.without_spans
            self._lines[key] = self._drawn(content, width, style)
        return self._lines[key]

    def on_resize(self) -> None:
        """Cut the rows to the new width, and keep the cursor visible."""
        self._size_up()
        self._show_cursor()

    def on_click(self, event: events.Click) -> None:
        """Select the clicked row; a click on the selected row chooses it."""
        row = self._place_at(event)
        if row is None:
            return
        event.stop()
        if row < 0:
            self._choose_column(event)
        elif row == self.cursor:
            self.action_choose()
        else:
            self._go(row)

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Highlight the row under the mouse."""
        self.hovered = self._place_at(event)

    def on_leave(self) -> None:
        """Remove the highlight."""
        self.hovered = None

    def watch_hovered(self, before: int | None, after: int | None) -> None:
        """Draw both rows again."""
        self._draw(before, after)

    def watch_cursor(self, before: int, after: int) -> None:
        """Draw both rows again."""
        self._draw(before, after)

    def action_move(self, rows: int) -> None:
        """Move the cursor down by a number of rows."""
        self._go(self.cursor + rows)

    def action_move_to(self, row: int) -> None:
        """Move the cursor to the first row (0) or the last (-1)."""
        self._go(row % len(self._keys) if self._keys else 0)

    def action_page(self, pages: int) -> None:
        """Move the cursor down by a number of pages."""
        self._go(self.cursor + pages * max(1, self._rows_in_sight - 1))

    def action_choose(self) -> None:
        """Choose the row under the cursor."""
        if self._keys:
            self.post_message(self.RowSelected(self))

    @property
    def cursor_hides_colours(self) -> bool:
        """Whether the row under the cursor is shown in the colours of the cursor alone."""
        return True

    @property
    def _rows_in_sight(self) -> int:
        return max(0, self.scrollable_content_region.height - self._row_layout.header_height)

    def _go(self, row: int) -> None:
        row = max(0, min(row, len(self._keys) - 1))
        if row != self.cursor:
            self.cursor = row
            self.post_message(self.RowHighlighted())
        self._show_cursor()

    def _show_cursor(self) -> None:
        """Scroll just enough to make the cursor visible."""
        rows, top = self._rows_in_sight, self.scroll_offset.y
        if rows and not top <= self.cursor < top + rows:
            wanted = self.cursor if self.cursor < top else self.cursor - rows + 1
            self.scroll_to(y=wanted, animate=False, immediate=True)

    def _place_at(self, event: events.MouseEvent) -> int | None:
        """The row under the mouse; -1 for the header, None if there is none."""
        offset = event.get_content_offset(self)
        if offset is None:
            return None
        if offset.y < self._row_layout.header_height:
            return -1
        row = self.scroll_offset.y + offset.y - self._row_layout.header_height
        return row if row < len(self._keys) else None

    def _size_up(self) -> None:
        """Set the scrollable size of the list, which never scrolls sideways."""
        self.virtual_size = Size(0, len(self._keys) + self._row_layout.header_height)

    def _draw(self, *places: int | None) -> None:
        width = self.size.width
        for row in places:
            if row is not None:
                y = row - self.scroll_offset.y + self._row_layout.header_height
                self.refresh(Region(0, y, width, 1))

    def _choose_column(self, event: events.MouseEvent) -> None:
        """Say which column's header was clicked."""
        offset = event.get_content_offset(self)
        column = (
            self._row_layout.column_at(offset.x, self.scrollable_content_region.width) if offset else None
        )
        if column is not None:
            self.post_message(self.HeaderClicked(column))

    def _drawn(self, content: Content, width: int, line_style: str) -> Strip:
        """A line as a strip, without Textual's wrapping, which a single line does not need."""
        style = self.get_visual_style(line_style)
        parts = content.render(style, end="", parse_style=self._get_style)
        strip = Strip([Segment(part, used.rich_style) for part, used in parts])
        return strip.adjust_cell_length(width, style.rich_style)
