"""How long the watcher reads before it judges, or receives what has come meanwhile."""

from __future__ import annotations

import time

READ_SECONDS = 5.0
"""How long is read before it is judged; what people drop by hand is read in less, and judged once."""
RECEIVE_SECONDS = 1.0
"""How long what has come waits while others are read, so that many are received in one write."""
LONGEST_READ_SECONDS = 15.0
"""The same where judging takes long itself: a letter that comes while much is read is judged within 30 s."""
READ_PER_JUDGED = 3.0
"""Reading may take this many times as long as judging: judging takes at most a quarter of the time."""


class ReadingPace:
    """Divides the time between reading and judging, on the monotonic clock."""

    def __init__(self) -> None:
        """Begin with judging due."""
        self._judging_due = 0.0
        self._began = 0.0

    def begin_reading(self, *, is_busy: bool) -> None:
        """Begin a spell of reading.

        Args:
            is_busy: whether an earlier spell left something unread; it is judged when that was to be judged.
        """
        self._began = time.monotonic()
        if not is_busy:
            self._judging_due = self._began + READ_SECONDS

    def is_enough(self, *, has_arrivals: bool) -> bool:
        """Whether this spell of reading is over.

        Args:
            has_arrivals: whether files wait to be received.
        """
        return self.is_judging_due or (has_arrivals and time.monotonic() - self._began > RECEIVE_SECONDS)

    @property
    def is_judging_due(self) -> bool:
        """Whether reading is interrupted to judge."""
        return time.monotonic() >= self._judging_due

    def judged(self, began: float) -> None:
        """Note that judging, begun at a time of the monotonic clock, is over."""
        ended = time.monotonic()
        pause = min(max(READ_SECONDS, READ_PER_JUDGED * (ended - began)), LONGEST_READ_SECONDS)
        self._judging_due = ended + pause
