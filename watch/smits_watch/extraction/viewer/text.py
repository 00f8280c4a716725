"""The content of a file, line by line with locations, for showing the source of a fact."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from smits_watch.documents.document import Document, Table
from smits_watch.documents.errors import ReadError
from smits_watch.documents.sanitize import one_line, plain

MOST_LINES = 5_000
"""The most lines returned; a person reads the passage of a fact rather than all of a long file."""
_MOST_CELLS = 40
_LONGEST = 2_000
"""The most characters of a line."""
_CELL = re.compile(r"(?P<sheet>.*)!(?P<letters>[A-Z]{1,3})(?P<row>\d+)(?P<range>:[A-Z]{1,3}\d+)?")
"""A cell, or a range of cells, of which the first row counts."""
_SAME = 24
"""Characters of a quote that are enough to find its line."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table, or a passage of a text."""

    anchor: str
    """Its location, e.g. `page 3`, `line 12`, `IT!7:7`."""
    cells: tuple[str, ...]
    """A single cell for a passage."""
    heading: bool = False


@dataclass(frozen=True, slots=True)
class TextLocation:
    """The line from which a fact was read, and the cell if known."""

    line: int
    cell: int | None = None


def contents(path: Path, name: str) -> str:
    """Open a file and return its text; runs in the reading child.

    Args:
        path: of its content.
        name: its path below inputs/.

    Returns:
        The lines as JSON; empty for an unreadable file.
    """
    from smits_watch.documents.loader import open_document

    try:
        document = open_document(path, name)
    except ReadError:
        return "[]"
    return json.dumps([asdict(line) for line in islice(_lines(document), MOST_LINES)])


def lines_from(text: str) -> list[Line]:
    """Parse the lines returned by the child."""
    return [Line(entry["anchor"], tuple(entry["cells"]), entry["heading"]) for entry in json.loads(text)]


def find_place(lines: Sequence[Line], anchor: str, quote: str) -> TextLocation | None:
    """The location from which a fact was read.

    Args:
        lines: the text of the file.
        anchor: of the fact, e.g. `IT!B7`, `page 3`.
        quote: of the fact; it distinguishes several passages of a page.
    """
    cell = _CELL.fullmatch(anchor)
    if cell:
        row = f"{cell['sheet']}!{cell['row']}:{cell['row']}"
        for number, line in enumerate(lines):
            if line.anchor == row:
                return TextLocation(number, None if cell["range"] else _column(cell["letters"]))
    there = [number for number, line in enumerate(lines) if line.anchor and _leads_to(line.anchor, anchor)]
    words = _bare(quote)[:_SAME]
    for number in (*there, *range(len(lines))):
        if words and words in _bare(" ".join(lines[number].cells)):
            return TextLocation(number)
    return TextLocation(there[-1]) if there else None


def _lines(document: Document) -> Iterator[Line]:
    for passage in document.passages:
        yield Line(passage.anchor, (plain(passage.text)[:_LONGEST],), passage.heading)
    for table in document.tables:
        yield from _rows(table)
    if not document.passages and not document.tables and document.data is not None:
        for number, text in enumerate(_tree(document.data).splitlines(), 1):
            yield Line(f"line {number}", (plain(text)[:_LONGEST],))


def _rows(table: Table) -> Iterator[Line]:
    if table.name:
        yield Line("", (table.name,), heading=True)
    for number, row in enumerate(table.rows):
        cells = tuple(_shown(cell) for cell in row[:_MOST_CELLS])
        if any(cells):
            yield Line(table.anchor(number), cells)


def _shown(cell: Any) -> str:
    """A cell as a person reads it; whole numbers without decimals."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,.2f}".removesuffix(".00")
    return one_line(str(cell))[:_LONGEST]


def _tree(data: Any) -> str:
    if hasattr(data, "tag"):
        from lxml import etree

        return str(etree.tostring(data, encoding="unicode", pretty_print=True))
    return json.dumps(data, indent=2, ensure_ascii=False, default=str)


def _leads_to(prefix: str, anchor: str) -> bool:
    """Whether an anchor is the requested one, or contains it: `$.items[3]` contains `$.items[3].name`."""
    return anchor == prefix or anchor.startswith((f"{prefix}.", f"{prefix}[", f"{prefix}:", f"{prefix},"))


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _column(letters: str) -> int:
    """The column index of letters: A -> 0, AA -> 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
