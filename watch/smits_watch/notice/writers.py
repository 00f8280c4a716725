"""Whether a file is still open for writing, according to the kernel or, failing that, to inotify events.

Linux grants a read lease (fcntl(2), F_SETLEASE) only on a file that no process has open for writing. The
answer needs no history: it is correct even if writing began before the watcher started, or if events were
lost or never sent. It takes 4 microseconds.

The kernel answers only for files of the same user, or to a process with CAP_LEASE. For other files, inotify
events are used instead: a modification without a later close.
"""

from __future__ import annotations

import errno
import os
import signal
import sys
from collections.abc import Callable, Collection, Mapping
from pathlib import Path

from smits_watch.notice.file_probe import OPEN_FLAGS

LONGEST_SECONDS = 3600.0
"""Seconds for which a modification without a close counts. truncate(2) modifies a file by name and closes
nothing, so without this limit such a file would be held back for ever."""

OPEN = "is still open for writing; it is taken once the program that is writing it closes it"


def is_open_for_writing(file: Path) -> bool | None:
    """Ask the kernel whether a process has a file open for writing.

    Args:
        file: a file on a local file system; on network shares a lease may be refused for other reasons.

    Returns:
        None if the kernel does not answer: not Linux, a file of another user, a file system without leases.

    Raises:
        OSError: the file cannot be opened, e.g. permission denied.
    """
    if sys.platform != "linux":
        return None
    import fcntl

    try:
        descriptor = os.open(file, OPEN_FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        # If somebody opens the file for writing while the lease is held, the kernel sends a signal. The
        # default, SIGIO, would end this process; SIGURG is ignored unless it is handled.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return True if error.errno == errno.EAGAIN else None
    finally:
        os.close(descriptor)
    return False


class Writers:
    """Tracks which files are being written.

    Args:
        inputs: the folder that contains the input folders.
        clock: monotonic, seconds.
    """

    def __init__(self, inputs: Path, clock: Callable[[], float]) -> None:
        self.on_share = False
        """Whether the folders are on a share, where neither the kernel nor inotify knows of writers on other
        machines."""
        self._inputs = inputs
        self._clock = clock
        self._modified: dict[str, float] = {}

    def note(self, events: Mapping[str, bool]) -> None:
        """Take in the latest event of each path: True for a modification, False for a close."""
        now = self._clock()
        for path, modified in events.items():
            if modified:
                self._modified[path] = now
            else:
                self._modified.pop(path, None)

    def forget(self) -> None:
        """Events may have been lost, including a close: discard what was learned from events."""
        self._modified.clear()

    def keep(self, paths: Collection[str]) -> None:
        """Forget all paths except these."""
        self._modified = {path: at for path, at in self._modified.items() if path in paths}

    def reason_to_wait(self, path: str) -> str:
        """Why a file is not taken yet, as a clause; empty if, as far as can be known, nobody is writing it.

        Raises:
            OSError: the file cannot be opened.
        """
        if self.on_share:
            return ""
        answer = is_open_for_writing(self._inputs / path)
        if answer is None:
            answer = self._clock() - self._modified.get(path, float("-inf")) < LONGEST_SECONDS
        return OPEN if answer else ""
