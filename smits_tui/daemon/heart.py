"""The thread that writes the heartbeat, so that a long reading does not look like a crash."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Literal

from smits_rules.vocabulary import INPUT_KINDS
from smits_tui.clock import Clock
from smits_tui.heartbeat import BEAT_SECONDS, Heartbeat, UntakenFile, write_heartbeat
from smits_tui.workspace import Workspace
from smits_watch.notice.model import Health

log = logging.getLogger(__name__)


class Heart:
    """Writes the watcher's activity every few seconds."""

    def __init__(
        self,
        workspace: Workspace,
        clock: Clock,
        holder: Literal["daemon", "interface"],
        *,
        health: Callable[[], Health],
        trouble: Callable[[], str],
        unreached: Callable[[], str],
        untaken: Callable[[], tuple[UntakenFile, ...]],
        spooled: Callable[[], int],
        lease: str,
        publish: Callable[[Heartbeat], None] = lambda _: None,
    ) -> None:
        """Create a heart that is not running yet.

        Args:
            workspace: with the heartbeat file.
            clock: the source of the current time.
            holder: who watches.
            health: how files are noticed.
            trouble: why watching is degraded; blank if it is not.
            unreached: who can't be notified, and why.
            untaken: the files that are not received.
            spooled: how many files wait for the server of the record.
            lease: identifies this process among the watchers of a team.
            publish: shows each heartbeat to the other machines of a team.
        """
        self._publish = publish
        self._spooled = spooled
        self._workspace = workspace
        self._clock = clock
        self._health = health
        self._trouble = trouble
        self._unreached = unreached
        self._untaken = untaken
        self._beat = Heartbeat(
            state="watching",
            holder=holder,
            pid=os.getpid(),
            lease=lease,
            host=socket.gethostname(),
            started=clock(),
            folders=len(INPUT_KINDS),
        )

    def show_reading(self, path: str) -> None:
        """Show which file is being read; a blank path means none."""
        self._beat = self._beat.model_copy(update={"reading": path})

    @contextmanager
    def beating(self) -> Iterator[None]:
        """Beat until the context is left.

        The heartbeat is first written before anything else, so that it exists when the start is reported.
        """
        ended = threading.Event()

        def keep_beating() -> None:
            while not ended.wait(BEAT_SECONDS):
                self._write("degraded" if self._trouble() else "watching")

        self._write("degraded" if self._trouble() else "watching")
        thread = threading.Thread(target=keep_beating, name="smits-heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self._write("stopped")

    def _write(self, state: Literal["watching", "degraded", "stopped"]) -> None:
        health = self._health()
        beat = self._beat.model_copy(
            update={
                "state": state,
                "reason": self._trouble(),
                "at": self._clock(),
                "backend": health.backend,
                "queued": health.queued,
                "last_sweep": health.last_sweep,
                "last_event": health.last_event,
                "restarts": health.restarts,
                "untaken": () if state == "stopped" else self._untaken(),
                "notify": self._unreached(),
                "spooled": self._spooled(),
            }
        )
        try:
            write_heartbeat(self._workspace.heartbeat, beat)
        except OSError as error:
            log.warning("The heartbeat can't be written: %s", error.strerror)
        if state != "stopped":  # what ends is told by the end of the lease
            self._publish(beat)
