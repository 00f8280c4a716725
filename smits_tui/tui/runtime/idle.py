"""Work done while nobody presses a key: loading the other modes, and collecting garbage."""

from __future__ import annotations

import gc
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


class Idle:
    """Runs one piece of work at a time in idle moments."""

    def __init__(self) -> None:
        """Create an empty queue."""
        self._waiting: list[Callable[[], object]] = []
        self._touched = time.monotonic()
        self._collected = time.monotonic()
        self._before: tuple[int, int, int] | None = None

    def begin(self) -> None:
        """Collect garbage only in idle moments from now on."""
        self._before = gc.get_threshold()
        gc.set_threshold(*_THRESHOLDS)

    def end(self) -> None:
        """Return garbage collection to Python."""
        if self._before:
            gc.set_threshold(*self._before)

    def later(self, doing: Callable[[], object]) -> None:
        """Queue work for idle moments, in order."""
        self._waiting.append(doing)

    def touch(self) -> None:
        """Record that somebody pressed a key or moved the mouse."""
        self._touched = time.monotonic()

    def look(self) -> None:
        """Run the next piece of work if nobody is active; called at intervals."""
        now = time.monotonic()
        if now - self._touched < IDLE_SECONDS:
            return
        if self._waiting:
            self._waiting.pop(0)()
        elif now - self._collected > COLLECT_SECONDS:
            gc.collect()
            self._collected = time.monotonic()
