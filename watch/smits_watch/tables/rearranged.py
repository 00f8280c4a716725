"""Lists of records in other arrangements: one record per column, or one form per record."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smits_watch.documents.document import Cell, Table
from smits_watch.tables.grid import Grid

_KEYS = 80
"""The most attributes of a record; a longer first column holds the records themselves."""
_FORM_ROWS = 2_000
"""Rows that are searched for forms; a longer list is not a stack of forms."""
_LEAST_KEYS = 2
"""Attributes that must be recognised before a list is read as transposed."""

Knows = Callable[[str], bool]
"""Whether a text is a known header."""


@dataclass(frozen=True, slots=True)
class RearrangedTable(Table):
    """A table with its cells rearranged; anchors refer to the cells of the original."""

    original: Table = field(default_factory=lambda: Table("", ()))
    origins: Mapping[tuple[int, int], tuple[int, int]] = field(default_factory=dict)
    """Row and column here -> row and column in `original`."""
    firsts: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    """Row here -> row and column in `original` of its first cell."""

    def anchor(self, row: int, column: int | None = None) -> str:
        """The anchor in the original file of a cell, or of the first cell of a row."""
        original = self.origins.get((row, column)) if column is not None else None
        return self.original.anchor(*(original or self.firsts.get(row, (0, 0))))


def rearrangements(grid: Grid, knows: Knows) -> Iterator[Table]:
    """The other ways to read a region as a list: transposed, or as forms.

    Args:
        grid: the region.
        knows: recognises the headers of the expected list.
    """
    keys = _keys(grid, knows)
    if len(set(keys.values())) < _LEAST_KEYS:
        return
    if len(set(keys.values())) < len(keys):
        yield from _forms(grid, knows)
    elif len(grid.rows) <= _KEYS:
        yield _turned(grid, min(keys))
        yield from _forms(grid, knows)


def _keys(grid: Grid, knows: Knows) -> dict[int, str]:
    """Rows whose first cell is a known header."""
    keys = {}
    for row in grid.rows[:_FORM_ROWS]:
        filled = grid.filled(row)
        if len(filled) > 1 and (text := grid.text(row, filled[0]).rstrip(" :")) and knows(text):
            keys[row] = text.casefold()
    return keys


def _turned(grid: Grid, first: int) -> Table:
    """The region transposed, starting with its first row that is an attribute."""
    rows = range(first, grid.rows.stop)
    cells = [[grid.cell(row, column) for row in rows] for column in grid.columns]
    origins = {
        (there, here): (row, column)
        for there, column in enumerate(grid.columns)
        for here, row in enumerate(rows)
        if grid.cell(row, column) not in (None, "")
    }
    return _rearranged(grid, cells, origins)


def _forms(grid: Grid, knows: Knows) -> Iterator[Table]:
    """Key-value pairs in forms below one another, rearranged as one row per form."""
    forms: list[dict[str, tuple[int, int]]] = [{}]
    names: dict[str, str] = {}
    for row, key_column, column in _pairs(grid, knows):
        key = grid.text(row, key_column).rstrip(" :")
        plain = key.casefold()
        names.setdefault(plain, key)
        if plain in forms[-1]:
            forms.append({})
        forms[-1][plain] = (row, column)
    if len(names) < _LEAST_KEYS:
        return
    header = list(names)
    cells: list[list[Cell]] = [[names[key] for key in header]]
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    for number, form in enumerate(forms, 1):
        cells.append([grid.cell(*form[key]) if key in form else None for key in header])
        origins |= {(number, index): form[key] for index, key in enumerate(header) if key in form}
    yield _rearranged(grid, cells, origins)


def _pairs(grid: Grid, knows: Knows) -> Iterator[tuple[int, int, int]]:
    """Row, column of a key and column of its value; a row may have several pairs."""
    for row in grid.rows[:_FORM_ROWS]:
        filled = grid.filled(row)
        column = 0
        while column + 1 < len(filled):
            key, value = filled[column], filled[column + 1]
            if knows(grid.text(row, key).rstrip(" :")) and not knows(grid.text(row, value).rstrip(" :")):
                yield row, key, value
                column += 2
            else:
                column += 1


def _rearranged(
    grid: Grid, cells: Sequence[Sequence[Cell]], origins: Mapping[tuple[int, int], tuple[int, int]]
) -> RearrangedTable:
    firsts: dict[int, tuple[int, int]] = {}
    for (row, _), origin in origins.items():
        firsts[row] = min(origin, firsts.get(row, origin))
    table = grid.table
    return RearrangedTable(
        table.name,
        cells,
        lettered=table.lettered,
        decimal_mark=table.decimal_mark,
        captions=table.captions,
        original=table,
        origins=origins,
        firsts=firsts,
    )
