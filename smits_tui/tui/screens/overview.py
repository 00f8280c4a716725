"""Overview: the next task, new triggers, current deliverables, and the freshness of the inputs."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid, Vertical

from smits_tui.actions.all_clear import silence
from smits_tui.actions.session import ActionRefused
from smits_tui.process.tasks import Task, TaskKind
from smits_tui.tui.details import overview_boxes as boxes
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.strategy.record_actions import RecordKeeping
from smits_tui.tui.status_styles import frame_title
from smits_tui.tui.widgets.item_box import ItemBox
from smits_tui.tui.widgets.list_view import ListTable
from smits_tui.tui.widgets.panel import Panel

MODE_OF_BOX = {"triggers": "triggers", "deliverables": "deliverables", "dates": "cycle", "inputs": "inputs"}
"""Box -> the mode that it opens while it is empty."""


class OverviewScreen(RecordKeeping):
    """Shows the state of the strategy at a glance."""

    TITLE_OF_HELP: ClassVar[str] = "Overview"
    HELP_TEXT: ClassVar[str] = (
        "Where the strategy stands: your tasks, the most urgent first, and what others must do; the cycle, "
        "what has triggered, the deliverables, upcoming dates and how fresh the inputs are. Enter on a task "
        "takes you to where it is done; on a trigger, `a` accepts it, `x` dismisses it and `v` shows the "
        "passage in its file. `t` shows what is stale and why, `b` the board view. Tab moves from box to "
        "box, enter opens the item under the cursor."
    )
    CHANGES = frozenset({"accept", "dismiss_trigger"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "accept", "Accept", tooltip="Add the trigger to the cycle, or open one"),
        Binding("x", "dismiss_trigger", "Dismiss", tooltip="Dismiss the trigger, with a reason"),
        Binding("v", "passage", "Passage", tooltip="The file of the trigger, with the passage marked"),
        Binding("t", "resting", "Stale", tooltip="What is stale, and why"),
        Binding("b", "board", "Board", tooltip="Matters, measures, roadmap, money and risks on one screen"),
    ]

    _tasks: dict[str, Task]
    """Row -> task."""

    def body(self) -> ComposeResult:
        """The tasks at the top, the process on the left, triggers and inputs on the right."""
        with Grid(id="overview"):
            yield ListTable((("", 2), ("", None)), id="first")
            with Vertical():
                yield Panel("Cycle", "cycle", id="cycle")
                yield ItemBox(id="deliverables")
                yield ItemBox(id="dates")
            with Vertical():
                yield ItemBox(id="triggers")
                yield ItemBox(id="inputs")
            with Vertical(id="overview-side"):
                yield Panel("Measures against targets", "measures", id="targets")
                yield Panel("Roadmap", "cycle", id="roadmap")

    @on(ItemBox.RowSelected)
    def _on_item(self, event: ListTable.RowSelected) -> None:
        """Lead from an item of a box to the item itself; from an empty box, to its mode."""
        if event.table.id != "first":
            mode, key = (*(event.table.current or "").split(" ", 2), "", "")[:2]
            empty = MODE_OF_BOX[event.table.id or ""]
            self.app.call_later(self.smits.go, mode or empty, key)

    @on(ListTable.RowSelected, "#first")
    async def _on_task(self) -> None:
        """Lead from a task to where it is done; a document that waits for agreement is shown in full."""
        task = self._chosen_task
        if task is None or task.kind is TaskKind.NOTHING:
            return
        if task.kind is TaskKind.AGREE:
            await self.smits.go(task.where.area, task.where.key)
            await self.app.run_action("read", self.app.screen)
            return
        self.follow(task.where)

    def action_resting(self) -> None:
        """Show what is stale, and why."""
        from smits_tui.tui.screens.strategy.dependency_graph import DependencyGraphScreen

        self.app.push_screen(DependencyGraphScreen(only_stale=True))

    def action_board(self) -> None:
        """Show measures, money, roadmap, risks and matters on one screen."""
        from smits_tui.tui.screens.strategy.board import BoardScreen

        self.app.push_screen(BoardScreen())

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
        """Go to the trigger under the cursor and do there what its list does."""
        trigger, task = "", self._chosen_task
        if isinstance(self.focused, ItemBox):
            mode, trigger = (*(self.focused.current or "").split(" ", 2), "", "")[:2]
            trigger = trigger if mode == "triggers" else ""
        elif task is not None and task.kind is TaskKind.TRIAGE:
            trigger = task.where.key
        if not trigger:
            raise ActionRefused("This is not a trigger; press enter to go to it.")
        await self.smits.go("triggers", trigger)
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
        panel = self.query_one("#cycle", Panel)
        panel.border_title = f"Cycle {cycle.number}" if cycle else "Cycle"
        panel.show(lambda _: boxes.cycle(view, tall=tall))
        silent = f"No trigger is open. {silence(view.state)}"
        room = self.query_one("#triggers").size.width - boxes.FRAME_CELLS
        counts = boxes.severities(view, room).markup
        self._list("triggers", f"Triggers · {waiting} open", boxes.triggers, note=silent, below=counts)
        self._list("deliverables", "Deliverables", boxes.deliverables)
        self._list("dates", "Coming up", boxes.dates, note="Nothing is due.")
        if self.has_class("-roomy"):
            from smits_tui.tui.details import board_boxes

            self.query_one("#targets", Panel).show(partial(board_boxes.measures, view))
            self.query_one("#roadmap", Panel).show(partial(board_boxes.roadmap, view))
        self._list("inputs", "Inputs", boxes.inputs, note=boxes.FIRST_INPUTS)

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

    def _list(self, box: str, title: str, content: boxes.Box, *, note: str = "", below: str = "") -> None:
        """Fill a box with items."""
        table, view = self.query_one(f"#{box}", ItemBox), self.smits.view
        table.border_title, table.border_subtitle = title, below
        table.show(lambda width: content(view, width), note)
