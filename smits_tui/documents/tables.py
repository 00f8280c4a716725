"""The tables of a document, parsed from its Markdown, so that a chart only shows what a table contains."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from smits_tui.documents.column_widths import column_widths

_CELLS = re.compile(r"(?<!\\)\|")
PORTRAIT, LANDSCAPE = 98, 150
"""Characters of a table's 9 points that fit the width of an A4 page between its margins."""
SMALL_TABLE = 9
"""Rows of a table that would look torn on two pages."""
MARGINS = 3
"""Characters that the margins of a cell take, and letters that are wider than most."""
_NARROWEST = 6
"""Characters that a column counts for, at least: an id and its margins."""
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\([^()\s]*\)")
"""A link, of which only its text takes room."""
_UNIT = re.compile(r" \([A-Z]{3}\)$")
_NOTHING = ("", "\N{EN DASH}")
_ESCAPE = re.compile(r"\\(.)")


@dataclass(frozen=True, slots=True)
class PipeTable:
    """A pipe table."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    end: int
    """The line of the document after it, from 0."""

    def column(self, name: str) -> int | None:
        """The place of a column by its header; None if it has none of that name."""
        return self.header.index(name) if name in self.header else None


def tables_of(lines: list[str]) -> Iterator[PipeTable]:
    """The tables of a document, in order.

    Args:
        lines: of its Markdown, without their ends.
    """
    number = 0
    while number < len(lines):
        end = number
        while end < len(lines) and lines[end].startswith("|"):
            end += 1
        if end - number > 2:
            rows = [_cells(line) for line in lines[number:end]]
            yield PipeTable(rows[0], tuple(row for row in rows[2:] if len(row) == len(rows[0])), end)
        number = max(end, number + 1)


def with_widths(lines: list[str], room: int = PORTRAIT) -> list[str]:
    """The document with columns as wide as what stands in them, so that no word breaks where there is room.

    Pandoc takes the width of a column from the dashes below its header.

    Args:
        lines: of its Markdown, without their ends.
        room: characters that fit the width of the page.
    """
    wide = list(lines)
    for table in tables_of(lines):
        columns = list(zip(table.header, *table.rows, strict=True))
        widths = [max(_NARROWEST, round(width)) for width in column_widths(columns, room, MARGINS)]
        ruler = table.end - len(_block(lines, table.end)) + 1
        aligned = [cell.strip().endswith(":") for cell in lines[ruler].strip().strip("|").split("|")]
        dashes = ["-" * (width - right) + ":" * right for width, right in zip(widths, aligned, strict=True)]
        wide[ruler] = f"|{'|'.join(dashes)}|"
    return wide


def without_empty_columns(markdown: str, optional: Collection[str]) -> str:
    """The document without columns in which no row has anything, nor sums of nothing.

    Args:
        markdown: the document.
        optional: headers, without their units, of columns that may go; of others it is worth seeing that
            nobody filled them in.
    """
    lines = markdown.splitlines()
    gone: list[int] = []
    for table in tables_of(lines):
        columns = [
            number
            for number, name in enumerate(table.header)
            if _UNIT.sub("", name) in optional
            and all(row[number].strip("*") in _NOTHING for row in table.rows)
        ]
        start = table.end - len(_block(lines, table.end))
        for at in range(start, table.end) if columns else ():
            cells = [cell for number, cell in enumerate(_raw_cells(lines[at])) if number not in columns]
            lines[at] = f"|{'|'.join(cells)}|"
            is_total = any(cell.strip() == "**Total**" for cell in cells)
            if is_total and all(cell.strip(" *") in (*_NOTHING, "Total") for cell in cells):
                gone.append(at)
    return "\n".join(line for at, line in enumerate(lines) if at not in gone)


def _block(lines: list[str], end: int) -> list[str]:
    """The lines of the table that ends before a line."""
    start = end
    while start > 0 and lines[start - 1].startswith("|"):
        start -= 1
    return lines[start:end]


def _cells(line: str) -> tuple[str, ...]:
    """The texts of a line's cells, without the escapes that keep them from being markup; links by text."""
    return tuple(_ESCAPE.sub(r"\1", _LINK.sub(r"\1", cell.strip())) for cell in _raw_cells(line))


def _raw_cells(line: str) -> list[str]:
    return _CELLS.split(line.strip())[1:-1]
