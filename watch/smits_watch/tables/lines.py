"""Classifies the lines of a table: title, header, group, data, total or note."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from smits_watch.tables.arithmetic import Sum, SumFinder
from smits_watch.tables.grid import Grid
from smits_watch.tables.values.cells import CellKind
from smits_watch.tables.word_lists import is_total_label, table_words

LineKind = Literal["title", "header", "group", "data", "total", "note"]

_HEADER_TEXT = 100
"""A longer cell is prose, not a header."""
_NOTE_MARK = re.compile(r"^\s*(?:\(?[\da-z]{1,2}\)|\[\d\]|\*+|[†‡#¹²³]|\d\s*/|[.:x-]{1,3}\s*[:=]|-\s)")
"""How notes begin: `1)`, `*`, `(a)`, `.. :`."""
_INDEX_BASE = re.compile(r"=\s*100(?:\.0)?\b")
"""A remark above a table of index numbers, which is not a header: `Base year: 2012=100`."""
_WIDE = 5
"""With more cells per row, a table may be a list of texts with some numbers."""
_HEADER_ROWS = 6
"""The most rows of a header; more are titles, or data without numbers."""


class LineClassifier:
    """Classifies the lines of one region."""

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

    def classify(self) -> dict[int, LineKind]:
        """The kind of each row that is not empty."""
        data = [row for row in self.rows if self._is_data(row)] if self.measures else self._textual_data()
        data = [row for row in data if row < self.notes]
        if not data:
            self.kinds = {row: "title" if len(self.filled[row]) == 1 else "data" for row in self.rows}
            return self.kinds
        data = self._without_title(data)
        first, last = data[0], data[-1]
        self.kinds = dict.fromkeys(data, "data")
        self._above(first)
        self._between(first, last)
        for row in self.rows:
            if row > last:
                self.kinds[row] = "data" if row < self.notes and self._continues(row) else "note"
        if self.measures:
            self._totals()
        return self.kinds

    @property
    def unproven(self) -> int:
        """The number of data lines that belong to no sum, if the region has totals that sum others."""
        if not self.sums:
            return 0
        parts = {part for line_sum in self.sums.values() for part in line_sum.parts}
        return sum(kind == "data" and row not in parts for row, kind in self.kinds.items())

    def with_header(self, header: int) -> dict[int, LineKind]:
        """The kind of each row that is not empty, with a given header row above a list of records."""
        for row in self.rows:
            filled = self.filled[row]
            if row == header:
                self.kinds[row] = "header"
            elif row < header:
                self.kinds[row] = "title"
            elif self._repeats_header(row):
                self.kinds[row] = "header"
            elif len(filled) > 1:
                self.kinds[row] = "total" if self.is_labelled_total(row) else "data"
            else:
                self.kinds[row] = "note" if self._is_note(row) else "group"
        return self.kinds

    def _totals(self) -> None:
        """Separate totals from data, by arithmetic and by their labels."""
        for block in self._blocks():
            labelled = frozenset(row for row in block if self.is_labelled_total(row))
            columns = sorted(self.measures)
            values = {row: [self.grid.value(row, column) for column in columns] for row in block}
            sums = SumFinder(values, labelled).find()
            if len(labelled) > len(block) / 2 and block[-1] not in labelled & sums.keys():
                labelled = frozenset()  # a list of totals, e.g. one per department
                sums = SumFinder(values, labelled).find()
            self.sums.update(sums)
            for row in block:
                if row in sums or row in labelled:
                    self.kinds[row] = "total"

    def _blocks(self) -> list[list[int]]:
        """The runs of data lines between headers."""
        blocks: list[list[int]] = [[]]
        for row in self.rows:
            if self.kinds[row] == "header" and blocks[-1]:
                blocks.append([])
            elif self.kinds[row] == "data":
                blocks[-1].append(row)
        return blocks

    def is_labelled_total(self, row: int) -> bool:
        """Whether the label of a row names a total."""
        labels = [self.grid.text(row, c) for c in self.filled[row] if c not in self.measures][:4]
        return any(map(is_total_label, labels))

    # Data

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
        return not self._is_title_with_number(row, numbers) and not self._heads_by_years(row)

    def _without_title(self, data: list[int]) -> list[int]:
        """The data without a first line above a header that is a title with a number, split at commas."""
        following = self.rows[self.positions[data[0]] + 1 :][:1]
        if len(data) > 2 and following and following[0] != data[1] and self._is_inner_header(following[0]):
            return data[1:]
        return data

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

    @property
    def doubtful_year(self) -> int | None:
        """The row whose header rests on a single number that may equally be an amount."""
        for row, kind in self.kinds.items():
            if kind == "header" and self._rests_on_a_number(row):
                return row
        return None

    def _rests_on_a_number(self, row: int) -> bool:
        measured = [column for column in self.filled[row] if column in self.measures]
        years = [column for column in measured if self._is_year(row, column)]
        single = len(years) == 1 == len(measured)
        return single and self._is_labelled(row) and not self._names_labels(row)

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

    # Above the data

    def _above(self, first: int) -> None:
        above = [row for row in self.rows if row < first]
        header = self._header_rows(above)
        for row in above:
            if row in header:
                self.kinds[row] = "header"
            elif header and row > max(header):
                self.kinds[row] = "group" if len(self.filled[row]) == 1 else "data"
            else:
                self.kinds[row] = "title"

    def _header_rows(self, above: list[int]) -> set[int]:
        """The rows that head the columns, starting with the lowest."""
        header: list[int] = []
        for row in reversed(above):
            if len(header) == _HEADER_ROWS:
                break
            if not header and self._lacks_numbers(row, above):
                continue
            if self._heads(row, header):
                header.append(row)
            elif header or not self._may_be_group(row):
                break
        return set(header)

    def _lacks_numbers(self, row: int, above: list[int]) -> bool:
        """Whether a row contains only names but stands below one with numbers: its numbers are missing."""
        filled = self.filled[row]
        if len(filled) < 2 or self.measures.intersection(filled):
            return False
        before = [other for other in above if other < row]
        return (
            bool(before) and len(self.measures.intersection(self.filled[before[-1]])) > len(self.measures) / 2
        )

    def _may_be_group(self, row: int) -> bool:
        """Whether a row between header and data may name the first group or be a line without numbers."""
        filled = self.filled[row]
        return len(filled) == 1 or (len(filled) == 2 and not self.measures.intersection(filled))

    def _heads(self, row: int, lower: list[int]) -> bool:
        filled = self.filled[row]
        if lower and any(self.grid.kind(row, column) is CellKind.NUMBER for column in filled):
            return False
        if lower and self._is_apart(row, min(lower)) and any(self._is_year(row, c) for c in filled):
            return False
        texts = [self.grid.text(row, column) for column in filled]
        if lower and texts[0].endswith(":") and len(set(texts[1:])) == 1:  # `Area: | World`, perhaps merged
            return False
        if any(len(text) > _HEADER_TEXT for text in texts) and len(filled) < 3:
            return False
        over = [column for column in filled if column in self.measures or not self.measures]
        if len(filled) == 1:
            return self._one_cell_heads(row, filled[0], lower)
        if not over:
            return bool(lower) is False and len(filled) > 2
        return (
            len(filled) >= min(3, max(2, round(0.3 * self.grid.width))) or bool(lower) or self.grid.width <= 3
        )

    def _is_apart(self, row: int, lower: int) -> bool:
        """Whether empty lines separate two rows."""
        numbers = self.grid.table.row_numbers
        return numbers[lower] - numbers[row] > lower - row if numbers else False

    def _one_cell_heads(self, row: int, column: int, lower: list[int]) -> bool:
        """Whether a row with a single cell heads some of the columns, or the only one."""
        first = self.grid.columns.start
        if _INDEX_BASE.search(self.grid.text(row, column)):
            return False
        if column == first or len(self.grid.text(row, column)) > 60:
            return self.grid.width == 1 and not lower
        adjoining = not lower or row >= min(lower) - 1
        return adjoining and (column in self.measures or not self.measures)

    # Between the first and the last line of data

    def _between(self, first: int, last: int) -> None:
        gap: list[int] = []
        for row in self.rows:
            if not first < row <= last:
                continue
            if row in self.kinds:
                self._fill_gap(gap)
                gap = []
            else:
                gap.append(row)

    def _fill_gap(self, gap: list[int]) -> None:
        """Classify the lines without numbers between two data lines."""
        header = {row for row in gap if self._is_inner_header(row)}
        for row in gap:
            if row in header:
                self.kinds[row] = "header"
            elif len(self.filled[row]) > 1:
                self.kinds[row] = "data"
            elif header and row < min(header) and self._is_note(row):
                self.kinds[row] = "note"
            else:
                self.kinds[row] = "group"

    def _is_inner_header(self, row: int) -> bool:
        """Whether a row is a repeated or further header: texts above at least half of the numeric columns."""
        over = [c for c in self.filled[row] if c in self.measures]
        if self._lists_texts and not self._repeats_header(row):
            return False
        return len(over) >= max(1, len(self.measures) / 2) and len(self.filled[row]) > 1

    @property
    def _lists_texts(self) -> bool:
        """Whether numbers are a minority of the columns, so that a data line may have none."""
        return self.grid.width > _WIDE and len(self.measures) < self.grid.width / 3

    def _repeats_header(self, row: int) -> bool:
        """Whether a row repeats the texts of the first header."""
        header = next((other for other in self.rows if self.kinds.get(other) == "header"), None)
        if header is None:
            return False
        same = sum(self.grid.text(row, c) == self.grid.text(header, c) for c in self.filled[row])
        return same >= len(self.filled[row]) / 2

    def _is_note(self, row: int) -> bool:
        text = self.grid.text(row, self.filled[row][0])
        return bool(_NOTE_MARK.match(text)) or table_words()["note"].starts(text) or len(text) > _HEADER_TEXT
