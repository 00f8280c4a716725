"""Toasts that do not pile up: no duplicates, and only the last few are kept."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass

from textual.notifications import SeverityLevel

MOST = 3
"""Toasts at the same time."""


@dataclass(frozen=True, slots=True)
class Toast:
    """A message."""

    message: str
    severity: SeverityLevel
    until: float
    """When it goes, in seconds of the monotonic clock."""


class Toasts:
    """The current toasts."""

    def __init__(self) -> None:
        """Nothing yet."""
        self._said: deque[Toast] = deque(maxlen=MOST)

    def add(self, message: str, severity: SeverityLevel, seconds: float) -> list[tuple[Toast, float]]:
        """Say something more.

        Returns:
            What is to stand on the screen now, each with the seconds that are left to it.
        """
        now = time.monotonic()
        kept = [toast for toast in self._said if toast.until > now and toast.message != message]
        self._said.clear()
        self._said.extend([*kept, Toast(message, severity, now + seconds)])
        return [(toast, toast.until - now) for toast in self._said]
