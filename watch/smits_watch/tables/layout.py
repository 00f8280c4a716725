"""The layout of a table: its lines, columns and titles, and the proofs that support it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from smits_watch.documents.document import Table
from smits_watch.tables.arithmetic import Sum
from smits_watch.tables.columns.classification import columns_of
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.grid import Grid
from smits_watch.tables.headers import joined_headers
from smits_watch.tables.lines.classifier import LineClassifier
from smits_watch.tables.lines.data_lines import LineKind
from smits_watch.tables.proofs import ColumnRelations
from smits_watch.tables.regions import regions_of
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.units import Units, is_unit_only, units_in

_OVER_ALL = 6
"""Rows above tables beside one another in which a title for all of them is looked for."""


@dataclass(frozen=True)
class TableLayout:
    """One region of a table with the role of each of its parts."""

    grid: Grid
    lines: dict[int, LineKind]
    """Row -> its kind, from top to bottom; empty rows are left out."""
    sums: dict[int, Sum]
    """Row -> the lines that it sums."""
    columns: tuple[TableColumn, ...]
    rival: TableLayout | None = None
    """The other reading, if the header rests on a single number that may be an amount."""

    @property
    def table(self) -> Table:
        """The table that contains the region."""
        return self.grid.table

    def rows(self, *kinds: LineKind) -> list[int]:
        """The rows of the given kinds, from top to bottom."""
        return [row for row, kind in self.lines.items() if kind in kinds]

    @cached_property
    def titles(self) -> list[str]:
        """The texts above the table: captions in prose, then one text per title row."""
        return titles_of(self.grid, self.lines)

    @cached_property
    def headers(self) -> list[str]:
        """The headers that are not blank."""
        return [column.header for column in self.columns if column.header]

    @cached_property
    def label(self) -> TableColumn | None:
        """The column that names the lines."""
        return next((column for column in self.columns if column.role == "label"), None)

    @cached_property
    def proofs(self) -> list[str]:
        """The relations that arithmetic proves, one sentence each."""
        sentences = []
        amounts = [column for column in self.columns if column.role in ("amount", "quantity")]
        for row, proof in sorted(self.sums.items()):
            if amounts:
                cell = self.table.anchor(row, amounts[0].index)
                sentences.append(f"The total in {cell} is the sum of {len(proof.parts)} lines.")
        named = [column for column in self.columns if column.proof]
        sentences.extend(f"'{column.header or column.index + 1}' {column.proof}." for column in named)
        return sentences


def layouts_of(table: Table) -> list[TableLayout]:
    """Understand a table: one layout for each region, from left to right and from top to bottom."""
    return [layout_of(grid) for grid in regions_of(table)]


def layout_of(grid: Grid) -> TableLayout:
    """Understand one region; if its header may be an amount, choose the reading that adds up."""
    classifier = LineClassifier(grid)
    classifier.classify()
    doubtful = classifier.doubtful_year
    if doubtful is None:
        return _layout(grid, classifier)
    other = LineClassifier(grid, frozenset({doubtful}))
    other.classify()
    if len(other.sums) > len(classifier.sums):
        return _layout(grid, other)
    layout = _layout(grid, classifier)
    proven = len(other.sums) < len(classifier.sums) or classifier.unproven < other.unproven
    return layout if proven else replace(layout, rival=_layout(grid, other))


def layout_with_header(grid: Grid, header: int) -> TableLayout:
    """Understand a region with a given header as a list in which each well-filled line is a record."""
    classifier = LineClassifier(grid)
    kinds = classifier.with_header(header)
    return _layout_of_lines(grid, kinds, {})


def _layout(grid: Grid, classifier: LineClassifier) -> TableLayout:
    return _layout_of_lines(grid, classifier.kinds, classifier.sums)


def _layout_of_lines(grid: Grid, kinds: Mapping[int, LineKind], sums: dict[int, Sum]) -> TableLayout:
    lines = {row: kinds[row] for row in sorted(kinds)}
    top = _first_header(lines)
    headers = joined_headers(grid, top)
    around = units_in(titles_of(grid, lines))
    if top:
        around = _with_corner(headers, grid, around, top)
    data = [row for row, kind in lines.items() if kind in ("data", "total")]
    totals = frozenset(row for row in data if lines[row] == "total")
    columns = columns_of(grid, headers, data, around, totals=totals)
    columns = ColumnRelations(grid, columns, data).proven(columns)
    return TableLayout(grid, lines, sums, columns)


def lines_of(table: Table) -> dict[int, LineKind]:
    """The kind of each row that is not empty."""
    kinds: dict[int, LineKind] = {}
    for layout in layouts_of(table):
        for row, kind in layout.lines.items():
            kinds.setdefault(row, kind)
    return kinds


def titles_of(grid: Grid, lines: dict[int, LineKind]) -> list[str]:
    """The titles, one text per row; in delimited text a comma may have cut a title in two."""
    rows = (row for row, kind in lines.items() if kind == "title")
    own = [",".join(grid.text(row, column) for column in grid.filled(row)) for row in rows]
    return [*grid.table.captions, *_over_all(grid, lines), *own]


def _over_all(grid: Grid, lines: dict[int, LineKind]) -> Iterator[str]:
    """The titles of a sheet that stand above another of its tables, beside which this one stands."""
    first = next((row for row, kind in lines.items() if kind != "title"), grid.rows.start)
    for row in grid.table.rows[grid.rows.start : min(first, grid.rows.start + _OVER_ALL)]:
        filled = [column for column, cell in enumerate(row) if cell not in (None, "")]
        if len(filled) == 1 and filled[0] not in grid.columns:
            yield text_of(row[filled[0]])


def _first_header(lines: dict[int, LineKind]) -> list[int]:
    """The rows of the first header, starting with the uppermost."""
    header: list[int] = []
    for row, kind in lines.items():
        if kind == "header":
            header.append(row)
        elif header:
            break
    return header


def _with_corner(headers: dict[int, str], grid: Grid, around: Units, top: Sequence[int]) -> Units:
    """Add what the header states for all amounts: in the corner, or alone above the columns."""
    corner = units_in([headers.get(grid.columns.start, "")])
    above = {grid.text(row, column) for row in top[:-1] for column in grid.filled(row)}
    notes = [text for text in above if is_unit_only(text)]
    note = units_in(notes) if len(notes) == 1 else Units()
    return Units(
        around.currency or corner.currency or note.currency,
        next((units.scale for units in (around, corner, note) if units.scale != 1.0), 1.0),
    )
