"""Splits a sheet into its tables, above or beside one another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from smits_watch.documents.document import Cell, Table
from smits_watch.tables.grid import Grid
from smits_watch.tables.values.cells import CellKind, kind_of
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.word_lists import plain_words

_BESIDE_ROWS = 2_000
"""Rows that are examined to find tables side by side."""
_TITLE_ROWS = 4
"""Rows above a header in which its year is looked for."""
_SAME_HEADER = 0.6
"""Share of common header texts from which on two tables, one above the other, are one."""


def regions_of(table: Table) -> list[Grid]:
    """Split a sheet into its tables, from left to right and from top to bottom."""
    width = max((len(row) for row in table.rows), default=0)
    regions: list[Grid] = []
    for columns in _beside(table, width):
        regions.extend(Grid(table, rows, columns) for rows in _above(table, columns))
    return regions


# Side by side


def _beside(table: Table, width: int) -> Iterator[range]:
    """The ranges of columns that are separate tables, split at empty columns."""
    start = 0
    for gap in _gaps(table, width):
        if _is_table(table, range(start, gap)) and _is_table(table, range(gap + 1, width)):
            yield range(start, gap)
            start = gap + 1
    yield range(start, width)


def _gaps(table: Table, width: int) -> list[int]:
    """Inner columns that are empty in all rows of more than one cell."""
    used = [False] * width
    for row in table.rows[:_BESIDE_ROWS]:
        filled = [column for column, value in enumerate(row) if value not in (None, "")]
        if len(filled) > 1:
            for column in filled:
                used[column] = True
    return [column for column in range(1, width - 1) if not used[column]]


def _is_table(table: Table, columns: range) -> bool:
    """Whether columns form a table of their own: names, numbers beside them, and texts above both."""
    names: set[int] = set()
    numbers: set[int] = set()
    heads = 0
    for row in table.rows[:_BESIDE_ROWS]:
        kinds = {c: kind_of(row[c]) for c in columns if c < len(row) and row[c] not in (None, "")}
        texts = {column for column, kind in kinds.items() if kind is CellKind.TEXT}
        figures = {column for column, kind in kinds.items() if kind is CellKind.NUMBER}
        if len(kinds) > 1 and texts and not figures and not numbers:
            heads += 1
        if texts and figures:
            names |= texts
            numbers |= figures
    return bool(heads and names - numbers and numbers)


# Above one another


def _above(table: Table, columns: range) -> list[range]:
    """The ranges of rows that are separate tables, each with the titles above its header."""
    starts = [0]
    header: Sequence[str] | None = None
    pending: int | None = None
    period = ""
    for block in _blocks(table, columns):
        own = _own_header(table, block, columns)
        if own is None:
            only_titles = all(len(_filled(table, row, columns)) < 2 for row in block)
            pending = block.start if only_titles and pending is None else pending if only_titles else None
            continue
        titled = _titled_period(
            table, range(block.start if pending is None else pending, block.stop), columns
        )
        another = bool(titled and period) and titled != period
        period = titled or period
        if header is None or (_share(header, own) >= _SAME_HEADER and not another):
            header = header or own
        else:
            starts.append(block.start if pending is None else pending)
            header = own
        pending = None
    ends = [*starts[1:], len(table.rows)]
    return [range(start, end) for start, end in zip(starts, ends, strict=True) if end > start]


def _titled_period(table: Table, block: range, columns: range) -> str:
    """The year that a title above a header names; blank where none does."""
    for row in block[:_TITLE_ROWS]:
        filled = _filled(table, row, columns)
        if len(filled) > 1:
            break
        named = period_in(str(table.rows[row][filled[0]]), quantities=False) if filled else None
        if named:
            return named.text
    return ""


def _blocks(table: Table, columns: range) -> Iterator[range]:
    """Runs of rows with no empty row between them."""
    start = 0
    for row in range(1, len(table.rows)):
        numbers = table.row_numbers
        apart = numbers and numbers[row] - numbers[row - 1] > 1 and not _has_line_breaks(table, row - 1)
        if apart or not _filled(table, row - 1, columns):
            yield range(start, row)
            start = row
    if table.rows:
        yield range(start, len(table.rows))


def _has_line_breaks(table: Table, row: int) -> bool:
    """Whether a row of delimited text spans several lines, so that the gap after it is no empty row."""
    return any(isinstance(value, str) and "\n" in value for value in table.rows[row])


def _filled(table: Table, row: int, columns: range) -> list[int]:
    cells = table.rows[row]
    return [c for c in columns if c < len(cells) and cells[c] not in (None, "")]


def _own_header(table: Table, block: range, columns: range) -> Sequence[str] | None:
    """The texts of the row that heads a block's numbers; None if the block has no header of its own."""
    for row in block[:8]:
        filled = _filled(table, row, columns)
        kinds = {column: kind_of(table.rows[row][column]) for column in filled}
        if any(kind is CellKind.NUMBER for kind in kinds.values()):
            return None
        if len(filled) < 2:
            continue
        below = [other for other in block if other > row][:12]
        heads = [c for c in filled if any(kind_of(_cell(table, r, c)) is CellKind.NUMBER for r in below)]
        if heads and all(len(str(table.rows[row][column])) < 60 for column in filled):
            return [plain_words(str(table.rows[row][column])) for column in filled]
    return None


def _cell(table: Table, row: int, column: int) -> Cell:
    cells = table.rows[row]
    return cells[column] if column < len(cells) else None


def _share(first: Sequence[str], second: Sequence[str]) -> float:
    texts, other = set(first), set(second)
    return len(texts & other) / max(len(texts | other), 1)
