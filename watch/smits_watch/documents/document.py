"""The content of an opened file: passages, tables and data, each with its location."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

Cell = str | int | float | bool | dt.date | dt.datetime | dt.timedelta | None
"""A cell's value; workbooks give typed cells, delimited text gives strings, empty cells are None."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A run of text with its location."""

    text: str
    anchor: str
    """e.g. `page 3`, `line 12`, `subject`."""
    heading: bool = False
    level: int = 0
    """Of a heading, from 1; 0 if the format does not say."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as in the file, including header rows."""

    name: str
    """Sheet name of a workbook, `table 2` in prose, `$.items` (a JSON path) for objects in JSON; empty for
    delimited text and Markdown."""
    rows: Sequence[Sequence[Cell]]
    row_numbers: Sequence[int] = ()
    """The number of each row in the file, from 1 (of lines in delimited text); empty means 1, 2, 3 ..."""
    lettered: bool = False
    """Whether locations are written as sheet and cell (`IT!F14`) rather than as a line (`line 14`)."""
    hidden_rows: frozenset[int] = frozenset()
    """Indexes of rows that are hidden in the workbook."""
    hidden_columns: frozenset[int] = frozenset()
    """Indexes of columns that are hidden in the workbook."""
    decimal_mark: Literal[".", ","] | None = None
    """The decimal mark suggested by the format: a dot if commas separate the fields."""
    captions: Sequence[str] = ()
    """The text above it in prose: the nearest heading, and a short line directly above."""
    missing: frozenset[tuple[int, int]] = frozenset()
    """Row and column indexes of formulas whose result is missing and could not be calculated."""
    prefix: str = ""
    """Prefix of every anchor, e.g. `attachment prices.csv: `."""

    def anchor(self, row: int, column: int | None = None) -> str:
        """The anchor of a cell or a row; `row` and `column` are indexes from 0."""
        number = self.row_numbers[row] if self.row_numbers else row + 1
        if self.name.startswith("$"):
            location = self._json_path(number, column)
        elif not self.lettered:
            location = f"line {number}"
        elif column is None:
            location = f"{self.name}!{number}:{number}"
        else:
            location = f"{self.name}!{column_letters(column)}{number}"
        return self.prefix + location

    def _json_path(self, number: int, column: int | None) -> str:
        """The path in a list of objects: the header row stands for the list, any other row for its item."""
        if number < 0:
            return self.name
        return f"{self.name}[{number}]" + ("" if column is None else f".{self.rows[0][column]}")


@dataclass(frozen=True, slots=True)
class Document:
    """An opened file.

    Prose is in `passages` (in reading order), sheets and delimited text in `tables`, and the tree of JSON,
    YAML
    or XML in `data` (XML as an lxml element). `stated` has the facts that the file itself states
    in front matter. A document may have several of these.
    """

    path: str
    """Path below inputs/, e.g. `budgets/FY27.xlsx`; the first part of every fact's source."""
    format: str
    """csv, xlsx, xls, ods, text, markdown, html, pdf, docx, eml, json, xml ..."""
    passages: Sequence[Passage] = ()
    tables: Sequence[Table] = ()
    data: Any = None
    metadata: dict[str, str] = field(default_factory=dict)
    """e.g. title, author, date, subject, from; keys in lower case."""
    stated: Sequence[dict[str, Any]] = ()
    warnings: Sequence[str] = ()

    @property
    def text(self) -> str:
        """All passages, one paragraph each."""
        return "\n\n".join(passage.text for passage in self.passages)

    def beginning(self, characters: int) -> list[Passage]:
        """The first passages, up to the one that exceeds that many characters."""
        first: list[Passage] = []
        length = 0
        for passage in self.passages:
            first.append(passage)
            length += len(passage.text)
            if length > characters:
                break
        return first

    def source(self, anchor: str) -> str:
        """The `source` of a fact at an anchor."""
        return f"{self.path}#{anchor}"


def column_letters(column: int) -> str:
    """Spreadsheet letters of a column index: 0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
