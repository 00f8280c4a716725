"""The observer that watchdog has for this system, as one thing that lives or does not."""

from __future__ import annotations

import logging
import sys
from collections.abc import Callable
from threading import Thread

from watchdog.events import FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver
from watchdog.observers.polling import PollingObserver

from smits_watch.notice.observers.events import WATCHED_EVENTS

# Without a handler of its own watchdog's warnings would go to stderr, into whatever is on the screen. What
# they tell of is noticed and mended here.
logging.getLogger("watchdog").addHandler(logging.NullHandler())

NAMES = {
    "FSEventsObserver": "FSEvents",
    "KqueueObserver": "kqueue",
    "WindowsApiObserver": "Windows API",
}
"""Observer class -> its name for people."""

HAS_EVENTS = Observer is not PollingObserver
"""Whether watchdog knows this system's events; else sweeps do the same as its polling, and more."""

JOIN_SECONDS = 1.0


class NativeObserver:
    """Watches a folder and all below it until it is stopped.

    Args:
        root: an absolute path without symbolic links.
        handler: is told of the events of WATCHED_EVENTS, in a thread of the observer.
        on_overflow: called when events were lost, in a thread of the observer.

    Raises:
        OSError: the folder can't be watched; ENOSPC and EMFILE are the limits of inotify.
    """

    def __init__(self, root: str, handler: FileSystemEventHandler, on_overflow: Callable[[], None]) -> None:
        self._observer: BaseObserver
        self._reader: Thread | None = None
        if sys.platform == "linux":
            from smits_watch.notice.observers.inotify import TellingInotifyObserver

            self.name = "inotify"
            inotify = TellingInotifyObserver(on_overflow)
            self._observer, self._reader = inotify, inotify.reader
        else:
            self._observer = Observer()
            self.name = NAMES.get(type(self._observer).__name__, type(self._observer).__name__)
        self._observer.schedule(handler, root, recursive=True, event_filter=WATCHED_EVENTS)
        for thread in self._threads:
            thread.name = f"smits-notice-{type(thread).__name__}"
        try:
            self._observer.start()
        except OSError:
            self.stop()
            raise

    @property
    def alive(self) -> bool:
        """Whether all of its threads run."""
        threads = self._threads
        return len(threads) > 1 and all(thread.is_alive() for thread in threads)

    @property
    def limit_reached(self) -> bool:
        """Whether a folder below the root is not watched, because of the limit of inotify watches."""
        return bool(getattr(self._reader, "limit_reached", False))

    def stop(self) -> None:
        """Stop and join its threads; it can't be started again."""
        threads = self._threads
        self._observer.stop()
        for thread in threads:
            if thread.is_alive():
                thread.join(JOIN_SECONDS)

    @property
    def _threads(self) -> list[Thread]:
        own: list[Thread] = [self._observer, *self._observer.emitters]
        return [*own, self._reader] if self._reader else own
