"""The loop of the watcher: receive, read, judge, and show what could not be done."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Literal

from smits_rules.vocabulary import INPUT_KINDS, SmitsError
from smits_rules.vocabulary.shown_number import counted
from smits_tui.actions.findings import checked
from smits_tui.actions.inputs.archive.copies import restore_copies
from smits_tui.actions.inputs.extraction.dry_read import child_limits
from smits_tui.actions.mail.replies import take_reply, waiting_replies
from smits_tui.actions.rules.reassessment import load_rules
from smits_tui.actions.session import open_record
from smits_tui.actions.sharing import check_sharing
from smits_tui.clock import Clock, system_clock
from smits_tui.daemon.announcements import Announcements
from smits_tui.daemon.folder_reports import FolderReports
from smits_tui.daemon.happenings import Happening, HappeningType, Narrator, about
from smits_tui.daemon.heart import Heart
from smits_tui.daemon.pending_work import PendingWork
from smits_tui.daemon.reply_folder import ReplyFolder
from smits_tui.daemon.service_manager import ServiceManager
from smits_tui.daemon.team_intake import TeamIntake
from smits_tui.daemon.troubles import Troubles
from smits_tui.daemon.watch_lock import WatchedElsewhere, WatchLease
from smits_tui.ledger.errors import LedgerUnreachable
from smits_tui.ledger.record import Record
from smits_tui.process.state import Input
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace
from smits_watch.extraction.reader import Reader
from smits_watch.notice.model import Settled, WatchOptions
from smits_watch.notice.watcher import Watcher

log = logging.getLogger(__name__)

TAKE_SECONDS = 0.5
"""How long the loop waits for files before it looks at the calendar, the rules and whether to stop."""
TELL_SECONDS = 10.0
"""How long a single run waits for notifications."""
RETRY_SECONDS = 2.0
"""After the record or the archive could not be written; doubled each time it fails again."""
LONGEST_RETRY_SECONDS = 60.0


class Daemon:
    """Watches one workspace. Use it inside `watch_lock`."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        clock: Clock = system_clock,
        narrate: Narrator = lambda _: None,
        holder: Literal["daemon", "interface"] = "daemon",
        lease: WatchLease | None = None,
    ) -> None:
        """Open the record, the rules, the reader and the watcher; nothing runs yet.

        Args:
            workspace: what to watch.
            clock: stamps entries and tells the day.
            narrate: told of everything that happens.
            holder: shown in the heartbeat.
            lease: the right to watch, from `watch_lock`; None: the record is on this machine alone.

        Raises:
            SmitsError: settings, rules or the record can't be used.
        """
        self._workspace = workspace
        self._clock = clock
        self._narrate = narrate
        self._settings = workspace.settings()
        self._lease = lease or WatchLease(workspace, None)
        self._record, mended = open_record(workspace, clock, patient=self._lease.is_away)
        self._intake = TeamIntake(workspace, self._record, self._lease, narrate)
        if mended:
            log.warning(mended)
        if not (finding := checked("sharing", lambda: check_sharing(workspace.root))).well:
            log.warning(finding.text)
        self._reader = Reader(child_limits(self._settings))
        self._watcher = Watcher(
            workspace.inputs, tuple(INPUT_KINDS), _options(self._settings), self._intake.recorded
        )
        self._troubles = Troubles(lambda reason: self._tell("degraded", reason))
        self._folders = FolderReports(
            workspace, self._record, self._watcher, self._troubles, narrate, lambda: self._lease.site
        )
        self._announcements = Announcements(
            workspace,
            self._settings,
            self._record,
            clock,
            self._tell_unreached,
            may_notify=lambda: self._lease.judges,
        )
        self._heart = Heart(
            workspace,
            clock,
            holder,
            health=lambda: self._watcher.health,
            trouble=self._trouble_now,
            unreached=lambda: self._announcements.unreached,
            untaken=self._folders.untaken,
            spooled=lambda: self._intake.spooled,
            lease=self._lease.token,
            publish=self._lease.renew,
        )
        self._pending = PendingWork(
            workspace,
            self._settings,
            self._record,
            self._watcher,
            self._reader,
            lease=self._lease,
            intake=self._intake,
            troubles=self._troubles,
            show_reading=self._heart.show_reading,
            narrate=narrate,
        )
        self._replies = ReplyFolder()
        self._failures = 0
        """Turns that failed one after another."""
        self._is_away = self._lease.is_away
        """Whether the server of the record did not answer in the last turn."""
        self._stamps = self._workspace.configured()

    def run(self, stop: threading.Event) -> None:
        """Watch until told to stop.

        Raises:
            OtherFolder: these folders can't be watched for the team, as the server said once it was back.
        """
        with self.opened(), self._heart.beating():
            manager = ServiceManager()
            if self._lease.is_shared:
                self._record.save_at_end()
            self._tell("started", f"watching {self._workspace.inputs}")
            manager.ready()
            while not stop.is_set() and self._lease.refusal is None:
                manager.alive()
                self._turn(stop)
            manager.stopping()
        self._tell("stopped", "stopped watching")
        if self._lease.refusal is not None:
            raise self._lease.refusal

    def once(self, stop: threading.Event | None = None) -> bool:
        """Take everything that lies in the folders now, judge it, and end.

        Args:
            stop: when it is set, the rest is left for the next run.

        Returns:
            Whether an input that was read in this run was rejected or not (wholly) understood.

        Raises:
            WatchedElsewhere: another machine of the team takes in these folders.
            SmitsError: the record can't be written.
            OSError: the archive can't be written.
        """
        if not self._lease.takes_in:
            raise WatchedElsewhere(
                f"{self._workspace.inputs} is already watched by another machine of the team; "
                "see `smits status`."
            )
        with self.opened(), self._heart.beating() if self._lease.is_shared else nullcontext():
            self.step(stop)
            self._offer()
            self._announcements.stop(TELL_SECONDS)
            return self._pending.in_doubt

    def step(self, stop: threading.Event | None = None) -> None:
        """Take and judge everything that lies in the folders now; only inside `opened()`.

        Args:
            stop: when it is set, the rest is left for the next run.

        Raises:
            SmitsError: the record can't be written.
            OSError: the archive can't be written.
        """
        stop = stop or threading.Event()
        self._pending.do(self._watcher.sweep_now(), stop)
        self._folders.note_presence(confirm=True)
        self._pending.do((), stop)  # a file whose sidecar is gone is read again
        while self._pending.is_reading and not stop.is_set():
            self._pending.do((), stop)
        self._take_replies(waiting_replies(self._workspace))
        self._folders.tell_untaken()

    @contextmanager
    def opened(self) -> Iterator[Record]:
        """Run the observers and the children, and continue where the last run ended; yields the record."""
        try:
            with self._watcher, self._reader:
                self._announcements.start()
                self._restore_copies()
                yield self._record
        finally:
            self._announcements.stop()
            self._pending.close()
            if (
                self._pending.is_at_rest
            ):  # in the middle of work there is no time: the next run has the last checkpoint
                self._record.save_at_end()

    def _restore_copies(self) -> None:
        """Complete the archive from the folders, and tell what is missing for good.

        That of a team is in its database; copies are fetched when they are needed.
        """
        if self._lease.is_shared:
            return
        restored, missing = restore_copies(
            self._record.state, self._workspace, self._reader, self._settings.watch.max_megabytes
        )
        for item in restored:
            self._tell("restored", f"{item.path}: its archived copy was missing and has been restored", item)
        for item in missing:
            self._tell("missing", f"{item.path}: the archive has no complete copy of it", item)

    def _trouble_now(self) -> str:
        return self._troubles.text or self._watcher.health.reason

    def _turn(self, stop: threading.Event) -> None:
        """One turn of the loop; what can't be written now is tried again, and shown until it can."""
        settled = self._watcher.take(0 if self._pending.is_reading else TAKE_SECONDS)
        try:
            self._reload()
            if self._is_away:
                self._record.ledger.follow()  # tells at once whether the server is still away
            settled = self._intake.own(settled, self._settings, self._watcher)
            self._pending.do(settled, stop)
            if self._lease.takes_in:
                self._folders.note_presence()
                self._take_replies(self._replies.settled(waiting_replies(self._workspace)))
            self._folders.tell_untaken()
        except LedgerUnreachable as error:
            self._keep(str(error), settled)
        except (OSError, SmitsError) as error:
            self._fail(str(error) or repr(error), settled, stop)
        except Exception as error:
            # Whatever one entry or file brings about, the watcher stays: nobody would notice that it is gone.
            log.exception("A turn of the watcher failed.")
            self._fail(f"The watcher failed unexpectedly ({type(error).__name__}: {error}).", settled, stop)
        else:
            self._troubles.clear("record")
            self._is_away, self._failures = False, 0
            self._offer()

    def _keep(self, reason: str, settled: Sequence[Settled]) -> None:
        """While the server is away, keep files on this machine, and show how many."""
        if not self._is_away:
            self._record.save_at_end()  # for a watcher that begins without the server, and `smits status`
        self._is_away = True
        self._intake.keep(settled, self._settings, self._watcher)
        if waiting := self._intake.spooled:
            reason += f" {counted(waiting, 'file waits', 'files wait')} on this machine until then."
        self._troubles.degrade("record", reason)
        self._offer()

    def _take_replies(self, paths: Sequence[Path]) -> None:
        """Record replies to requests for agreement, where agreement by mail is on."""
        for path in paths if self._settings.agreement.by_mail else ():
            done = take_reply(self._record, self._workspace, self._settings, path)
            self._tell("replied", f"{done.file}: {done.text}")

    def _fail(self, reason: str, settled: list[Settled], stop: threading.Event) -> None:
        """Show why a turn failed, give its files back, and wait; longer each time."""
        self._troubles.degrade("record", reason)
        for file in settled:
            self._watcher.again(file.path)
        self._offer()
        stop.wait(min(RETRY_SECONDS * 2**self._failures, LONGEST_RETRY_SECONDS))
        self._failures = min(self._failures + 1, 10)

    def _tell_unreached(self, reason: str) -> None:
        self._tell("notify", reason or "all addresses can be reached again")

    def _offer(self) -> None:
        self._announcements.offer(self._trouble_now())

    def _reload(self) -> None:
        """Take up changed rules and settings; a wrong file leaves the former ones in force and is shown."""
        stamps = self._workspace.configured()
        if stamps == self._stamps:
            return
        try:
            settings, pack = self._workspace.settings(), load_rules(self._workspace)
        except SmitsError as error:
            self._stamps = stamps
            self._troubles.degrade("rules", f"{error} The previous rules and settings stay in force.")
            return
        self._settings = settings
        self._pending.use(settings, pack)
        self._announcements.use(settings)
        self._troubles.clear("rules")
        self._stamps = stamps

    def _tell(self, kind: HappeningType, text: str, item: Input | None = None) -> None:
        self._narrate(about(item, kind, text) if item else Happening(kind, text))


def _options(settings: Settings) -> WatchOptions:
    return WatchOptions(
        quiet_seconds=settings.watch.quiet_seconds,
        network_quiet_seconds=settings.watch.network_quiet_seconds,
        sweep_seconds=settings.watch.sweep_seconds,
        polling=settings.watch.polling,
    )
