"""The watcher: one thread sweeps, settles and supervises, and a queue holds the settled files."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

from smits_watch.notice.change_tracker import ChangeTracker
from smits_watch.notice.model import (
    Health,
    Known,
    Presence,
    Settled,
    Skipped,
    WatchError,
    WatchOptions,
)
from smits_watch.notice.observers.events import Inbox
from smits_watch.notice.observers.supervisor import Observing

CHECK_SECONDS = 0.5
"""How often the observer is checked."""

PACE_SECONDS = 0.05
"""The shortest time between two turns, so that a burst of events needs few turns."""

TURN_SECONDS = 0.5
"""The longest time that a turn hashes (one file may take longer), so that other work continues in a burst."""

POLL_SECONDS = 2.0
POLL_SHARE = 0.01
"""The interval of sweeps that replace events, and the largest share of time that they may use."""

STUCK_SECONDS = 30.0
"""A turn that lasts longer is reported: a share hangs, or a file is very large."""

STOP_SECONDS = 1.0


def _utc_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


class Watcher:
    """Notices files in the input folders, and returns each one when it is complete.

    Events are hints, the sweep is truth: a file is returned if it differs from the record and has settled,
    whether or not there was an event. A context manager: entering starts it, leaving stops it.

    Args:
        inputs: the folder that contains the input folders; it may be missing and come back.
        kinds: the names of the input folders.
        options: how to watch.
        known: the newest version recorded under a path, or None; called from the watcher's thread.
        clock: monotonic, seconds.
        now: the time of day, with time zone.
    """

    def __init__(
        self,
        inputs: Path,
        kinds: Sequence[str],
        options: WatchOptions,
        recorded: Callable[[str], Known | None],
        *,
        clock: Callable[[], float] = time.monotonic,
        now: Callable[[], dt.datetime] = _utc_now,
    ) -> None:
        self._options = options
        self._clock = clock
        self._now = now
        self._inbox = Inbox()
        self._stopping = threading.Event()
        self._observing = Observing(inputs, kinds, options, self._inbox, clock, on_event=self._note_event)
        self._tracker = ChangeTracker(
            inputs, frozenset(kinds), recorded, clock, options.quiet_seconds, self._stopping.is_set
        )
        self._turn = threading.RLock()
        self._settled: deque[Settled] = deque()
        self._arrived = threading.Condition()
        self._thread: threading.Thread | None = None
        self._failure: Exception | None = None
        self._last_event: dt.datetime | None = None
        self._last_sweep: dt.datetime | None = None
        self._untaken: tuple[Skipped, ...] = ()
        self._turn_began: float | None = None
        self._sweep_due = float("-inf")
        self._check_due = float("-inf")

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start watching; when this returns, events are observed. A full sweep comes first."""
        if self._running:
            return
        with self._turn:
            self._stopping.clear()
            self._failure = None
            self._observing.check()
            self._thread = threading.Thread(target=self._run, name="smits-notice", daemon=True)
            self._thread.start()

    def stop(self) -> None:
        """Stop and join all threads; files that were not taken are noticed again at the next start."""
        self._stopping.set()
        self._inbox.wake()
        if self._thread:
            self._thread.join(STOP_SECONDS)
            self._thread = None

    def take(self, timeout: float) -> list[Settled]:
        """Wait until something has settled, for `timeout` seconds at most.

        Returns:
            All files that have settled since the last call, in the order of settling; never the same path and
            content twice in a row, unless the file was given back.

        Raises:
            WatchError: the watcher stopped on an unexpected error.
        """
        with self._arrived:
            self._arrived.wait_for(lambda: self._settled or self._failure, timeout)
            taken = list(self._settled)
            self._settled.clear()
        if self._failure and not taken:
            raise WatchError(
                f"Watching stopped on an unexpected error ({self._failure}); start it again and, "
                "should it persist, report it with `smits doctor`."
            ) from self._failure
        return taken

    @property
    def has_settled(self) -> bool:
        """Whether something can be taken now."""
        return bool(self._settled)

    def again(self, path: str, reason: str = "could not be taken") -> None:
        """Give back a file that could not be taken: it is returned again after a pause that grows each time.

        Args:
            path: the file.
            reason: why it could not be taken, as a clause that follows the path.
        """
        self._inbox.mark_failed(path, reason)

    def sweep_now(self, limit: float = 60.0) -> list[Settled]:
        """Sweep once, and wait until the files have settled; the watcher need not have been started.

        Args:
            limit: seconds to wait at most for files that are still growing.

        Returns:
            All files that have settled and were not taken yet, in the order of settling.
        """
        deadline = self._clock() + limit
        with self._turn:
            if not self._running:
                self._stopping.clear()
            self._observing.detect_share()
            self._adapt_quiet_period()
            self._tracker.absorb(self._inbox.take())
            self._sweep()
            self._settle()
            while self._tracker.settling.unfinished and (now := self._clock()) < deadline:
                if self._stopping.is_set():
                    break
                due = self._tracker.settling.next_due or now
                self._stopping.wait(min(max(due - now, PACE_SECONDS), deadline - now))
                self._tracker.absorb(self._inbox.take())
                self._settle()
        return self.take(0)

    @property
    def health(self) -> Health:
        """Whether files are noticed as they should be."""
        reason = self._reason()
        return Health(
            state="degraded" if reason else "watching",
            reason=reason,
            backend=self._observing.backend,
            queued=len(self._tracker.settling.pending) + len(self._settled),
            last_sweep=self._last_sweep,
            last_event=self._last_event,
            restarts=self._observing.restarts,
            folders=self._observing.folders,
        )

    @property
    def presence(self) -> Presence | None:
        """The result of the last complete sweep; None before the first one."""
        return self._tracker.presence

    def describe_skipped(self) -> tuple[Skipped, ...]:
        """Paths that were not taken, or not yet, each with its reason; a few hundred at most.

        This waits for the current turn, so the caller must not hold a lock that `known` takes.
        """
        with self._turn:
            return self._tracker.skipped()

    def untaken(self) -> tuple[Skipped, ...]:
        """Files that are not taken and that a person should hear about; a few hundred at most.

        This never waits: during a turn, it returns the list from before the turn.
        """
        if self._turn.acquire(blocking=False):
            try:
                self._untaken = self._tracker.untaken()
            finally:
                self._turn.release()
        return self._untaken

    @property
    def _running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def _reason(self) -> str:
        """Why watching is degraded; empty if it is not."""
        if self._failure:
            return f"watching stopped on an unexpected error ({self._failure})"
        if not self._running:
            return "nobody is watching"
        began = self._turn_began
        if began is not None and (lasted := self._clock() - began) > STUCK_SECONDS:
            return f"checking the folders took {lasted:.0f} s; a share hangs, or a file is very large"
        return self._observing.reason

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                with self._turn:
                    self._turn_began = self._clock()
                    pause = self._take_turn()
                    self._turn_began = None
                self._inbox.wait(pause)
                self._stopping.wait(PACE_SECONDS)
        except (
            Exception
        ) as error:  # a thread has no caller to raise to, so whoever takes the next files gets the error
            self._failure = error
        finally:
            self._observing.close()
            with self._arrived:
                self._arrived.notify_all()

    def _take_turn(self) -> float:
        """Do all work that is due; returns the seconds until more is due."""
        if self._clock() >= self._check_due:
            self._observing.check()
            self._check_due = self._clock() + CHECK_SECONDS
        self._adapt_quiet_period()
        marks = self._inbox.take()
        self._tracker.absorb(marks)
        if marks.everything:
            self._sweep_due = float("-inf")
        due = [self._check_due]
        if self._observing.present:
            if self._clock() >= self._sweep_due:
                self._sweep()
            due.append(self._sweep_due)
        self._settle()
        if (next_due := self._tracker.settling.next_due) is not None:
            due.append(next_due)
        return max(0.0, min(due) - self._clock())

    def _adapt_quiet_period(self) -> None:
        share, options = self._observing.on_share, self._options
        quiet = options.network_quiet_seconds if share else options.quiet_seconds
        self._tracker.writers.on_share = share
        self._tracker.settling.quiet_seconds = quiet

    def _sweep(self) -> None:
        began = self._clock()
        self._tracker.sweep()
        ended = self._clock()
        pause = self._options.sweep_seconds
        if self._observing.relies_on_sweeps:
            pause = min(pause, max(POLL_SECONDS, (ended - began) / POLL_SHARE))
        self._sweep_due = ended + pause
        self._last_sweep = self._now()

    def _settle(self) -> None:
        for settled in self._tracker.settle(TURN_SECONDS):
            with self._arrived:
                self._settled.append(settled)
                self._arrived.notify_all()

    def _note_event(self) -> None:
        self._last_event = self._now()
