"""Arithmetic as evidence: finds lines that are the sum of other lines, within rounding."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Values = Sequence[float | None]
"""The numbers of one line, one per column; None for a cell without a number."""

_WINDOW = 60
"""The most lines that an unlabelled total may sum; keeps the search linear in the number of lines."""
_EVIDENCE = 1.0
"""Digits that must agree over all columns, beyond those expected by chance from trying every window of lines,
before an unlabelled line counts as a total. At this bound about one table in ten contains a coincidence.
"""
_ALONE = 1.5
"""Further digits that must agree if only one column supports the sum. Round amounts often equal the sum of
their neighbours (760 = 540 + 220): without this, 9 of 100 twelve-line budgets have a false total, 17 with two
years.
"""
_TILES = 2
"""The number of consecutive, adjoining unlabelled sums that confirm one another."""
_LAST = 2.0
"""Digits that must agree before an unlabelled last line counts as the sum of all others: only one window is
tried."""
_LONG = 600
"""A longer table is a list of records, in which lines add up only by chance."""
_MOST_LABELLED = 60
"""With more labelled lines than this in a long list, the label is a name and not a total."""
_EXACT = 2.0**53
"""From here on a float has no decimals, and may become infinite when multiplied by a scale."""
_LEVELS = 5
"""How many levels of totals of totals are searched."""
_SHARE = 0.5
"""Share of a line's columns that must add up; rates, prices and percentages beside them don't."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A line that equals the sum of other lines."""

    row: int
    parts: tuple[int, ...]
    """The lines that it sums, which may be totals themselves."""
    columns: tuple[int, ...]
    """Positions of the columns that add up."""
    evidence: float
    """The number of digits that agree."""


def unit_of(values: Sequence[float | None]) -> float:
    """The smallest step in which the numbers are written: 1, 0.1, 0.01 ..."""
    present = [value for value in values if value and abs(value) < _EXACT][:500]
    for decimals in range(4):
        if all(abs(value * 10**decimals - round(value * 10**decimals)) < 1e-6 for value in present):
            return 10.0**-decimals
    return 1e-4


def grain_of(values: Sequence[float | None], unit: float) -> float:
    """The step between the numbers: their unit, or 1000 if all are whole thousands written out."""
    present = [value for value in values if value]
    grain = unit
    while present and grain < 1e6 and all(abs(value / (grain * 10) % 1) < 1e-9 for value in present):
        grain *= 10
    return grain


def matches(stated: float, computed: float, parts: int, unit: float) -> bool:
    """Whether a stated sum equals the computed one, if each part was rounded by at most half a unit."""
    slack = (
        unit * min(0.5 + 0.5 * math.sqrt(parts), 3.0) if unit >= 0.1 or abs(stated) < 1e4 else unit * parts
    )
    return abs(stated - computed) <= slack + 1e-9 * abs(stated)


class SumFinder:
    """Finds the lines of a block that are sums of neighbouring lines, level by level."""

    def __init__(self, values: Mapping[int, Values], labelled: frozenset[int]) -> None:
        """Take the lines of one block.

        Args:
            values: line -> its numbers, in the order of the lines.
            labelled: the lines whose label names a total.
        """
        self.values = values
        self.labelled = labelled
        width = max((len(line) for line in values.values()), default=0)
        self.units = [unit_of([line[column] for line in values.values()]) for column in range(width)]
        self.grains = [
            grain_of([line[column] for line in values.values()], self.units[column])
            for column in range(width)
        ]
        self.rising = [all((line[column] or 0.0) >= 0 for line in values.values()) for column in range(width)]
        windows = 2 * len(values) * min(len(values), _WINDOW)
        self.needed = _EVIDENCE + math.log10(max(windows, 1))
        self.sums: dict[int, Sum] = {}

    def find(self) -> dict[int, Sum]:
        """Line -> its sum. In a long list only the lines labelled as totals are tried."""
        items = list(self.values)
        if len(items) > _LONG and len(self.labelled) > _MOST_LABELLED:
            return self.sums
        if len(items) <= _LONG:
            items = self._without_tiles(items)
        for _ in range(_LEVELS):
            merged = self._merge(items)
            if len(merged) == len(items):
                break
            items = merged
        self._everything(items)
        self._differences(items)
        return self.sums

    def _without_tiles(self, items: list[int]) -> list[int]:
        """The lines without the parts of consecutive sums that together cover the whole block."""
        lines = [row for row in items if row not in self.labelled]
        for ordered in (lines, lines[::-1]):
            tiles = self._tiles(ordered)
            if len(tiles) >= _TILES and sum(tile.evidence for tile in tiles) >= self.needed + _ALONE:
                self.sums.update((tile.row, tile) for tile in tiles)
                parts = {part for tile in tiles for part in tile.parts}
                return [row for row in items if row not in parts]
        return items

    def _tiles(self, lines: Sequence[int]) -> list[Sum]:
        """Consecutive sums, each of all lines since the previous one; empty if a line is left over."""
        tiles: list[Sum] = []
        start = 0
        while start < len(lines):
            reach = range(start + 2, min(len(lines), start + _WINDOW))
            sums = (self._exactly(lines[end], lines[start:end]) for end in reach)
            tile = next(
                (line_sum for line_sum in sums if line_sum is not None and self._is_whole(line_sum)), None
            )
            if tile is None:
                return []
            tiles.append(tile)
            start = lines.index(tile.row, start) + 1
        return tiles

    def _is_whole(self, line_sum: Sum) -> bool:
        """Whether all numbers of a line add up, not just some of them."""
        return len(line_sum.columns) == sum(1 for value in self.values[line_sum.row] if value)

    def _merge(self, items: list[int]) -> list[int]:
        """The lines without those that are parts of a total already established.

        Lines labelled as totals come first: a line that they sum is a part, whatever else it equals.
        """
        gone: set[int] = set()
        for position, row in sorted(enumerate(items), key=lambda item: item[1] not in self.labelled):
            if row in self.sums or row in gone or (len(items) > _LONG and row not in self.labelled):
                continue
            best = self._best(items, position, gone)
            if best is not None:
                self.sums[row] = best
                gone.update(best.parts)
        return [row for row in items if row not in gone]

    def _best(self, items: list[int], position: int, gone: set[int]) -> Sum | None:
        row = items[position]
        reach = len(items) if row in self.labelled else _WINDOW
        above = [other for other in reversed(items[max(0, position - reach) : position]) if other not in gone]
        below = [other for other in items[position + 1 : position + 1 + reach] if other not in gone]
        sums = [line_sum for parts in (above, below) if (line_sum := self._running(row, parts)) is not None]
        return max(sums, key=lambda line_sum: (line_sum.evidence, -len(line_sum.parts)), default=None)

    def _running(self, row: int, parts: Sequence[int]) -> Sum | None:
        """The nearest run of neighbouring lines whose sum a line equals."""
        stated = self.values[row]
        columns = [column for column, value in enumerate(stated) if value]
        if not columns:
            return None
        wanted = len(columns)
        totals = [0.0] * len(stated)
        for count, part in enumerate(parts, 1):
            for column in columns:
                totals[column] += self.values[part][column] or 0.0
            if count == 1:
                continue
            columns = [
                c for c in columns if not (self.rising[c] and totals[c] > 1.05 * (stated[c] or 0.0) + 9)
            ]
            if len(columns) < _SHARE * wanted or not columns:
                return None
            equal = [c for c in columns if matches(stated[c] or 0.0, totals[c], count, self.units[c])]
            if len(equal) >= max(1, _SHARE * wanted):
                telling = self._independent(row, parts[:count], equal)
                evidence = self._evidence(stated, equal, count, parts[:count])
                needed = self.needed + (_ALONE * len(equal) if len(telling) == 1 else 0.0)
                if row in self.labelled or (evidence >= needed and self._adds(parts[:count], equal)):
                    return Sum(row, tuple(sorted(parts[:count])), tuple(equal), evidence)
        return None

    def _independent(self, row: int, parts: Sequence[int], columns: Sequence[int]) -> list[int]:
        """The columns that are independent evidence.

        If the parts have the same proportions in two years, the second column adds up because the first one
        does.
        """
        shapes: dict[tuple[float, ...], int] = {}
        for column in columns:
            total = self.values[row][column] or 1.0
            shape = tuple(round((self.values[part][column] or 0.0) / total, 2) for part in parts)
            shapes.setdefault(shape, column)
        return list(shapes.values())

    def _adds(self, parts: Sequence[int], columns: Sequence[int]) -> bool:
        """Whether at least two parts have a number in one of the columns; a "sum" of one part is a copy."""
        return any(sum(1 for part in parts if self.values[part][column]) > 1 for column in columns)

    def _evidence(
        self, stated: Values, columns: Sequence[int], count: int, parts: Sequence[int] = ()
    ) -> float:
        """The digits that agree, less what rounding allows for; a round sum of round parts agrees in few."""
        grains = dict.fromkeys(columns, 0.0)
        for column in columns if len(columns) == 1 else ():
            numbers = [stated[column], *(self.values[part][column] for part in parts)]
            grains[column] = grain_of(numbers, self.units[column]) if parts else 0.0
        digits = (
            math.log10(max(abs(stated[c] or 0.0) / max(self.grains[c], grains[c]), 1.0)) for c in columns
        )
        return sum(max(value - 0.5 * math.log10(count), 0.0) for value in digits)

    def _everything(self, items: list[int]) -> None:
        """Add labelled totals that sum all lines which are no sums, or all remaining lines, in any order."""
        base = [row for row in self.values if row not in self.sums and row not in self.labelled]
        for row in items:
            if row in self.sums or (row not in self.labelled and row != items[-1]):
                continue
            before = [other for other in base if other < row]
            rest = [
                other
                for other in items
                if other != row and (other in self.sums or other not in self.labelled)
            ]
            for parts in (before, base, rest):
                line_sum = self._exactly(row, parts)
                if line_sum is not None and (row in self.labelled or line_sum.evidence >= _LAST):
                    self.sums[row] = line_sum
                    break

    def _exactly(self, row: int, parts: Sequence[int]) -> Sum | None:
        stated = self.values[row]
        columns = [column for column, value in enumerate(stated) if value]
        if not columns or len(parts) < 2:
            return None
        equal = [
            column
            for column in columns
            if matches(
                stated[column] or 0.0,
                sum(self.values[part][column] or 0.0 for part in parts),
                len(parts),
                self.units[column],
            )
        ]
        if len(equal) < max(1, _SHARE * len(columns)):
            return None
        return Sum(row, tuple(parts), tuple(equal), self._evidence(stated, equal, len(parts)))

    def _differences(self, items: list[int]) -> None:
        """Add the last line if it is the difference of two totals, such as revenue less spending."""
        tops = [row for row in items if row in self.sums]
        last = items[-1] if items else None
        if last is None or last in self.sums or not 2 <= len(tops) <= 6:
            return
        for first, second in _pairs(tops):
            equal = [
                column
                for column, value in enumerate(self.values[last])
                if value and self._is_difference(last, first, second, column)
            ]
            comparable = sum(1 for value in self.values[last] if value)
            if equal and len(equal) >= _SHARE * comparable:
                evidence = self._evidence(self.values[last], equal, 2)
                if evidence >= self.needed or last in self.labelled:
                    self.sums[last] = Sum(last, (first, second), tuple(equal), evidence)
                    return

    def _is_difference(self, row: int, first: int, second: int, column: int) -> bool:
        stated = self.values[row][column] or 0.0
        first_value, other = self.values[first][column], self.values[second][column]
        if first_value is None or other is None:
            return False
        return any(
            matches(stated, value, 2, self.units[column])
            for value in (first_value - other, other - first_value)
        )


def _pairs(rows: Sequence[int]) -> Iterator[tuple[int, int]]:
    for position, first in enumerate(rows):
        for second in rows[position + 1 :]:
            yield first, second
