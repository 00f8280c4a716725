"""The interface's view of the record, kept up to date when other processes append to it."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from smits_rules.vocabulary import INPUT_KINDS, SmitsError
from smits_tui.actions.open_tasks import OpenTasks, open_tasks
from smits_tui.actions.session import open_past, open_record, person
from smits_tui.actions.status import FolderStatus, Status, status_of
from smits_tui.actions.strategy.calendar import days_of
from smits_tui.actions.strategy.deliverables.documents import documents_of
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.watcher_state import WatcherState
from smits_tui.clock import Clock, local_day
from smits_tui.heartbeat import Heartbeat
from smits_tui.ledger.engines import is_team
from smits_tui.ledger.errors import LedgerUnreachable
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.gates import People
from smits_tui.process.deliverables.status import Deliverable
from smits_tui.process.gates import STEPS, step_under_way
from smits_tui.process.state import Cycle, State, Trigger
from smits_tui.process.tasks import Location, Task, TaskKind
from smits_tui.settings import Settings, SettingsError
from smits_tui.workspace import Configured, Workspace

if TYPE_CHECKING:
    from smits_tui.presentation.typed_fields import TypingContext

COMPARE_SECONDS = 0.3
"""How often the watcher's state, the settings and the time are compared with what is shown."""


@dataclass(frozen=True)
class View:
    """The data that screens show; replaced whenever something changes."""

    state: State
    status: Status
    now: dt.datetime
    settings: Settings
    seq: int = 0
    """The newest entry included."""
    configured: Configured = ()
    """The state of smits.toml and the team's rules."""
    as_of: dt.date | None = None
    """The past day that is shown; None for today."""
    take_snapshot: Callable[[], State] | None = None
    """Copies the state; None if the state never changes."""

    @cached_property
    def snapshot(self) -> State:
        """The state for a thread: a copy that never changes, made on first use."""
        return self.take_snapshot() if self.take_snapshot else self.state

    @cached_property
    def people(self) -> People:
        """The people whose agreement counts."""
        return people_of(self.settings)

    @property
    def typing(self) -> TypingContext:
        """The context for parsing typed text."""
        from smits_tui.presentation.typed_fields import TypingContext

        return TypingContext(self.state.today, self.settings.currency)

    @cached_property
    def files(self) -> dict[str, list[tuple[str, str]]]:
        """Input kind -> the ids of its inputs in order of arrival, each with its path in lower case.

        Typed inputs of all files would cost 0.2 s with 10,000 of them; a screen shows only some.
        """
        by_kind: dict[str, list[tuple[str, str]]] = {kind: [] for kind in INPUT_KINDS}
        for kind, identifier, path in self.state.input_paths():
            if kind in by_kind:
                by_kind[kind].append((path.casefold(), identifier))
        return by_kind

    @cached_property
    def folders(self) -> dict[str, FolderStatus]:
        """Input kind -> the freshness of its folder."""
        return {folder.kind: folder for folder in self.status.folders}

    @cached_property
    def undecided(self) -> list[Trigger]:
        """The open triggers, the most severe first, then the newest."""
        return self.state.triggers("open")

    @cached_property
    def silent(self) -> set[str]:
        """The input folders in which nothing has arrived for too long."""
        return {str(t.fact.get("kind")) for t in self.undecided if t.rule == "input-silence"}

    @cached_property
    def cycle(self) -> Cycle | None:
        """The open cycle."""
        return self.state.cycle()

    @cached_property
    def opened_by(self) -> str:
        """The triggers that opened the current cycle, with lapsed ones marked, or else its reason."""
        if self.cycle is None:
            return ""
        triggers = [(name, self.state.trigger(name)) for name in self.cycle.triggers]
        names = [f"{name} (lapsed)" if trigger and not trigger.holds else name for name, trigger in triggers]
        return ", ".join(names) or self.cycle.reason

    @cached_property
    def days(self) -> list[tuple[dt.date, str, str]]:
        """All dates that are to be kept, the earliest first: the day, what is due, an id."""
        return sorted((day, what, name) for name, what, day in days_of(self.state, self.settings))

    @cached_property
    def deliverables(self) -> list[Deliverable]:
        """The five documents."""
        return documents_of(self.state, self.settings)

    def open_tasks(self, person: str) -> OpenTasks:
        """The open tasks of a person, and those of others."""
        step = step_under_way(self.cycle).name if self.cycle else ""
        left = [*self.tasks.get(step, []), *self._agreements(person)]
        return open_tasks(self.state, self.undecided, left, self.status.next, person)

    def _agreements(self, person: str) -> Iterator[Task]:
        """The documents that wait for a person to agree, whatever the step."""
        for deliverable in self.deliverables:
            if (
                deliverable.agreement
                and deliverable.status in ("submitted", "objected")
                and person in deliverable.agreement.missing
            ):
                what = f"{person} has not agreed to the {deliverable.title.lower()}."
                yield Task(TaskKind.AGREE, what, person, Location("deliverables", deliverable.kind))

    @cached_property
    def tasks(self) -> dict[str, list[Task]]:
        """Step -> its remaining tasks, for steps that are not completed; empty without a cycle."""
        cycle = self.cycle
        if cycle is None:
            return {}
        left = [step for step in STEPS if step.name not in cycle.completed]
        return {step.name: step.tasks(self.state, cycle, self.people) for step in left}


def past_view(workspace: Workspace, day: dt.date, settings: Settings, beat: Heartbeat, who: str) -> View:
    """The view of a day in the past, with today's settings.

    Raises:
        LedgerDamaged: the record is inconsistent.
    """
    state = open_past(workspace, day).state
    evening = dt.datetime.combine(day, dt.time(23, 59, 59)).astimezone(dt.UTC)
    status = status_of(state, beat, evening, INPUT_KINDS, settings, who)
    return View(state, status, evening, settings, as_of=day)


class Following:
    """Keeps the record of a workspace up to date; must be used on the interface's thread."""

    def __init__(self, workspace: Workspace, clock: Clock) -> None:
        """Open the record.

        Raises:
            LedgerDamaged: it is inconsistent.
            SettingsError: smits.toml is invalid.
        """
        self.record: Record
        self.record, self.mended = open_record(workspace, clock)
        self._workspace = workspace
        self._clock = clock
        self._watcher = WatcherState(workspace, clock)
        self._known = workspace.settings()
        self._shown: tuple[object, ...] = ()
        self._compared = 0.0
        """When what is shown was last compared with what is there, on the monotonic clock."""
        self._compared_rules: tuple[object, ...] = ()
        """The rules in force and those of this machine when they were last compared."""
        self._difference = ""
        self._outage = ""
        """Why the record can't be read now; blank if it can."""
        self.damage = ""
        """The same, unless its server does not answer, which passes."""
        self.acting: str | None = None
        """The name under which somebody chose to act; None: that of SMITS_USER or the login."""

    def poll(self) -> View | None:
        """Catch up; return a new view if anything visible changed, else None.

        New entries are seen at each call, which is cheap if there are none; the rest is compared less often.
        """
        if not self._has_caught_up() and time.monotonic() - self._compared < COMPARE_SECONDS:
            return None
        self._compared = time.monotonic()
        beat = self.heartbeat()
        now = self._clock()
        # Ages are shown in minutes; smits.toml and the rules may be edited outside the program.
        minute, day = now.replace(second=0, microsecond=0), local_day(now)
        shown = (
            self.record.seq,
            beat.state,
            beat.reason,
            beat.reading,
            beat.untaken,
            beat.spooled,
            minute,
            day,
            self._workspace.configured(),
        )
        if shown == self._shown:
            return None
        view = self.view(beat)
        self._shown = shown
        return view

    def _has_caught_up(self) -> bool:
        """Read new entries; False if there are none, or if the record can't be read, which is noted."""
        try:
            is_new = self.record.ledger.follow()
            if is_new:
                self.record.catch_up()
        except SmitsError as error:
            # The rest of the view is compared all the same: the bar must not stay green above a lost record.
            self._outage = str(error)
            self.damage = "" if isinstance(error, LedgerUnreachable) else self._outage
            return False
        self._outage = self.damage = ""
        return is_new

    def view(self, beat: Heartbeat | None = None) -> View:
        """The view as of the last check."""
        now = self._clock()
        state, settings = self.record.state, self._settings()
        status = status_of(
            state,
            beat or self.heartbeat(),
            now,
            INPUT_KINDS,
            settings,
            person(self.acting, settings),
            rules=self._rules_difference(),
        )
        configured, snapshot = self._workspace.configured(), self.record.snapshot
        return View(state, status, now, settings, self.record.seq, configured, take_snapshot=snapshot)

    def _rules_difference(self) -> str:
        """Why the rules here are not those of the team; looked up anew when either changed."""
        try:
            is_shared = is_team(self._workspace)
        except SettingsError:  # smits.toml is invalid or away: then the last valid settings stay in force
            return self._difference
        if not is_shared:
            return ""
        # Imported here: it reads rules, which nothing else on the first screen does.
        from smits_tui.actions.rules.rules_in_force import own_rules_difference

        compared = (self.record.state.pack, self._workspace.configured())
        if self._compared_rules != compared:
            self._compared_rules = compared
            self._difference = own_rules_difference(self._workspace, self.record.state)
        return self._difference

    def heartbeat(self) -> Heartbeat:
        """The current activity of the watcher; degraded while the record can't be read."""
        beat = self._watcher.now()
        return beat.model_copy(update={"state": "degraded", "reason": self._outage}) if self._outage else beat

    def _settings(self) -> Settings:
        """The current settings; while smits.toml is invalid, the last valid ones."""
        with contextlib.suppress(SettingsError):
            self._known = self._workspace.settings()
        return self._known
