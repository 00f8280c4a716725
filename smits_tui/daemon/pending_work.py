"""The work that the record says is still to be done: files to receive, inputs to read, facts to judge."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from smits_rules.model.rule import Pack
from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.archive.store import FileChanged
from smits_tui.actions.inputs.extraction.reading_queue import ReadingQueue
from smits_tui.actions.inputs.intake import WATCHER, receive_all
from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.rules.rules_in_force import begin_rules, rules_difference
from smits_tui.daemon import happenings
from smits_tui.daemon.happenings import Narrator
from smits_tui.daemon.pace import ReadingPace
from smits_tui.daemon.team_intake import TeamIntake
from smits_tui.daemon.troubles import Troubles
from smits_tui.daemon.watch_lock import WatchLease
from smits_tui.ledger.record import Record
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace
from smits_watch.extraction.reader import Reader
from smits_watch.notice.model import Settled
from smits_watch.notice.watcher import Watcher

RECEIVED_AT_ONCE = 256
"""Files that are recorded in one write; more save nothing any more."""


class PendingWork:
    """Receives, reads and judges; what is left undone is found again in the record."""

    def __init__(
        self,
        workspace: Workspace,
        settings: Settings,
        record: Record,
        watcher: Watcher,
        reader: Reader,
        *,
        lease: WatchLease,
        intake: TeamIntake,
        troubles: Troubles,
        show_reading: Callable[[str], None],
        narrate: Narrator,
    ) -> None:
        """Load the rules; nothing is done yet.

        Args:
            workspace: whose inputs and rules these are.
            settings: of the workspace.
            record: says what is to be done, and receives the entries.
            watcher: gets back the files that can't be received now.
            reader: reads files.
            lease: whether this machine reads and judges.
            intake: what waits since the server of the record was away.
            troubles: gets what keeps facts from being judged.
            show_reading: called with the path of the input being read, and with a blank one afterwards.
            narrate: called with everything that happens.

        Raises:
            SmitsError: the rules can't be used.
        """
        self._workspace = workspace
        self._settings = settings
        self._record = record
        self._watcher = watcher
        self._lease = lease
        self._intake = intake
        self._troubles = troubles
        self._show_reading = show_reading
        self._narrate = narrate
        self._reassessor = Reassessor(load_rules(workspace), settings)
        self._queue = ReadingQueue(
            record, workspace, settings, reader, before=lambda item: show_reading(item.path)
        )
        self._pace = ReadingPace()
        self.in_doubt = False
        """Whether an input that was read in this run was rejected or not (wholly) understood."""

    def use(self, settings: Settings, pack: Pack) -> None:
        """Apply other settings and rules from now on."""
        self._reassessor.close()
        self._settings, self._reassessor = settings, Reassessor(pack, settings)
        self._queue.use(settings)

    def close(self) -> None:
        """End the rules engine."""
        self._reassessor.close()

    @property
    def is_reading(self) -> bool:
        """Whether inputs are being read, or wait for it."""
        return self._lease.judges and self._queue.is_busy

    @property
    def is_at_rest(self) -> bool:
        """Whether all files have been read and all facts judged, or another machine does that."""
        if not self._lease.judges:
            return True
        return not self._queue.is_busy and not self._reassessor.waits(self._record.state)

    def do(self, settled: Sequence[Settled], stop: threading.Event) -> None:
        """Receive files, and do for a while whatever else the record says is still to be done.

        What an earlier turn or run left undone, because it failed or was ended, is done as well.

        Args:
            settled: files that are complete.
            stop: when it is set, the rest is left for the next turn or run.

        Raises:
            SmitsError: the record can't be written.
            OSError: the archive can't be written.
        """
        self._record.catch_up()
        self._intake.deliver(self._settings, self._watcher, stop.is_set)
        self._receive(settled, stop)
        if not self._has_rules_in_force() or not self._lease.judges:
            self._show_reading("")
            return
        self._read(stop)
        if not self._queue.is_busy or self._pace.is_judging_due:
            self._judge_what_waits(stop)
            if self.is_at_rest:
                self._record.save_at_rest()
        if self._reassessor.unfit:
            self._troubles.degrade("facts", self._reassessor.unfit)
        else:
            self._troubles.clear("facts")

    def _has_rules_in_force(self) -> bool:
        """Whether the rules of this machine are in force; of a team, they must be those that are recorded."""
        pack = self._reassessor.pack
        if not self._lease.is_shared:
            self._reassessor.use(self._record)
            return True
        if self._lease.judges:
            begin_rules(self._workspace, self._record, pack, WATCHER)
        if difference := rules_difference(self._workspace, self._record.state, pack):
            self._troubles.degrade("pack", difference)
        else:
            self._troubles.clear("pack")
        self._lease.may_judge = not difference
        return self._lease.may_judge

    def _receive(self, settled: Sequence[Settled], stop: threading.Event) -> None:
        """Record files, many in one write."""
        for start in range(0, len(settled), RECEIVED_AT_ONCE):
            if stop.is_set():
                return
            batch = settled[start : start + RECEIVED_AT_ONCE]
            arrivals = list(map(self._intake.arrival, batch))
            outcomes = receive_all(self._record, self._workspace, self._settings, arrivals)
            for file, outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, FileChanged):
                    self._watcher.again(file.path, "changed while it was copied")
                elif isinstance(outcome, SmitsError):
                    self._watcher.again(file.path, str(outcome))
                elif outcome and (item := self._record.state.input(outcome)):
                    self._narrate(happenings.received(item))

    def _read(self, stop: threading.Event) -> None:
        """Read until it is time to judge, or to receive what has come meanwhile."""
        self._pace.begin_reading(is_busy=self._queue.is_busy)

        def is_enough() -> bool:
            return self._pace.is_enough(has_arrivals=self._watcher.has_settled) or stop.is_set()

        for item in self._queue.run(is_enough):
            self.in_doubt = self.in_doubt or item.status != "read" or item.is_in_doubt
            self._narrate(happenings.read(item, self._record.state))
        if not self._queue.is_busy:
            self._show_reading("")

    def _judge_what_waits(self, stop: threading.Event) -> None:
        began = time.monotonic()
        while self._reassessor.waits(self._record.state) and not stop.is_set():
            self._judge()
        self._pace.judged(began)

    def _judge(self) -> None:
        before = self._record.state.next_id("triggers")
        for identifier in self._reassessor.run(self._record):
            trigger = self._record.state.trigger(identifier)
            if trigger:
                is_new = int(trigger.id.removeprefix("T")) >= before
                self._narrate(happenings.judged(trigger, is_new=is_new))
