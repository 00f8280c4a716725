"""Overview: what is next, what has triggered, what is current, whether the inputs are fresh."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Grid, Vertical

from smits_tui.tui.details import overview_boxes as boxes
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.status_styles import frame_title
from smits_tui.tui.widgets.panel import Panel


class OverviewScreen(ModeScreen):
    """Answers in ten seconds where the strategy stands."""

    TITLE_OF_HELP: ClassVar[str] = "Overview"
    HELP_TEXT: ClassVar[str] = (
        "Where the strategy stands: the next task and whose it is, the cycle, what has triggered, the "
        "deliverables, upcoming dates and how fresh the inputs are. Tab moves from box to box, enter "
        "opens what a box is about; on the next task, it takes you there."
    )

    def body(self) -> ComposeResult:
        """What is next above, the process at the left, what comes in at the right."""
        with Grid(id="overview"):
            yield Panel("Next", "triggers", id="first")
            with Vertical():
                yield Panel("Cycle", "cycle", id="cycle")
                yield Panel("Deliverables", "deliverables", id="deliverables")
                yield Panel("Coming up", "cycle", id="dates")
            with Vertical():
                yield Panel("Triggers", "triggers", id="triggers")
                yield Panel("Inputs", "inputs", id="inputs")

    async def on_panel_opened(self, event: Panel.Opened) -> None:
        """Lead from what is next to where it is done."""
        status = self.smits.view.status
        if event.panel == "first" and status.next.who:
            event.stop()
            await self.smits.go(status.next.where.area, status.next.where.key)

    def show(self, view: View) -> None:
        """Fill the boxes."""
        status, tall = view.status, self.has_class("-tall")
        cycle, waiting = status.cycle, status.triggers["open"]
        turn = f"Up next: {status.next.who}" if status.next.who else "Next"
        self._fill("first", frame_title(turn), lambda _: boxes.following(view))
        self.query_one("#first", Panel).border_subtitle = "enter opens it" if status.next.who else ""
        self._fill(
            "cycle", f"Cycle {cycle.number}" if cycle else "Cycle", lambda _: boxes.cycle(view, tall=tall)
        )
        self._fill("triggers", f"Triggers · {waiting} open", lambda width: boxes.triggers(view, width))
        self._fill("deliverables", "Deliverables", lambda width: boxes.deliverables(view, width))
        self._fill("dates", "Coming up", lambda width: boxes.dates(view, width))
        self._fill("inputs", "Inputs", lambda width: boxes.inputs(view, width))

    def _fill(self, box: str, title: str, content: boxes.Box) -> None:
        panel = self.query_one(f"#{box}", Panel)
        panel.border_title = title
        panel.show(content)
