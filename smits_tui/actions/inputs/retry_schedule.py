"""When to retry a failed attempt: at growing intervals, without end."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_PAUSE = 5.0
LONGEST_PAUSE = 300.0
"""The longest pause in seconds; pauses double up to it, so that a disk with room again is noticed within it.
"""


class RetrySchedule:
    """Schedules attempts, in memory only: the record says what is to be done, and a restart tries all."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Start with everything due.

        Args:
            clock: monotonic, seconds.
        """
        self._clock = clock
        self._attempts: dict[str, tuple[int, float]] = {}

    def is_due(self, key: str) -> bool:
        """Whether it is time for the next attempt."""
        return key not in self._attempts or self._attempts[key][1] <= self._clock()

    def fail(self, key: str) -> None:
        """Double the pause before the next attempt."""
        count = self._attempts.get(key, (0, 0.0))[0]
        pause = min(FIRST_PAUSE * 2.0 ** min(count, 10), LONGEST_PAUSE)
        self._attempts[key] = count + 1, self._clock() + pause

    def succeed(self, key: str) -> None:
        """Forget the failures."""
        self._attempts.pop(key, None)
