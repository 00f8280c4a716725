"""What the watcher tells people who are elsewhere: notifications, and the calendar they subscribe to."""

from __future__ import annotations

import logging
from collections.abc import Callable

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.reachability import unreachable
from smits_tui.actions.strategy.calendar import publish_calendar
from smits_tui.clock import Clock
from smits_tui.ledger.record import Record
from smits_tui.notifications.notes import open_notes
from smits_tui.notifications.queue import Notifier
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace

log = logging.getLogger(__name__)


class Announcements:
    """Keeps the notifier and the calendar up to date with the record."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        record: Record,
        clock: Clock,
        tell_unreached: Callable[[str], None],
        may_notify: Callable[[], bool] = lambda: True,
    ) -> None:
        """Prepare the notifier; nothing is sent yet.

        Args:
            workspace: where the calendar and what was sent are kept.
            settings: whom to notify, and how.
            record: what is told of.
            clock: stamps the calendar.
            tell_unreached: called with the reason whenever it changes whom no notification reaches.
            may_notify: whether this machine notifies people; one of a team does.
        """
        self._workspace = workspace
        self._settings = settings
        self._record = record
        self._clock = clock
        self._tell_unreached = tell_unreached
        self._may_notify = may_notify
        self._notifier: Notifier | None = None
        self._offered: tuple[int, str] | None = None
        self._published: object = None
        """The entry, the day and the settings with which the calendar was written."""
        self._unreached = ""

    def start(self) -> None:
        """Begin to send, if this machine notifies people."""
        if not self._may_notify():
            self.stop()
        elif self._notifier is None:
            try:
                notes = open_notes(self._workspace)
                self._notifier = Notifier(self._settings, self._record.state, notes, self._clock)
            except (OSError, SmitsError) as error:
                log.warning("Nobody can be notified yet: %s", error)
            else:
                self._notifier.start()

    def stop(self, patience: float = 0.0) -> None:
        """Stop sending.

        Args:
            patience: seconds to wait for what is still to be sent; who was not reached then is reported.
        """
        if self._notifier is not None:
            self._notifier.stop(patience)
            if patience:
                self._report_unreached()
        self._notifier, self._offered = None, None

    def use(self, settings: Settings) -> None:
        """Continue with changed settings."""
        self._settings = settings
        self.stop()
        self.start()

    @property
    def unreached(self) -> str:
        """Whom no notification reaches, and why; blank if all are reached."""
        return unreachable(self._settings) or (self._notifier.failing if self._notifier else "")

    def _report_unreached(self) -> None:
        reason = self.unreached
        if reason != self._unreached:
            self._unreached = reason
            self._tell_unreached(reason)

    def offer(self, trouble: str) -> None:
        """Give the notifier and the calendar what is new.

        Args:
            trouble: why the watcher can't do its work; blank if it can.
        """
        self.start()
        self._report_unreached()
        current = (self._record.seq, trouble)
        if self._notifier is not None and current != self._offered:
            self._offered = current
            self._notifier.offer(self._record.state, trouble, self._record.ledger.tip)
        today = (self._record.seq, self._record.state.today, self._settings.calendar)
        if today != self._published:
            self._published = today
            self._publish()

    def _publish(self) -> None:
        """Keep the calendar up to date to which others subscribe."""
        try:
            publish_calendar(self._workspace, self._record.state, self._settings, self._clock())
        except OSError as error:
            log.warning("The calendar could not be written: %s.", error.strerror or error)
