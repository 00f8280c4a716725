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
from smits_tui.tui.live_view import View
from smits_tui.tui.runtime.ui_state import ScreenLocation
from smits_tui.workspace import Workspace

ResultT = TypeVar("ResultT")


class Host(Protocol):
    """The app as screens and their actions know it; implemented by `SmitsApp`."""

    @property
    def view(self) -> View:
        """What is to be shown."""

    @property
    def is_open(self) -> bool:
        """Whether the ledger is read."""

    @property
    def is_past(self) -> bool:
        """Whether a day of the past is shown."""

    @property
    def workspace(self) -> Workspace:
        """What is shown."""

    @property
    def served(self) -> Workspace | None:
        """The workspace whose files alone may be opened, in a browser; None in a terminal."""

    @property
    def record(self) -> Record:
        """The ledger and state in which decisions are recorded."""

    @property
    def person(self) -> str:
        """Who decides."""

    @property
    def actor(self) -> Actor:
        """Who decides, and how that is known."""

    def unseen(self) -> Mapping[str, int]:
        """Mode -> how much has come in there since it was last shown."""

    @property
    def place(self) -> ScreenLocation:
        """Where this person is in the workspace."""

    def draft(self, form: str) -> DraftFile:
        """Where what is written in a form is kept until it is saved."""

    def refresh_view(self) -> None:
        """Show what this interface itself has just recorded."""

    def show_day(self, day: dt.date | None) -> None:
        """Show everything as it was at the end of a day; None shows it as it is now."""

    def show_questions(self, wanted: str = "") -> None:
        """Show what files leave open."""

    async def go(self, mode: str, key: str) -> None:
        """Show a mode, or the questions, with the cursor on one of its rows."""

    def attempt(self, doing: Callable[[], object]) -> None:
        """Run an action; report a refusal in a sentence."""

    def say_what_waited(self) -> None:
        """Say what came while a dialog was shown."""

    def while_suspended(self, doing: Callable[[], ResultT]) -> ResultT:
        """Hand the terminal to another program, and take it back whatever happens."""

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
        """Show a screen on top."""
