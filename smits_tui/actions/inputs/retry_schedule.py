"""When to retry something that failed: later each time, without end."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
"""Seconds until the next attempt, doubled each time; a disk with room again is noticed within the longest."""


class RetrySchedule:
    """Paces attempts, in memory only: the record holds what must be done, and a restart tries all at once."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with everything due.

        Args:
            clock: monotonic, seconds.
        """
        self._clock = clock
        self._attempts: dict[str, tuple[int, float]] = {}

    def is_due(self, key: str) -> bool:
        """Whether it is time to try this."""
        return key not in self._attempts or self._attempts[key][1] <= self._clock()

    def fail(self, key: str) -> None:
        """It failed: the pause before the next attempt is twice the one before."""
        count = self._attempts.get(key, (0, 0.0))[0]
        pause = min(FIRST_PAUSE * 2.0 ** min(count, 10), LONGEST_PAUSE)
        self._attempts[key] = count + 1, self._clock() + pause

    def succeed(self, key: str) -> None:
        """It is done."""
        self._attempts.pop(key, None)
