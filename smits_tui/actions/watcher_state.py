"""What the watchers are doing, wherever they run: on this machine, or on others of the team."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock
from smits_tui.heartbeat import BEAT_SECONDS, Heartbeat, parsed_heartbeat, read_heartbeat
from smits_tui.ledger.engines import open_leases
from smits_tui.sites import site_of
from smits_tui.workspace import Workspace

if TYPE_CHECKING:
    from smits_tui.ledger.postgres.watch_leases import WatcherRow, WatchLeases


@dataclass(frozen=True, slots=True)
class TeamWatcher:
    """A machine of the team that watches, or did."""

    host: str
    inputs: str
    """The folder that it watches."""
    site: str
    """Whose folder that is; blank for the team's first one."""
    state: Literal["watching", "degraded", "stopped"]
    reason: str
    """Why it is degraded or stopped."""
    silent_seconds: int
    """How long ago its last sign of life reached the server."""
    takes_in: bool
    """Whether it records the files of its folder; others with the same folder stand by."""
    judges: bool
    """Whether it reads and judges what was received, for the whole team."""


class WatcherState:
    """Reads the signs of life of the watchers; an interface may ask for them as often as it likes."""

    def __init__(self, workspace: Workspace, clock: Clock) -> None:
        """Take the workspace and the source of the current time."""
        self._workspace = workspace
        self._clock = clock
        self._leases: WatchLeases | None = None
        self._rows: Sequence[WatcherRow] = ()
        self._reason = ""
        """Why the server does not answer."""
        self._asked = -BEAT_SECONDS

    def now(self, outage: str = "") -> Heartbeat:
        """The watcher of these input folders; `stopped` if nobody watches them.

        Args:
            outage: why the team's server can't be reached, if that was just tried; it is not asked again.

        The team's server is asked no more often than the watcher writes. While it does not answer, the state
        is `degraded`, since nobody can tell whether somebody watches.
        """
        here = self._here()
        if here.state == "stopped" and outage:
            return Heartbeat(state="degraded", reason=outage)
        if here.state != "stopped" or not self._ask():
            return here
        beat = self._of_these_folders()
        return beat.model_copy(update={"state": "degraded", "reason": self._reason}) if self._reason else beat

    def team(self) -> tuple[TeamWatcher, ...]:
        """All machines of the team that watch or did, those that are alive first; none without a team.

        While the server does not answer, they are as it last knew them.
        """
        return tuple(map(_team_watcher, self._rows)) if self._ask() else ()

    def _ask(self) -> bool:
        """Ask the server if that is due; False if the record is on this machine alone."""
        try:
            self._leases = self._leases or open_leases(self._workspace)
            if self._leases is None:
                return False
            if time.monotonic() - self._asked >= BEAT_SECONDS:
                rows = self._leases.watchers()
                if rows is not None:
                    self._asked = time.monotonic()
                    self._rows, self._reason = self._without_ended(rows), ""
        except SmitsError as error:
            self._asked = time.monotonic()
            self._reason = str(error)
        return True

    def _here(self) -> Heartbeat:
        return read_heartbeat(self._workspace.heartbeat, self._clock())

    def _without_ended(self, rows: Sequence[WatcherRow]) -> Sequence[WatcherRow]:
        """The watchers; one of this machine that is seen to have died does not live until its lease ends."""
        here = self._here()
        if here.state != "stopped" or not here.lease:
            return rows
        return [
            replace(row, is_alive=row.is_alive and parsed_heartbeat(row.beat).lease != here.lease)
            for row in rows
        ]

    def _of_these_folders(self) -> Heartbeat:
        """The watcher of these folders; any if they were never watched, as on a machine without a share."""
        folder = ""
        with suppress(OSError):
            folder = site_of(self._workspace).folder
        rows = [row for row in self._rows if row.folder == folder or not folder]
        if not rows:
            return Heartbeat()
        row = max(rows, key=lambda row: (row.is_alive, len(row.duties), -row.silent_seconds))
        beat = _beat_of(row)
        return beat.model_copy(update={"at": self._clock()}) if row.is_alive else beat


def _beat_of(row: WatcherRow) -> Heartbeat:
    beat = parsed_heartbeat(row.beat)
    if row.is_alive or beat.state == "stopped":
        return beat
    return beat.model_copy(update={"state": "stopped", "reason": "it stopped unexpectedly", "untaken": ()})


def _team_watcher(row: WatcherRow) -> TeamWatcher:
    beat = _beat_of(row)
    return TeamWatcher(
        host=beat.host,
        inputs=beat.inputs,
        site=beat.site,
        state=beat.state,
        reason=beat.reason,
        silent_seconds=round(row.silent_seconds),
        takes_in=any(duty.startswith("folder ") for duty in row.duties),
        judges="judge" in row.duties,
    )
