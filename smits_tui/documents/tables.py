"""The tables of a document, parsed from its Markdown, so that a chart only shows what a table contains."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_CELLS = re.compile(r"(?<!\\)\|")
_WIDEST = 24
"""Characters that a column of sentences counts for, at most."""
_NARROWEST = 6
"""Characters that a column counts for, at least: its margins take some room as well."""
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
    """The tables of a document, in their order.

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


def with_widths(lines: list[str]) -> list[str]:
    """The document with columns as wide as what stands in them, so that no word breaks where there is room.

    Pandoc takes the width of a column from the dashes below its header.

    Args:
        lines: of its Markdown, without their ends.
    """
    wide = list(lines)
    for table in tables_of(lines):
        columns = zip(table.header, *table.rows, strict=True)
        ruler = table.end - len(_block(lines, table.end)) + 1
        aligned = [cell.strip().endswith(":") for cell in lines[ruler].strip().strip("|").split("|")]
        dashes = [
            "-" * (_width(column) - right) + ":" * right
            for column, right in zip(columns, aligned, strict=True)
        ]
        wide[ruler] = f"|{'|'.join(dashes)}|"
    return wide


def _width(column: Sequence[str]) -> int:
    """Characters of a column: its longest word, and more where it holds sentences."""
    word = max((len(word) for cell in column for word in cell.split()), default=0)
    mean = sum(map(len, column)) // max(1, len(column))
    return max(_NARROWEST, word + 2, min(_WIDEST, mean))


def _block(lines: list[str], end: int) -> list[str]:
    """The lines of the table that ends before a line."""
    start = end
    while start > 0 and lines[start - 1].startswith("|"):
        start -= 1
    return lines[start:end]


def _cells(line: str) -> tuple[str, ...]:
    """The texts of a line's cells, without the escapes that keep them from being markup."""
    inner = _CELLS.split(line.strip())[1:-1]
    return tuple(_ESCAPE.sub(r"\1", cell.strip()) for cell in inner)
