"""When a file has settled: a state machine over stats, hashes and a clock, all of them injected."""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from smits_watch.notice.model import Stat

FIRST_RETRY = 1.0
LONGEST_RETRY = 60.0
"""Seconds until something that failed is tried again: doubled each time, never given up."""


class FileStat(Protocol):
    """Gives the stat of the file at a path, None when there is no such file; may raise OSError."""

    def __call__(self, path: str, /) -> Stat | None:
        """Look at the file."""
        ...


class Digest(Protocol):
    """Hashes the file at a path if it has that stat before and after, else None; may raise OSError."""

    def __call__(self, path: str, expected: Stat, /) -> str | None:
        """Hash the file."""
        ...


class InUse(Protocol):
    """Why the file at a path is in use, as a clause; empty when it is not; may raise OSError."""

    def __call__(self, path: str, /) -> str:
        """Ask whether somebody writes the file."""
        ...


@dataclass(slots=True)
class Pending:
    """A path that has to settle."""

    due: float
    """When it is looked at next."""
    noticed: float
    """When it became pending."""
    stat: Stat | None = None
    """As it was at the last look; None before the first one."""
    failure: str = ""
    """Why it could not be taken the last time; empty while it is only waited for."""
    in_use: str = ""
    """Why it is not taken though it kept still; empty while that is not so."""
    former: str = ""
    """Why it was not taken before the look that is under way; it may well be so again."""

    @property
    def reason(self) -> str:
        """Why it is not taken; empty where nothing is known but that it has to keep still."""
        return self.failure or self.in_use or self.former


class Settling:
    """Which of the dirty paths have settled.

    A path has settled when its size, mtime_ns and inode stayed the same for the quiet period, no event
    came for it meanwhile, nobody has it open for writing, and it did not change while it was hashed.
    """

    def __init__(
        self, look: FileStat, digest: Digest, in_use: InUse, clock: Callable[[], float], quiet_seconds: float
    ) -> None:
        self.quiet_seconds = quiet_seconds
        self._look = look
        self._digest = digest
        self._in_use = in_use
        self._clock = clock
        self._pending: dict[str, Pending] = {}
        self._queue: list[tuple[float, str]] = []
        self._failures: dict[str, int] = {}

    def touch(self, path: str) -> None:
        """Something happened to the path: its quiet period starts anew with the next look."""
        now = self._clock()
        before = self._pending.get(path)
        if before is None:
            self._wait(path, Pending(due=now, noticed=now))
        else:
            self._wait(path, Pending(due=now, noticed=before.noticed, former=before.reason))

    def notice(self, path: str) -> None:
        """The path differs from what is known; one that is pending already is left to its own time."""
        if path not in self._pending:
            self.touch(path)

    def fail(self, path: str, reason: str) -> None:
        """The path could not be taken: it is pending again, after a pause that doubles each time.

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
        """Start the pauses of those from the beginning that were taken and not given back since."""
        self._failures = {path: count for path, count in self._failures.items() if path in self._pending}

    @property
    def pending(self) -> dict[str, Pending]:
        """The paths that have not settled."""
        return self._pending

    @property
    def unfinished(self) -> bool:
        """Whether a path is pending that is not merely waiting to be tried again."""
        return any(not waiting.failure for waiting in self._pending.values())

    @property
    def next_due(self) -> float | None:
        """When there is something to look at next, on the injected clock; None when nothing is pending."""
        return self._queue[0][0] if self._queue else None

    def settle(self, seconds: float = math.inf) -> Iterator[tuple[str, Stat, str]]:
        """Look at all paths that are due, and hash those that kept still.

        Args:
            seconds: how long to go on; what is left then stays due.

        Yields:
            (path, stat, SHA-256) of each path that has settled, in the order of settling.
        """
        now = self._clock()
        while self._queue and self._queue[0][0] <= now and self._clock() - now <= seconds:
            due, path = heapq.heappop(self._queue)
            waiting = self._pending.get(path)
            if waiting is None or waiting.due != due:
                continue  # the path was marked again since and stands further on in the queue
            try:
                taken = self._judge(path, waiting)
            except OSError as error:
                self.fail(path, f"can't be read ({error.strerror or error})")
                continue
            if taken:
                yield taken

    def _judge(self, path: str, waiting: Pending) -> tuple[str, Stat, str] | None:
        seen = self._look(path)
        if seen is None:
            del self._pending[path]
            return None
        kept_still = seen == waiting.stat
        # Asked before hashing: a writer that comes later is noticed by the stat that it changes.
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
