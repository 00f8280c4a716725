"""Leads to where a task is done, and opens the form or the question with which it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from smits_tui.actions.session import ActionRefused
from smits_tui.process.tasks import Task, TaskKind
from smits_tui.tui.palette.commands import actions_of
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.screens.strategy.record_actions import RecordKeeping
from smits_tui.tui.task_keys import KEYS

if TYPE_CHECKING:
    from textual.app import App

    from smits_tui.tui.host import Host

OPENED = frozenset(
    {
        *(TaskKind.ASSESS_INPUTS, TaskKind.OPEN_CYCLE, TaskKind.COMPLETE_STEP, TaskKind.CLOSE_CYCLE),
        *(TaskKind.WRITE_SECTION, TaskKind.RENEW_SECTION, TaskKind.SUBMIT, TaskKind.AGREE),
        *(TaskKind.APPROVE, TaskKind.READ_MEASURE),
    }
)
"""Tasks whose key opens a form, a text or a question; others only lead to where people decide."""


async def do(app: App[Any], host: Host, task: Task) -> None:
    """Show where a task is done, with its form or question open.

    Args:
        app: with no dialog open.
        host: the same app, as screens know it.
        task: the task.

    Raises:
        ActionRefused: nothing is to be done.
    """
    if task.kind is TaskKind.NOTHING:
        raise ActionRefused(task.what)
    while len(app.screen_stack) > 1:
        await app.pop_screen()
    if task.where.record:
        if not isinstance(app.screen, RecordKeeping):
            await host.go("cycle", "")
        if isinstance(app.screen, RecordKeeping):
            app.screen.follow(task.where, task.about)
        return
    area_and_key = KEYS[task.kind]
    if task.kind not in OPENED or area_and_key is None:
        await host.go(task.where.area, task.where.key)
        return
    area, key = area_and_key
    await host.go(area, task.where.key if task.where.area == area else "")
    screen = app.screen
    if isinstance(screen, ModeScreen):
        await screen.until_filled()
        action = next(binding.action for binding in actions_of(type(screen)) if binding.key == key)
        await app.run_action(action, screen)
