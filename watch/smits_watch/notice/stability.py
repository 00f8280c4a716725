"""Determines when a file has settled: a state machine over injected stats, hashes and clock."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from smits_watch.notice.model import Stat

FIRST_RETRY = 1.0
LONGEST_RETRY = 60.0
"""Seconds before a retry, the first and the longest: the pause doubles each time, without end."""


class FileStat(Protocol):
    """Returns the stat of the file at a path, or None if there is no such file; may raise OSError."""

    def __call__(self, path: str, /) -> Stat | None:
        """Read the stat of the file."""
        ...


class Digest(Protocol):
    """Hashes the file at a path; None unless it has the expected stat before and after; may raise OSError."""

    def __call__(self, path: str, expected: Stat, /) -> str | None:
        """Hash the file."""
        ...


class InUse(Protocol):
    """Why the file at a path is in use, as a clause; empty if it is not; may raise OSError."""

    def __call__(self, path: str, /) -> str:
        """Find out whether somebody is writing the file."""
        ...


@dataclass(slots=True)
class Pending:
    """A path that has to settle."""

    due: float
    """When it is due for the next check."""
    noticed: float
    """When it became pending."""
    stat: Stat | None = None
    """Its stat at the last check; None before the first check."""
    failure: str = ""
    """Why the last attempt to take it failed; empty if it only has to settle."""
    in_use: str = ""
    """Why it is not taken although it has not changed; empty if there is no such reason."""
    former: str = ""
    """Why it was not taken before the current check; the reason may well apply again."""

    @property
    def reason(self) -> str:
        """Why it is not taken; empty if it only has to settle."""
        return self.failure or self.in_use or self.former


class Settling:
    """The dirty paths, and which of them have settled.

    A path has settled if its size, mtime_ns and inode stayed the same for the quiet period, no event for it
    arrived meanwhile, nobody has it open for writing, and it did not change while it was hashed.
    """

    def __init__(
        self, probe: FileStat, digest: Digest, in_use: InUse, clock: Callable[[], float], quiet_seconds: float
    ) -> None:
        self.quiet_seconds = quiet_seconds
        self._probe = probe
        self._digest = digest
        self._in_use = in_use
        self._clock = clock
        self._pending: dict[str, Pending] = {}
        self._queue: list[tuple[float, str]] = []
        self._failures: dict[str, int] = {}

    def touch(self, path: str) -> None:
        """Something happened to the path: its quiet period starts again at the next check."""
        now = self._clock()
        before = self._pending.get(path)
        if before is None:
            self._wait(path, Pending(due=now, noticed=now))
        else:
            self._wait(path, Pending(due=now, noticed=before.noticed, former=before.reason))

    def notice(self, path: str) -> None:
        """The path differs from the record; if it is pending already, its due time is kept."""
        if path not in self._pending:
            self.touch(path)

    def fail(self, path: str, reason: str) -> None:
        """The path could not be taken: make it pending again, with a pause that doubles each time.

        Args:
            path: the path.
            reason: a clause for a person.
        """
        now = self._clock()
        count = self._failures.get(path, 0)
        self._failures[path] = count + 1
        pause = min(FIRST_RETRY * 2.0 ** min(count, 10), LONGEST_RETRY)
        before = self._pending.get(path)
        noticed = before.noticed if before else now
        self._wait(path, Pending(due=now + pause, noticed=noticed, failure=reason))

    def forget_failures(self) -> None:
        """Reset the pauses of paths that were taken and have not been given back since."""
        self._failures = {path: count for path, count in self._failures.items() if path in self._pending}

    @property
    def pending(self) -> dict[str, Pending]:
        """The paths that have not settled."""
        return self._pending

    @property
    def unfinished(self) -> bool:
        """Whether a path is pending for another reason than a retry."""
        return any(not waiting.failure for waiting in self._pending.values())

    @property
    def next_due(self) -> float | None:
        """When the next path is due, on the injected clock; None if nothing is pending."""
        return self._queue[0][0] if self._queue else None

    def settle(self, seconds: float = math.inf) -> Iterator[tuple[str, Stat, str]]:
        """Check all paths that are due, and hash those that have not changed.

        Args:
            seconds: how long to work at most; the rest stays due.

        Yields:
            (path, stat, SHA-256) of each path that has settled, in the order of settling.
        """
        now = self._clock()
        while self._queue and self._queue[0][0] <= now and self._clock() - now <= seconds:
            due, path = heapq.heappop(self._queue)
            waiting = self._pending.get(path)
            if waiting is None or waiting.due != due:
                continue  # the path was marked again since, and is further back in the queue
            try:
                taken = self._judge(path, waiting)
            except OSError as error:
                self.fail(path, f"can't be read ({error.strerror or error})")
                continue
            if taken:
                yield taken

    def _judge(self, path: str, waiting: Pending) -> tuple[str, Stat, str] | None:
        seen = self._probe(path)
        if seen is None:
            del self._pending[path]
            return None
        kept_still = seen == waiting.stat
        # Checked before hashing: a writer that opens the file later changes its stat and is noticed by that.
        in_use = self._in_use(path) if kept_still else ""
        if kept_still and not in_use and (sha256 := self._digest(path, seen)):
            del self._pending[path]
            return path, seen, sha256
        due = self._clock() + self.quiet_seconds
        is_changing = waiting.stat is not None and not kept_still
        former = "" if is_changing else waiting.reason
        self._wait(path, Pending(due, waiting.noticed, stat=seen, in_use=in_use, former=former))
        return None

    def _wait(self, path: str, waiting: Pending) -> None:
        self._pending[path] = waiting
        heapq.heappush(self._queue, (waiting.due, path))
