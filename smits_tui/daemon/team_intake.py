"""Which settled files this machine takes in: of those on a share one does; without the server it spools."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from smits_rules.vocabulary import SmitsError
from smits_tui.actions.inputs.intake import Arrival
from smits_tui.actions.inputs.spool import Spool
from smits_tui.daemon import happenings
from smits_tui.daemon.happenings import Happening, Narrator
from smits_tui.daemon.watch_lock import WatchLease
from smits_tui.ledger.record import Record
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace
from smits_watch.notice.model import Known, Settled
from smits_watch.notice.watcher import Watcher


class TeamIntake:
    """Divides settled files between this machine, its spool, and the one that takes in the same folders."""

    def __init__(self, workspace: Workspace, record: Record, lease: WatchLease, narrate: Narrator) -> None:
        """Read what an earlier run spooled.

        Args:
            workspace: with the input folders.
            record: says which files other machines took in.
            lease: says what this machine does.
            narrate: told when that changes, and what was recorded later.

        Raises:
            OSError: the spool can't be read.
        """
        self._inputs = workspace.inputs
        self._record = record
        self._lease = lease
        self._narrate = narrate
        self._spool = Spool(workspace)
        self._takes_in = True
        """Whether the last files were this machine's."""
        self._passed_over: dict[str, Settled] = {}
        """Path -> a file that was left to the machine that takes in these folders."""

    @property
    def spooled(self) -> int:
        """How many files wait for the server."""
        return len(self._spool)

    def recorded(self, path: str) -> Known | None:
        """The newest version of a path below these input folders, recorded or spooled."""
        recorded = self._lease.site.recorded(path)
        item = self._spool.newest(recorded) or self._record.state.newest(recorded)
        return Known(item.size, item.mtime_ns, item.sha256) if item else None

    def arrival(self, file: Settled) -> Arrival:
        """A settled file under its path in the record."""
        path = self._lease.site.recorded(file.path)
        return Arrival(file.file, file.kind, path, file.sha256, file.stat.size, file.stat.mtime_ns)

    def own(self, settled: list[Settled], settings: Settings, watcher: Watcher) -> list[Settled]:
        """The files that this machine takes in now; after another machine did, also those that it left."""
        if self._lease.takes_in:
            if not self._takes_in:
                self._narrate(Happening("started", f"takes in the files of {self._inputs}"))
                settled = [*self._passed_over.values(), *settled]
                self._passed_over, self._takes_in = {}, True
            return settled
        if self._lease.is_stale and self._lease.spools:
            self.keep(settled, settings, watcher)
            return []
        if self._takes_in:
            text = f"another machine takes in the files of {self._inputs}; this one stands by"
            self._narrate(Happening("standby", text))
        self._pass_over(settled)
        return []

    def keep(self, settled: Sequence[Settled], settings: Settings, watcher: Watcher) -> None:
        """While the server is away: spool files if this machine takes them in.

        Args:
            settled: the files.
            settings: with the size above which a file is not copied.
            watcher: gets back those that can't be copied.
        """
        if not self._lease.spools:
            self._pass_over(settled)
            return
        try:
            outcomes = self._spool.add(self._record.state, settings, list(map(self.arrival, settled)))
        except OSError as error:
            outcomes = [error] * len(settled)
        for file, failure in zip(settled, outcomes, strict=True):
            if failure is not None:
                watcher.again(file.path)

    def deliver(self, settings: Settings, watcher: Watcher, is_enough: Callable[[], bool]) -> None:
        """Record what was spooled, in order, until `is_enough` says to stop.

        Raises:
            SmitsError: the record can't be written; the rest still waits.
            OSError: the archive or the spool can't be written.
        """
        while self._spool and not is_enough():
            for arrival, outcome in self._spool.deliver(self._record, settings):
                if isinstance(outcome, SmitsError):
                    watcher.again(self._lease.site.local(arrival.path) or arrival.path, str(outcome))
                elif outcome and (item := self._record.state.input(outcome)):
                    self._narrate(happenings.received(item))

    def _pass_over(self, settled: Sequence[Settled]) -> None:
        """Leave files to the machine that takes in these folders; what it has not recorded is remembered."""
        self._takes_in = False
        self._passed_over |= {file.path: file for file in settled}
        state, site = self._record.state, self._lease.site
        self._passed_over = {
            path: file
            for path, file in self._passed_over.items()
            if not state.is_newest(site.recorded(path), file.sha256)
        }
