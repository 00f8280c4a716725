"""Only one process at a time watches a workspace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from filelock import FileLock, Timeout

from smits_rules.vocabulary import SmitsError
from smits_tui.clock import Clock
from smits_tui.heartbeat import read_heartbeat
from smits_tui.workspace import Workspace


class AlreadyWatched(SmitsError):
    """Somebody else watches this workspace."""

    exit_code = 5


@contextmanager
def watch_lock(workspace: Workspace, clock: Clock) -> Iterator[None]:
    """Be the one who watches a workspace.

    Raises:
        AlreadyWatched: somebody else is.
    """
    lock = FileLock(workspace.watch_lock)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        beat = read_heartbeat(workspace.heartbeat, clock())
        who = f"the {beat.holder} with process {beat.pid} on {beat.host}" if beat.pid else "another process"
        raise AlreadyWatched(f"{workspace.root} is already watched by {who}; stop that one first.") from error
    try:
        yield
    finally:
        lock.release()
