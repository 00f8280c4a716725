"""The cycle: opening it, completing its steps, closing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from smits_tui.actions.inputs.lookup import find_input
from smits_tui.actions.session import ActionRefused, GateNotMet
from smits_tui.actions.strategy.cycle_position import Stands, stands
from smits_tui.ledger.record import Record
from smits_tui.process.deliverables.gates import People
from smits_tui.process.deliverables.sections import DOCUMENTS
from smits_tui.process.deliverables.staleness import stale_sections
from smits_tui.process.entries.deliverables import (
    CycleClosed,
    InputsAssessed,
    StageAdvanced,
    StepCompleted,
)
from smits_tui.process.entries.entry import CycleOpened, EntryData
from smits_tui.process.entries.records import CorrectiveAction, Decision
from smits_tui.process.gates import STEPS, Step
from smits_tui.process.state import State
from smits_tui.process.tasks import Task, TaskKind

CLOSE = STEPS[-1].name


def open_cycle(record: Record, *, by: str, reason: str) -> int:
    """Open a cycle without a trigger.

    Returns:
        Its number.

    Raises:
        ActionRefused: a cycle is open, or there is no reason.
    """

    def action(state: State) -> list[EntryData]:
        under_way = state.cycle()
        if under_way:
            raise ActionRefused(f"Cycle {under_way.number} is open; close it first.")
        if not reason.strip():
            raise ActionRefused("Give a reason for opening the cycle.")
        return [CycleOpened(number=len(state.cycles()) + 1, reason=reason.strip())]

    (opened,) = record.commit(by, action)
    return int(opened.data["number"])


def assess_inputs(record: Record, identifiers: Sequence[str], *, by: str, note: str = "") -> tuple[str, ...]:
    """Mark inputs as reviewed.

    Args:
        record: the record that receives the review.
        identifiers: of inputs; empty means all that are not reviewed yet.
        by: the person who reviewed them.
        note: for others.

    Returns:
        The inputs that were marked.

    Raises:
        ActionRefused: there is no such input, or all are reviewed.
    """

    def action(state: State) -> list[EntryData]:
        return [InputsAssessed(ids=to_assess(state, identifiers), note=note.strip())]

    (assessed,) = record.commit(by, action)
    return tuple(assessed.data["ids"])


def to_assess(state: State, identifiers: Sequence[str]) -> tuple[str, ...]:
    """The inputs that `assess_inputs` would mark.

    Raises:
        ActionRefused: as for `assess_inputs`.
    """
    names = [find_input(state, identifier).id for identifier in identifiers]
    left = [item.id for item in state.inputs() if item.assessed_at is None and item.status != "received"]
    marked = tuple(name for name in left if not names or name in names)
    if not marked:
        raise ActionRefused("All inputs have been reviewed.")
    return marked


def advance(record: Record, people: People, *, by: str) -> Step:
    """Complete the current step, and enter the next stage if it was the last one of its stage.

    Returns:
        The new current step.

    Raises:
        ActionRefused: no cycle is open, or tasks remain; the message names them.
    """

    def action(state: State) -> list[EntryData]:
        now = check_advance(state, people)
        following = STEPS[STEPS.index(now.step) + 1]
        done: list[EntryData] = [StepCompleted(cycle=now.cycle.number, step=now.step.name)]
        if following.stage != now.step.stage:
            done.append(StageAdvanced(cycle=now.cycle.number, stage=following.stage))
        return done

    completed, *_ = record.commit(by, action)
    names = [step.name for step in STEPS]
    return STEPS[names.index(completed.data["step"]) + 1]


def check_advance(state: State, people: People) -> Stands:
    """The step that `advance` would complete.

    Raises:
        ActionRefused: as for `advance`.
    """
    now = stands(state, people)
    if now is None:
        what = "No cycle is open; accept a trigger, or open one for a reason."
        raise GateNotMet(Task(TaskKind.OPEN_CYCLE, what))
    if now.step.name == CLOSE:
        raise GateNotMet(Task(TaskKind.CLOSE_CYCLE, "This is the last step: close the cycle."))
    _refuse_open_tasks(now)
    return now


def close_cycle(
    record: Record, people: People, *, by: str, next_review: dt.date, reassess: str | None = None
) -> int | None:
    """Close the cycle: make the agreed documents the baseline, and set the date of the next review.

    Args:
        record: the record that receives the entry.
        people: the people whose agreement counts.
        by: the person who closes it.
        next_review: the date of the next review.
        reassess: the reason for reassessing the strategy before this cycle has reached Act; allowed from Do
            on, if a trigger waits for the next cycle.

    Returns:
        The number of the next cycle, which is open if triggers waited for it; otherwise None.

    Raises:
        ActionRefused: no cycle is open, tasks remain, or the date has passed.
    """

    def action(state: State) -> list[EntryData]:
        now = stands(state, people)
        if now is None:
            raise ActionRefused("No cycle is open.")
        if next_review <= state.today:
            raise ActionRefused(f"The next review must be in the future; {next_review} is not.")
        waiting = [trigger for trigger in state.waiting() if trigger.cycle == now.cycle.number + 1]
        done = _ending(state, now, reassess, has_waiting=bool(waiting))
        baseline = state.plan_agreed or 0
        done.append(
            CycleClosed(
                number=now.cycle.number,
                baseline=baseline,
                next_review=next_review,
                early=reassess is not None,
                reason=(reassess or "").strip(),
            )
        )
        if waiting:
            triggers = tuple(trigger.id for trigger in waiting)
            done.append(CycleOpened(number=now.cycle.number + 1, triggers=triggers))
        return done

    *_, last = record.commit(by, action)
    return int(last.data["number"]) if last.type == CycleOpened.type else None


def left_open(state: State) -> list[str]:
    """The documents, assumptions and actions that remain unresolved after closing, a sentence each."""
    titles = dict.fromkeys(DOCUMENTS[path.partition("/")[0]].title.lower() for path in stale_sections(state))
    left = [f"Calls into question: {', '.join(titles)}."] if titles else []
    left += [
        f"Broken: {assumption.text} (the facts say {assumption.actual})."
        for assumption in state.assumptions()
        if assumption.holds == "broken"
    ]
    return left + [
        f"Open: {action.id}, {action.text}, due {action.data.due or 'on no day'}."
        for action in state.records(CorrectiveAction)
        if not action.data.done
    ]


def _ending(state: State, now: Stands, reassess: str | None, *, has_waiting: bool) -> list[EntryData]:
    if reassess is None:
        if now.step.name != CLOSE:
            what = f"The step '{now.step.title}' is under way; complete it first."
            raise GateNotMet(Task(TaskKind.COMPLETE_STEP, what))
        left = [task for task in now.tasks if task.kind is not TaskKind.CLOSE_CYCLE]
        _refuse_open_tasks(Stands(now.cycle, now.step, tuple(left)))
        return [StepCompleted(cycle=now.cycle.number, step=CLOSE)]
    if now.step.stage == "Plan":
        raise ActionRefused("During Plan, triggers are added to the open cycle, so it need not be closed.")
    if not reassess.strip():
        raise ActionRefused("Say why the strategy must be reassessed.")
    if not has_waiting:
        raise ActionRefused("No trigger is waiting for the next cycle; accept one first.")
    text = " ".join(reassess.split())
    return [Decision(id=f"D{state.next_id('decision')}", text=text, outcome="reassess")]


def _refuse_open_tasks(now: Stands) -> None:
    if now.tasks:
        raise GateNotMet(now.tasks[0], more=len(now.tasks) - 1)
