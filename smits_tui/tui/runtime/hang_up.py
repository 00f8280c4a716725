"""Handles the loss of the terminal: a closed window or a broken connection."""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable
from types import FrameType

from smits_rules.vocabulary import SmitsError

LOOK_SECONDS = 1.0
"""Interval of the check for the terminal, because not every lost connection sends a signal."""
END_SECONDS = 5.0
"""Time after which a hanging interface is ended: without a terminal nobody could stop it."""


class TerminalGone(SmitsError):
    """The interface ended because its terminal is gone."""


class HangUp:
    """Detects that the terminal is gone, and lets the interface end without it."""

    def __init__(self, end: Callable[[], object]) -> None:
        """Start listening.

        Args:
            end: ends the interface; called once, possibly from a signal handler.
        """
        self._end = end
        self._is_gone = False
        signal.signal(signal.SIGHUP, self._on_signal)

    def check_terminal(self) -> None:
        """Check whether the terminal is still there."""
        if not os.isatty(0):
            self._gone()

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        self._gone()

    def _gone(self) -> None:
        if self._is_gone:
            return
        self._is_gone = True
        # Textual's writer thread dies of the first error, and later writes would wait forever.
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
            if stream is not None:
                os.dup2(nowhere, stream.fileno())
        os.close(nowhere)
        last = threading.Timer(END_SECONDS, os._exit, (TerminalGone.exit_code,))
        last.daemon = True
        last.start()
        self._end()
