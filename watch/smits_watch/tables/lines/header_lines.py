"""Which lines of a table head its columns, above the data and between them."""

from __future__ import annotations

import re

from smits_watch.tables.lines.data_lines import HEADER_TEXT, DataLines
from smits_watch.tables.values.cells import CellKind

_INDEX_BASE = re.compile(r"=\s*100(?:\.0)?\b")
"""A remark above a table of index numbers, which is not a header: `Base year: 2012=100`."""
_WIDE = 5
"""With more cells per row, a table may be a list of texts with some numbers."""
_HEADER_ROWS = 6
"""The most rows of a header; more are titles, or data without numbers."""


class HeaderLines(DataLines):
    """The lines of one region, and which of them are headers."""

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
        if any(len(text) > HEADER_TEXT for text in texts) and len(filled) < 3:
            return False
        over = [column for column in filled if column in self.measures or not self.measures]
        if len(filled) == 1:
            return self._one_cell_heads(row, filled[0], lower)
        if not over:
            return bool(lower) is False and len(filled) > 2
        return (
            len(filled) >= min(3, max(2, round(0.3 * self.grid.width))) or bool(lower) or self.grid.width <= 3
        )

    def _one_cell_heads(self, row: int, column: int, lower: list[int]) -> bool:
        """Whether a row with a single cell heads some of the columns, or the only one."""
        first = self.grid.columns.start
        if _INDEX_BASE.search(self.grid.text(row, column)):
            return False
        if column == first or len(self.grid.text(row, column)) > 60:
            return self.grid.width == 1 and not lower
        adjoining = not lower or row >= min(lower) - 1
        return adjoining and (column in self.measures or not self.measures)

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
