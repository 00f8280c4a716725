"""Where the open cycle is. Apart from what leads it, so that showing it loads no types of entries."""

from __future__ import annotations

from dataclasses import dataclass

from smits_tui.process.deliverables.gates import People
from smits_tui.process.gates import Step, step_under_way
from smits_tui.process.state import Cycle, State
from smits_tui.process.tasks import Task


@dataclass(frozen=True, slots=True)
class Stands:
    """The position of the cycle."""

    cycle: Cycle
    step: Step
    tasks: tuple[Task, ...]
    """The remaining tasks of the step."""


def stands(state: State, people: People) -> Stands | None:
    """The current step and its remaining tasks; None while no cycle is open."""
    cycle = state.cycle()
    if cycle is None:
        return None
    step = step_under_way(cycle)
    return Stands(cycle, step, tuple(step.tasks(state, cycle, people)))
