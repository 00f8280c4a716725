"""Opens delimited text as a table: detects the delimiter and keeps the line number of each row."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from smits_watch.documents.document import Cell, Table
from smits_watch.documents.limits import MAX_CELLS, MAX_COLUMNS, MAX_ROWS

DELIMITERS = (";", "\t", "|", ",")
"""In order of preference: a tie goes to the earlier delimiter, because a comma may be a decimal mark."""
_LOOKED_AT = 200
"""Rows that are examined to choose the delimiter."""
_SEP_LINE = re.compile(r'^"?sep=(.)"?[ \t]*(?:\n|$)', re.IGNORECASE)
_USUAL_LIMIT = 131_072
"""The default limit of the csv module for the characters of a field."""
_MOSTLY_ALIKE = 0.6
"""Share of rows with the most common number of fields; titles and notes around a table have fewer."""
_OTHERS = 0.2
"""Share of fields that consist of another delimiter only: tabs around commas are blanks."""
_LONGEST_FIELD = 300
_REGULAR = 0.9
"""Share of rows of one width from which on a table is regular."""
_LEAST_ROWS, _LEAST_FIELDS = 2, 3
"""Minimum size of a table within quotation marks; a list of texts with a comma each is not a table."""
_LINES_IN_FIELD = 100
"""A quoted field with more lines than this may have lost its closing quotation mark."""


def read_delimited(text: str) -> tuple[Table, tuple[str, ...]]:
    """Read delimited text.

    Args:
        text: the text, with line feeds as line ends.

    Returns:
        The table, all rows equally long and empty cells None, and warnings.
    """
    stated = _SEP_LINE.match(text)
    delimiter = stated.group(1) if stated else choose_delimiter(text)
    rows, numbers, warnings = _rows(text, delimiter, quoting=True)
    inner = None if stated else _quoted_twice(rows)
    if inner is not None:
        delimiter, rows = inner
    if _lost_quote(rows):
        rows, numbers, warnings = _rows(text, delimiter, quoting=False)
        warnings = [*warnings, "A quotation mark is never closed; quotation marks were read as text."]
    if stated:
        rows, numbers = rows[1:], numbers[1:]
    return Table("", even(rows), numbers, decimal_mark="." if delimiter == "," else None), tuple(warnings)


def _quoted_twice(rows: list[list[Cell]]) -> tuple[str, list[list[Cell]]] | None:
    """The rows of a file whose lines are quoted as a whole, as after saving a CSV file as CSV again.

    Returns:
        The inner delimiter and rows; None if a line has more than one field, or contains no fields.
    """
    filled = [[cell for cell in row if cell is not None] for row in rows]
    if len(rows) < _LEAST_ROWS or any(len(cells) != 1 for cells in filled):
        return None
    text = "\n".join(str(cells[0]) for cells in filled)
    delimiter = choose_delimiter(text)
    inner = [fields for _, fields in _parse(text, delimiter, quoting=True)]
    widths = {len(fields) for fields in inner}
    if len(inner) != len(rows) or len(widths) != 1 or max(widths) < _LEAST_FIELDS:
        return None
    return delimiter, [[field.strip() or None for field in fields[:MAX_COLUMNS]] for fields in inner]


def choose_delimiter(text: str) -> str:
    """Choose the character that splits most rows into the same number of fields, above one.

    The csv module's Sniffer fails on title lines and decimal commas, hence this score: the share of
    rows with the most common number of fields, with a small bonus for more fields.
    """
    best, best_score = ",", 0.0
    for delimiter in DELIMITERS:
        score = _score(text, delimiter)
        if score > best_score * 1.05:
            best, best_score = delimiter, score
    return best


def is_delimited(text: str) -> bool:
    """Whether text without a typical extension is a table: most lines have the same 3 or more fields."""
    lines = [line for line in text[:100_000].split("\n")[:_LOOKED_AT] if line.strip()]
    if len(lines) < 3:
        return False
    for delimiter in ("\t", ";", "|"):
        counts = Counter(line.count(delimiter) for line in lines)
        fields, rows = counts.most_common(1)[0]
        if fields >= 2 and rows >= 0.9 * len(lines):
            return True
    return False


def looks_delimited(text: str) -> bool:
    """Whether text with any extension is a table: most lines have the same two or more short fields.

    It requires less than `is_delimited`, because the extension already suggests a table.
    """
    lines = [line for line in text[:100_000].split("\n")[:_LOOKED_AT] if line.strip()]
    for delimiter in DELIMITERS:
        if delimiter != "\t" and _ends_clauses(lines, delimiter):
            continue
        rows = [fields for _, fields in _parse("\n".join(lines), delimiter, quoting=True)]
        counts = Counter(len(fields) for fields in rows if len(fields) > 1)
        alike = max(counts.values(), default=0)
        longest = max((len(field) for fields in rows for field in fields), default=0)
        if alike >= 2 and alike >= _MOSTLY_ALIKE * len(rows) and longest <= _LONGEST_FIELD:
            return True
    return False


def _ends_clauses(lines: list[str], delimiter: str) -> bool:
    """Whether a mark is mostly followed by a blank, or alone at the end of a line, as in prose."""
    spaced = sum(len(re.findall(re.escape(delimiter) + r"\s", line)) for line in lines)
    alone = sum(line.count(delimiter) == 1 and line.rstrip().endswith(delimiter) for line in lines)
    return 2 * (spaced + alone) > sum(line.count(delimiter) for line in lines)


def even(rows: list[list[Cell]]) -> list[list[Cell]]:
    """Pad all rows to the longest, without trailing empty columns."""
    width = max((_used(row) for row in rows), default=0)
    return [row[:width] + [None] * (width - len(row)) for row in rows]


def _used(row: list[Cell]) -> int:
    return max((index for index, cell in enumerate(row, 1) if cell is not None), default=0)


def _score(text: str, delimiter: str) -> float:
    rows = [fields for _, fields in islice(_parse(text, delimiter, quoting=True), _LOOKED_AT) if any(fields)]
    counts = [len(fields) for fields in rows]
    others = sum(field.strip() in DELIMITERS for fields in rows for field in fields)
    if others > _OTHERS * sum(counts):
        return 0.0
    several = Counter(count for count in counts if count > 1)
    if not several:
        return 0.0
    width, alike = max(several.items(), key=lambda item: (item[1], item[0]))
    return alike / len(counts) * (1 + min(width, 20) / 20)


def _parse(text: str, delimiter: str, *, quoting: bool) -> Iterator[tuple[int, list[str]]]:
    """The fields of each row, and the line on which it begins, from 1."""
    # The limit applies to the whole process, so it is never set below the default.
    csv.field_size_limit(max(len(text), _USUAL_LIMIT))
    reader = csv.reader(
        (line + "\n" for line in text.split("\n")),
        delimiter=delimiter,
        quoting=csv.QUOTE_MINIMAL if quoting else csv.QUOTE_NONE,
        skipinitialspace=delimiter != "\t",
    )
    begins = 1
    for fields in reader:
        yield begins, fields
        begins = reader.line_num + 1


def _rows(text: str, delimiter: str, *, quoting: bool) -> tuple[list[list[Cell]], list[int], list[str]]:
    """All rows except blank ones, the line on which each begins, and what was left out."""
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    cells = 0
    too_wide = False
    for number, fields in _parse(text, delimiter, quoting=quoting):
        row: list[Cell] = [field.strip() or None for field in fields[:MAX_COLUMNS]]
        too_wide = too_wide or len(fields) > MAX_COLUMNS
        if not any(row):
            continue
        cells += len(row)
        if len(rows) == MAX_ROWS or cells > MAX_CELLS:
            return rows, numbers, [f"It is too long; only the first {len(rows):,} rows were read."]
        rows.append(row)
        numbers.append(number)
    return rows, numbers, [f"Only the first {MAX_COLUMNS:,} columns were read."] if too_wide else []


def _lost_quote(rows: list[list[Cell]]) -> bool:
    """Whether a quotation mark is never closed, so that its field continues through the rows below.

    A long text that is properly quoted is in a row with as many fields as the others.
    """
    long = [row for row in rows if any(_has_many_lines(cell) for cell in row)]
    if not long:
        return False
    width, alike = Counter(len(row) for row in rows).most_common(1)[0]
    return alike < _REGULAR * len(rows) or any(len(row) != width for row in long)


def _has_many_lines(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.count("\n") > _LINES_IN_FIELD
