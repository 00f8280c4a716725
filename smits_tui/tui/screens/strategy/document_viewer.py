"""A document as one reads it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import MarkdownViewer

from smits_tui.tui.screens.mode import ModeScreen

ROOMY = 100
"""Cells from which on there is room for the headings beside the text."""


class DocumentViewerScreen(ModeScreen):
    """Markdown with its headings at the left."""

    TITLE_OF_HELP: ClassVar[str] = "Reading"
    HELP_TEXT: ClassVar[str] = (
        "The whole document, as it is written to its file. T shows or hides the headings, Y copies the "
        "Markdown. Links in it are not opened. Escape goes back."
    )
    AUTO_FOCUS = "MarkdownViewer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "contents", "Headings", tooltip="Show or hide the headings"),
        Binding("escape,m", "app.pop_screen", "Back"),
    ]

    def __init__(self, markdown: str) -> None:
        """Initialise the widget.

        Args:
            markdown: the document.
        """
        super().__init__()
        self._markdown = markdown

    def body(self) -> ComposeResult:
        """The document; a link in it opens nothing, since what people wrote is not obeyed."""
        contents = self.app.size.width >= ROOMY
        yield MarkdownViewer(self._markdown, show_table_of_contents=contents, open_links=False)

    def shown_in_full(self) -> str:
        """The Markdown."""
        return self._markdown

    def action_contents(self) -> None:
        """Show or hide the headings."""
        viewer = self.query_one(MarkdownViewer)
        viewer.show_table_of_contents = not viewer.show_table_of_contents
