"""Proofs by arithmetic between columns: sums of months, variances, products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from smits_watch.documents.document import column_letters
from smits_watch.tables.arithmetic import matches, unit_of
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.grid import Grid

_LINES = 200
"""The most lines on which a relation between columns is tested."""
_HOLDS = 0.9
"""Share of the lines on which it must hold; a line may contain a typing error."""
_AT_LEAST = 2


class ColumnRelations:
    """Finds which columns are sums, differences or products of others."""

    def __init__(self, grid: Grid, columns: Sequence[TableColumn], lines: Sequence[int]) -> None:
        self.columns = [column for column in columns if column.role in ("amount", "quantity")]
        rows = lines[:_LINES]
        self.values = {c.index: [grid.value(row, c.index) for row in rows] for c in self.columns}
        self.units = {index: unit_of(values) for index, values in self.values.items()}

    def proven(self, columns: Sequence[TableColumn]) -> tuple[TableColumn, ...]:
        """The columns with the relation that holds for each; a difference becomes a variance."""
        proofs = self._sums() | self._products()
        for index, proof in self._differences().items():
            proofs.setdefault(index, proof)
        return tuple(
            replace(
                column,
                proof=proofs[column.index],
                amount="variance" if " - " in proofs[column.index] else column.amount,
                role="amount" if " x " in proofs[column.index] else column.role,
            )
            if column.index in proofs
            else column
            for column in columns
        )

    def _sums(self) -> dict[int, str]:
        """Columns that are the sum of two or more amounts directly before or after them."""
        proofs = {}
        order = [column for column in self.columns if column.role == "amount"]
        for position, column in enumerate(order):
            before = list(reversed(order[:position]))
            for parts in (before, order[position + 1 :]):
                length = self._running(column, parts)
                if length:
                    names = sorted(parts[:length], key=lambda part: part.index)
                    proofs[column.index] = "= " + " + ".join(column_letters(part.index) for part in names)
                    break
        return proofs

    def _running(self, column: TableColumn, parts: Sequence[TableColumn]) -> int:
        """The number of neighbouring columns whose sum a column is; 0 if none."""
        for length in range(2, min(len(parts), 16) + 1):
            if self._holds(column, [part.index for part in parts[:length]], [1] * length):
                return length
        return 0

    def _differences(self) -> dict[int, str]:
        """Columns that are the difference of two others; the nearest pair wins."""
        proofs = {}
        order = [column for column in self.columns if column.role == "amount"][:12]
        for column in order:
            others = [other for other in order if other is not column]
            others.sort(key=lambda other: abs(other.index - column.index))
            for first, second in ((a, b) for a in others for b in others if a is not b):
                later = column.index > max(first.index, second.index)
                if later and self._holds(column, [first.index, second.index], [1, -1]):
                    proofs[column.index] = f"= {column_letters(first.index)} - {column_letters(second.index)}"
                    break
        return proofs

    def _products(self) -> dict[int, str]:
        """Columns that are the product of a quantity and a price."""
        proofs = {}
        for column in self.columns[:12]:
            before = [other for other in self.columns if other.index < column.index][-6:]
            for first, second in ((a, b) for a in before for b in before if a.index < b.index):
                if "quantity" in (first.role, second.role) and self._multiplies(column, first, second):
                    proofs[column.index] = f"= {column_letters(first.index)} x {column_letters(second.index)}"
        return proofs

    def _multiplies(self, column: TableColumn, first: TableColumn, second: TableColumn) -> bool:
        rows = zip(
            self.values[column.index], self.values[first.index], self.values[second.index], strict=True
        )
        full = [(c, a, b) for c, a, b in rows if c and a is not None and b is not None]
        if len(full) < _AT_LEAST:
            return False
        unit = self.units[column.index]
        equal = sum(abs(c - a * b) <= max(unit, 1e-6 * abs(c)) for c, a, b in full)
        return equal >= _HOLDS * len(full)

    def _holds(self, column: TableColumn, parts: Sequence[int], signs: Sequence[int]) -> bool:
        """Whether a column is the signed sum of others on nearly all lines with a value in one of them."""
        tried = equal = 0
        unit = self.units[column.index]
        for position, stated in enumerate(self.values[column.index]):
            values = [self.values[part][position] for part in parts]
            if stated is None or all(value is None for value in values):
                continue
            if not stated and not any(values):
                continue
            tried += 1
            computed = sum(sign * (value or 0.0) for sign, value in zip(signs, values, strict=True))
            equal += matches(stated, computed, len(parts), unit)
            if tried - equal > (1 - _HOLDS) * len(self.values[column.index]):
                return False
        return tried >= _AT_LEAST and equal >= _HOLDS * tried
