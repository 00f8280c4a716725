"""Which sections of a document with wide pages begin one, so that short sections share a page."""

from __future__ import annotations

from collections.abc import Sequence

from smits_tui.documents.charts.drawing import Picture
from smits_tui.documents.column_widths import column_widths, heights
from smits_tui.documents.tables import LANDSCAPE, MARGINS, tables_of

_PAGE = 468
"""Points of height between the margins of an A4 page that is wider than high."""
_HEADING, _LINE, _TABLE_LINE, _CELL = 30, 16, 11.5, 10
"""Points of a heading, a line of text, a line in a table, and the margins of a row."""
_TITLE = 12
"""Points by which the title is higher than another heading."""


def page_starts(lines: Sequence[str], pictures: Sequence[Picture], scale: float) -> list[int]:
    """The sections that begin a page, by their number from 0: those that do not fit what is left of one.

    Args:
        lines: of the document's Markdown.
        pictures: that it gets.
        scale: points of a picture's unit.
    """
    begins = [number for number, line in enumerate(lines) if line.startswith("## ")]
    used = _height(lines[: begins[0]], (), 0, scale) + _TITLE if begins else 0.0
    starts = []
    for section, begin in enumerate(begins):
        end = begins[section + 1] if section + 1 < len(begins) else len(lines)
        needed = _height(lines[begin:end], pictures, begin, scale)
        if used + needed > _PAGE and section > 0:
            starts.append(section)
            used = 0.0
        used += needed
    return starts


def _height(lines: Sequence[str], pictures: Sequence[Picture], begin: int, scale: float) -> float:
    """Points that a section takes, about."""
    height = sum(
        picture.height * scale for picture in pictures if begin <= picture.line <= begin + len(lines)
    )
    for table in tables_of(list(lines)):
        columns = list(zip(table.header, *table.rows, strict=True))
        rows = heights(columns, column_widths(columns, LANDSCAPE, MARGINS), MARGINS)
        height += sum(_TABLE_LINE * count + _CELL for count in rows)
    for line in lines:
        if line.startswith("#"):
            height += _HEADING
        elif line and not line.startswith("|"):
            height += _LINE * -(-len(line) // LANDSCAPE)
    return height
