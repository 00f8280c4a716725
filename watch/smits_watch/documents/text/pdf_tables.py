"""Finds tables in a PDF: by the lines around their cells, or by the positions of words."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator, Sequence
from typing import Any

from smits_watch.documents.document import Cell, Table
from smits_watch.documents.limits import MAX_COLUMNS, MAX_ROWS
from smits_watch.documents.sanitize import one_line
from smits_watch.documents.text.pdf_layout import pages_with_tables
from smits_watch.documents.workbook.csv_text import even

MAX_PAGES = 60
"""Pages that are examined; one that may have a table takes 50 ms, and reading a file at most 20 s."""
_SECONDS = 8.0
"""Time after which no further page is searched: pages full of drawings take seconds each."""
_GAP = 1.6
"""Widths of a letter between words of different columns; within a cell it is about half of one."""
_LEAST_LINES = 3
_LEAST_COLUMNS = 2
_NUMBER = re.compile(r"\d")
_WORDS = re.compile(r"[^\W\d_]{2}")
_CODE = re.compile(r"\b[A-Z]{3}\b")

Segment = tuple[float, float, str]
"""Left and right edge of a run of words, and its text."""


def pdf_tables(content: bytes) -> tuple[list[Table], list[str]]:
    """Find the tables of a PDF.

    Args:
        content: the whole file, which must not be encrypted.

    Returns:
        The tables, named by their page, and warnings.
    """
    import pdfplumber

    tables: list[Table] = []
    until = time.monotonic() + _SECONDS
    try:
        likely = pages_with_tables(content, MAX_PAGES)
        if likely and not any(likely):
            return [], []
        with pdfplumber.open(io.BytesIO(content)) as document:
            for number, page in enumerate(document.pages[:MAX_PAGES]):
                if number < len(likely) and not likely[number]:
                    continue
                if time.monotonic() > until:
                    return tables, [f"Tables were looked for on the first {page.page_number - 1} pages only."]
                page_tables = [even(rows) for rows in _page_tables(page)]
                tables.extend(_named(page_tables, page.page_number))
                page.close()
    except Exception as error:
        return tables, [f"Its tables could not be read as tables ({type(error).__name__})."]
    return _continued(tables), []


def _named(page_tables: Sequence[list[list[Cell]]], page: int) -> Iterator[Table]:
    for number, rows in enumerate(page_tables, 1):
        name = f"page {page}" if len(page_tables) == 1 else f"page {page} table {number}"
        yield Table(name, rows, lettered=True)


def _page_tables(page: Any) -> Iterator[list[list[Cell]]]:
    """The tables of a page: those with lines around their cells, or else those formed by word positions."""
    drawn = [table for table in page.find_tables() if _is_table(table.extract())]
    if drawn:
        for table in drawn:
            yield [[one_line(cell or "") or None for cell in row[:MAX_COLUMNS]] for row in table.extract()]
        return
    words = page.extract_words(keep_blank_chars=False, use_text_flow=False)
    lines = [_segments(line) for line in _lines(words)]
    for block in _blocks(lines):
        rows = _rows(block)
        if rows:
            yield rows[:MAX_ROWS]


def _is_table(rows: Sequence[Sequence[str | None]]) -> bool:
    filled = [sum(bool(cell and cell.strip()) for cell in row) for row in rows]
    return len(rows) >= _LEAST_COLUMNS and sum(count > 1 for count in filled) >= _LEAST_COLUMNS


def _lines(words: Sequence[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The words of each line, from top to bottom and from left to right."""
    lines: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda word: (word["top"] + word["bottom"], word["x0"])):
        middle = (word["top"] + word["bottom"]) / 2
        if lines and abs(middle - _middle(lines[-1])) < 0.5 * (word["bottom"] - word["top"]):
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda word: float(word["x0"])) for line in lines]


def _middle(line: Sequence[dict[str, Any]]) -> float:
    return float(line[0]["top"] + line[0]["bottom"]) / 2


def _segments(line: Sequence[dict[str, Any]]) -> list[Segment]:
    """Runs of words without a wide gap."""
    segments: list[Segment] = []
    for word in line:
        text = one_line(word["text"])
        if not text:
            continue
        left, right = float(word["x0"]), float(word["x1"])
        letter = (right - left) / max(len(text), 1)
        if segments and left - segments[-1][1] < _GAP * letter:
            segments[-1] = (segments[-1][0], right, f"{segments[-1][2]} {text}")
        else:
            segments.append((left, right, text))
    return segments


def _blocks(lines: Sequence[list[Segment]]) -> Iterator[list[list[Segment]]]:
    """Runs of lines that may be tables: most lines have several segments; a title or a total may have one."""
    block: list[list[Segment]] = []
    for line in lines:
        single = len(line) < _LEAST_COLUMNS
        if single and block and len(block[-1]) < _LEAST_COLUMNS:
            yield block[:-1]
            block = [line]
        elif line:
            block.append(line)
    yield block


def _rows(block: Sequence[list[Segment]]) -> list[list[Cell]]:
    """The lines of a block as rows, if its segments form columns and include numbers."""
    several = [line for line in block if len(line) >= _LEAST_COLUMNS]
    numbers = sum(any(_NUMBER.search(text) for _, _, text in line[1:]) for line in several)
    if len(several) < _LEAST_LINES or numbers < _LEAST_COLUMNS:
        return []
    columns = _columns(several)
    if len(columns) < _LEAST_COLUMNS:
        return []
    rows: list[list[Cell]] = []
    for line in block:
        row: list[Cell] = [None] * len(columns)
        for left, right, text in line:
            index = _column_of(left, right, columns)
            row[index] = f"{row[index]} {text}" if row[index] else text
        rows.append(row)
    return rows


def _columns(lines: Sequence[list[Segment]]) -> list[tuple[float, float]]:
    """The columns: spans shared by segments, from left to right."""
    spans: list[tuple[float, float]] = []
    widest = max(len(line) for line in lines)
    full = [line for line in lines if len(line) >= max(_LEAST_COLUMNS, 0.7 * widest)]
    for left, right in sorted((left, right) for line in full for left, right, _ in line):
        if spans and left < spans[-1][1]:
            spans[-1] = (spans[-1][0], max(spans[-1][1], right))
        else:
            spans.append((left, right))
    return spans


def _column_of(left: float, right: float, columns: Sequence[tuple[float, float]]) -> int:
    """The column that a segment overlaps most, or the nearest one."""

    def fit(index: int) -> tuple[float, float]:
        start, end = columns[index]
        shared = min(right, end) - max(left, start)
        return shared, -abs((left + right) - (start + end))

    return max(range(len(columns)), key=fit)


def _continued(tables: list[Table]) -> list[Table]:
    """Join a table with its continuation on the next page, which repeats the header or has none."""
    joined: list[Table] = []
    pages: list[int] = []
    for table in tables:
        last = joined[-1] if joined else None
        if last is not None and len(last.rows) > 1 and len(table.rows) > 1:
            header = next((row for row in last.rows[:3] if row == table.rows[0]), None)
            goes_on = header is None and table is not last and _goes_on(last, pages[-1], table)
            if (header is not None and last.name != table.name) or goes_on:
                rows = [*last.rows, *(table.rows if goes_on else table.rows[1:])]
                joined[-1] = Table(last.name, rows, lettered=True)
                pages[-1] = _page(table)
                continue
        joined.append(table)
        pages.append(_page(table))
    return joined


def _page(table: Table) -> int:
    return int(table.name.split()[1])


def _goes_on(last: Table, page: int, table: Table) -> bool:
    """Whether a table is the first on the next page, as wide as the last one, and without a header."""
    follows = _page(table) == page + 1 and not table.name.endswith(tuple(f"table {n}" for n in range(2, 10)))
    same_width = len(last.rows[0]) == len(table.rows[0])
    return follows and same_width and _heads(last.rows[0]) and not any(map(_heads, table.rows[:2]))


def _heads(row: Sequence[Cell]) -> bool:
    """Whether there are words beside the first cell, as in a header; a currency doesn't count."""
    return any(_WORDS.search(_CODE.sub("", str(cell))) for cell in row[1:] if cell)
