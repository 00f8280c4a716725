"""Which lines of a table are data: numbers below headers, and no years that head columns."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

from smits_watch.tables.arithmetic import Sum
from smits_watch.tables.grid import Grid
from smits_watch.tables.values.cells import CellKind
from smits_watch.tables.word_lists import table_words

LineKind = Literal["title", "header", "group", "data", "total", "note"]

HEADER_TEXT = 100
"""A longer cell is prose, not a header."""
RANK = re.compile(r"\s*(\d{1,2})(?:\.0)?(?=$|[\s(:=*\u2013-])")
"""What a mark heads its column with: `5`, `1 (very good)`, `4 stars`."""
_LEAST_RANKS, _MOST_RANK = 4, 10
"""Marks of a scale; three numbers in a row may be amounts, and scales end at ten."""
_NOTE_MARK = re.compile(r"^\s*(?:\(?[\da-z]{1,2}\)|\[\d\]|\*+|[†‡#¹²³]|\d\s*/|[.:x-]{1,3}\s*[:=]|-\s)")
"""How notes begin: `1)`, `*`, `(a)`, `.. :`."""


def is_scale(ranks: Sequence[int]) -> bool:
    """Whether numbers are all marks of a scale in their order: 5, 4, 3, 2, 1 or 0 to 10."""
    steps = {after - before for before, after in pairwise(ranks)}
    return (
        len(ranks) >= _LEAST_RANKS and steps in ({1}, {-1}) and min(ranks) <= 1 and max(ranks) <= _MOST_RANK
    )


class DataLines:
    """The lines of one region, and which of them are data."""

    def __init__(self, grid: Grid, amounts: frozenset[int] = frozenset()) -> None:
        """Take a region.

        Args:
            grid: the region.
            amounts: rows whose numbers are amounts, even if they look like years.
        """
        self.grid = grid
        self.amounts = amounts
        self.filled = {row: grid.filled(row) for row in grid.rows}
        self.rows = [row for row in grid.rows if self.filled[row]]
        self.positions = {row: position for position, row in enumerate(self.rows)}
        self.notes = self._notes_start()
        self.measures = set(self._proper.measures)
        self.first_use = self._first_use()
        self.kinds: dict[int, LineKind] = {}
        self.sums: dict[int, Sum] = {}

    def _notes_start(self) -> int:
        """The row of a heading such as `Notes` below the table, which the figures below it belong to."""
        words = table_words()["notes_below"]
        for before, row in pairwise(self.rows):
            filled = self.filled[row]
            alone = len(filled) == 1 and len(self.filled[before]) > 1
            if alone and words.equals(self.grid.text(row, filled[0])) and self._is_after_gap(before, row):
                return row
        return self.grid.rows.stop

    def _is_after_gap(self, before: int, row: int) -> bool:
        """Whether empty lines stand between two rows that follow each other."""
        return row - before > 1 or self._is_apart(before, row)

    @property
    def _proper(self) -> Grid:
        """The region without the notes below it."""
        if self.notes == self.grid.rows.stop:
            return self.grid
        return Grid(self.grid.table, range(self.grid.rows.start, self.notes), self.grid.columns)

    def _is_data(self, row: int) -> bool:
        """Whether a row has numbers below headers."""
        measured = [column for column in self.filled[row] if column in self.measures]
        numbers = [column for column in measured if self._is_number(row, column)]
        gaps = sum(self.grid.kind(row, column) is CellKind.GAP for column in measured)
        if not numbers:
            return gaps > 0 and gaps == len(measured) and (gaps > 1 or len(self.filled[row]) > 1)
        if self._heads_by_ranks(row):
            return False
        return not self._is_title_with_number(row, numbers) and not self._heads_by_years(row)

    def _continues(self, row: int) -> bool:
        """Whether a row below the last number continues a list that has gaps, rather than being a note."""
        filled = self.filled[row]
        return len(filled) > 2 and len(filled) >= 0.5 * self.grid.width and not self._is_note(row)

    def _is_number(self, row: int, column: int) -> bool:
        return self.grid.kind(row, column) in (CellKind.NUMBER, CellKind.YEAR, CellKind.VALUE)

    def _is_title_with_number(self, row: int, numbers: list[int]) -> bool:
        """Whether a row is a title such as `4 | Schools and pupils`: a number and a long text."""
        filled = self.filled[row]
        texts = [self.grid.text(row, column) for column in filled if column not in numbers]
        narrow = len(filled) <= 2 and self.grid.width > 3
        return narrow and filled[0] in numbers and bool(texts) and len(texts[0]) > 20

    def _heads_by_years(self, row: int) -> bool:
        """Whether all numbers of a row are years that head their columns."""
        measured = [column for column in self.filled[row] if column in self.measures]
        if any(self.grid.kind(row, column) is CellKind.NUMBER for column in measured):
            return False
        years = [int(self.grid.value(row, column) or 0) for column in measured if self._is_year(row, column)]
        if not years:
            return False
        others = [self.grid.kind(row, column) for column in measured if not self._is_year(row, column)]
        if any(kind is CellKind.GAP for kind in others) or not self._numbers_follow(row, measured):
            return False
        if others or not self._is_labelled(row):
            return True
        if len(years) > 1:
            return self._run_on(row, measured, years)
        if row in self.amounts:
            return False
        return self._names_labels(row) or self.first_use[measured[0]] == row

    def _heads_by_ranks(self, row: int) -> bool:
        """Whether the numbers of the first row are the marks of a scale, each above how many gave it."""
        if row != next((other for other in self.rows if len(self.filled[other]) > 1), None):
            return False
        measured = [column for column in self.filled[row] if column in self.measures]
        texts = {column: self.grid.text(row, column) for column in measured}
        ranks = {column: int(match[1]) for column, text in texts.items() if (match := RANK.match(text))}
        if any(self._is_number(row, column) and column not in ranks for column in measured):
            return False
        adjoining = list(ranks) == list(range(min(ranks, default=0), min(ranks, default=0) + len(ranks)))
        return (
            adjoining
            and is_scale(list(ranks.values()))
            and self._is_labelled(row)
            and self._numbers_follow(row, measured)
        )

    def _run_on(self, row: int, columns: list[int], years: list[int]) -> bool:
        """Whether the years of a labelled row are consecutive and so head their columns."""
        if self._text_above(row, columns, data=True):
            return False
        if not self._text_above(row, columns):
            return self._are_in_sequence(years, 10)
        after = self.rows[self.positions[row] + 1 :][:3]
        alike = any(self._is_year(other, column) for other in after for column in columns)
        return self._are_in_sequence(years, 1) and not alike

    def _names_labels(self, row: int) -> bool:
        """Whether a row has a word above the labels that typically heads label columns: Item, Position."""
        texts = [self.grid.text(row, column) for column in self.filled[row] if column not in self.measures]
        words = table_words()
        return any(words[name].equals(text) for text in texts for name in ("label", "period", "code"))

    def _first_use(self) -> dict[int, int]:
        """Column -> the first row of more than one cell that has a value in it."""
        first: dict[int, int] = {}
        for row in self.rows:
            if len(self.filled[row]) > 1:
                for column in self.filled[row]:
                    first.setdefault(column, row)
        return first

    def _is_year(self, row: int, column: int) -> bool:
        return self.grid.kind(row, column) is CellKind.YEAR

    def _is_labelled(self, row: int) -> bool:
        return any(column not in self.measures for column in self.filled[row])

    @staticmethod
    def _are_in_sequence(years: list[int], most: int) -> bool:
        """Whether years progress like those of a header: 2025 2026 2027, or 2026 2026 2027 2027."""
        steps = {b - a for a, b in pairwise(years)} - {0}
        return all(0 < step <= most for step in steps) or all(-most <= step < 0 for step in steps)

    def _numbers_follow(self, row: int, columns: list[int]) -> bool:
        """Whether one of the columns has a number below a row."""
        position = self.positions[row]
        after = self.rows[position + 1 : position + 13]
        return any(self._is_number(other, column) for other in after for column in columns)

    def _text_above(self, row: int, columns: list[int], *, data: bool = False) -> bool:
        """Whether the row just above has texts over the columns, or numbers if `data` is set."""
        position = self.positions[row]
        before = self.rows[max(position - 1, 0) : position]
        wanted = (CellKind.NUMBER,) if data else (CellKind.TEXT, CellKind.PERIOD, CellKind.NUMBER)
        return any(
            self.grid.kind(other, column) in wanted and len(self.filled[other]) > 1
            for other in before
            for column in columns
        )

    def _textual_data(self) -> list[int]:
        """The data of a table without numbers: the rows after its first full row, which is the header."""
        enough = max(2, round(0.5 * self.grid.width))
        full = [row for row in self.rows if len(self.filled[row]) >= enough]
        if not full:
            return []
        if self._is_upright(full) or len(full) == 1:
            return full
        return [row for row in self.rows if row > full[0] and len(self.filled[row]) > 1]

    def _is_upright(self, full: list[int]) -> bool:
        """Whether it is a list of keys and values: two columns, and each key ends with a colon."""
        keys = [self.grid.text(row, self.filled[row][0]) for row in full]
        return self.grid.width == 2 and sum(key.endswith(":") for key in keys) >= 0.8 * len(keys)

    def _is_apart(self, row: int, lower: int) -> bool:
        """Whether empty lines separate two rows."""
        numbers = self.grid.table.row_numbers
        return numbers[lower] - numbers[row] > lower - row if numbers else False

    def _is_note(self, row: int) -> bool:
        text = self.grid.text(row, self.filled[row][0])
        return bool(_NOTE_MARK.match(text)) or table_words()["note"].starts(text) or len(text) > HEADER_TEXT
