"""The layout of a table on slides: size of its letters, widths of its columns, rows of each slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smits_tui.documents.column_widths import column_widths, heights, shortest
from smits_tui.documents.slides.pages import Run

_CHARACTERS = 138
"""Characters of 12 points that fit the width of a slide."""
SIZES = (14, 12, 11, 10)
"""Points of a table's text, the largest first."""
_LEAST_SIZE = 9
"""Points where the longest words of a table do not fit in any of these sizes."""
_MARGIN_CHARACTERS, _CELL_MARGIN = 2, 0.07
"""Margins of a cell: in characters of its width, and in inches of its height."""

TextTable = Sequence[Sequence[Sequence[Run]]]
"""The rows of a table, the header first."""


@dataclass(frozen=True, slots=True)
class TableOnSlides:
    """The layout of a table on slides."""

    points: int
    widths: Sequence[float]
    """Inches of each column."""
    heights: Sequence[float]
    """Inches of each row; the header's is the last one."""
    parts: Sequence[range]
    """The rows of each slide."""


def layout_of(rows: TextTable, room: float, width: float) -> TableOnSlides:
    """The largest letters in which a table takes the fewest slides.

    Args:
        rows: of the table, the header first.
        room: inches that fit a slide.
        width: of the table, in inches.
    """
    layouts = [laid_out(rows, points, room, width) for points in fitting_sizes(rows)]
    return min(layouts, key=lambda layout: (len(layout.parts), -layout.points))


def fitting_sizes(rows: TextTable) -> Sequence[int]:
    """The sizes of letters in which no word of a table breaks; the least one if it has none."""
    least = sum(shortest(column) + _MARGIN_CHARACTERS for column in _columns(rows))
    return [size for size in SIZES if least <= _room(size)] or [_LEAST_SIZE]


def laid_out(rows: TextTable, points: int, room: float, width: float) -> TableOnSlides:
    """A table in letters of a size.

    Args:
        rows: of the table, the header first.
        points: size of the letters.
        room: inches that fit a slide.
        width: of the table, in inches.
    """
    columns = _columns(rows)
    characters = column_widths(columns, _room(points), _MARGIN_CHARACTERS)
    head, *lines = heights(columns, characters, _MARGIN_CHARACTERS)
    inches = [_line_inches(points) * count + _CELL_MARGIN for count in (*lines, head)]
    return TableOnSlides(
        points,
        [width * part_length / sum(characters) for part_length in characters],
        inches,
        list(_parts(inches[:-1], room - inches[-1])),
    )


def _columns(rows: TextTable) -> list[tuple[str, ...]]:
    return list(zip(*([_plain(cell) for cell in row] for row in rows), strict=True))


def _parts(rows: Sequence[float], room: float) -> Iterator[range]:
    """The rows in groups that fit a slide."""
    begin, used = 0, 0.0
    for number, height in enumerate(rows):
        if number > begin and used + height > room:
            yield range(begin, number)
            begin, used = number, 0.0
        used += height
    yield range(begin, len(rows))


def _room(points: int) -> float:
    """Characters that fit the width of a slide."""
    return _CHARACTERS * 12 / points


def _line_inches(points: int) -> float:
    """The height of a line of text, a fifth more than its letters."""
    return 1.2 * points / 72


def _plain(runs: Sequence[Run]) -> str:
    return "".join(run.text for run in runs)
