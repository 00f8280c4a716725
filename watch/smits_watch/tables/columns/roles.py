"""Decides the role of a column by its header and its values."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from smits_watch.tables.columns.column import AmountKind, Role
from smits_watch.tables.grid import Grid
from smits_watch.tables.values.cells import CellKind
from smits_watch.tables.values.numbers import read_number
from smits_watch.tables.values.periods import period_in, period_of
from smits_watch.tables.values.units import currency_in
from smits_watch.tables.word_lists import table_words

MOSTLY = 0.6


_LEAST_CODES = 6


_SAME_BEGINNING = 0.8
"""Share of long numbers that begin with the same two digits; amounts rarely reach it."""


_YEARS_A_TOTAL = 3
"""At least this many year cells per total line below them."""


_AMOUNT_KINDS: tuple[AmountKind, ...] = (
    "variance",
    "revised",
    "original",
    "actual",
    "forecast",
    "prior",
    "budget",
)
"""In order of preference: `budget variance` is a variance, `revised budget` a revision."""


def amount_kind(header: str) -> AmountKind | None:
    """Which amount a header names, e.g. `revised`; None if it names none."""
    words = table_words()
    return next((kind for kind in _AMOUNT_KINDS if words[kind].within(header)), None)


def numeric_role(
    grid: Grid, index: int, header: str, sample: Sequence[int], kinds: Counter[CellKind], filled: int
) -> Role:
    """The role of a column that mostly contains numbers.

    Args:
        grid: the region.
        index: of the column.
        header: of the column, joined.
        sample: the rows that are examined.
        kinds: how many of their cells are of each kind.
        filled: how many of their cells are not empty.
    """
    words = table_words()
    if header.rstrip().endswith("#") and are_whole(grid, index, sample):
        return "code"
    years = kinds[CellKind.YEAR] + kinds[CellKind.GAP] + kinds[CellKind.PERIOD]
    # `Total` may stand in the column, below the years
    beside = min(kinds[CellKind.TEXT], filled // _YEARS_A_TOTAL)
    if kinds[CellKind.YEAR] and years + beside == filled and _holds_years(grid, index, header, sample):
        return "period"
    if "%" in header or words["percent"].within(header) or _mostly_percent(grid, index, sample):
        return "percent"
    if words["unit_price"].within(header):
        return "quantity"
    if not words["money"].within(header) and _are_codes(grid, index, sample):
        return "code"
    money = amount_kind(header) or words["money"].within(header) or currency_in(header)
    if words["code"].equals(header) or (words["code"].ends(header) and not money):
        return "code" if are_whole(grid, index, sample) else "amount"
    rest = words["quantity"].without(header)
    if words["quantity"].within(header) and not words["money"].within(rest) and not currency_in(header):
        return "quantity"
    if not money and not period_in(header) and _is_running_number(grid, index, sample):
        return "code"
    return "amount"


def _holds_years(grid: Grid, index: int, header: str, sample: Sequence[int]) -> bool:
    """Whether bare numbers such as 2027 are years: the header says so, or they repeat or are consecutive."""
    words = table_words()
    if words["period"].within(header) and not words["money"].within(header):
        return True
    if header and (period_in(header) or amount_kind(header) or words["money"].within(header)):
        return False
    years = [int(value) for row in sample if (value := grid.value(row, index)) is not None]
    steps = {b - a for a, b in pairwise(years)}
    first = index == grid.columns.start
    return first and len(years) > 2 and (steps <= {0, 1} or steps <= {0, -1})


def _mostly_percent(grid: Grid, index: int, sample: Sequence[int]) -> bool:
    numbers = [number for row in sample[:100] if (number := read_number(grid.cell(row, index)))]
    return bool(numbers) and sum(number.percent for number in numbers) > MOSTLY * len(numbers)


def are_whole(grid: Grid, index: int, sample: Sequence[int]) -> bool:
    """Whether all numbers of a column are whole and not negative, as those of codes are."""
    values = [value for row in sample if (value := grid.value(row, index)) is not None]
    return all(value.is_integer() and value >= 0 for value in values)


def _are_codes(grid: Grid, index: int, sample: Sequence[int]) -> bool:
    """Whether numbers are codes, e.g. of cost centres: long, whole, and with the same beginning."""
    values = [value for row in sample if (value := grid.value(row, index)) is not None]
    if len(values) < _LEAST_CODES or not all(value >= 10_000 and value.is_integer() for value in values):
        return False
    texts = [f"{value:.0f}" for value in values]
    beginnings = Counter(text[:2] for text in texts)
    alike = beginnings.most_common(1)[0][1] >= _SAME_BEGINNING * len(texts)
    return len({len(text) for text in texts}) == 1 and alike and len(set(texts)) > 3


def _is_running_number(grid: Grid, index: int, sample: Sequence[int]) -> bool:
    """Whether a column numbers its lines: 1, 2, 3 ..."""
    values = [value for row in sample if (value := grid.value(row, index)) is not None]
    if len(values) < 3 or index != grid.columns.start:
        return False
    return all(b - a == 1 for a, b in pairwise(values))


def textual_role(
    header: str, kinds: Counter[CellKind], filled: int, grid: Grid, index: int, sample: Sequence[int]
) -> Role:
    """The role of a column that mostly contains text; arguments as for `numeric_role`."""
    words = table_words()
    dated = kinds[CellKind.DATE] + kinds[CellKind.PERIOD] + kinds[CellKind.YEAR]
    if dated >= 0.7 * filled or (words["period"].equals(header) and _name_periods(grid, index, sample)):
        return "period"
    if words["currency"].equals(header):
        return "currency"
    if (words["code"].equals(header) or words["code"].ends(header)) and not words["label"].equals(header):
        return "code"
    return "text"


def _name_periods(grid: Grid, index: int, sample: Sequence[int]) -> bool:
    cells = [grid.cell(row, index) for row in sample[:50]]
    filled = [cell for cell in cells if cell not in (None, "")]
    return bool(filled) and sum(period_of(cell) is not None for cell in filled) >= MOSTLY * len(filled)
