"""The SWOT board: strengths, weaknesses, opportunities and threats in four boxes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import ClassVar, get_args

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Grid
from textual.widgets import Static

from smits_tui.actions.session import ActionRefused
from smits_tui.actions.strategy.records import set_record
from smits_tui.process.entries.records import Quadrant, SwotPoint
from smits_tui.process.state import Recorded
from smits_tui.tui.dialogs.chooser import Chooser
from smits_tui.tui.live_view import View
from smits_tui.tui.screens.strategy.record_actions import RecordKeeping
from smits_tui.tui.status_styles import QUIET, lines, text
from smits_tui.tui.widgets.list_view import Cells, ListTable

QUADRANTS: tuple[str, ...] = get_args(Quadrant)
PLURALS = {
    "strength": "Strengths",
    "weakness": "Weaknesses",
    "opportunity": "Opportunities",
    "threat": "Threats",
}


class SwotScreen(RecordKeeping):
    """Four lists in which points are added, changed, moved and retired."""

    TITLE_OF_HELP: ClassVar[str] = "SWOT"
    HELP_TEXT: ClassVar[str] = (
        "Strengths and weaknesses inside the organisation, opportunities and threats outside; each point "
        "with the inputs that support it. Tab moves from box to box. Escape goes back to the cycle."
    )
    CHANGES = frozenset({"new", "edit", "move", "retire"})
    AUTO_FOCUS = "#board-strength"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", tooltip="Add a point to this box"),
        Binding("e", "edit", "Change", tooltip="Change the selected point"),
        Binding("M", "move", "Move", tooltip="Move the point to another box"),
        Binding("x", "retire", "Retire", tooltip="Retire it, with a reason"),
        Binding("escape", "app.pop_screen", "Back"),
    ]

    def body(self) -> ComposeResult:
        """The four boxes: internal above external, helpful left of harmful."""
        with Grid(id="board"):
            for quadrant in QUADRANTS:
                table = ListTable((("id", 4), ("point", None), ("input", 7)), id=f"board-{quadrant}")
                table.border_title = PLURALS[quadrant]
                yield table
        yield Static(id="board-point")

    def show(self, view: View) -> None:
        """Fill the boxes."""
        points = view.state.records(SwotPoint)
        for quadrant in QUADRANTS:
            listed = {point.id: point for point in points if point.data.quadrant == quadrant}
            table = self.query_one(f"#board-{quadrant}", ListTable)
            table.border_title = f"{PLURALS[quadrant]} · {len(listed)}"
            table.fill(list(listed), partial(_cells, listed))
        self._show_point()

    @on(events.DescendantFocus)
    @on(ListTable.RowHighlighted)
    def _show_point(self) -> None:
        """Show the point under the cursor in full, with the inputs that support it."""
        point = self._point
        shown = text("There is no point in this box; press n to add one.", QUIET)
        if point:
            items = [self.smits.view.state.input(name) for name in point.data.evidence]
            paths = ", ".join(f"{item.id} {item.path}" for item in items if item)
            shown = lines(
                text(f"{point.id}  {point.text}", "bold"), text(f"shown by {paths or 'nothing yet'}", QUIET)
            )
        self.query_one("#board-point", Static).update(shown)

    def shown_in_full(self) -> str:
        """The whole board as a list."""
        points = self.smits.view.state.records(SwotPoint)
        return "\n".join(
            f"{point.data.quadrant}: {point.text} [{', '.join(point.data.evidence)}]" for point in points
        )

    def action_new(self) -> None:
        """Add a point to the focused box."""
        self.fill_in(SwotPoint, preset={"quadrant": self._quadrant})

    @on(ListTable.RowSelected)
    def action_edit(self) -> None:
        """Change the selected point."""
        self.fill_in(SwotPoint, self._chosen())

    def action_move(self) -> None:
        """Choose another box for the point under the cursor."""
        point = self._chosen()
        others = [(name, PLURALS[name]) for name in QUADRANTS if name != point.data.quadrant]

        def move(quadrant: str) -> None:
            record, person = self.smits.record, self.smits.person
            set_record(record, SwotPoint, by=person, identifier=point.id, values={"quadrant": quadrant})
            self.done(f"{point.id} is among the {PLURALS[quadrant].lower()} now.")

        def chosen(quadrant: str | None) -> None:
            if quadrant:
                self.smits.attempt(lambda: move(quadrant))

        self.app.push_screen(Chooser(f"Move {point.id}", others), chosen)

    def action_retire(self) -> None:
        """Ask for the reason, and retire the point."""
        self.give_up(self._chosen())

    @property
    def _quadrant(self) -> str:
        focused = self.focused.id if isinstance(self.focused, ListTable) else None
        return (focused or "board-strength").removeprefix("board-")

    @property
    def _point(self) -> Recorded[SwotPoint] | None:
        """The point under the cursor of the focused box."""
        key = self.query_one(f"#board-{self._quadrant}", ListTable).current
        return self.smits.view.state.record_of(SwotPoint, key) if key else None

    def _chosen(self) -> Recorded[SwotPoint]:
        point = self._point
        if point is None:
            raise ActionRefused("There is no point in this box; press n to add one.")
        return point


def _cells(points: Mapping[str, Recorded[SwotPoint]], key: str) -> Cells:
    point = points[key]
    return text(point.id, QUIET), text(point.text), text(" ".join(point.data.evidence), QUIET)
