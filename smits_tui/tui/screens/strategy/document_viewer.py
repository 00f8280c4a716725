"""A document as rendered Markdown."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import MarkdownViewer

from smits_tui.actions.session import ActionRefused
from smits_tui.tui.screens.mode import ModeScreen

ROOMY = 100
"""With this many cells, there is room for the headings beside the text."""


class DocumentViewerScreen(ModeScreen):
    """Markdown with its headings on the left."""

    TITLE_OF_HELP: ClassVar[str] = "Reading"
    HELP_TEXT: ClassVar[str] = (
        "The whole document, as it is written to its file. `a` agrees to a submitted version. `t` shows or "
        "hides the headings, `y` copies the Markdown. Links in it are not opened. Escape goes back."
    )
    CHANGES = frozenset({"agree"})
    AUTO_FOCUS = "MarkdownViewer"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "agree", "Agree", tooltip="Agree to what you have just read"),
        Binding("t", "contents", "Headings", tooltip="Show or hide the headings"),
        Binding("escape", "app.pop_screen", "Back"),
        Binding("v", "app.pop_screen", "Back", show=False),
    ]

    def __init__(self, markdown: str, agree: Callable[[], None] | None = None) -> None:
        """Create the screen.

        Args:
            markdown: the document.
            agree: agrees to it, if it is the submitted version.
        """
        super().__init__()
        self._markdown, self._agree = markdown, agree

    def body(self) -> ComposeResult:
        """The document; its links open nothing, because text from people is never executed."""
        contents = self.app.size.width >= ROOMY
        yield MarkdownViewer(self._markdown, show_table_of_contents=contents, open_links=False)

    def shown_in_full(self) -> str:
        """The Markdown."""
        return self._markdown

    def action_agree(self) -> None:
        """Agree to the document."""
        if self._agree is None:
            raise ActionRefused("This is a draft; it can be agreed to once it is submitted.")
        self._agree()

    def action_contents(self) -> None:
        """Show or hide the headings."""
        viewer = self.query_one(MarkdownViewer)
        viewer.show_table_of_contents = not viewer.show_table_of_contents
