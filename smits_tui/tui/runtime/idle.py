"""Keeps keys fast: work is done while nobody presses one, and threads give way to the interface."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

IDLE_SECONDS = 0.4
"""Time without keys or mouse movement after which the interface is idle."""
COLLECT_SECONDS = 20.0
"""The longest time that garbage waits for an idle moment."""
_THRESHOLDS = (5_000, 5, 1_000_000)
"""Thresholds of Python's own garbage collection, chosen so that it never makes a full collection.

A full one takes 0.1 to 0.2 s, a noticeable delay between a key and its response.
"""
_SWITCH_SECONDS = 0.001
"""Longest time that a working thread makes the interface wait, after each of its system calls.

With Python's 5 ms, a key is delayed by a tenth of a second.
"""


class Idle:
    """Runs one piece of work at a time in idle moments."""

    def __init__(self) -> None:
        """Create an empty queue."""
        self._waiting: list[Callable[[], object]] = []
        self._touched = time.monotonic()
        self._collected = time.monotonic()
        self._before: tuple[tuple[int, int, int], float] | None = None

    def begin(self) -> None:
        """Collect garbage only in idle moments from now on, and let threads give way sooner."""
        self._before = gc.get_threshold(), sys.getswitchinterval()
        gc.set_threshold(*_THRESHOLDS)
        sys.setswitchinterval(_SWITCH_SECONDS)

    def end(self) -> None:
        """Restore how Python collects garbage and switches between threads."""
        if self._before:
            thresholds, interval = self._before
            gc.set_threshold(*thresholds)
            sys.setswitchinterval(interval)

    def later(self, doing: Callable[[], object]) -> None:
        """Queue work for idle moments, in order."""
        self._waiting.append(doing)

    def touch(self) -> None:
        """Record that somebody pressed a key or moved the mouse."""
        self._touched = time.monotonic()

    def run_next(self) -> None:
        """Run the next piece of work if nobody is active; called at intervals."""
        now = time.monotonic()
        if now - self._touched < IDLE_SECONDS:
            return
        if self._waiting:
            self._waiting.pop(0)()
        elif now - self._collected > COLLECT_SECONDS:
            gc.collect()
            self._collected = time.monotonic()
