"""A titled box of the Overview that opens a mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from smits_tui.tui.status_styles import frame_title


class Panel(VerticalScroll, can_focus=True):
    """Shows content and opens a mode with enter or a click."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "open", "Open", tooltip="Open this box"),
        Binding("j", "scroll_down", "Down", show=False),
        Binding("k", "scroll_up", "Up", show=False),
    ]

    class Opened(Message):
        """A panel was opened."""

        def __init__(self, mode: str, panel: str) -> None:
            """Keep the mode to open, and the panel."""
            super().__init__()
            self.mode = mode
            self.panel = panel

    def __init__(self, title: str, leads_to: str, *, id: str) -> None:  # noqa: A002  # Textual's name
        """Create the box.

        Args:
            title: shown in its border.
            leads_to: the mode that it opens.
            id: for styles and queries.
        """
        super().__init__(id=id)
        self.border_title = frame_title(title)
        self._leads_to = leads_to
        self._static = Static()
        self._content: Callable[[int], Content] = lambda _: Content("")

    def compose(self) -> ComposeResult:
        """One text."""
        yield self._static

    def show(self, content: Callable[[int], Content]) -> None:
        """Replace the content.

        Args:
            content: returns it for a width in cells.
        """
        self._content = content
        self._fill()

    def on_resize(self) -> None:
        """Fit the content to the new width."""
        self._fill()

    def watch_show_vertical_scrollbar(self) -> None:
        """Fit the content again when a scrollbar appears or disappears."""
        self.call_after_refresh(self._fill)

    def _fill(self) -> None:
        self._static.update(self._content(self.scrollable_content_region.width))

    def action_open(self) -> None:
        """Open the mode."""
        self.post_message(self.Opened(self._leads_to, self.id or ""))

    def on_click(self, event: events.Click) -> None:
        """Open the mode by a click."""
        event.stop()
        self.action_open()
