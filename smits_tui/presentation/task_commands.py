"""Tasks as commands: the command for each kind of task."""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from smits_tui.process.tasks import Task, TaskKind


def _section(task: Task) -> str:
    """A deliverable and one of its sections, as arguments of a command."""
    return task.where.key.replace("/", " ", 1)


def _document(task: Task) -> str:
    return task.where.key.partition("/")[0]


COMMANDS: dict[TaskKind, Callable[[Task], str]] = {
    TaskKind.DROP_INPUT: lambda _: "",
    TaskKind.ASSESS_INPUTS: lambda _: "cycle assess ID... (or --all)",
    TaskKind.ANSWER_QUESTION: lambda task: f"questions show {task.where.key}".removesuffix(" show "),
    TaskKind.WAIVE_INPUT: lambda task: f"inputs waive {task.where.key} --reason ...",
    TaskKind.WITHDRAW_INPUT: lambda task: f"inputs withdraw {task.where.key} --reason ...",
    TaskKind.TRIAGE: lambda task: f"triage accept {task.where.key}",
    TaskKind.OPEN_CYCLE: lambda _: "cycle open --reason ...",
    TaskKind.COMPLETE_STEP: lambda _: "cycle advance",
    TaskKind.CLOSE_CYCLE: lambda _: "cycle close",
    TaskKind.WRITE_SECTION: lambda task: f"deliverable write {_section(task)}",
    TaskKind.RENEW_SECTION: lambda task: f"deliverable write {_section(task)} (or --confirm)",
    TaskKind.CONFIRM_SECTION: lambda task: f"deliverable write {_section(task)} --confirm",
    TaskKind.SOURCE_CLAIM: lambda task: f"deliverable waive {_document(task)} {task.about}",
    TaskKind.CHECK_CITATION: lambda _: "inputs",
    TaskKind.SUBMIT: lambda task: f"deliverable submit {_document(task)}",
    TaskKind.AGREE: lambda task: f"agree {_document(task)} --by {shlex.quote(task.who)}",
    TaskKind.ANSWER_OBJECTION: lambda task: f"answer {task.about}",
    TaskKind.APPROVE: lambda task: f"deliverable approve {_document(task)}",
    TaskKind.NAME_STAKEHOLDERS: lambda _: "",
    TaskKind.WRITE_RECORD: lambda task: f"{task.where.record} set",
    TaskKind.CHOOSE_SCENARIO: lambda _: "scenario set --id ID --chosen --why ...",
    TaskKind.SETTLE_PROPOSAL: lambda task: (
        f"objective set --id {task.where.key} --no-proposed (or objective retire)"
    ),
    TaskKind.ADD_MEASURE: lambda task: f"measure set --objective {task.about}",
    TaskKind.PLAN_INITIATIVE: lambda task: (
        f"initiative set --objective {task.about} --owner ... --start ... --end ... --budget ..."
    ),
    TaskKind.REPORT_PROGRESS: lambda task: (
        f"initiative set --id {task.where.key} --status under-way --progress ..."
    ),
    TaskKind.READ_MEASURE: lambda task: f"measure record {task.where.key} VALUE --period ...",
    TaskKind.DECIDE: lambda _: "decision set REASONS --outcome continue|adjust|reassess",
    TaskKind.COMPLETE_ACTION: lambda task: f"action set --id {task.where.key} --owner ... --due ...",
    TaskKind.ADD_ACTION: lambda _: (
        "action set TEXT --owner ... --due ... (or decision set --id ID --no-actions)"
    ),
    TaskKind.NOTHING: lambda _: "",
}
"""Kind of task -> the command that does it, without `smits`; blank if there is none."""


def command_of(task: Task) -> str:
    """The command that does a task, without `smits`; blank if there is none."""
    return COMMANDS[task.kind](task)


def task_sentence(task: Task) -> str:
    """A task with the person who can do it, and the command."""
    command = command_of(task)
    if not command:
        return task.what
    return f"{task.what} {task.who[:1].upper()}{task.who[1:]} can do it: smits {command}"


def task_json(task: Task) -> dict[str, Any]:
    """A task for scripts: `what`, `who`, and the command as `how`."""
    return {"what": task.what, "who": task.who, "how": command_of(task)}


def next_json(task: Task) -> dict[str, Any]:
    """The next task as `smits status --json` shows it: `next`, `what`, `turn`, `command` and `where`."""
    return {
        "next": task_sentence(task),
        "what": task.what,
        "turn": task.who,
        "command": command_of(task),
        "where": asdict(task.where),
    }
