"""Tables drawn with blanks or tabs in plain text, as mail programs leave them from HTML and Word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from smits_watch.documents.document import Cell, Document, Passage, Table

_GAP = re.compile(r"\t+| {2,}")
_LEAST_COLUMNS, _LEAST_ROWS = 2, 2
_LONGEST_CELL = 60
"""Characters of a cell; longer ones are sentences with two blanks after a full stop."""
_LINE = re.compile(r"^(.*?)line (\d+)$")


def with_aligned_tables(document: Document) -> Document:
    """The document with the tables that its lines draw; as it is where it has tables already.

    Args:
        document: a mail or a text.
    """
    if document.tables:
        return document
    tables = [table for passage in document.passages for table in _tables(passage)]
    return replace(document, tables=tables) if tables else document


def _tables(passage: Passage) -> Iterator[Table]:
    """Runs of lines that are parted into the same number of cells, the first of which are headers."""
    match = _LINE.match(passage.anchor)
    prefix, first = (match[1], int(match[2])) if match else ("", 1)
    run: list[tuple[int, list[str]]] = []
    for number, line in enumerate([*passage.text.split("\n"), ""]):
        cells = [cell.strip() for cell in _GAP.split(line.strip())]
        fits = len(cells) >= _LEAST_COLUMNS and all(len(cell) <= _LONGEST_CELL for cell in cells)
        if fits and (not run or len(run[0][1]) == len(cells)):
            run.append((number, cells))
            continue
        if len(run) >= _LEAST_ROWS:
            yield _table(run, prefix, first)
        run = [(number, cells)] if fits else []


def _table(run: Sequence[tuple[int, list[str]]], prefix: str, first: int) -> Table:
    rows: list[list[Cell]] = [list(cells) for _, cells in run]
    return Table("", rows, [first + number for number, _ in run], prefix=prefix)
