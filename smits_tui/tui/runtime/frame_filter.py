"""The last defence before the terminal: no frame contains a control character.

Lists, titles and messages contain text that went through `sanitize.plain`. Textual's widgets draw the
content of text areas and fields unchanged, including a colleague's section, or one from an imported plan,
that somebody edits.
"""

from __future__ import annotations

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from smits_tui.sanitize import plain


class FrameFilter(LineFilter):
    """Removes control characters from drawn lines, keeping their measured width."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  # Textual's
        """The segments of a line, with harmless text."""
        return [
            segment
            if segment.control or segment.text.isprintable()
            else Segment(_same_width(segment.text), segment.style)
            for segment in segments
        ]


def _same_width(text: str) -> str:
    """Replace each control character by one of the same width, or remove it if its width is 0."""
    harmless = [plain(char, lines=False) for char in text]
    return "".join(
        shown if shown == char else shown[: cell_len(char)]
        for char, shown in zip(text, harmless, strict=True)
    )
