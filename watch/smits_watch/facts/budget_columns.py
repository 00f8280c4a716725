"""What the columns of a budget table are: amounts and their periods, the label, what the table covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smits_watch.documents.document import Cell, Table
from smits_watch.facts.amounts import DecimalMark, decimal_mark, number
from smits_watch.facts.budget_words import has_word, is_word, rank
from smits_watch.facts.periods import Period, month_or_quarter, period_in, period_of

_HEADER_WITHIN = 40
"""Rows from the top in which the header may stand."""
_BELOW = 60
"""Rows below the header that are looked at to tell what a column is."""
_MOSTLY = 0.6
"""A column of numbers has at least this share of them among its cells that are not empty."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the table."""

    index: int
    header: str
    """With the header above it, where two rows make the header."""
    numeric: bool
    period: Period | None = None
    """Named in the header."""
    part: str | None = None
    """A month or quarter named without a year: `m3`, `q1`."""
    mark: DecimalMark | None = None

    @property
    def is_amount(self) -> bool:
        """Whether its numbers can be amounts of money."""
        return self.numeric and not has_word(self.header, "other") and "%" not in self.header


@dataclass(frozen=True, slots=True)
class Layout:
    """A table with a header."""

    header: int
    """Index of the header's (lowest) row; -1 where there is none."""
    columns: tuple[Column, ...]
    """Those that are not empty, from left to right."""

    def meaning(self, meaning: str, configured: Mapping[str, str]) -> Column | None:
        """The column of a meaning: as a team configured it, or else by its header."""
        named = configured.get(meaning)
        if named is not None:
            wanted = named.strip().casefold()
            return next((c for c in self.columns if c.header.strip().casefold() == wanted), None)
        exact = next((c for c in self.columns if is_word(c.header, meaning)), None)
        if exact is not None:
            return exact
        ranked = [(rank(c.header, meaning), c) for c in self.columns if not c.is_amount]
        found = [(place, column.index, column) for place, column in ranked if place is not None]
        return min(found)[2] if found else None


def layout_of(table: Table) -> Layout | None:
    """Find the header and tell what the columns are; None where no column holds numbers."""
    rows = table.rows
    header = max(range(min(len(rows), _HEADER_WITHIN)), key=lambda row: (_score(rows, row), row), default=-1)
    if header >= 0 and _score(rows, header) <= 0:
        header = -1
    width = max((len(row) for row in rows), default=0)
    columns = [_column(rows, header, index) for index in range(width)]
    kept = tuple(column for column in columns if column is not None)
    return Layout(header, kept) if any(column.numeric for column in kept) else None


def cell(rows: Sequence[Sequence[Cell]], row: int, column: int) -> Cell:
    """A cell; None beyond the end of a row."""
    return rows[row][column] if column < len(rows[row]) else None


def text_of(value: Cell) -> str:
    """A cell as a text; a whole number without its decimals."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _score(rows: Sequence[Sequence[Cell]], row: int) -> float:
    """How much a row looks like a header: names above numbers count for it, bare amounts against it."""
    score = 0.0
    for index, value in enumerate(rows[row]):
        if value is None or value == "":
            continue
        named = isinstance(value, str) and number(value) is None
        if not named and period_of(value) is None:
            score -= 3
        elif _numeric_below(rows, row, index):
            score += 3 if period_of(value) or has_word(text_of(value), "amount") else 2
        elif named and len(text_of(value)) <= 60:
            score += 0.4
    return score


def _numeric_below(rows: Sequence[Sequence[Cell]], row: int, index: int) -> bool:
    below = [cell(rows, r, index) for r in range(row + 1, min(len(rows), row + 1 + _BELOW))]
    filled = [value for value in below if value not in (None, "")]
    return bool(filled) and sum(number(value) is not None for value in filled) >= _MOSTLY * len(filled)


def _column(rows: Sequence[Sequence[Cell]], header: int, index: int) -> Column | None:
    below = [cell(rows, row, index) for row in range(header + 1, len(rows))]
    filled = [value for value in below if value not in (None, "")]
    if not filled:
        return None
    text = _header_text(rows, header, index) if header >= 0 else ""
    numeric = sum(number(value) is not None for value in filled) >= _MOSTLY * len(filled)
    return Column(
        index=index,
        header=text,
        numeric=numeric and not _periods_only(text, filled),
        period=period_in(text) if numeric else None,
        part=month_or_quarter(text) if numeric else None,
        mark=decimal_mark(filled),
    )


def _header_text(rows: Sequence[Sequence[Cell]], header: int, index: int) -> str:
    """The header of a column; where it names no period, with what stands above it, merged cells included."""
    own = text_of(cell(rows, header, index))
    if header == 0 or period_in(own):
        return own
    above = ""
    for position in range(index, -1, -1):
        above = text_of(cell(rows, header - 1, position))
        if above:
            break
    beside = sum(1 for value in rows[header - 1] if value not in (None, ""))
    if period_in(above) and (beside > 1 or not _is_title(rows, header)):
        return f"{above} {own}".strip()
    return own


def _is_title(rows: Sequence[Sequence[Cell]], header: int) -> bool:
    """Whether what stands above the header is a title at its left end, not a header of several columns."""
    first = next((i for i, value in enumerate(rows[header - 1]) if value not in (None, "")), 0)
    return first == 0


def _periods_only(header: str, filled: Sequence[Cell]) -> bool:
    """Whether the numbers of a column are years."""
    years = all(period_of(value) is not None and number(value) is not None for value in filled)
    return years and (has_word(header, "period") or len(set(map(str, filled))) <= 12)
