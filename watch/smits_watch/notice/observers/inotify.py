"""watchdog's inotify observer, extended to report overflows and the watch limit.

After an overflow of the kernel's queue, watchdog 7.1 repairs its watches but reports no event for what was
lost, and it silently skips folders beyond the limit fs.inotify.max_user_watches. Both cases pass through
public methods of its reader, which this module overrides. Linux only.
"""

from __future__ import annotations

import errno
import warnings
from collections.abc import Callable

from watchdog.observers.api import BaseObserver
from watchdog.observers.inotify import InotifyEmitter
from watchdog.observers.inotify_c import (
    CallbackId,
    InotifyEvent,
    InotifyFD,
    Mask,
    WatchCallback,
    WatchDescriptor,
)


class TellingReader(InotifyFD):
    """The thread that reads events from the kernel."""

    def __init__(self, on_overflow: Callable[[], None]) -> None:
        super().__init__()
        self.limit_reached = False
        """Whether a folder is not watched because the limit was reached."""
        self._on_overflow = on_overflow

    def handle_event(self, event: InotifyEvent) -> None:
        """Handle an event; after an overflow, report when the watches are repaired."""
        super().handle_event(event)
        if event.is_queue_overflow:
            self._on_overflow()

    def add_callback(
        self, path: bytes, mask: Mask, callback: WatchCallback, id_: CallbackId
    ) -> WatchDescriptor:
        """Watch a folder; remember if the limit prevented it."""
        try:
            return super().add_callback(path, mask, callback, id_)
        except OSError as error:
            if error.errno == errno.ENOSPC:
                self.limit_reached = True
            raise


class TellingInotifyObserver(BaseObserver):
    """Like watchdog's InotifyObserver, with the reader above.

    Raises:
        OSError: EMFILE if no further inotify instance is allowed.
    """

    def __init__(self, on_overflow: Callable[[], None]) -> None:
        # A new folder that is seen twice, by the walk and by its event, is watched once; the warning about it
        # would end the reader if warnings were errors.
        warnings.filterwarnings("ignore", message="Callback with id", category=RuntimeWarning)
        self.reader = TellingReader(on_overflow)
        super().__init__(InotifyEmitter, inotify_fd=self.reader)
        self.reader.start()

    def on_thread_stop(self) -> None:
        """Stop the emitters, then the reader."""
        super().on_thread_stop()
        self.reader.stop()
        self.reader.join()
