"""Work that takes a while: it runs in a thread, and after a second people see it and can give it up."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import ClassVar, TypeVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button, ProgressBar

ResultT = TypeVar("ResultT")

SILENT_SECONDS = 1.0
"""Work that is done within shows no dialog."""


class GivenUp(Exception):
    """Nobody waits for the result any more."""


class Progress(ModalScreen[None]):
    """Says what is being done, moves, and lets it be given up."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "cancel", "Give up")]

    def __init__(self, title: str) -> None:
        """Make it.

        Args:
            title: what is being done.
        """
        super().__init__()
        self._title = title
        self.cancelled = asyncio.Event()
        """Set once somebody gave it up."""

    def compose(self) -> ComposeResult:
        """A bar without an end, since nobody knows how long a file or a year takes."""
        with Vertical(id="dialog") as dialog:
            dialog.border_title = Content(self._title).markup
            yield ProgressBar(show_percentage=False, show_eta=False)
            with Horizontal(id="dialog-buttons"):
                yield Button("Give up", id="dialog-cancel")

    @on(Button.Pressed)
    def action_cancel(self) -> None:
        """Wait no longer."""
        self.cancelled.set()


async def waited_for(
    work: Callable[[], ResultT], show: Callable[[], Progress], hide: Callable[[Progress], None]
) -> ResultT:
    """Do work in a thread; show a dialog while it takes longer than a moment.

    Args:
        work: what is done; it may not touch widgets nor the record that the interface holds.
        show: shows the dialog.
        hide: takes it away.

    Returns:
        What the work gives.

    Raises:
        GivenUp: somebody gave it up; the thread ends by itself and its result is dropped.
    """
    doing = asyncio.ensure_future(asyncio.to_thread(work))
    done, _ = await asyncio.wait([doing], timeout=SILENT_SECONDS)
    if not done:
        dialog = show()
        cancelling = asyncio.ensure_future(dialog.cancelled.wait())
        await asyncio.wait([doing, cancelling], return_when=asyncio.FIRST_COMPLETED)
        cancelling.cancel()
        hide(dialog)
        if not doing.done():
            doing.add_done_callback(lambda future: future.cancelled() or future.exception())
            raise GivenUp
    return doing.result()
