"""Only one process at a time watches a workspace; of a team's watchers, leases say who does what."""

from __future__ import annotations

import os
import socket
import time
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock
from smits_tui.heartbeat import Heartbeat, read_heartbeat
from smits_tui.ledger.engines import open_leases
from smits_tui.ledger.errors import LedgerUnreachable
from smits_tui.sites import FOLDER_MARK, Site, mark_folders, site_of
from smits_tui.workspace import Workspace

if TYPE_CHECKING:
    from smits_tui.ledger.postgres.watch_leases import LeaseHolder, WatchLeases

JUDGE = "judge"
"""The duty to read and judge what was received, and to notify people: one machine of a team does."""
TRUSTED_SECONDS = 12.0
"""A duty is exercised so long after it was last renewed, less than the lease lasts on the server: a machine
that is cut off stops before another one takes over."""


class AlreadyWatched(SmitsError):
    """Somebody else watches this workspace."""

    exit_code = 5


class WatchedElsewhere(AlreadyWatched):
    """Another machine of the team takes in the files of the same folders."""


class OtherFolder(SmitsError):
    """The team's inputs are in other folders, and these belong to no site."""

    exit_code = 5


class WatchLease:
    """The right to watch, while `watch_lock` is held, and the duties that come with it."""

    def __init__(self, workspace: Workspace, leases: WatchLeases | None, former: str = "") -> None:
        """Begin without duties.

        Args:
            workspace: what to watch.
            leases: where they are kept; None: the record is on this machine alone.
            former: the token of the process that watched this workspace before, which has ended.
        """
        self.site = site_of(workspace)
        """Whose input folders are watched."""
        self.may_judge = True
        """Whether this machine would judge: its rules are those in force."""
        self._workspace = workspace
        self._leases = leases
        self.token = uuid.uuid4().hex
        """Identifies this process among the watchers of the team."""
        self._former = former
        self._duties: Collection[str] = ()
        self._renewed: float | None = None
        """When the server last answered, on the monotonic clock."""
        self._is_registered = False
        self.refusal: OtherFolder | None = None
        """Why these folders can't be watched for the team, learned after the server had been away."""

    @property
    def is_shared(self) -> bool:
        """Whether a team watches: several machines, each with a lease."""
        return self._leases is not None

    @property
    def takes_in(self) -> bool:
        """Whether this machine records the files of these folders; of several on one share, one does.

        The clients of a share may see an older content for a while. Two that both record what they see would
        each take the other's file for a new version.
        """
        return self._has(f"folder {self.site.folder}")

    @property
    def judges(self) -> bool:
        """Whether this machine reads and judges what was received, and notifies people."""
        return self._has(JUDGE)

    @property
    def spools(self) -> bool:
        """Whether this machine keeps files while the server is away: it took them in, or never knew."""
        if self._leases is None:
            return False
        return self._renewed is None or f"folder {self.site.folder}" in self._duties

    @property
    def is_away(self) -> bool:
        """Whether the server has not answered yet."""
        return self._leases is not None and self._renewed is None

    @property
    def is_stale(self) -> bool:
        """Whether the server has not answered for so long that another machine may have taken over."""
        if self._leases is None:
            return False
        return self._renewed is None or time.monotonic() - self._renewed >= TRUSTED_SECONDS

    def _has(self, duty: str) -> bool:
        return self._leases is None or (duty in self._duties and not self.is_stale)

    def acquire(self, clock: Clock) -> None:
        """Take the lease.

        Raises:
            OtherFolder: the team's inputs are in other folders.
            LedgerUnreachable: the server does not answer.
            LedgerUnwritable: this login may not watch.
            OSError: the input folders can't be marked.
        """
        self._renew(Heartbeat(state="watching", host=socket.gethostname(), pid=os.getpid(), at=clock()))

    def renew(self, beat: Heartbeat) -> None:
        """Show a sign of life to the team; while its server is away, nobody else can take over either."""
        try:
            self._renew(beat)
        except OtherFolder as error:
            self.refusal = error
        except (SmitsError, OSError):
            return  # the next sign of life is due in two seconds

    def _renew(self, beat: Heartbeat) -> None:
        if self._leases is None:
            return
        if not self._is_registered:
            self.site = _registered(self._workspace, self._leases)
            self._is_registered = True
        duties = [f"folder {self.site.folder}", *([JUDGE] if self.may_judge else [])]
        began = time.monotonic()
        self._duties = self._leases.renew(self._watching, self._shown(beat), duties)
        self._renewed = began

    def end(self) -> None:
        """Let somebody else take over at once."""
        if self._leases is not None and self._is_registered:
            beat = Heartbeat(state="stopped", host=socket.gethostname(), pid=os.getpid())
            with suppress(SmitsError):
                self._leases.end(self._watching, self._shown(beat))

    @property
    def _watching(self) -> LeaseHolder:
        from smits_tui.ledger.postgres.watch_leases import LeaseHolder

        machine = f"{socket.gethostname()}:{self._workspace.root}"
        return LeaseHolder(machine, self.token, self.site.folder, self._former)

    def _shown(self, beat: Heartbeat) -> str:
        where = {"inputs": str(self._workspace.inputs), "site": self.site.name, "lease": self.token}
        return beat.model_copy(update=where).model_dump_json()


@contextmanager
def watch_lock(workspace: Workspace, clock: Clock, *, patient: bool = False) -> Iterator[WatchLease]:
    """Be the one who watches a workspace.

    Args:
        workspace: what to watch.
        clock: stamps the sign of life.
        patient: whether to begin without the team's server if it is away, to take the lease once it is back.

    Raises:
        AlreadyWatched: somebody else on this machine is.
        OtherFolder: the team's inputs are in other folders.
        LedgerUnreachable: the team's server does not answer; only without `patient`.
    """
    lock = FileLock(workspace.watch_lock)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        who = holder(read_heartbeat(workspace.heartbeat, clock()))
        raise AlreadyWatched(f"{workspace.root} is already watched by {who}; stop that one first.") from error
    try:
        former = read_heartbeat(workspace.heartbeat, clock()).lease
        lease = WatchLease(workspace, open_leases(workspace), former)
        try:
            lease.acquire(clock)
        except LedgerUnreachable:
            if not patient:
                raise
        try:
            yield lease
        finally:
            lease.end()
    finally:
        lock.release()


def _registered(workspace: Workspace, leases: WatchLeases) -> Site:
    """Whose input folders a workspace has, which they get when they are first watched for a team.

    Raises:
        OtherFolder: other folders are registered for that site; a file that lies only there would be recorded
            as taken away, and two files of one path would be versions of one another.
    """
    site = site_of(workspace)
    if not site.folder:
        # Another machine of the share may have marked and registered them meanwhile, in this order.
        site = mark_folders(workspace) if leases.register("", "") else site_of(workspace)
    if not site.folder or not leases.register(site.folder, site.name):
        whose = f"the site {site.name} has" if site.name else "the team's inputs are in"
        raise OtherFolder(
            f"{workspace.inputs} can't be watched for the team: {whose} other folders. Mount those here; or "
            "name the site of these with `smits team join --site NAME`. If they are the same, copy "
            f"{FOLDER_MARK} from there."
        )
    return site


def holder(beat: Heartbeat) -> str:
    """Who watches, for a message."""
    return f"the {beat.holder} with process {beat.pid} on {beat.host}" if beat.pid else "another process"
