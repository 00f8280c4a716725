"""Every kind of task has a command that exists, so that nobody is sent to one that was renamed."""

from __future__ import annotations

import shlex

import pytest
import typer
from typer.core import TyperGroup

from smits_tui.cli.app import app
from smits_tui.presentation.task_commands import COMMANDS, command_of, next_json, task_sentence
from smits_tui.process.tasks import Location, Task, TaskKind

NO_COMMAND = {TaskKind.DROP_INPUT, TaskKind.NAME_STAKEHOLDERS, TaskKind.NOTHING}
EXAMPLES = [
    Task(kind, "Do it.", who="Lee O'Neil", where=Location("cycle", "strategy-plan/goals", "risk"), about="X1")
    for kind in TaskKind
]


@pytest.mark.parametrize("task", EXAMPLES, ids=lambda task: task.kind)
def test_each_kind_has_a_command_that_exists(task: Task) -> None:
    command = command_of(task)
    if task.kind in NO_COMMAND:
        assert command == ""
        assert task_sentence(task) == "Do it."
        return
    group = typer.main.get_command(app)
    options: set[str] = set()
    for word in shlex.split(command.partition(" (or ")[0]):
        if isinstance(group, TyperGroup) and word in group.commands:
            group = group.commands[word]
        elif word.startswith("--"):
            options.add(word)
    assert group.name == command.split()[0] or not isinstance(group, TyperGroup), command
    offered = {name for parameter in group.params for name in (*parameter.opts, *parameter.secondary_opts)}
    assert options <= offered, command


def test_nobody_is_named_who_could_be_mistaken_for_an_option() -> None:
    """The command can be pasted into a shell whatever the name of the person is."""
    agree = next(task for task in EXAMPLES if task.kind is TaskKind.AGREE)
    assert shlex.split(command_of(agree)) == ["agree", "strategy-plan", "--by", "Lee O'Neil"]


def test_scripts_get_the_task_in_parts() -> None:
    task = Task(TaskKind.SUBMIT, "Submit it.", "kim", Location("deliverables", "strategy-plan"))
    assert next_json(task) == {
        "next": "Submit it. Kim can do it: smits deliverable submit strategy-plan",
        "what": "Submit it.",
        "turn": "kim",
        "command": "deliverable submit strategy-plan",
        "where": {"area": "deliverables", "key": "strategy-plan", "record": ""},
    }


def test_no_kind_is_left_out() -> None:
    assert set(COMMANDS) == set(TaskKind)
