"""A Markdown table as aligned columns, or where they don't fit, its rows below each other."""

from __future__ import annotations

import re
from collections.abc import Sequence

from rich.cells import cell_len
from textual.content import Content

from smits_tui.tui.status_styles import QUIET, columns, text

_EDGE = re.compile(r"(?<!\\)\|")
"""The edge of a cell; `\\|` is text."""
_RULE = re.compile(r"\|[\s:|-]*\|")
"""The line between the header and the rows."""
GAP = 2
"""Blank cells between columns, as `columns` sets them."""


def table_lines(markdown: Sequence[str], width: int) -> list[Content]:
    """The lines of a table.

    Args:
        markdown: its lines, each beginning with `|`; the first one is the header.
        width: the cells that a line may take.

    Returns:
        Aligned columns if they fit; otherwise each row as its first cell, followed by the others with their
        headings, one per line.
    """
    header, *rows = [_cells(line) for line in markdown if not _RULE.fullmatch(line.strip())] or [[""]]
    rows = [[*row, *[""] * len(header)][: len(header)] for row in rows]
    widths = [max(map(cell_len, column)) for column in zip(header, *rows, strict=True)]
    if sum(widths) + GAP * (len(widths) - 1) <= width:
        head, *lines = columns([header, *rows])
        return [head.stylize("bold"), *lines]
    label = max(map(cell_len, header[1:]), default=0)
    shown: list[Content] = []
    for row in rows:
        shown.append(text(row[0], "bold"))
        shown += [
            text(f"  {name.ljust(label)}  ", QUIET) + text(cell)
            for name, cell in zip(header[1:], row[1:], strict=True)
            if cell
        ]
    return shown


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in _EDGE.split(line.strip().strip("|"))]
