"""The canary, which proves that events still arrive: a hidden file is written, and its event must arrive."""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Literal

CanaryAnswer = Literal["answered", "waiting", "missed"]
"""State of the last canary: its event arrived, is awaited (or none is due), or did not arrive in time."""

PATIENCE = 5.0
"""Seconds within which the event must arrive, counted from the last event of any file: a burst delays it."""

TEXT = b"Written by smits now and then, to see that changes in this folder are noticed.\n"

_WRITE_FLAGS = (
    os.O_WRONLY
    | os.O_CREAT
    | os.O_TRUNC
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
)


class Canary:
    """Writes the canary and checks whether its event arrives.

    Args:
        file: the path of the canary.
        every: seconds between two canaries.
        clock: monotonic, seconds.
    """

    def __init__(self, file: Path, every: float, clock: Callable[[], float]) -> None:
        self._every = every
        self._file = file
        self._clock = clock
        self._sent = float("-inf")
        self._waiting = False
        self._echo = threading.Event()

    def heard(self) -> None:
        """The event of the canary arrived; called from the observer's thread."""
        self._echo.set()

    def restart(self) -> None:
        """There is a new observer: forget the awaited event; the next canary is due."""
        self._sent = float("-inf")
        self._waiting = False

    def check(self, last_event: float) -> CanaryAnswer:
        """Check whether the event of the last canary arrived; write the next canary if it is due.

        Args:
            last_event: when the last event of any file arrived, on the clock.

        Returns:
            The state; "answered" and "missed" are returned once per canary.

        Raises:
            OSError: the canary cannot be written, e.g. in a read-only folder; retried when the next one is
                due.
        """
        now = self._clock()
        if self._waiting:
            if self._echo.is_set():
                self._waiting = False
                return "answered"
            if now - max(self._sent, last_event) > min(PATIENCE, self._every):
                self._waiting = False
                return "missed"
        elif now - self._sent >= self._every:
            self._sent = now
            self._echo.clear()
            self._write()
            self._waiting = True
        return "waiting"

    def remove(self) -> None:
        """Remove the file; if that fails it stays, hidden and harmless."""
        with contextlib.suppress(OSError):
            self._file.unlink(missing_ok=True)

    def _write(self) -> None:
        descriptor = os.open(self._file, _WRITE_FLAGS, 0o644)
        try:
            os.write(descriptor, TEXT)
        finally:
            os.close(descriptor)
