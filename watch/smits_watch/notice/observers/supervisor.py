"""Supervises the observer: starts it, checks that it is alive and reports events, and replaces it."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from smits_watch.notice.model import WatchOptions
from smits_watch.notice.observers.canary import Canary
from smits_watch.notice.observers.events import CANARY_NAME, Handler, Inbox
from smits_watch.notice.observers.mounts import read_mounts, share_type
from smits_watch.notice.observers.observer import HAS_EVENTS, NativeObserver

RETRY_SECONDS = 300.0
"""Seconds after reaching a limit until events are tried again."""

LONGEST_PAUSE = 60.0
"""A new observer is built at once, then after 1, 2, 4 ... and at most this many seconds."""

STEADY_SECONDS = 60.0
"""Seconds after which an observer counts as good: the next one is built at once again."""

LIMITS = {
    errno.ENOSPC: "the limit of inotify watches is reached; raise fs.inotify.max_user_watches",
    errno.EMFILE: "the limit of inotify instances or open files is reached; raise max_user_instances",
}
"""Error numbers of inotify_init(2) and inotify_add_watch(2) -> their meaning and the remedy."""

FolderIdentity = tuple[int, int] | None
"""Device and inode of a folder; None if it cannot be reached."""


class Observing:
    """Keeps an observer running that marks changes in inputs/ in the inbox.

    Whenever events may have been lost, it marks everything, which causes a full sweep.

    Args:
        inputs: the folder that contains the input folders; it need not exist yet.
        kinds: the names of the input folders.
        options: how to watch.
        inbox: receives the marks.
        clock: monotonic, seconds.
        on_event: called for each event, from the observer's thread.
        mounts: returns the content of the mount table.
    """

    def __init__(
        self,
        inputs: Path,
        kinds: Sequence[str],
        options: WatchOptions,
        inbox: Inbox,
        clock: Callable[[], float],
        *,
        on_event: Callable[[], None] = lambda: None,
        mounts: Callable[[], str] = read_mounts,
    ) -> None:
        self.on_share = False
        """Whether inputs/, or a folder in it, is on a network or FUSE file system."""
        self._inputs = inputs
        self._kinds = kinds
        self._options = options
        self._inbox = inbox
        self._clock = clock
        self._tell = on_event
        self._mounts = mounts
        self._canary = Canary(inputs / CANARY_NAME, options.canary_seconds, clock)
        self._observer: NativeObserver | None = None
        self._places: tuple[FolderIdentity, ...] = (None,)
        self._started = 0
        self._built_at = 0.0
        self._last_event = float("-inf")
        self._pause = 0.0
        self._retry_at: float | None = None
        self._obstacle = ""
        self._doubt = ""

    @property
    def reason(self) -> str:
        """Why watching is degraded, as a clause; empty if it is not."""
        return self._obstacle or self._doubt

    @property
    def backend(self) -> str:
        """The source of events, for people."""
        return self._observer.name if self._observer else "polling"

    @property
    def relies_on_sweeps(self) -> bool:
        """Whether sweeps must run more often, because events are missing or unreliable."""
        return self._observer is None or bool(self.reason)

    @property
    def restarts(self) -> int:
        """How often an observer was restarted."""
        return max(0, self._started - 1)

    @property
    def present(self) -> bool:
        """Whether inputs/ exists."""
        return self._places[0] is not None

    @property
    def folders(self) -> int:
        """How many input folders exist."""
        return sum(folder_place is not None for folder_place in self._places[1:])

    def check(self) -> None:
        """Start, or make sure that events keep arriving; to be called about twice a second."""
        now = self._clock()
        if self._identities() != self._places or (self._retry_at is not None and now >= self._retry_at):
            self._rebuild()
        elif self._observer is None:
            return
        elif self._observer.limit_reached:
            self._give_up(LIMITS[errno.ENOSPC])
        elif not self._observer.alive:
            self._recover("the observer ends again and again")
        else:
            self._ask_canary(self._observer)

    def detect_share(self) -> None:
        """Set `on_share` according to the current mounts."""
        self.on_share = share_type(os.path.realpath(self._inputs), self._mounts()) is not None

    def close(self) -> None:
        """Stop the observer, join its threads and remove the canary."""
        if self._observer:
            self._stop_observer()
            self._canary.remove()
        self._places = (None,)
        self._retry_at = None

    def _rebuild(self) -> None:
        """Start over with the current folder and file system, and a new observer."""
        self._stop_observer()
        self._retry_at = None
        self._obstacle = ""
        self._built_at = self._clock()
        self._places = self._identities()
        if self.present:
            self._start_observer()
        else:
            self._obstacle = f"{self._inputs} is missing or can't be reached"
        self._inbox.mark_everything()

    def _start_observer(self) -> None:
        self.detect_share()
        polling = self.on_share if self._options.polling is None else self._options.polling
        if polling or not HAS_EVENTS:
            return
        root = os.path.realpath(self._inputs)
        handler = Handler(root, self._inbox, on_event=self._note_event, on_canary=self._canary.heard)
        try:
            self._observer = NativeObserver(root, handler, self._inbox.mark_everything)
        except OSError as error:
            self._give_up(
                LIMITS.get(error.errno or 0, f"the folder can't be watched ({error.strerror or error})")
            )
            return
        self._started += 1
        self._canary.restart()

    def _ask_canary(self, observer: NativeObserver) -> None:
        try:
            answer = self._canary.check(self._last_event)
        except OSError as error:
            why = error.strerror or str(error)
            self._doubt = (
                f"{observer.name} is unproven: {self._inputs / CANARY_NAME} can't be written ({why})"
            )
            return
        if answer == "missed":
            self._recover(f"{observer.name} reports no changes")
        elif answer == "answered":
            self._doubt = ""

    def _recover(self, doubt: str) -> None:
        """Build a new observer: at once if the last one worked for a while, otherwise after a pause."""
        now = self._clock()
        if now - self._built_at > STEADY_SECONDS:
            self._pause = 0.0
        if self._pause:
            self._doubt = doubt
        self._stop_observer()
        self._retry_at = now + self._pause
        self._pause = min(max(1.0, 2 * self._pause), LONGEST_PAUSE)
        self._inbox.mark_everything()

    def _give_up(self, obstacle: str) -> None:
        """Continue with sweeps alone, and try events again much later."""
        self._stop_observer()
        self._obstacle = obstacle
        self._retry_at = self._clock() + RETRY_SECONDS
        self._inbox.mark_everything()

    def _stop_observer(self) -> None:
        if self._observer:
            self._observer.stop()
            self._observer = None

    def _identities(self) -> tuple[FolderIdentity, ...]:
        """The current locations of inputs/ and the input folders; a link is followed for inputs/ only."""
        return (
            _identity_of(self._inputs, follow=True),
            *(_identity_of(self._inputs / kind) for kind in self._kinds),
        )

    def _note_event(self) -> None:
        self._last_event = self._clock()
        self._tell()


def _identity_of(folder: Path, *, follow: bool = False) -> FolderIdentity:
    try:
        stat = folder.stat(follow_symlinks=follow)
    except OSError:
        return None  # missing or unreachable; the caller reports that
    return stat.st_dev, stat.st_ino
