"""watchdog's observer for this system, wrapped so that it is either alive or not."""

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

# Without a handler, watchdog's warnings would go to stderr and disturb the screen. The problems they report
# are detected and handled here.
logging.getLogger("watchdog").addHandler(logging.NullHandler())

NAMES = {
    "FSEventsObserver": "FSEvents",
    "KqueueObserver": "kqueue",
    "WindowsApiObserver": "Windows API",
}
"""Observer class -> the name that people see."""

HAS_EVENTS = Observer is not PollingObserver
"""Whether watchdog supports this system's events; otherwise sweeps replace its polling and do more."""

JOIN_SECONDS = 1.0


class NativeObserver:
    """Watches a folder and all below it until it is stopped.

    Args:
        root: an absolute path without symbolic links.
        handler: receives the events of WATCHED_EVENTS, in a thread of the observer.
        on_overflow: called after events were lost, in a thread of the observer.

    Raises:
        OSError: the folder cannot be watched; ENOSPC and EMFILE mean that a limit of inotify is reached.
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
        """Whether all of its threads are running."""
        threads = self._threads
        return len(threads) > 1 and all(thread.is_alive() for thread in threads)

    @property
    def limit_reached(self) -> bool:
        """Whether a folder below the root is not watched because the limit of inotify watches was reached."""
        return bool(getattr(self._reader, "limit_reached", False))

    def stop(self) -> None:
        """Stop and join its threads; it cannot be started again."""
        threads = self._threads
        self._observer.stop()
        for thread in threads:
            if thread.is_alive():
                thread.join(JOIN_SECONDS)

    @property
    def _threads(self) -> list[Thread]:
        own: list[Thread] = [self._observer, *self._observer.emitters]
        return [*own, self._reader] if self._reader else own
