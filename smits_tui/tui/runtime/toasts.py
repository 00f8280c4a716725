"""Toasts without duplicates; only the last few are kept."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from textual.notifications import SeverityLevel

MOST = 3
"""The most toasts shown at once."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A message."""

    message: str
    severity: SeverityLevel
    until: float
    """When it disappears, in seconds of the monotonic clock."""


class Toasts:
    """The current toasts."""

    def __init__(self) -> None:
        """Create an empty list."""
        self._shown: deque[Toast] = deque(maxlen=MOST)

    def drop(self, message: str) -> bool:
        """Forget a message; False if it is not shown any more."""
        kept = [toast for toast in self._shown if toast.message != message]
        was_shown = any(toast.message == message and toast.until > time.monotonic() for toast in self._shown)
        self._shown.clear()
        self._shown.extend(kept)
        return was_shown

    def add(self, message: str, severity: SeverityLevel, seconds: float) -> list[tuple[Toast, float]]:
        """Add a message.

        Returns:
            The toasts to show, each with its remaining seconds.
        """
        now = time.monotonic()
        kept = [toast for toast in self._shown if toast.until > now and toast.message != message]
        self._shown.clear()
        self._shown.extend([*kept, Toast(message, severity, now + seconds)])
        return [(toast, toast.until - now) for toast in self._shown]
