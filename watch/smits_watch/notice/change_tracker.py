"""Turns marks and sweeps into settled files. Used by one thread at a time; it never waits."""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Iterator
from itertools import islice
from pathlib import Path

from smits_watch.notice.file_probe import digest, regular_stat_below
from smits_watch.notice.ignore import printable, skipped_by_name
from smits_watch.notice.model import Known, Presence, Settled, Skipped, Stat
from smits_watch.notice.observers.events import CANARY_NAME, Marks
from smits_watch.notice.stability import Settling
from smits_watch.notice.sweep import Found, sweep
from smits_watch.notice.writers import Writers

LONG_SECONDS = 30.0
"""Seconds after which a file that keeps changing is reported; a slow copy is usually done by then."""

CHANGING = "is still changing; it is taken once it stops"

MOST_SKIPPED = 200
"""The largest number of skipped paths to remember, and of unsettled ones to list."""


class ChangeTracker:
    """Compares the input folders with the record, and returns each difference once it has settled.

    Args:
        inputs: the folder that contains the input folders.
        kinds: the names of the input folders.
        known: the newest version recorded under a path, or None.
        clock: monotonic, seconds.
        quiet_seconds: how long a file must stay unchanged.
        abandoned: called now and then during long work; the work stops when it returns True.
    """

    def __init__(
        self,
        inputs: Path,
        kinds: Collection[str],
        recorded: Callable[[str], Known | None],
        clock: Callable[[], float],
        quiet_seconds: float,
        abandoned: Callable[[], bool],
    ) -> None:
        self.writers = Writers(inputs, clock)
        self.settling = Settling(
            probe=lambda path: regular_stat_below(inputs, path),
            digest=lambda path, expected: digest(inputs / path, expected, abandoned),
            in_use=self.writers.reason_to_wait,
            clock=clock,
            quiet_seconds=quiet_seconds,
        )
        self._inputs = inputs
        self._kinds = kinds
        self._recorded = recorded
        self._clock = clock
        self._abandoned = abandoned
        self._done: dict[str, tuple[Stat, str]] = {}
        self._skipped: dict[str, Skipped] = {}
        self._sweeps = 0
        self.presence: Presence | None = None
        """The result of the last complete sweep."""

    def absorb(self, marks: Marks) -> None:
        """Make marked paths pending; `everything` is left to the caller, which sweeps."""
        if marks.everything:
            self.writers.forget()
        self.writers.note(marks.written)
        for path in marks.paths:
            if skipped := skipped_by_name(path, self._kinds):
                self._skip(skipped)
            else:
                self.settling.touch(path)
        for path, reason in marks.failed.items():
            self._done.pop(path, None)
            self.settling.fail(path, reason)
        for folder in marks.folders:
            for seen in sweep(self._inputs, self._kinds, folder):
                self._compare(seen)

    def sweep(self) -> None:
        """Compare all files, and forget paths that are gone."""
        self._skipped.clear()
        seen_paths, files = set(), set()
        for seen in sweep(self._inputs, self._kinds):
            if self._abandoned():
                return
            self._compare(seen)
            seen_paths.add(seen.path)
            if isinstance(seen, Found):
                files.add(seen.path)
        self._sweeps += 1
        self.presence = Presence(self._sweeps, frozenset(files), frozenset(seen_paths - files))
        self._done = {path: done for path, done in self._done.items() if path in seen_paths}
        self.settling.forget_failures()
        self.writers.keep(seen_paths)

    def settle(self, seconds: float) -> Iterator[Settled]:
        """The files that have settled and differ from the record, in the order of settling.

        Args:
            seconds: how long to work at most.
        """
        for path, seen, sha256 in self.settling.settle(seconds):
            before = self._done.get(path)
            self._done[path] = (seen, sha256)
            if before and before[1] == sha256:
                continue
            recorded = self._recorded(path)
            if recorded and recorded.sha256 == sha256:
                continue
            kind = path.partition("/")[0]
            yield Settled(kind=kind, path=path, file=self._inputs / path, sha256=sha256, stat=seen)

    def skipped(self) -> tuple[Skipped, ...]:
        """Paths that were not taken, pending ones first; at most 2 * MOST_SKIPPED."""
        now = self._clock()
        waiting = [
            Skipped(
                printable(path),
                pending.reason or f"has been changing for {now - pending.noticed:.0f} s",
            )
            for path, pending in islice(self.settling.pending.items(), MOST_SKIPPED)
        ]
        return (*waiting, *self._skipped.values())

    def untaken(self) -> tuple[Skipped, ...]:
        """Paths that a person should hear about: they cannot be taken, or have waited for long."""
        now = self._clock()
        waiting = (
            Skipped(printable(path), pending.reason or CHANGING, notable=True)
            for path, pending in self.settling.pending.items()
            if pending.reason or now - pending.noticed > LONG_SECONDS
        )
        notable = (
            skipped for skipped in self._skipped.values() if skipped.notable and self._is_there(skipped)
        )
        return (*islice(waiting, MOST_SKIPPED), *notable)

    def _is_there(self, skipped: Skipped) -> bool:
        """Whether the file is still there; a path with replaced characters waits for the next sweep."""
        return "\N{REPLACEMENT CHARACTER}" in skipped.path or os.path.lexists(self._inputs / skipped.path)

    def _compare(self, seen: Found | Skipped) -> None:
        if isinstance(seen, Skipped):
            self._skip(seen)
        elif not self._is_done(seen):
            self.settling.notice(seen.path)

    def _is_done(self, candidate: Found) -> bool:
        """Whether a file is unchanged since it was last hashed, by this tracker or for the record."""
        if done := self._done.get(candidate.path):
            return done[0] == candidate.stat
        recorded = self._recorded(candidate.path)
        if recorded is None or (recorded.size, recorded.mtime_ns) != (
            candidate.stat.size,
            candidate.stat.mtime_ns,
        ):
            return False
        self._done[candidate.path] = (candidate.stat, recorded.sha256)
        return True

    def _skip(self, skipped: Skipped) -> None:
        if skipped.path == CANARY_NAME:
            return
        self._skipped.pop(skipped.path, None)
        self._skipped[skipped.path] = skipped
        if len(self._skipped) > MOST_SKIPPED:
            del self._skipped[next(iter(self._skipped))]
