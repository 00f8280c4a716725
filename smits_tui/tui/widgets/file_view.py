"""The text of a file, with the relevant passage marked and scrolled into view."""

from __future__ import annotations

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from smits_tui.tui.details.source_text import is_prose, rows_above, source_text
from smits_tui.tui.status_styles import QUIET, text
from smits_watch.extraction.viewer.text import Line, TextLocation

_BEFORE = 3
"""Rows that stay visible above the marked passage as its context."""


class FileView(VerticalScroll):
    """Wraps prose; keeps columns aligned and scrolls them sideways."""

    def compose(self) -> ComposeResult:
        """One text, which scrolls."""
        yield Static()

    def show_note(self, note: str) -> None:
        """Show a sentence in place of a file, such as "Opening it ..."."""
        self.query_one(Static).update(text(note, QUIET))

    def show_file(self, lines: Sequence[Line], location: TextLocation | None, quote: str = "") -> None:
        """Show the lines around a location; see `source_text`.

        Args:
            lines: the text of the file.
            location: the line and cell from which a fact was read; the beginning if None.
            quote: the part of the line that was read.
        """
        self.set_class(is_prose(lines), "-prose")
        self.query_one(Static).update(source_text(lines, location, quote))
        self.call_after_refresh(self._bring_in_sight, lines, location)

    def _bring_in_sight(self, lines: Sequence[Line], location: TextLocation | None) -> None:
        """Scroll to a location once the width is known, because wrapping depends on it."""
        rows = rows_above(lines, location, self.scrollable_content_region.width)
        self.scroll_to(y=max(0, rows - _BEFORE), animate=False)
