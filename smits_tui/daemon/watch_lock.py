"""Only one process at a time watches a workspace, and only one machine of a team watches a folder."""

from __future__ import annotations

import os
import socket
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from filelock import FileLock, Timeout

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock
from smits_tui.heartbeat import Heartbeat, parsed_heartbeat, read_heartbeat
from smits_tui.ledger.engines import open_leases
from smits_tui.workspace import Workspace

if TYPE_CHECKING:
    from smits_tui.ledger.postgres.watch_leases import WatchLeases

FOLDER_MARK = ".smits-inputs"
"""A hidden file with the identity of the input folders: machines see by it that they watch the same ones."""


class AlreadyWatched(SmitsError):
    """Somebody else watches this workspace."""

    exit_code = 5


class WatchedElsewhere(AlreadyWatched):
    """Another machine of the team watches; this one may take over once that one stops."""


class OtherFolder(SmitsError):
    """The team's inputs are in another folder: files missing here would be recorded as taken away."""

    exit_code = 5


class WatchLease:
    """The right to watch, while `watch_lock` is held."""

    def __init__(self, leases: WatchLeases | None, folder: str, token: str) -> None:
        """Take a lease that was acquired; without `leases`, the record is on this machine alone."""
        self._leases = leases
        self._folder = folder
        self._token = token
        self.is_lost = False
        """Whether another machine has taken over, because this one was cut off or stopped for too long."""

    def renew(self, beat: Heartbeat) -> None:
        """Show a sign of life to the team; while its server is away, nobody else can take over either."""
        if self._leases is not None:
            with suppress(SmitsError):
                self.is_lost = not self._leases.renew(self._folder, self._token, beat.model_dump_json())

    def end(self) -> None:
        """Let somebody else take over at once."""
        if self._leases is not None and not self.is_lost:
            with suppress(SmitsError):
                stopped = Heartbeat(state="stopped", host=socket.gethostname(), pid=os.getpid())
                self._leases.renew(self._folder, self._token, stopped.model_dump_json(), seconds=0)


ALONE = WatchLease(None, "", "")
"""The lease of a watcher whose record is on this machine alone."""


@contextmanager
def watch_lock(workspace: Workspace, clock: Clock) -> Iterator[WatchLease]:
    """Be the one who watches a workspace.

    Raises:
        AlreadyWatched: somebody else on this machine is.
        WatchedElsewhere: another machine of the team is.
        OtherFolder: the team's inputs are in another folder.
        LedgerUnreachable: the team's server does not answer.
    """
    lock = FileLock(workspace.watch_lock)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        who = _holder(read_heartbeat(workspace.heartbeat, clock()))
        raise AlreadyWatched(f"{workspace.root} is already watched by {who}; stop that one first.") from error
    try:
        lease = _acquired(workspace, clock)
        try:
            yield lease
        finally:
            lease.end()
    finally:
        lock.release()


def _acquired(workspace: Workspace, clock: Clock) -> WatchLease:
    leases = open_leases(workspace)
    if leases is None:
        return ALONE
    folder, token = folder_identity(workspace), uuid.uuid4().hex
    others = [row for row in leases.watchers() if row.folder != folder]
    if others:
        beat = parsed_heartbeat(others[0].beat)
        raise OtherFolder(
            f"The team's inputs are watched by {_holder(beat)}, in a folder that is not {workspace.inputs}. "
            f"Mount that folder here; if it is the same one, copy {FOLDER_MARK} from it."
        )
    begun = Heartbeat(state="watching", host=socket.gethostname(), pid=os.getpid(), at=clock())
    if not leases.acquire(folder, token, begun.model_dump_json()):
        (row,) = leases.watchers()
        raise WatchedElsewhere(
            f"The inputs are already watched by {_holder(parsed_heartbeat(row.beat))}; stop that one first."
        )
    return WatchLease(leases, folder, token)


def folder_identity(workspace: Workspace) -> str:
    """The identity of the input folders, which they get when they are first watched for a team.

    Raises:
        OSError: they can't be read or written.
    """
    mark = workspace.inputs / FOLDER_MARK
    if not mark.exists():
        new = mark.with_name(f"{FOLDER_MARK}.{uuid.uuid4().hex}.tmp")
        new.write_text(f"{uuid.uuid4().hex}\n", encoding="utf-8")
        try:
            # A link appears with its content and replaces nothing, so two machines that begin together agree.
            os.link(new, mark)
            new.unlink()
        except FileExistsError:
            new.unlink()
        except OSError:  # a file system without links, e.g. some SMB shares
            new.replace(mark)
    return mark.read_text(encoding="utf-8").strip()


def _holder(beat: Heartbeat) -> str:
    return f"the {beat.holder} with process {beat.pid} on {beat.host}" if beat.pid else "another process"
