"""The headless watcher: one loop from a dropped file to a recorded decision."""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

from filelock import FileLock, Timeout

from smits_rules.vocabulary import INPUT_KINDS, SmitsError
from smits_rules.vocabulary.understanding import Understanding
from smits_tui.actions.inputs.archive.copies import restore_copies
from smits_tui.actions.inputs.archive.store import ArchiveUnwritable, FileChanged
from smits_tui.actions.inputs.extraction.context import ExtractionContexts
from smits_tui.actions.inputs.extraction.dry_read import child_limits
from smits_tui.actions.inputs.intake import Arrival, read_waiting, receive
from smits_tui.actions.inputs.presence import PresenceTracker
from smits_tui.actions.inputs.retry_schedule import RetrySchedule
from smits_tui.actions.reachability import unreachable
from smits_tui.actions.rules.reassessment import Reassessor, load_rules
from smits_tui.actions.session import open_record
from smits_tui.clock import Clock, system_clock
from smits_tui.heartbeat import (
    BEAT_SECONDS,
    MOST_UNTAKEN,
    Heartbeat,
    UntakenFile,
    read_heartbeat,
    write_heartbeat,
)
from smits_tui.ledger.record import Record
from smits_tui.notifications.queue import Notifier
from smits_tui.process.state import Input
from smits_tui.settings import Settings
from smits_tui.workspace import Workspace
from smits_watch.extraction.reader import Reader
from smits_watch.notice.model import Known, Settled, WatchOptions
from smits_watch.notice.watcher import Watcher

log = logging.getLogger(__name__)

TAKE_SECONDS = 0.5
"""How long the loop waits for files before it looks at the calendar, the rules and whether to stop."""
TELL_SECONDS = 10.0
"""How long a single run waits until people are told."""
RETRY_SECONDS = 2.0
"""After the record or the archive could not be written; doubled each time it fails again."""
LONGEST_RETRY_SECONDS = 60.0


class AlreadyWatched(SmitsError):
    """Somebody else watches this workspace."""

    exit_code = 5


HappeningType = Literal[
    "started",
    "received",
    "copy",
    "read",
    "asked",
    "not-understood",
    "rejected",
    "set-aside",
    "untaken",
    "gone",
    "returned",
    "raised",
    "updated",
    "lapsed",
    "restored",
    "missing",
    "notify",
    "degraded",
    "stopped",
]


_READ: dict[Understanding, HappeningType] = {
    "understood": "read",
    "questions": "asked",
    "nothing": "not-understood",
}
"""What happened when an input was read: that it was not understood is as grave as that it was rejected."""


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that the watcher did, to be narrated."""

    type: HappeningType
    text: str
    data: dict[str, Any] = field(default_factory=dict)


Narrator = Callable[[Happening], None]


@contextmanager
def watch_lock(workspace: Workspace, clock: Clock) -> Iterator[None]:
    """Be the one who watches a workspace.

    Raises:
        AlreadyWatched: somebody else is.
    """
    lock = FileLock(workspace.watch_lock)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        beat = read_heartbeat(workspace.heartbeat, clock())
        who = f"the {beat.holder} with process {beat.pid} on {beat.host}" if beat.pid else "another process"
        raise AlreadyWatched(f"{workspace.root} is already watched by {who}; stop that one first.") from error
    try:
        yield
    finally:
        lock.release()


class Daemon:
    """Watches one workspace. Use it inside `watch_lock`."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        clock: Clock = system_clock,
        narrate: Narrator = lambda _: None,
        holder: Literal["daemon", "interface"] = "daemon",
    ) -> None:
        """Open the record, the rules, the reader and the watcher; nothing runs yet.

        Args:
            workspace: what to watch.
            clock: stamps entries and tells the day.
            narrate: told of everything that happens.
            holder: shown in the heartbeat.

        Raises:
            SmitsError: settings, rules or the record can't be used.
        """
        self._workspace = workspace
        self._clock = clock
        self._narrate = narrate
        self._settings = workspace.settings()
        self._record, mended = open_record(workspace, clock)
        if mended:
            log.warning(mended)
        self._reassessor = Reassessor(load_rules(workspace), self._settings)
        self._reader = Reader(child_limits(self._settings))
        self._contexts = ExtractionContexts(self._settings)
        self._watcher = Watcher(workspace.inputs, tuple(INPUT_KINDS), _options(self._settings), self._known)
        self._beat = Heartbeat(
            state="watching",
            holder=holder,
            pid=os.getpid(),
            host=socket.gethostname(),
            started=clock(),
            folders=len(INPUT_KINDS),
        )
        self._notifier = Notifier(self._settings, workspace.notified, clock)
        self._schedule = RetrySchedule()
        self._presence = PresenceTracker(workspace.inputs)
        self._offered: tuple[int, str] | None = None
        self._told_untaken: tuple[UntakenFile, ...] = ()
        self._trouble: dict[str, str] = {}
        self._doubtful = False
        """Whether an input that was read in this run was rejected or not (wholly) understood."""
        self._unreached = ""
        self._failures = 0
        """Turns that failed one after another."""
        self._stamps = self._workspace.configured()

    def run(self, stop: threading.Event) -> None:
        """Watch until told to stop."""
        with self.opened(), self._beating():
            self._tell("started", f"watching {self._workspace.inputs}")
            while not stop.is_set():
                self._turn(self._watcher.take(TAKE_SECONDS), stop)
        self._tell("stopped", "stopped watching")

    def once(self) -> bool:
        """Take everything that lies in the folders now, judge it, and end.

        Returns:
            Whether an input that was read in this run was rejected or not (wholly) understood.

        Raises:
            SmitsError: the record can't be written.
            OSError: the archive can't be written.
        """
        with self.opened():
            self.step()
            self._offer()
            self._notifier.stop(TELL_SECONDS)
            self._tell_unreached()
            return self._doubtful

    def step(self) -> None:
        """Take and judge everything that lies in the folders now; only inside `opened()`.

        Raises:
            SmitsError: the record can't be written.
            OSError: the archive can't be written.
        """
        self._work(self._watcher.sweep_now())
        self._note_presence(confirm=True)
        self._tell_untaken()

    @contextmanager
    def opened(self) -> Iterator[Record]:
        """Run the observers and the children, and go on where the last run ended; gives the record."""
        try:
            with self._watcher, self._reader:
                self._notifier.start()
                self._restore_copies()
                yield self._record
        finally:
            self._notifier.stop()
            self._reassessor.close()
            self._record.save()

    def _restore_copies(self) -> None:
        """Complete the archive from the folders, and tell what is missing for good."""
        restored, missing = restore_copies(
            self._record.state, self._workspace, self._reader, self._settings.watch.max_megabytes
        )
        for item in restored:
            self._tell("restored", f"{item.path}: its archived copy was missing and has been restored", item)
        for item in missing:
            self._tell("missing", f"{item.path}: the archive has no complete copy of it", item)

    @contextmanager
    def _beating(self) -> Iterator[None]:
        """Rewrite the heartbeat in a thread of its own, so that a long reading does not look like death.

        It is written once before anything else, so that whoever hears of the start finds it there.
        """
        ended = threading.Event()

        def beat() -> None:
            self._write_beat("degraded" if self._trouble_now() else "watching")

        def keep_beating() -> None:
            while not ended.wait(BEAT_SECONDS):
                beat()

        beat()
        thread = threading.Thread(target=keep_beating, name="smits-heartbeat", daemon=True)
        thread.start()
        try:
            yield
        finally:
            ended.set()
            thread.join()
            self._write_beat("stopped")

    def _write_beat(self, state: Literal["watching", "degraded", "stopped"]) -> None:
        health = self._watcher.health
        beat = self._beat.model_copy(
            update={
                "state": state,
                "reason": self._trouble_now(),
                "at": self._clock(),
                "backend": health.backend,
                "queued": health.queued,
                "last_sweep": health.last_sweep,
                "last_event": health.last_event,
                "restarts": health.restarts,
                "untaken": () if state == "stopped" else self._untaken(),
                "notify": unreachable(self._settings) or self._notifier.failing,
            }
        )
        try:
            write_heartbeat(self._workspace.heartbeat, beat)
        except OSError as error:
            log.warning("The heartbeat can't be written: %s", error.strerror)

    def _trouble_now(self) -> str:
        return " ".join(self._trouble.values()) or self._watcher.health.reason

    def _turn(self, settled: list[Settled], stop: threading.Event) -> None:
        """One turn of the loop; what can't be written now is tried again, and shown until it can."""
        try:
            self._reload()
            self._work(settled)
            self._note_presence()
            self._tell_untaken()
        except (OSError, SmitsError) as error:
            self._fail(str(error) or repr(error), settled, stop)
        except Exception as error:
            # Whatever one entry or file brings about, the watcher stays: nobody would notice that it is gone.
            log.exception("A turn of the watcher failed.")
            self._fail(f"The watcher failed unexpectedly ({type(error).__name__}: {error}).", settled, stop)
        else:
            self._trouble.pop("record", None)
            self._failures = 0
            self._offer()

    def _note_presence(self, *, confirm: bool = False) -> None:
        """Record and tell which files are gone from their folders, and which are back."""
        for item in self._presence.note(self._record, self._watcher.presence, confirm=confirm):
            if item.gone_at is None:
                self._tell("returned", f"{item.path} is back in its folder", item)
            else:
                text = f"{item.path} is gone from its folder; its facts count until it is withdrawn"
                self._tell("gone", text, item)
        emptied = self._presence.emptied
        if emptied:
            names = ", ".join(f"inputs/{name}" for name in emptied)
            reason = (
                f"All files are missing from {names}: "
                "mount it again, or withdraw the files if this is intended."
            )
            self._degrade("folders", reason)
        else:
            self._trouble.pop("folders", None)

    def _untaken(self) -> tuple[UntakenFile, ...]:
        """What lies in the folders and is not taken."""
        seen = self._watcher.untaken()[:MOST_UNTAKEN]
        return tuple(UntakenFile(path=skipped.path, reason=skipped.reason) for skipped in seen)

    def _tell_untaken(self) -> None:
        """Tell of each file that is not taken, once for each reason."""
        untaken = self._untaken()
        for file in untaken:
            if file not in self._told_untaken:
                data = {"path": file.path, "reason": file.reason}
                self._narrate(Happening("untaken", str(file), data))
        self._told_untaken = untaken

    def _fail(self, reason: str, settled: list[Settled], stop: threading.Event) -> None:
        """Show why a turn failed, give its files back, and wait; longer each time."""
        self._degrade("record", reason)
        for file in settled:
            self._watcher.again(file.path)
        self._offer()
        stop.wait(min(RETRY_SECONDS * 2**self._failures, LONGEST_RETRY_SECONDS))
        self._failures = min(self._failures + 1, 10)

    def _tell_unreached(self) -> None:
        """Say whom no notification reaches, and why, whenever that changes."""
        reason = unreachable(self._settings) or self._notifier.failing
        if reason != self._unreached:
            self._unreached = reason
            self._tell("notify", reason or "everybody can be reached again")

    def _offer(self) -> None:
        """Give the notifier what is new."""
        self._tell_unreached()
        known = (self._record.seq, self._trouble_now())
        if known != self._offered:
            self._offered = known
            self._notifier.offer(self._record.state, known[1])

    def _work(self, settled: list[Settled]) -> None:
        """Receive files, and do whatever else the record says is still to be done.

        What an earlier turn or run left undone, because it failed or was ended, is found there as well.
        """
        self._record.catch_up()
        self._reassessor.use(self._record)
        for file in settled:
            self._receive(file)
        self._read()
        while self._reassessor.waits(self._record.state):
            self._judge()
        if self._reassessor.unfit:
            self._degrade("facts", self._reassessor.unfit)
        else:
            self._trouble.pop("facts", None)

    def _receive(self, file: Settled) -> None:
        arrival = Arrival(file.file, file.kind, file.path, file.sha256, file.stat.size, file.stat.mtime_ns)
        try:
            identifier = receive(self._record, self._workspace, self._settings, arrival)
        except FileChanged:
            self._watcher.again(file.path, "changed while it was copied")
            return
        except ArchiveUnwritable as error:
            self._watcher.again(file.path, str(error))
            return
        item = self._record.state.input(identifier) if identifier else None
        if item is None:
            return
        if item.status == "copy":
            self._tell("copy", f"{item.path} is a copy of {item.copy_of}", item)
        elif item.status == "rejected":
            self._tell("rejected", f"{item.path}: {item.reason}", item)
        else:
            version = f" (version {item.version})" if item.version > 1 else ""
            self._tell("received", f"{item.path}{version}", item)

    def _read(self) -> None:
        """Read what waits."""
        for item in read_waiting(
            self._record,
            self._workspace,
            self._settings,
            self._reader,
            self._schedule,
            contexts=self._contexts,
            before=self._show_reading,
        ):
            self._doubtful = self._doubtful or item.status != "read" or item.is_in_doubt
            if item.status == "read":
                self._tell(_READ[item.understood], f"{item.path}: {self._understood(item)}", item)
            elif item.status == "received":
                self._tell("set-aside", f"{item.path}: {item.reason}", item)
            else:
                self._tell("rejected", f"{item.path}: {item.reason}", item)
        self._beat = self._beat.model_copy(update={"reading": ""})

    def _understood(self, item: Input) -> str:
        """What was understood of an input, in words."""
        if item.understood == "nothing":
            return " ".join(("not understood; nothing is decided on it.", *item.warnings))
        facts = item.nothing_stated or f"{len(item.facts)} facts"
        asked = [f"{one.id} {one.text}" for one in self._record.state.questions(of=item.id)]
        return f"{facts}, and asks: {' '.join(asked)} (`smits questions`)" if asked else facts

    def _show_reading(self, item: Input) -> None:
        self._beat = self._beat.model_copy(update={"reading": item.path})

    def _judge(self) -> None:
        before = self._record.state.next_id("triggers")
        changed = self._reassessor.run(self._record)
        for identifier in changed:
            trigger = self._record.state.trigger(identifier)
            if trigger:
                is_new = int(trigger.id.removeprefix("T")) >= before
                kind: HappeningType = "raised" if is_new else "updated"
                kind = kind if trigger.holds else "lapsed"
                data = {"id": trigger.id, "rule": trigger.rule, "severity": trigger.severity}
                text = f"{trigger.id} {trigger.severity}: {trigger.because}"
                self._narrate(Happening(kind, text, data))

    def _reload(self) -> None:
        """Take up changed rules and settings; a wrong file leaves the former ones in force and is shown."""
        stamps = self._workspace.configured()
        if stamps == self._stamps:
            return
        try:
            settings, pack = self._workspace.settings(), load_rules(self._workspace)
        except SmitsError as error:
            self._stamps = stamps
            self._degrade("rules", f"{error} The previous rules and settings stay in force.")
            return
        self._reassessor.close()
        self._settings, self._reassessor = settings, Reassessor(pack, settings)
        self._contexts = ExtractionContexts(settings)
        self._notifier.stop()
        self._notifier = Notifier(settings, self._workspace.notified, self._clock)
        self._offered = None
        self._notifier.start()
        self._trouble.pop("rules", None)
        self._stamps = stamps

    def _known(self, path: str) -> Known | None:
        item = self._record.state.newest(path)
        return Known(item.size, item.mtime_ns, item.sha256) if item else None

    def _degrade(self, part: Literal["record", "rules", "folders", "facts"], reason: str) -> None:
        if self._trouble.get(part) != reason:
            self._trouble[part] = reason
            self._tell("degraded", reason)

    def _tell(self, kind: Any, text: str, item: Input | None = None) -> None:
        data = _of_input(item) if item else {}
        self._narrate(Happening(kind, text, data))


def _of_input(item: Input) -> dict[str, Any]:
    understood = {"understood": item.understood} if item.status == "read" else {}
    return {"id": item.id, "kind": item.kind, "path": item.path, "status": item.status, **understood}


def _options(settings: Settings) -> WatchOptions:
    return WatchOptions(
        quiet_seconds=settings.watch.quiet_seconds,
        network_quiet_seconds=settings.watch.network_quiet_seconds,
        sweep_seconds=settings.watch.sweep_seconds,
        polling=settings.watch.polling,
    )
