"""The text of a file around a location, with the location marked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from textual.content import Content

from smits_tui.tui.status_styles import QUIET, lines, text
from smits_watch.extraction.viewer.text import Line, TextLocation

AROUND = 60
"""Lines before and after the marked one."""
BESIDE = 2
"""The same where only the passage is shown."""
_WIDEST = 24
"""The widest column, in cells."""
_ANCHOR = 9
"""The most characters of a line number or anchor that are shown before a line."""
MARK = "bold $background on $text-warning"


def source_text(file_lines: Sequence[Line], location: TextLocation | None, quote: str = "") -> Content:
    """The lines around a location, or the beginning of the file.

    Args:
        file_lines: the text of the file.
        location: the line and cell from which a fact was read.
        quote: the part of the line that was read.
    """
    if not file_lines:
        return text("The file can't be shown: there is no copy, or it can't be opened.", QUIET)
    at = location.line if location else 0
    first, end = max(0, at - AROUND), min(len(file_lines), at + AROUND)
    shown = _around(file_lines, location, quote, first, end)
    if first:
        shown.insert(0, text(f"... {first:,} lines above", QUIET))
    if end < len(file_lines):
        shown.append(text(f"... {len(file_lines) - end:,} lines below", QUIET))
    return lines(*shown)


def passage(file_lines: Sequence[Line], location: TextLocation, quote: str) -> Content:
    """The marked passage with a line or two before and after it; see `source_text`."""
    first, end = max(0, location.line - BESIDE), min(len(file_lines), location.line + BESIDE + 1)
    return lines(*_around(file_lines, location, quote, first, end))


def plain_rows(file_lines: Sequence[Line]) -> list[Content]:
    """Lines with their numbers and aligned columns, with nothing marked."""
    return _around(file_lines, None, "", 0, len(file_lines))


def _around(
    file_lines: Sequence[Line], location: TextLocation | None, quote: str, first: int, end: int
) -> list[Content]:
    widths, gutter = _widths(file_lines[first:end]), _gutter(file_lines[first:end])
    at = location.line if location else None
    return [
        text(f"{_short(file_lines[n].anchor):>{gutter - 1}} ", QUIET)
        + _line(file_lines[n], widths, location if n == at else None, quote)
        for n in range(first, end)
    ]


def _gutter(file_lines: Sequence[Line]) -> int:
    return 1 + max((len(_short(line.anchor)) for line in file_lines), default=0)


def is_prose(file_lines: Sequence[Line]) -> bool:
    """Whether no line has cells: prose is wrapped, while columns are scrolled sideways."""
    return all(line.heading or len(line.cells) <= 1 for line in file_lines)


def rows_above(file_lines: Sequence[Line], location: TextLocation | None, width: int) -> int:
    """The number of rows above the marked line once prose is wrapped.

    Args:
        file_lines: the text of the file.
        location: the marked line.
        width: of the view in cells, including line numbers.
    """
    if location is None or not file_lines:
        return 0
    above = file_lines[max(0, location.line - AROUND) : location.line]
    if not is_prose(file_lines):
        return len(above)
    gutter = _gutter(above)
    return sum(1 + (gutter + sum(map(len, line.cells))) // max(1, width) for line in above)


def _line(line: Line, widths: Sequence[int], marked: TextLocation | None, quote: str) -> Content:
    if line.heading:
        heading = " ".join(line.cells)
        return _marked(heading, quote) if marked else text(heading, "bold")
    if len(line.cells) == 1:
        return _marked(line.cells[0], quote) if marked else text(line.cells[0])
    cells = []
    for number, cell in enumerate(line.cells):
        shown = cell if len(cell) <= widths[number] else cell[: widths[number] - 1] + "…"
        hit = marked is not None and marked.cell in (None, number)
        padded = shown.rjust(widths[number]) if _is_number(cell) else shown.ljust(widths[number])
        cells.append(text(padded, MARK if hit else "bold" if marked else ""))
    return text("  ").join(cells)


def _marked(words: str, quote: str) -> Content:
    """A text with the quote marked, whatever its blanks; all of it is marked if the quote is not found."""
    match = re.search(r"\s+".join(map(re.escape, quote.split())), words) if quote.strip() else None
    if match is None:
        return text(words, MARK)
    start, end = match.span()
    return text(words[:start]) + text(words[start:end], MARK) + text(words[end:])


def _widths(file_lines: Sequence[Line]) -> list[int]:
    rows = [line.cells for line in file_lines if len(line.cells) > 1]
    count = max((len(cells) for cells in rows), default=0)
    return [
        min(_WIDEST, max((len(cells[column]) for cells in rows if column < len(cells)), default=0))
        for column in range(count)
    ]


def _short(anchor: str) -> str:
    """`IT!7:7` is row 7, `line 12` is 12; a page stays a page."""
    if "!" in anchor:
        return anchor.rpartition(":")[2]
    return anchor.removeprefix("line ").replace("paragraph ", "¶")[-_ANCHOR:]


def _is_number(cell: str) -> bool:
    return cell[:1].isdigit() or cell[:1] in ("-", "(")
