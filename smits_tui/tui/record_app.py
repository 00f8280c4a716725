"""An app that reads the record of a workspace, follows it, and shows it as of today or of a past day."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
from collections import Counter
from collections.abc import Mapping

from textual.notifications import Notification, SeverityLevel

from smits_tui.actions.drafts import DraftFile
from smits_tui.actions.session import ActionRefused, Actor, actor
from smits_tui.clock import Clock, system_clock
from smits_tui.ledger.record import Record
from smits_tui.process.tasks import Task
from smits_tui.tui.app_base import TellingApp
from smits_tui.tui.arrivals import Alert, announcement, arrivals, merged, waiting
from smits_tui.tui.live_view import Following, View, past_view
from smits_tui.tui.runtime.ui_state import ScreenLocation, recall
from smits_tui.tui.runtime.watcher_process import OwnWatcher
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.workspace import Workspace

SOON_READ_BYTES = 1_000_000
"""A checkpoint up to this size is read while the first screen is built; a larger one would delay the screen.
"""
ANNOUNCED_SECONDS = 20.0
"""How long the announcement of something serious stays visible, for somebody who is reading or writing."""


class RecordApp(TellingApp):
    """An app with a view of the record, which is kept up to date."""

    def __init__(self, workspace: Workspace, *, clock: Clock = system_clock) -> None:
        """Create the app; the record is read once it runs.

        Args:
            workspace: the workspace to show; its folders are watched unless another process watches them.
            clock: the source of today's date and of timestamps.
        """
        super().__init__(workspace.hidden / "interface-error.log")
        self._workspace = workspace
        self._clock = clock
        self._following: Following | None = None
        self._now: View | None = None
        self._past: View | None = None
        self._watcher = OwnWatcher(workspace)
        self._reported = ""
        """The last trouble that was shown."""
        self._badges: Counter[str] = Counter()
        self._announced: frozenset[str] = frozenset()
        """The triggers and questions that were open when somebody was last told what came in."""
        self._alerts: list[Alert] = []
        """Those of the last announcement."""
        self._memory = recall()
        self._reading: asyncio.Future[tuple[Following, View]]
        self._drawn = asyncio.Event()
        """Set once the first screen is drawn."""

    @property
    def view(self) -> View:
        """The view to show: of today, or of the selected day in the past."""
        shown = self._past or self._now
        if shown is None:
            raise ActionRefused("The ledger is being read; wait a moment.")
        return shown

    @property
    def can_go_on(self) -> bool:
        """Whether a view of the record is shown."""
        return super().can_go_on and self.is_open

    @property
    def is_open(self) -> bool:
        """Whether the record has been read."""
        return self._now is not None

    @property
    def is_past(self) -> bool:
        """Whether a day of the past is shown."""
        return self._past is not None

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self._workspace

    @property
    def served(self) -> Workspace | None:
        """The workspace to which opening files is restricted in a browser; None in a terminal."""
        return self._workspace if self.is_web else None

    @property
    def record(self) -> Record:
        """The ledger and state in which decisions are recorded.

        Raises:
            ActionRefused: a day in the past is shown, which is read-only.
        """
        if self._following is None:
            raise ActionRefused("The ledger is being read; wait a moment.")
        if self._past:
            day = self._past.as_of
            raise ActionRefused(f"You are viewing {day}, which is in the past; ctrl+t returns to today.")
        return self._following.record

    @property
    def person(self) -> str:
        """The acting person's name: SMITS_USER, or the login name."""
        return self.actor.name

    @property
    def actor(self) -> Actor:
        """The acting person, and how the identity was established."""
        return self._actor(self._following.acting if self._following else None)

    def _actor(self, asked: str | None) -> Actor:
        return actor(asked, settings=self.view.settings if self._following else None)

    def draft(self, form: str) -> DraftFile:
        """The draft file for this person's text in a form.

        Args:
            form: the form's name, e.g. `section strategy-plan/position`.
        """
        return DraftFile(self._workspace, self.person, form)

    @property
    def screen_location(self) -> ScreenLocation:
        """This person's current location in the workspace, kept between runs."""
        return self._memory.places.setdefault(str(self._workspace.root), ScreenLocation())

    def on_load(self) -> None:
        """Start reading the ledger during the first screen, or after it if that would delay the screen."""
        self._reading = asyncio.ensure_future(self._read_in_time())

    async def _read_in_time(self) -> tuple[Following, View]:
        with contextlib.suppress(OSError):
            if self._workspace.state.stat().st_size > SOON_READ_BYTES:
                await self._drawn.wait()
        return await asyncio.to_thread(self._read)

    def _read(self) -> tuple[Following, View]:
        following = Following(self._workspace, self._clock)
        return following, following.view()

    def refresh_view(self) -> None:
        """Show what this app has just recorded."""
        if self._following:
            self._now = self._following.view()
            self._announced = waiting(self._now)
            self._show()

    def show_day(self, day: dt.date | None) -> None:
        """Show everything as it was at the end of a day, read-only; None returns to the present."""
        if self._following is None or self._now is None:
            return
        if day is None or day >= self._now.state.today:
            self._past = None
            self._show()
            return
        now, beat, who = self._now, self._following.heartbeat(), self.person
        reading = f"Reading the ledger up to {day}"
        self.in_background(
            reading, lambda: past_view(self._workspace, day, now.settings, beat, who), self._show_past
        )

    def _show_past(self, view: View) -> None:
        self._past = view
        self._show()

    def _follow(self) -> None:
        if self._following is None:
            return
        view = self._following.poll()
        if self._following.damage:
            self._say(self._following.damage)
        if view is not None:
            news = arrivals(self._announced, view)
            self._now, self._announced = view, waiting(view)
            self._announce(news)
            self._show()

    def _show(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, ModeScreen) and screen.is_mounted:
                screen.receive(self.view)

    def _see_to_watching(self) -> None:
        """Start the app's own watcher if there is none; report once why one ended."""
        following, watcher = self._following, self._watcher
        if following is None or following.heartbeat().state != "stopped":
            return
        trouble = watcher.trouble()
        if trouble:
            self._say(trouble)
        try:
            watcher.start()
        except OSError as error:
            self._say(f"The folders can't be watched: {error.strerror}.")

    def _say(self, trouble: str) -> None:
        if trouble != self._reported:
            self._reported = trouble
            self.notify(trouble, severity="error", timeout=30)

    def unseen(self) -> Mapping[str, int]:
        """Mode -> number of arrivals since it was last shown; 0 for the current mode."""
        self._badges.pop(self.current_mode, None)
        return self._badges

    def _announce(self, news: list[Alert]) -> None:
        """Announce arrivals, except in the list that is currently shown.

        What comes in while an announcement is shown joins it: a burst is one toast, not a pile of them.
        """
        news = [alert for alert in news if alert.mode != self.current_mode]
        if news:
            unseen = [alert for alert in self._alerts if self._badges[alert.mode]]
            self._badges.update(alert.mode for alert in news)
            if self._alerts and self.unsay(announcement(self._alerts)):
                news = merged(unseen, news, self.view)
            self._alerts = news
            in_dialog = self._foot() is not None  # in a dialog a warning would look like the dialog's own
            level: SeverityLevel = "information" if in_dialog else "warning"
            # Not by `notify`, which is only handled after the next entries if the machine is busy.
            self.say_at_once(Notification(announcement(news), "", level, ANNOUNCED_SECONDS, markup=False))

    async def action_next_task(self) -> None:
        """Go to where the next task is done, and open its form or question."""
        await self.do_task(self.view.status.next)

    async def do_task(self, task: Task) -> None:
        """Go to where a task is done, and open its form or question."""
        from smits_tui.tui.next_task import do

        if self.is_past:
            raise ActionRefused("A past day is read-only; ctrl+t returns to today.")
        await do(self, self, task)

    async def go(self, mode: str, key: str) -> None:
        """Show a mode, or the questions, with the cursor on the given row."""
        if mode == "questions":
            self.show_questions(key)
            return
        if mode == "records":
            from smits_tui.tui.screens.strategy.records import RecordsScreen

            records = RecordsScreen()
            records.reveal(key)
            self.push_screen(records)
            return
        await self.switch_mode(mode)
        if isinstance(self.screen, ModeScreen):
            self.screen.reveal(key)

    def show_questions(self, wanted: str = "") -> None:
        """Show the open questions about files.

        Args:
            wanted: the question, answer or input to select.
        """
        from smits_tui.tui.screens.files.questions import QuestionsScreen

        self.push_screen(QuestionsScreen(wanted or None))
