"""A person's tasks, the most urgent first, and those of others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from smits_tui.process.state import State, Trigger
from smits_tui.process.tasks import Location, Task, TaskKind

_GRAVE = ("critical", "high")


@dataclass(frozen=True, slots=True)
class OpenTasks:
    """The open tasks."""

    mine: tuple[Task, ...]
    """The acting person's, the most urgent first; without any, the next task, so never empty."""
    others: tuple[Task, ...]
    """Those of others in the current step."""


def open_tasks(
    state: State, undecided: Iterable[Trigger], left: Iterable[Task], following: Task, person: str
) -> OpenTasks:
    """Sort the tasks: serious triggers, questions, the current step, the other triggers.

    Args:
        state: contains the questions.
        undecided: the open triggers, the most severe first.
        left: the tasks of the current step.
        following: the next task, shown if there is no other.
        person: the acting person.
    """
    triggers, steps = list(undecided), list(left)
    grave = [trigger for trigger in triggers if trigger.severity in _GRAVE]
    hers = [task for task in steps if task.is_for(person)]
    listed_anyway = {Location("triggers", trigger.id) for trigger in triggers}
    anybodys = [
        task for task in steps if task.is_anybodys and task not in hers and task.where not in listed_anyway
    ]
    rest = [trigger for trigger in triggers if trigger.severity not in _GRAVE]
    ordered = [*_triage(grave), *_answers(state), *hers, *anybodys, *_triage(rest)]
    mine = {(task.kind, task.where, task.about): task for task in reversed(ordered)}
    listed = tuple(task for task in ordered if mine.pop((task.kind, task.where, task.about), None))
    others = tuple(task for task in steps if task not in hers and not task.is_anybodys)
    return OpenTasks(listed or (following,), others)


def _triage(triggers: Iterable[Trigger]) -> Iterator[Task]:
    for trigger in triggers:
        what = f"Triage {trigger.id}, {trigger.severity}: {trigger.because}"
        yield Task(TaskKind.TRIAGE, what, where=Location("triggers", trigger.id))


def _answers(state: State) -> Iterator[Task]:
    for question in state.questions():
        item = state.input(question.input)
        where = f" ({item.path})" if item else ""
        what = f"Answer {question.id}: {question.text}{where}"
        yield Task(TaskKind.ANSWER_QUESTION, what, where=Location("questions", question.id))
