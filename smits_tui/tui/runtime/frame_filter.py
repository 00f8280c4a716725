"""The last defence before the terminal: no frame contains a control character.

Lists, titles and messages are made of text that went through `sanitize.plain`. What stands in a text area or
a field is drawn by Textual's widgets as it is: also the section of a colleague, or of an imported plan, that
somebody opens to change.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from smits_tui.sanitize import plain


class FrameFilter(LineFilter):
    """Takes what a terminal would obey out of the lines that are drawn, whose width stays as measured."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's
        """The segments of a line, with harmless text."""
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(_same_width(segment.text), segment.style)
            for segment in segments
        ]


def _same_width(text: str) -> str:
    """Replaced letter by letter, or left out where the terminal was not meant to move on for it."""
    harmless = [plain(char, lines=False) for char in text]
    return "".join(
        shown if shown == char else shown[: cell_len(char)]
        for char, shown in zip(text, harmless, strict=True)
    )
