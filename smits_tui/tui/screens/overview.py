"""Overview: the next task, new triggers, current deliverables, and the freshness of the inputs."""

from __future__ import annotations

from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical

from smits_tui.actions.session import ActionRefused
from smits_tui.process.tasks import Task, TaskKind
from smits_tui.tui.details import overview_boxes as boxes
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.strategy.record_actions import RecordKeeping
from smits_tui.tui.status_styles import frame_title
from smits_tui.tui.widgets.list_view import ListTable
from smits_tui.tui.widgets.panel import Panel


class OverviewScreen(RecordKeeping):
    """Shows the state of the strategy at a glance."""

    TITLE_OF_HELP: ClassVar[str] = "Overview"
    HELP_TEXT: ClassVar[str] = (
        "Where the strategy stands: your tasks, the most urgent first, and what others must do; the cycle, "
        "what has triggered, the deliverables, upcoming dates and how fresh the inputs are. Enter on a task "
        "takes you to where it is done; on a trigger, A accepts it, X dismisses it and V shows the passage "
        "in its file. Tab moves from box to box, enter opens what a box is about."
    )
    CHANGES = frozenset({"accept", "dismiss_trigger"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Accept", tooltip="Add the trigger to the cycle, or open one"),
        Binding("x", "dismiss_trigger", "Dismiss", tooltip="Dismiss the trigger, with a reason"),
        Binding("v", "passage", "Passage", tooltip="The file of the trigger, with the passage marked"),
    ]

    _tasks: dict[str, Task]
    """Row -> task."""

    def body(self) -> ComposeResult:
        """The tasks at the top, the process on the left, triggers and inputs on the right."""
        with Grid(id="overview"):
            yield ListTable((("", 2), ("", None)), id="first")
            with Vertical():
                yield Panel("Cycle", "cycle", id="cycle")
                yield Panel("Deliverables", "deliverables", id="deliverables")
                yield Panel("Coming up", "cycle", id="dates")
            with Vertical():
                yield Panel("Triggers", "triggers", id="triggers")
                yield Panel("Inputs", "inputs", id="inputs")

    @on(ListTable.RowSelected)
    def _on_task(self) -> None:
        """Go to where the task is done."""
        task = self._chosen_task
        if task and task.kind is not TaskKind.NOTHING:
            self.follow(task.where)

    async def action_accept(self) -> None:
        """Accept the trigger under the cursor."""
        await self._on_trigger("accept")

    async def action_dismiss_trigger(self) -> None:
        """Ask for the reason, and dismiss the trigger under the cursor."""
        await self._on_trigger("dismiss_trigger")

    async def action_passage(self) -> None:
        """Show the file of the trigger under the cursor."""
        await self._on_trigger("passage")

    async def _on_trigger(self, action: str) -> None:
        """Go to the trigger under the cursor and run an action of its list."""
        task = self._chosen_task
        if task is None or task.kind is not TaskKind.TRIAGE or not task.where.key:
            raise ActionRefused("This task is not a trigger; press enter to go to it.")
        await self.smits.go("triggers", task.where.key)
        await self.app.run_action(action, self.app.screen)

    @property
    def _chosen_task(self) -> Task | None:
        """The task under the cursor."""
        return self._tasks.get(self.query_one(ListTable).current or "")

    def show(self, view: View) -> None:
        """Fill the boxes."""
        status, tall = view.status, self.has_class("-tall")
        cycle, waiting = status.cycle, status.triggers["open"]
        self._show_tasks(view)
        self._fill(
            "cycle", f"Cycle {cycle.number}" if cycle else "Cycle", lambda _: boxes.cycle(view, tall=tall)
        )
        self._fill("triggers", f"Triggers · {waiting} open", lambda width: boxes.triggers(view, width))
        self._fill("deliverables", "Deliverables", lambda width: boxes.deliverables(view, width))
        self._fill("dates", "Coming up", lambda width: boxes.dates(view, width))
        self._fill("inputs", "Inputs", lambda width: boxes.inputs(view, width))

    def _show_tasks(self, view: View) -> None:
        """List the acting person's tasks, the most urgent first, and below them those of others."""
        waiting, table = view.open_tasks(self.smits.person), self.query_one(ListTable)
        self._tasks = {str(number): task for number, task in enumerate((*waiting.mine, *waiting.others))}
        count, others = len(waiting.mine), len(waiting.others)
        table.border_title = frame_title(f"My tasks · {count}")
        waits = f"{others} for others below · " if others else ""
        table.border_subtitle = frame_title(f"{waits}enter opens it")
        table.fill(
            list(self._tasks), lambda key: boxes.task_cells(view, self._tasks[key], is_mine=int(key) < count)
        )

    def _fill(self, box: str, title: str, content: boxes.Box) -> None:
        panel = self.query_one(f"#{box}", Panel)
        panel.border_title = title
        panel.show(content)
