"""The tables of a document, parsed from its Markdown, so that a chart only shows what a table contains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CELLS = re.compile(r"(?<!\\)\|")
PORTRAIT, LANDSCAPE = 86, 132
"""Characters of a table's 9 points that fit the width of an A4 page between its margins."""
_WIDEST = 60
"""Characters that a column of sentences wants, at most."""
_MARGINS = 3
"""Characters that the margins of a cell take, and letters that are wider than most."""
_NARROWEST = 6
"""Characters that a column counts for, at least: an id and its margins."""
_LINK = re.compile(r"\[((?:\\.|[^\]\\])*)\]\([^()\s]*\)")
"""A link, of which only its text takes room."""
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
        widths = _widths(list(zip(table.header, *table.rows, strict=True)), room)
        ruler = table.end - len(_block(lines, table.end)) + 1
        aligned = [cell.strip().endswith(":") for cell in lines[ruler].strip().strip("|").split("|")]
        dashes = ["-" * (width - right) + ":" * right for width, right in zip(widths, aligned, strict=True)]
        wide[ruler] = f"|{'|'.join(dashes)}|"
    return wide


def _widths(columns: Sequence[Sequence[str]], room: int) -> list[int]:
    """Characters of each column: its longest word; columns that hold sentences share what is left."""
    least = [
        max(_NARROWEST, _MARGINS + max((len(word) for cell in column for word in cell.split()), default=0))
        for column in columns
    ]
    wanted = [min(_WIDEST, sum(map(len, column)) // max(1, len(column))) for column in columns]
    more = [max(0, want - few) for want, few in zip(wanted, least, strict=True)]
    left = max(0, room - sum(least))
    return [few + left * part // (sum(more) or 1) for few, part in zip(least, more, strict=True)]


def _block(lines: list[str], end: int) -> list[str]:
    """The lines of the table that ends before a line."""
    start = end
    while start > 0 and lines[start - 1].startswith("|"):
        start -= 1
    return lines[start:end]


def _cells(line: str) -> tuple[str, ...]:
    """The texts of a line's cells, without the escapes that keep them from being markup; links by text."""
    inner = _CELLS.split(line.strip())[1:-1]
    return tuple(_ESCAPE.sub(r"\1", _LINK.sub(r"\1", cell.strip())) for cell in inner)
