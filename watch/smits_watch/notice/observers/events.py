"""Events of the operating system, which only mark paths, folders or everything for a check."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from watchdog.events import (
    DirCreatedEvent,
    DirDeletedEvent,
    DirMovedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileCreatedEvent,
    FileModifiedEvent,
    FileMovedEvent,
    FileSystemEvent,
    FileSystemEventHandler,
)

WATCHED_EVENTS: list[type[FileSystemEvent]] = [
    FileCreatedEvent,
    FileModifiedEvent,
    FileAttribEvent,
    FileClosedEvent,
    FileMovedEvent,
    DirCreatedEvent,
    DirMovedEvent,
    DirDeletedEvent,
]
"""Without opening and reading, because hashing itself causes those events."""

_WRITTEN: dict[type[FileSystemEvent], bool] = (
    {FileModifiedEvent: True, FileClosedEvent: False} if sys.platform == "linux" else {}
)
"""What an event reveals about a writer. Only inotify reports closes; elsewhere a modification reveals
nothing."""

CANARY_NAME = ".smits-canary"
"""A hidden file in inputs/, written periodically to prove that events arrive."""


@dataclass(slots=True)
class Marks:
    """What to check; paths are below inputs/, with `/` between their parts."""

    paths: dict[str, None] = field(default_factory=dict)
    """Files, in the order of their events."""
    written: dict[str, bool] = field(default_factory=dict)
    """Whether the latest event of a file was a modification (True) or a close after writing (False)."""
    folders: dict[str, None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    """Files that were returned but could not be taken, each with the reason as a clause."""
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths or self.folders or self.failed or self.everything)


class Inbox:
    """Collects marks: any thread may set them, one thread takes them. It never contains a path twice."""

    def __init__(self) -> None:
        self._marks = Marks()
        self._woken = False
        self._changed = threading.Condition()

    def mark_path(self, path: str, *, written: bool | None = None) -> None:
        """A file may have changed.

        Args:
            path: the file.
            written: True for a modification, False for the close of a file that was open for writing; None
                for any other event.
        """
        with self._changed:
            self._marks.paths[path] = None
            if written is not None:
                self._marks.written[path] = written
            self._changed.notify_all()

    def mark_folder(self, path: str) -> None:
        """Anything in a folder may have changed."""
        with self._changed:
            self._marks.folders[path] = None
            self._changed.notify_all()

    def mark_failed(self, path: str, reason: str) -> None:
        """A file that was returned could not be taken; the reason is a clause."""
        with self._changed:
            self._marks.failed[path] = reason
            self._changed.notify_all()

    def mark_everything(self) -> None:
        """Events may have been lost."""
        with self._changed:
            self._marks.everything = True
            self._changed.notify_all()

    def wake(self) -> None:
        """End the current or the next wait, even if nothing is marked."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def wait(self, timeout: float) -> None:
        """Wait until something is marked, for `timeout` seconds at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._woken or bool(self._marks), timeout)
            self._woken = False

    def take(self) -> Marks:
        """Everything that was marked since the last call."""
        with self._changed:
            taken, self._marks = self._marks, Marks()
        return taken


class Handler(FileSystemEventHandler):
    """Puts the path of each event into the inbox, and nothing more: it runs in the observer's thread.

    Args:
        root: the watched folder, as passed to the observer.
        inbox: receives the marks.
        on_event: called for each event except the canary's.
        on_canary: called for each event of the canary.
    """

    def __init__(
        self, root: str, inbox: Inbox, on_event: Callable[[], None], on_canary: Callable[[], None]
    ) -> None:
        self._prefix = root.rstrip(os.sep) + os.sep
        self._inbox = inbox
        self._on_event = on_event
        self._on_canary = on_canary

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Mark the path of the event; for a move, the destination."""
        text = os.fsdecode(event.dest_path or event.src_path)
        if not text.startswith(self._prefix):
            self._inbox.mark_everything()  # the watched folder itself
            return
        path = text.removeprefix(self._prefix).replace(os.sep, "/")
        if path == CANARY_NAME:
            self._on_canary()
            return
        self._on_event()
        if not event.is_directory:
            self._inbox.mark_path(path, written=_WRITTEN.get(type(event)))
        elif not isinstance(event, DirDeletedEvent):
            self._inbox.mark_folder(path)
