"""The current status in one object, for `smits status` and the Overview."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from smits_tui.actions.all_clear import blind_spot, unjudged
from smits_tui.actions.reachability import unreachable
from smits_tui.actions.strategy.cycle_position import Stands, stands
from smits_tui.actions.strategy.deliverables.documents import documents_of
from smits_tui.actions.strategy.deliverables.people import people_of
from smits_tui.actions.watcher_state import TeamWatcher
from smits_tui.heartbeat import Heartbeat
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.deliverables.staleness import stale_sections
from smits_tui.process.deliverables.status import Deliverable
from smits_tui.process.state import TRIGGER_STATUSES, Input, State, Trigger
from smits_tui.process.tasks import Location, Task, TaskKind, first_for
from smits_tui.settings import Settings

_BEFORE_QUESTIONS = ("critical", "high")
"""Triggers of these severities come before questions."""


@dataclass(frozen=True, slots=True)
class CycleStatus:
    """The position of the cycle."""

    number: int
    stage: str
    step: str
    opened_at: dt.datetime
    triggers: tuple[str, ...]
    missing: tuple[str, ...] = ()
    """What prevents the step from being completed."""


@dataclass(frozen=True, slots=True)
class DeliverableStatus:
    """The status of a deliverable."""

    kind: str
    status: str
    version: int
    """The newest submitted version; 0 if none."""
    approved: int | None = None
    """The version in force."""
    stale: tuple[str, ...] = ()
    """Paths of stale sections."""
    agreed: tuple[str, ...] = ()
    """The people who agreed to the newest version."""
    missing: tuple[str, ...] = ()
    """The people who have not agreed."""
    updated_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class FolderStatus:
    """The freshness of an input folder."""

    kind: str
    recorded: int
    """Inputs without copies."""
    rejected: int
    last: dt.datetime | None
    in_doubt: int = 0
    """Inputs that were not, or not completely, understood."""
    not_understood: int = 0
    """Those of them from which nothing was read at all."""


@dataclass(frozen=True, slots=True)
class Status:
    """The complete status."""

    organisation: str
    as_of: dt.datetime
    cycle: CycleStatus | None
    triggers: dict[str, int]
    inputs: dict[str, int]
    folders: tuple[FolderStatus, ...]
    deliverables: tuple[DeliverableStatus, ...]
    watcher: Heartbeat
    next: Task
    """The next task, for the acting person if there is one."""
    unseen: str = ""
    """What can't be detected or matched yet, and what would help; blank if nothing is missing."""
    notify: str = ""
    """Who can't be notified, and why; blank if all can."""
    rules: str = ""
    """Why the rules of this machine are not those of its team; blank if they are."""
    settings: str = ""
    """Which settings of this machine are not those of its team; blank if all are."""
    watchers: tuple[TeamWatcher, ...] = ()
    """Every watcher of a team; none if the record is on this machine alone."""


def status_of(
    state: State,
    heartbeat: Heartbeat,
    now: dt.datetime,
    kinds: Collection[str],
    settings: Settings,
    person: str = "",
    watchers: tuple[TeamWatcher, ...] = (),
    rules: str = "",
    own_settings: str = "",
) -> Status:
    """Summarise the state.

    Args:
        state: the recorded state.
        heartbeat: the watcher's current activity.
        now: the current time.
        kinds: the input kinds, in display order.
        settings: the people whose agreement counts, and due dates.
        person: the person whose next task is wanted; blank for anybody.
        watchers: every watcher of a team.
        rules: why the rules of this machine are not those of its team.
        own_settings: which of its settings are not those of its team.
    """
    triggers = state.triggers()
    doubtful = state.inputs_in_doubt()
    folders = _folders(state, kinds, doubtful)
    now_at = stands(state, people_of(settings))
    return Status(
        organisation=state.organisation,
        as_of=now,
        cycle=_cycle(now_at) if now_at else None,
        triggers={status: sum(1 for t in triggers if t.status == status) for status in TRIGGER_STATUSES},
        inputs={
            "recorded": sum(folder.recorded for folder in folders),
            "rejected": sum(folder.rejected for folder in folders),
            "questions": sum(item.understood == "questions" for item in doubtful),
            "not_understood": sum(item.understood == "nothing" for item in doubtful),
            "set_aside": sum(item.is_set_aside for item in state.inputs_with("received")),
        },
        folders=folders,
        deliverables=tuple(_deliverable(document) for document in documents_of(state, settings)),
        watcher=heartbeat,
        next=next_step(state, [t for t in triggers if t.status == "open"], now_at, folders, person),
        unseen=unseen.what if (unseen := blind_spot(state)) else "",
        notify=unreachable(settings) or heartbeat.notify,
        watchers=watchers,
        rules=rules,
        settings=own_settings,
    )


def next_step(
    state: State,
    undecided: list[Trigger],
    now_at: Stands | None,
    folders: tuple[FolderStatus, ...],
    person: str = "",
) -> Task:
    """The next task of a person, or of anybody.

    Tasks of others are returned only if there is nothing that this person can do.

    Args:
        state: the recorded state.
        undecided: the open triggers, the most severe first.
        now_at: the position of the cycle, if one is open.
        folders: the status of the input folders.
        person: the acting person.
    """
    left = now_at.tasks if now_at else ()
    hers = first_for(left, person) if person else next(iter(left), None)
    if now_at and hers and now_at.step.name != "assess":
        return hers
    doubt = doubt_to_settle(state)
    if doubt and not any(trigger.severity in _BEFORE_QUESTIONS for trigger in undecided):
        return doubt
    if undecided:
        first_trigger = undecided[0]
        more = f" ({len(undecided)} are open)" if len(undecided) > 1 else ""
        what = f"Triage {first_trigger.id}, {first_trigger.severity}: {first_trigger.because}{more}"
        return Task(TaskKind.TRIAGE, what, where=Location("triggers", first_trigger.id))
    if hers:
        return hers
    if left:
        return replace(left[0], what=f"Waiting for {left[0].who}: {left[0].what}")
    if now_at:
        what = f"The step '{now_at.step.title}' is done; go on to the next one."
        return Task(TaskKind.COMPLETE_STEP, what)
    if not any(folder.recorded for folder in folders):
        first = "Drop the current budget, service portfolio and strategy plan into the folders below inputs/."
        return Task(TaskKind.DROP_INPUT, first, who="")
    return (
        blind_spot(state)
        or _in_question(state)
        or Task(TaskKind.NOTHING, "Nothing: as far as the inputs show, the strategy holds.", who="")
    )


def _in_question(state: State) -> Task | None:
    """The task to reassess agreed documents whose foundations changed, if no cycle is open."""
    stale = stale_sections(state)
    path = next(iter(stale), None)
    if path is None:
        return None
    titles = dict.fromkeys(DOCUMENTS[stale_path.partition("/")[0]].title.lower() for stale_path in stale)
    what = f"Calls into question: {', '.join(titles)}. {stale[path][0].text} Open a cycle to address it."
    return Task(TaskKind.OPEN_CYCLE, what)


def doubt_to_settle(state: State) -> Task | None:
    """The first question, else the first input that was not understood, else the first unreadable one."""
    questions = state.questions()
    if questions:
        first, more = questions[0], _more(len(questions), "questions are open")
        item = state.input(first.input)
        where = f" ({item.path})" if item else ""
        what = f"Answer {first.id}: {first.text}{where}{more}"
        return Task(TaskKind.ANSWER_QUESTION, what, where=Location("questions", first.id))
    silent = [item for item in state.inputs_in_doubt() if item.understood == "nothing"]
    if not silent:
        return _rejected(state)
    first_input, more = silent[0], _more(len(silent), "files were not understood")
    what = (
        f"{first_input.id} was read, but not understood: {first_input.path}. "
        f"Correct its facts, withdraw it, or waive it with a reason.{more}"
    )
    return Task(TaskKind.WAIVE_INPUT, what, where=Location("questions", first_input.id))


def _rejected(state: State) -> Task | None:
    """The first unreadable file that nobody has reviewed."""
    rejected = unjudged(state)
    if not rejected:
        return None
    first, more = rejected[0], _more(len(rejected), "files could not be read")
    what = (
        f"{first.path} could not be read: {first.reason} "
        f"Drop it again, withdraw it, or mark it as reviewed.{more}"
    )
    return Task(TaskKind.WITHDRAW_INPUT, what, where=Location("inputs", first.id))


def _more(count: int, what: str) -> str:
    return f" ({count} {what})" if count > 1 else ""


def _cycle(now_at: Stands) -> CycleStatus:
    return CycleStatus(
        number=now_at.cycle.number,
        stage=now_at.step.stage,
        step=now_at.step.title,
        opened_at=now_at.cycle.opened_at,
        triggers=tuple(now_at.cycle.triggers),
        missing=tuple(task.what for task in now_at.tasks),
    )


def _deliverable(deliverable: Deliverable) -> DeliverableStatus:
    agreement = deliverable.agreement
    return DeliverableStatus(
        kind=deliverable.kind,
        status=deliverable.status,
        version=deliverable.version,
        approved=deliverable.approved,
        stale=tuple(deliverable.stale),
        agreed=agreement.agreed if agreement else (),
        missing=agreement.missing if agreement else (),
        updated_at=deliverable.updated_at,
    )


def _folders(state: State, kinds: Collection[str], doubtful: list[Input]) -> tuple[FolderStatus, ...]:
    figures: dict[str, dict[str, Any]] = {
        kind: {"recorded": 0, "rejected": 0, "last": None, "in_doubt": 0, "not_understood": 0}
        for kind in kinds
    }
    for item in doubtful:
        if item.kind in figures:
            figures[item.kind]["in_doubt"] += 1
            figures[item.kind]["not_understood"] += item.understood == "nothing"
    for kind, status, received_at in state.arrivals():
        figure = figures.get(kind)
        if figure is None or status in ("copy", "sidecar"):
            continue
        figure["rejected" if status == "rejected" else "recorded"] += 1
        figure["last"] = received_at
    for figure in figures.values():
        figure["last"] = figure["last"] and dt.datetime.fromisoformat(figure["last"])
    return tuple(FolderStatus(kind=kind, **figure) for kind, figure in figures.items())
