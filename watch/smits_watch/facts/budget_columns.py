"""What the columns of a budget table are: amounts and their periods, the label, what the table covers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smits_watch.documents.document import Cell, Table
from smits_watch.facts.budget_words import has_word, is_word, rank
from smits_watch.facts.year_cells import are_years, is_bare_year, years_head
from smits_watch.tables.numbers import DecimalMark, decimal_mark, number
from smits_watch.tables.periods import Period, part_of_year, period_in, period_of

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
    doubt: str = ""
    """Set where a number was taken for the year of its column for want of a header."""

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
    kept = _columns(rows, header, by_shape=True)
    if not any(column.numeric for column in kept):
        kept = _columns(rows, header, by_shape=False)
    return Layout(header, kept, _doubt(rows, header)) if any(column.numeric for column in kept) else None


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


def _columns(rows: Sequence[Sequence[Cell]], header: int, *, by_shape: bool) -> tuple[Column, ...]:
    """All columns that are not empty; `by_shape`: numbers in sequence are years where no header says more."""
    width = max((len(row) for row in rows), default=0)
    columns = (_column(rows, header, index, by_shape=by_shape) for index in range(width))
    return tuple(column for column in columns if column is not None)


def _doubt(rows: Sequence[Sequence[Cell]], header: int) -> str:
    """What a person should check where the header rests on a number alone."""
    years = [text_of(value) for value in rows[header] if is_bare_year(value)] if header >= 0 else []
    if not years or years_head(rows, header) != "doubtful":
        return ""
    return (
        f"'{years[0]}' was taken for the year of its column; if it is an amount, add a header row above it."
    )


def _score(rows: Sequence[Sequence[Cell]], row: int) -> float:
    """How much a row looks like a header: names above numbers count for it, bare amounts against it."""
    score = 0.0
    years = any(is_bare_year(value) for value in rows[row]) and years_head(rows, row) != "none"
    for index, value in enumerate(rows[row]):
        if value is None or value == "":
            continue
        named = isinstance(value, str) and number(value) is None
        if not named and (period_of(value) is None or (is_bare_year(value) and not years)):
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


def _column(rows: Sequence[Sequence[Cell]], header: int, index: int, *, by_shape: bool) -> Column | None:
    below = [cell(rows, row, index) for row in range(header + 1, len(rows))]
    filled = [value for value in below if value not in (None, "")]
    if not filled:
        return None
    text = _header_text(rows, header, index) if header >= 0 else ""
    numeric = sum(number(value) is not None for value in filled) >= _MOSTLY * len(filled)
    return Column(
        index=index,
        header=text,
        numeric=numeric and not are_years(text, filled, by_shape=by_shape),
        period=period_in(text) if numeric else None,
        part=part_of_year(text) if numeric else None,
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
    if is_bare_year(above) and years_head(rows, header - 1) != "heading":
        return own
    beside = sum(1 for value in rows[header - 1] if value not in (None, ""))
    if period_in(above) and (beside > 1 or not _is_title(rows, header)):
        return f"{above} {own}".strip()
    return own


def _is_title(rows: Sequence[Sequence[Cell]], header: int) -> bool:
    """Whether what stands above the header is a title at its left end, not a header of several columns."""
    first = next((i for i, value in enumerate(rows[header - 1]) if value not in (None, "")), 0)
    return first == 0
