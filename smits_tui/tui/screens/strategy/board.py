"""The board view: on one screen what a board asks for, and each part opens its mode."""

from __future__ import annotations

from functools import partial
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid

from smits_tui.tui.details import board_boxes as boxes
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.mode import ModeScreen
from smits_tui.tui.status_styles import frame_title
from smits_tui.tui.widgets.panel import Panel

PARTS = {
    "matters": ("Matters, the gravest first", "triggers", boxes.gravest),
    "board-measures": ("Measures against targets", "measures", boxes.measures),
    "roadmap": ("Roadmap", "cycle", boxes.roadmap),
    "money": ("Budget against baseline", "inputs", boxes.money),
    "risks": ("Risks", "cycle", boxes.risks),
}
"""Part -> its title, the mode that it opens, and what it shows for a width."""


class BoardScreen(ModeScreen):
    """Matters, measures, roadmap, money and risks beside each other."""

    TITLE_OF_HELP: ClassVar[str] = "Board"
    HELP_TEXT: ClassVar[str] = (
        "What a board asks for on one screen: the open matters by severity, measures against their targets, "
        "initiatives and deadlines on a time line with a line for today, the budget against its baseline, "
        "and the risks by likelihood and impact. Tab goes from part to part, enter opens the mode of a "
        "part. Escape goes back."
    )
    AUTO_FOCUS = "#matters"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back"),
        Binding("b", "app.pop_screen", "Back", show=False),
    ]

    def body(self) -> ComposeResult:
        """The five parts."""
        with Grid(id="board-view"):
            for name, (title, mode, _) in PARTS.items():
                yield Panel(title, mode, id=name)

    def show(self, view: View) -> None:
        """Fill the parts."""
        for name, (title, _, content) in PARTS.items():
            panel = self.query_one(f"#{name}", Panel)
            panel.border_title = frame_title(title)
            panel.show(partial(content, view))

    def shown_in_full(self) -> str:
        """All parts as plain text."""
        width = self.size.width
        parts = [f"{title}\n{content(self.smits.view, width).plain}" for title, _, content in PARTS.values()]
        return "\n\n".join(parts)

    @on(Panel.Opened)
    def _on_opened(self, event: Panel.Opened) -> None:
        """Leave the board for the mode of a part."""
        event.stop()
        self.dismiss()
        self.app.call_later(self.smits.go, event.mode, "")
