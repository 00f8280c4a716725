"""Whether a file is still open for writing: asked of the kernel, and where it doesn't answer, of the events.

Linux grants a read lease (fcntl(2), F_SETLEASE) only on a file that no process has open for writing. The
answer holds for the moment of the question, so it needs no history: it is right for a file that was being
written before the watcher began, where events were lost, and where there are none. It takes 4 microseconds.

The kernel answers for files of one's own, or to a process with CAP_LEASE. For the files of others the events
of inotify stand in: a modification that no close has followed yet.
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
"""A modification without a close counts for so long. truncate(2) changes a file by its name alone and closes
nothing, so that events by themselves can't keep a file back for ever."""

OPEN = "is still open for writing; it is taken when the program that writes it closes it"


def is_open_for_writing(file: Path) -> bool | None:
    """Ask the kernel whether a process has a file open for writing.

    Args:
        file: a file on a local file system; on network shares a lease may be refused for other reasons.

    Returns:
        None where the kernel does not answer: another system than Linux, a file of somebody else's, a file
        system without leases.

    Raises:
        OSError: the file can't be opened, e.g. permission denied.
    """
    if sys.platform != "linux":
        return None
    import fcntl

    try:
        descriptor = os.open(file, OPEN_FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return False
    try:
        # Whoever opens the file for writing while the lease is held makes the kernel send a signal: SIGIO,
        # which would end this process, unless another is chosen. SIGURG is ignored where nobody handles it.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return True if error.errno == errno.EAGAIN else None
    finally:
        os.close(descriptor)
    return False


class Writers:
    """Which files are being written.

    Args:
        inputs: the folder that holds the input folders.
        clock: monotonic, seconds.
    """

    def __init__(self, inputs: Path, clock: Callable[[], float]) -> None:
        self.on_share = False
        """Whether the folders lie on a share: other machines' writers are known neither to the kernel nor to
        inotify there."""
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
        """Events may have been lost, a close among them: what they told so far counts no more."""
        self._modified.clear()

    def keep(self, paths: Collection[str]) -> None:
        """Drop what is remembered of all paths but these."""
        self._modified = {path: at for path, at in self._modified.items() if path in paths}

    def reason_to_wait(self, path: str) -> str:
        """Why a file is not taken yet, as a clause; empty when nobody writes it, as far as can be known.

        Raises:
            OSError: the file can't be opened.
        """
        if self.on_share:
            return ""
        answer = is_open_for_writing(self._inputs / path)
        if answer is None:
            answer = self._clock() - self._modified.get(path, float("-inf")) < LONGEST_SECONDS
        return OPEN if answer else ""
