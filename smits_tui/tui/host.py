"""The protocol through which screens use the app."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any, Protocol, TypeVar

from textual.screen import Screen
from textual.worker import Worker

from smits_tui.actions.drafts import DraftFile
from smits_tui.actions.session import Actor
from smits_tui.ledger.record import Record
from smits_tui.process.tasks import Task
from smits_tui.tui.live_view import View
from smits_tui.tui.runtime.ui_state import ScreenLocation
from smits_tui.workspace import Workspace

ResultT = TypeVar("ResultT")


class Host(Protocol):
    """The app as seen by screens and their actions; implemented by `SmitsApp`."""

    @property
    def view(self) -> View:
        """The view to show."""

    @property
    def is_open(self) -> bool:
        """Whether the ledger has been read."""

    @property
    def is_past(self) -> bool:
        """Whether a day of the past is shown."""

    @property
    def workspace(self) -> Workspace:
        """The workspace."""

    @property
    def served(self) -> Workspace | None:
        """The workspace to which opening files is restricted in a browser; None in a terminal."""

    @property
    def record(self) -> Record:
        """The ledger and state in which decisions are recorded."""

    @property
    def person(self) -> str:
        """The acting person's name."""

    @property
    def actor(self) -> Actor:
        """The acting person, and how the identity was established."""

    def unseen(self) -> Mapping[str, int]:
        """Mode -> number of arrivals since it was last shown."""

    @property
    def screen_location(self) -> ScreenLocation:
        """This person's current location in the workspace."""

    def draft(self, form: str) -> DraftFile:
        """The draft file for this person's text in a form."""

    def refresh_view(self) -> None:
        """Show what this app has just recorded."""

    def show_day(self, day: dt.date | None) -> None:
        """Show everything as it was at the end of a day; None returns to the present."""

    def show_questions(self, wanted: str = "") -> None:
        """Show the open questions about files."""

    async def go(self, mode: str, key: str) -> None:
        """Show a mode, or the questions, with the cursor on the given row."""

    async def do_task(self, task: Task) -> None:
        """Go to where a task is done, and open its form or question."""

    def attempt(self, doing: Callable[[], object]) -> None:
        """Run an action; report a refusal in a sentence."""

    def say_what_waited(self) -> None:
        """Show the messages that were delayed by a dialog."""

    def while_suspended(self, doing: Callable[[], ResultT]) -> ResultT:
        """Hand the terminal over to another program, and restore it in any case."""

    def in_background(
        self,
        title: str,
        doing: Callable[[], ResultT],
        then: Callable[[ResultT], object],
        *,
        unseen: bool = False,
    ) -> Worker[None]:
        """Run long work without blocking the interface."""

    def push_screen(self, screen: Screen[Any]) -> Any:
        """Show a screen on top of the others."""
