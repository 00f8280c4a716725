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
    """A run of text and where it stands."""

    text: str
    anchor: str
    """e.g. `page 3`, `line 12`, `subject`."""
    heading: bool = False
    level: int = 0
    """Of a heading, from 1; 0 if the format does not say."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells as they stand in the file, header rows and all."""

    name: str
    """Sheet name of a workbook, `table 2` in prose, `$.items` (a JSON path) for objects in JSON; empty for
    delimited text and Markdown."""
    rows: Sequence[Sequence[Cell]]
    row_numbers: Sequence[int] = ()
    """The number of each row in the file, from 1 (a line for delimited text); empty: 1, 2, 3 ..."""
    lettered: bool = False
    """Whether a place is reported as sheet and cell (`IT!F14`) or as a line (`line 14`)."""
    hidden_rows: frozenset[int] = frozenset()
    """Indexes of rows that somebody hid in the workbook."""
    hidden_columns: frozenset[int] = frozenset()
    """Indexes of columns that somebody hid."""
    decimal_mark: Literal[".", ","] | None = None
    """The decimal mark that the format makes likely: a dot where commas part the fields."""
    captions: Sequence[str] = ()
    """What stands over it in prose: the nearest heading, and a short line just above."""
    missing: frozenset[tuple[int, int]] = frozenset()
    """Row and column indexes of formulas whose result is not in the file and could not be calculated."""
    prefix: str = ""
    """Stands before every place, e.g. `attachment prices.csv: `."""

    def anchor(self, row: int, column: int | None = None) -> str:
        """Tell where a cell or a row stands; `row` and `column` are indexes from 0."""
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
        """A list of objects: the header row stands for the list, any other for its item."""
        if number < 0:
            return self.name
        return f"{self.name}[{number}]" + ("" if column is None else f".{self.rows[0][column]}")


@dataclass(frozen=True, slots=True)
class Document:
    """An opened file.

    Prose is in `passages` (in reading order), sheets and delimited text in `tables`, and what JSON, YAML
    or XML says as a tree in `data` (XML as an lxml element). `stated` holds facts that the file itself states
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
        """The first passages, up to the one with which that many characters are passed."""
        first: list[Passage] = []
        length = 0
        for passage in self.passages:
            first.append(passage)
            length += len(passage.text)
            if length > characters:
                break
        return first

    def source(self, anchor: str) -> str:
        """The `source` of a fact that stands at the anchor."""
        return f"{self.path}#{anchor}"


def column_letters(column: int) -> str:
    """Spreadsheet letters of a column index: 0 -> A, 26 -> AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
