"""Classifies the lines of a table: title, header, group, data, total or note."""

from __future__ import annotations

from smits_watch.tables.arithmetic import SumFinder
from smits_watch.tables.lines.code_parents import code_parents
from smits_watch.tables.lines.data_lines import LineKind
from smits_watch.tables.lines.header_lines import HeaderLines
from smits_watch.tables.word_lists import is_total_label


class LineClassifier(HeaderLines):
    """Classifies the lines of one region."""

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
            codes = {row: self.grid.text(row, self.grid.columns.start) for row in block}
            labelled |= code_parents(codes, values)
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

    def _without_title(self, data: list[int]) -> list[int]:
        """The data without a first line above a header that is a title with a number, split at commas."""
        following = self.rows[self.positions[data[0]] + 1 :][:1]
        if len(data) > 2 and following and following[0] != data[1] and self._is_inner_header(following[0]):
            return data[1:]
        return data

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
