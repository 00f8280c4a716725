"""A box of the Overview: a titled list of items, of which one click or enter opens one."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from textual import events
from textual.content import Content

from smits_tui.tui.widgets.list_view import ListTable


class ItemBox(ListTable):
    """Items in lines that fit its width."""

    DEFAULT_CSS = """
    ItemBox > .list--cursor { background: $boost; color: $foreground; }
    """

    def __init__(self, *, id: str) -> None:  # noqa: A002  # Textual's name
        """Make an empty box.

        Args:
            id: for styles and queries.
        """
        super().__init__((("", None),), id=id)
        self._rows: Callable[[int], Mapping[str, Content]] = lambda _: {}
        self._note_when_empty = ""

    def show(self, rows: Callable[[int], Mapping[str, Content]], note: str = "") -> None:
        """Show items.

        Args:
            rows: gives keys and lines of the items, for a width in cells.
            note: a sentence that is shown where there are none.
        """
        self._rows, self._note_when_empty = rows, note
        self._fit()

    def on_resize(self) -> None:
        """Fit the lines to the new width."""
        self._fit()
        super().on_resize()

    def watch_show_vertical_scrollbar(self) -> None:
        """Fit them anew when a scrollbar takes some of the width, or gives it back."""
        self.call_after_refresh(self._fit)

    def on_click(self, event: events.Click) -> None:
        """Open the item that was clicked; where there are none, what the box is about."""
        super().on_click(event)
        event.stop()
        self.action_choose()

    def action_choose(self) -> None:
        """Say that somebody wants the item under the cursor, or the whole of an empty box."""
        self.post_message(self.RowSelected(self))

    @property
    def cursor_hides_colours(self) -> bool:
        """In a box without the focus, the cursor is a shade that leaves the colours as they are."""
        return self.has_focus

    def _fit(self) -> None:
        rows = self._rows(self.scrollable_content_region.width - 2)
        self.fill(list(rows), lambda key: (rows[key],), note=self._note_when_empty)
