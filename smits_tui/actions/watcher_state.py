"""What the watcher is doing, wherever it runs: on this machine, or on another one of the team."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock
from smits_tui.heartbeat import BEAT_SECONDS, Heartbeat, parsed_heartbeat, read_heartbeat
from smits_tui.ledger.engines import open_leases
from smits_tui.workspace import Workspace

if TYPE_CHECKING:
    from smits_tui.ledger.postgres.watch_leases import WatchLeases


class WatcherState:
    """Reads the sign of life of the watcher; an interface may ask for it as often as it likes."""

    def __init__(self, workspace: Workspace, clock: Clock) -> None:
        """Take the workspace and the source of the current time."""
        self._workspace = workspace
        self._clock = clock
        self._leases: WatchLeases | None = None
        self._last = Heartbeat()
        self._asked = -BEAT_SECONDS

    def now(self) -> Heartbeat:
        """The watcher's state; `stopped` if nobody watches.

        The team's server is asked no more often than the watcher writes. While it does not answer, the state
        is `degraded`, since nobody can tell whether somebody watches.
        """
        here = read_heartbeat(self._workspace.heartbeat, self._clock())
        if here.state != "stopped":
            return here
        try:
            self._leases = self._leases or open_leases(self._workspace)
            if self._leases is None:
                return here
            if time.monotonic() - self._asked >= BEAT_SECONDS:
                self._asked = time.monotonic()
                self._last = self._of_team(self._leases)
        except SmitsError as error:
            self._last = self._last.model_copy(update={"state": "degraded", "reason": str(error)})
        return self._last

    def _of_team(self, leases: WatchLeases) -> Heartbeat:
        rows = leases.watchers()
        if not rows:
            return Heartbeat()
        beat = parsed_heartbeat(rows[0].beat)
        if rows[0].is_alive:
            return beat.model_copy(update={"at": self._clock()})
        if beat.state == "stopped":
            return beat
        return beat.model_copy(
            update={"state": "stopped", "reason": "it stopped unexpectedly", "untaken": ()}
        )
