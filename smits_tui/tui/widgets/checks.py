"""Boxes to tick that are read without colour: Textual's own differ in colour alone."""

from __future__ import annotations

from rich.segment import Segment
from textual.strip import Strip
from textual.widgets import Checkbox, SelectionList
from textual.widgets.option_list import OptionDoesNotExist

TICKED, EMPTY = "[x]", "[ ]"


class TickBox(Checkbox):
    """`[x]` where it is ticked, `[ ]` where it is not."""

    BUTTON_LEFT, BUTTON_RIGHT = "", ""
    DEFAULT_CSS = """
    TickBox > .toggle--button { color: $foreground; background: $surface; }
    TickBox.-on > .toggle--button { color: $text-success; background: $surface; text-style: bold; }
    """

    def on_mount(self) -> None:
        """Show the value to begin with."""
        self._draw_box()

    def watch_value(self) -> None:
        """Show another value."""
        self._draw_box()
        super().watch_value()

    def _draw_box(self) -> None:
        self.BUTTON_INNER = TICKED if self.value else EMPTY
        self.refresh()


class TickList(SelectionList[str]):
    """Several of a list, each with its box."""

    DEFAULT_CSS = """
    TickList {
        & > .selection-list--button, & > .selection-list--button-highlighted {
            color: $foreground; background: $boost;
        }
        & > .selection-list--button-selected, & > .selection-list--button-selected-highlighted {
            color: $text-success; background: $boost; text-style: bold;
        }
    }
    """

    def render_line(self, y: int) -> Strip:
        """A line with `[x]` or `[ ]` in place of a box that differs in colour alone."""
        strip = super().render_line(y)
        try:
            option = self.get_option_at_index(self.scroll_offset.y + y)
        except OptionDoesNotExist:
            return strip
        _, button, _, *rest = strip
        return Strip([Segment(TICKED if option.value in self.selected else EMPTY, button.style), *rest])
