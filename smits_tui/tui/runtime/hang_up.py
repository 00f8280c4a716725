"""Handles the loss of the terminal: the window was closed, or the connection broke."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from smits_rules.vocabulary import SmitsError

LOOK_SECONDS = 1.0
"""How often it is checked whether the terminal is there: not every lost connection sends a signal."""
END_SECONDS = 5.0
"""Without a terminal nobody can stop an interface that hangs, so it is ended after so long."""


class TerminalGone(SmitsError):
    """The interface ended because its terminal went away."""


class HangUp:
    """Notices that the terminal went away, and lets the interface end without it."""

    def __init__(self, end: Callable[[], object]) -> None:
        """Begin to listen.

        Args:
            end: ends the interface; called once, also from a signal handler.
        """
        self._end = end
        self._is_gone = False
        signal.signal(signal.SIGHUP, self._on_signal)

    def look(self) -> None:
        """Check whether the terminal is still there."""
        if not os.isatty(0):
            self._gone()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._gone()

    def _gone(self) -> None:
        if self._is_gone:
            return
        self._is_gone = True
        # Textual's thread that writes dies of the first error, and what is written after it waits forever.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
            if stream is not None:
                os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        last = threading.Timer(END_SECONDS, os._exit, (TerminalGone.exit_code,))
        last.daemon = True
        last.start()
        self._end()
