"""What a file says around a place, as content, with the place marked."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from smits_tui.tui.looks import QUIET, lines, text
from smits_watch.reading.contents import Line, Place

AROUND = 60
"""Lines before and after the marked one."""
_WIDEST = 24
"""Cells of a column, at most."""
MARK = "bold $background on $text-warning"


def source_text(said: Sequence[Line], place: Place | None) -> Content:
    """The lines around a place; the beginning where there is none."""
    if not said:
        return text("The file can't be shown: no copy was kept, or it can't be opened.", QUIET)
    at = place.line if place else 0
    first, end = max(0, at - AROUND), min(len(said), at + AROUND)
    widths = _widths(said[first:end])
    shown = [_line(said[n], widths, place if place and n == at else None) for n in range(first, end)]
    if first:
        shown.insert(0, text(f"... {first:,} lines above", QUIET))
    if end < len(said):
        shown.append(text(f"... {len(said) - end:,} lines below", QUIET))
    return lines(*shown)


def line_above(said: Sequence[Line], place: Place | None) -> int:
    """How many shown lines stand above the marked one, about: passages may take several."""
    return min(place.line, AROUND) if place and said else 0


def _line(line: Line, widths: Sequence[int], marked: Place | None) -> Content:
    where = text(f"{_short(line.anchor):>9} ", QUIET)
    if line.heading:
        return where + text(" ".join(line.cells), "bold")
    if len(line.cells) == 1:
        return where + text(line.cells[0], MARK if marked else "")
    cells = []
    for number, cell in enumerate(line.cells):
        shown = cell if len(cell) <= widths[number] else cell[: widths[number] - 1] + "…"
        hit = marked is not None and marked.cell in (None, number)
        padded = shown.rjust(widths[number]) if _is_number(cell) else shown.ljust(widths[number])
        cells.append(text(padded, MARK if hit else "bold" if marked else ""))
    return where + text("  ").join(cells)


def _widths(said: Sequence[Line]) -> list[int]:
    rows = [line.cells for line in said if len(line.cells) > 1]
    count = max((len(cells) for cells in rows), default=0)
    return [
        min(_WIDEST, max((len(cells[column]) for cells in rows if column < len(cells)), default=0))
        for column in range(count)
    ]


def _short(anchor: str) -> str:
    """`IT!7:7` is row 7, `line 12` is 12; a page stays a page."""
    if "!" in anchor:
        return anchor.rpartition(":")[2]
    return anchor.removeprefix("line ")[-9:]


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() or cell[:1] in ("-", "(")
