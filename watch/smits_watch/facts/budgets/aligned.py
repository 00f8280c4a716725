"""Budget tables in plain text, with columns separated by tabs or blanks, as pasted into e-mails."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from smits_watch.documents.document import Cell, Document, Passage, Table
from smits_watch.documents.text.plain_text import captions_of
from smits_watch.tables.values.numbers import number

_GAP = re.compile(r"\t+| {2,}")
_RULE = re.compile(r"[-=_ \t+|]+")
_LINE = re.compile(r"(?P<before>.*?)line (?P<number>\d+)")
_LEAST_NUMBERS = 2
"""Lines that end in a number; one alone is a sentence."""


def aligned_tables(document: Document) -> Iterator[Table]:
    """Find tables in the passages of a document.

    Args:
        document: of plain text or mail; the anchors of its passages name lines.

    Yields:
        A table for each passage whose lines have equally many cells, with a number in the last one of most.
    """
    heading = document.metadata.get("subject", "")
    for position, passage in enumerate(document.passages):
        table = _table(passage, document.passages[max(position - 1, 0) : position], heading)
        if table is not None:
            yield table


def _table(passage: Passage, above: Sequence[Passage], heading: str) -> Table | None:
    place = _LINE.fullmatch(passage.anchor)
    if place is None or "\n" not in passage.text:
        return None
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    for line, text in enumerate(passage.text.split("\n"), int(place["number"])):
        if not _RULE.fullmatch(text):
            rows.append([cell or None for cell in _GAP.split(text.strip())])
            numbers.append(line)
    counted = sum(number(row[-1]) is not None for row in rows)
    if len({len(row) for row in rows}) != 1 or len(rows[0]) < 2 or counted < _LEAST_NUMBERS:
        return None
    captions = captions_of(heading, above[0] if above else None)
    return Table("", rows, numbers, captions=captions, prefix=place["before"])
