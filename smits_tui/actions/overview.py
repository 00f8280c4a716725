"""Where things stand, in one object: what `smits status` prints and the Overview shows."""

from __future__ import annotations

import datetime as dt
from typing import Any

from pydantic import BaseModel, ConfigDict

from smits_tui.heartbeat import Heartbeat
from smits_tui.process.deliverables import DELIVERABLES
from smits_tui.process.state import TRIGGER_STATUSES, Cycle, State, Trigger


class CycleStatus(BaseModel):
    """Where the cycle stands."""

    number: int
    stage: str
    step: str
    opened_at: dt.datetime
    triggers: tuple[str, ...]


class DeliverableStatus(BaseModel):
    """Where a deliverable stands."""

    kind: str
    status: str
    version: int


class FolderStatus(BaseModel):
    """How fresh an input folder is."""

    kind: str
    recorded: int
    """Inputs without copies."""
    rejected: int
    last: dt.datetime | None


class Status(BaseModel):
    """The whole of it."""

    model_config = ConfigDict(frozen=True)

    organisation: str
    as_of: dt.datetime
    cycle: CycleStatus | None
    triggers: dict[str, int]
    inputs: dict[str, int]
    folders: tuple[FolderStatus, ...]
    deliverables: tuple[DeliverableStatus, ...]
    watcher: Heartbeat
    next: str


def status_of(state: State, heartbeat: Heartbeat, now: dt.datetime, kinds: tuple[str, ...]) -> Status:
    """Sum up the state.

    Args:
        state: what the record says.
        heartbeat: what the watcher is doing.
        now: the moment it is summed up for.
        kinds: the input kinds, in the order in which they are shown.
    """
    triggers = state.triggers()
    folders = _folders(state, kinds)
    cycle = state.cycle()
    return Status(
        organisation=state.organisation,
        as_of=now,
        cycle=_cycle(cycle) if cycle else None,
        triggers={status: sum(1 for t in triggers if t.status == status) for status in TRIGGER_STATUSES},
        inputs={
            "recorded": sum(folder.recorded for folder in folders),
            "rejected": sum(folder.rejected for folder in folders),
        },
        folders=folders,
        deliverables=tuple(
            DeliverableStatus(kind=kind, status="not started", version=0) for kind in DELIVERABLES
        ),
        watcher=heartbeat,
        next=next_step([t for t in triggers if t.status == "open"], cycle, folders),
    )


def next_step(undecided: list[Trigger], cycle: Cycle | None, folders: tuple[FolderStatus, ...]) -> str:
    """What is to be done next, as one sentence.

    Args:
        undecided: the open triggers, the gravest first.
        cycle: the cycle that is under way.
        folders: what has come so far.
    """
    if undecided:
        first = undecided[0]
        more = f" ({len(undecided)} are open)" if len(undecided) > 1 else ""
        return f"Triage {first.id}, {first.severity}: {first.because}{more}"
    if not any(folder.recorded for folder in folders):
        return "Drop the current budget, service portfolio and strategy plan into the folders below inputs/."
    if cycle:
        return f"Cycle {cycle.number}: assess the inputs that led to {', '.join(cycle.triggers)}."
    return "Nothing: the strategy holds as far as the inputs tell."


def _cycle(cycle: Cycle) -> CycleStatus:
    return CycleStatus(
        number=cycle.number,
        stage="Plan",
        step="assess the inputs",
        opened_at=cycle.opened_at,
        triggers=tuple(cycle.triggers),
    )


def _folders(state: State, kinds: tuple[str, ...]) -> tuple[FolderStatus, ...]:
    figures: dict[str, dict[str, Any]] = {
        kind: {"recorded": 0, "rejected": 0, "last": None} for kind in kinds
    }
    for item in state.inputs():
        figure = figures.get(item.kind)
        if figure is None or item.status == "copy":
            continue
        figure["rejected" if item.status == "rejected" else "recorded"] += 1
        figure["last"] = item.received_at
    return tuple(FolderStatus(kind=kind, **figure) for kind, figure in figures.items())
