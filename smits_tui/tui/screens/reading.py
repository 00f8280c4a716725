"""A document as one reads it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen
from textual.widgets import Footer, MarkdownViewer


class ReadingScreen(ModalScreen[None]):
    """Markdown with its headings at the left."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,m", "close", "Back"),
        Binding("t", "contents", "Contents", tooltip="Show or hide the headings"),
        Binding("y", "copy", "Copy", tooltip="Copy the Markdown to the clipboard"),
    ]

    def __init__(self, markdown: str) -> None:
        """Make it.

        Args:
            markdown: the document.
        """
        super().__init__()
        self._markdown = markdown

    def compose(self) -> ComposeResult:
        """The document; a link in it opens nothing, since what people wrote is not obeyed."""
        yield MarkdownViewer(
            self._markdown, show_table_of_contents=self.app.size.width >= 100, open_links=False
        )
        yield Footer()

    def action_contents(self) -> None:
        """Show or hide the headings."""
        viewer = self.query_one(MarkdownViewer)
        viewer.show_table_of_contents = not viewer.show_table_of_contents

    def action_copy(self) -> None:
        """Copy the Markdown."""
        self.app.copy_to_clipboard(self._markdown)
        self.notify("Copied.")

    def action_close(self) -> None:
        """Go back."""
        self.dismiss()
