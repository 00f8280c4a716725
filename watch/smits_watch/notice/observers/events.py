"""What the operating system tells: events only mark paths, folders or everything as worth a look."""

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
"""Not those of opening and reading, which the hashing itself would bring about."""

_WRITTEN: dict[type[FileSystemEvent], bool] = (
    {FileModifiedEvent: True, FileClosedEvent: False} if sys.platform == "linux" else {}
)
"""What an event says of a writer. Only inotify tells of closes; elsewhere a modification says nothing."""

CANARY_NAME = ".smits-canary"
"""A hidden file in inputs/, written now and then to prove that events arrive."""


@dataclass(slots=True)
class Marks:
    """What is worth a look; paths are below inputs/, with `/` between their parts."""

    paths: dict[str, None] = field(default_factory=dict)
    """Files, in the order of their events."""
    written: dict[str, bool] = field(default_factory=dict)
    """Whether the latest event of a file was a modification (True) or the close that ends it (False)."""
    folders: dict[str, None] = field(default_factory=dict)
    failed: dict[str, str] = field(default_factory=dict)
    """Files that were given out and could not be taken, each with the reason as a clause."""
    everything: bool = False

    def __bool__(self) -> bool:
        return bool(self.paths or self.folders or self.failed or self.everything)


class Inbox:
    """Marks that any thread may set and one thread takes; it never holds a path twice."""

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
        """A file that was given out could not be taken, for a reason that is a clause."""
        with self._changed:
            self._marks.failed[path] = reason
            self._changed.notify_all()

    def mark_everything(self) -> None:
        """Events may have been lost."""
        with self._changed:
            self._marks.everything = True
            self._changed.notify_all()

    def wake(self) -> None:
        """End the present or the next wait, marks or none."""
        with self._changed:
            self._woken = True
            self._changed.notify_all()

    def wait(self, timeout: float) -> None:
        """Wait until something is marked, for `timeout` seconds at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._woken or bool(self._marks), timeout)
            self._woken = False

    def take(self) -> Marks:
        """What was marked since the last call."""
        with self._changed:
            taken, self._marks = self._marks, Marks()
        return taken


class Handler(FileSystemEventHandler):
    """Puts what an event is about into the inbox, and nothing more: it runs in the observer's thread.

    Args:
        root: the watched folder, as the observer was told.
        inbox: where marks go.
        on_event: called for each event but the canary's.
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
        """Mark the path of the event, for a move that to which it went."""
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
