"""Tables in plain text whose columns are separated by blanks or tabs, as in pasted mail."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from smits_watch.documents.document import Cell, Document, Passage, Table
from smits_watch.documents.text.plain_text import captions_of
from smits_watch.tables.values.numbers import number
from smits_watch.tables.word_lists import table_words

_LINE = re.compile(r"(?P<before>.*?)line (?P<number>\d+)")
_RULE = re.compile(r"[-=_ \t+|.]+")
_LEADERS = re.compile(r"\s?\.(?:\s?\.){3,}\s?")
"""The dots that lead from a label to its amount."""
_LEAST_LINES = 2
_LEAST_COLUMNS = 2
_WIDE_GAP = 2
"""Blanks that separate two cells; a single blank separates words."""
_LONGEST_CELL = 80
"""The most characters of a cell; a longer one is a sentence with two blanks after a full stop."""
_MOSTLY = 0.7
"""Share of the lines that must split into cells before a block is a table."""
_MOST_ABOVE = 2
"""Lines of a block that may precede its table."""
_SPAN = tuple[int, int]


def with_text_tables(document: Document) -> Document:
    """Add the tables that the document's lines of text draw, unless it already has tables.

    Args:
        document: a mail or text whose passages are anchored at their first line.
    """
    if document.tables:
        return document
    heading = document.metadata.get("subject", "")
    tables = [
        table
        for position, passage in enumerate(document.passages)
        for table in _tables(passage, document.passages[max(position - 1, 0) : position], heading)
    ]
    return replace(document, tables=tables) if tables else document


def _tables(passage: Passage, above: Sequence[Passage], heading: str) -> Iterator[Table]:
    """The table of a block, whose first lines may be its title."""
    match = _LINE.fullmatch(passage.anchor)
    if match is None or "\n" not in passage.text:
        return
    numbered = [
        (number_, _LEADERS.sub("    ", line.expandtabs(8) if "\t" not in line else line))
        for number_, line in enumerate(passage.text.split("\n"), int(match["number"]))
        if not _RULE.fullmatch(line)
    ]
    for start in range(min(_MOST_ABOVE, max(len(numbered) - _LEAST_LINES, 0)) + 1):
        lines = numbered[start:]
        rows = _parted([line for _, line in lines])
        if rows is None:
            continue
        titles = [line.strip() for _, line in numbered[:start]]
        captions = (*captions_of(heading, above[0] if above else None), *titles)
        numbers = [number_ for number_, _ in lines]
        yield Table("", rows, numbers, captions=captions, prefix=match["before"])
        return


def _parted(lines: Sequence[str]) -> list[list[Cell]] | None:
    """The cells of each line of a table; None if the lines form no table."""
    if len(lines) < _LEAST_LINES:
        return None
    if any("\t" in line for line in lines):
        split = [[cell.strip() or None for cell in line.split("\t")] for line in lines]
        rows: list[list[Cell]] = [list(cells) for cells in split]
    else:
        spans = _columns(lines)
        rows = [[line[start:end].strip() or None for start, end in spans] for line in lines]
    width = max(map(len, rows))
    rows = [row + [None] * (width - len(row)) for row in rows]
    several = sum(sum(cell is not None for cell in row) >= _LEAST_COLUMNS for row in rows)
    long = any(len(str(cell)) > _LONGEST_CELL for row in rows for cell in row if cell)
    if width < _LEAST_COLUMNS or several < max(_LEAST_LINES, _MOSTLY * len(rows)) or long:
        return None
    return _apart(rows)


def _columns(lines: Sequence[str]) -> list[_SPAN]:
    """The spans of the columns between blanks that all lines have in the same position.

    A single blank is enough if most lines have more of them there: a cell may fill its column.
    """
    width = max(map(len, lines))
    padded = [line.ljust(width) for line in lines]
    wide = [_wide_gaps(line) for line in padded]
    blank = [
        all(line[position] == " " for line in padded)
        and 2 * sum(position in gaps for gaps in wide) > len(lines)
        for position in range(width)
    ]
    spans: list[_SPAN] = []
    start: int | None = None
    for position in range(width + 1):
        filled = position < width and not blank[position]
        if filled and start is None:
            start = position
        elif not filled and start is not None:
            spans.append((start, position))
            start = None
    return spans


def _wide_gaps(line: str) -> frozenset[int]:
    """The positions of a line within wide gaps, including those before and after its text."""
    runs = re.finditer(rf" {{{_WIDE_GAP},}}|^ +| +$", line)
    return frozenset(position for run in runs for position in range(*run.span()))


def _apart(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Insert an empty column between two tables side by side, recognised by a total in each."""
    for column in range(2, len(rows[0]) - 1):
        totals = any(_is_total(row[0]) and _is_total(row[column]) for row in rows)
        if totals and _is_measure(rows, column - 1) and _is_measure(rows, column + 1):
            return [[*row[:column], None, *row[column:]] for row in rows]
    return rows


def _is_total(cell: Cell) -> bool:
    return isinstance(cell, str) and table_words()["total"].starts(cell)


def _is_measure(rows: Sequence[Sequence[Cell]], column: int) -> bool:
    cells = [row[column] for row in rows if row[column] is not None]
    return sum(number(cell) is not None for cell in cells) > len(cells) / 2
