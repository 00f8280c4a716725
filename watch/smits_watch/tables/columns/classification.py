"""Classifies the columns of a table: role, kind of amount, period and unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.columns.periods import with_school_years, with_years_first
from smits_watch.tables.columns.roles import MOSTLY, amount_kind, are_whole, numeric_role, textual_role
from smits_watch.tables.grid import Grid
from smits_watch.tables.values.cells import CellKind
from smits_watch.tables.values.numbers import read_number
from smits_watch.tables.values.periods import part_of_year, period_in
from smits_watch.tables.values.units import Units, currency_in, scale_in
from smits_watch.tables.word_lists import table_words

_SAMPLE = 400
"""The most lines of a column that are examined to classify it."""
_LEAST_LINES = 3


def columns_of(
    grid: Grid,
    headers: Mapping[int, str],
    lines: Sequence[int],
    around: Units,
    *,
    totals: frozenset[int] = frozenset(),
) -> tuple[TableColumn, ...]:
    """Classify the columns.

    Args:
        grid: the region.
        headers: column -> its joined header.
        lines: the rows of data and totals.
        around: currency and scale stated in titles.
        totals: the rows of totals; a column of amounts may contain the word `Subtotal` beside its own
            numbers.

    Returns:
        The columns that are not empty, from left to right.
    """
    sample = lines[:_SAMPLE]
    plain = [row for row in sample if row not in totals]
    columns = [
        _column(
            grid, index, headers.get(index, ""), plain if _is_filled(grid, index, plain) else sample, around
        )
        for index in grid.columns
    ]
    present = [column for column in columns if column is not None]
    return tuple(_with_label(grid, with_years_first(with_school_years(present)), sample))


def _is_filled(grid: Grid, index: int, lines: Sequence[int]) -> bool:
    """Whether enough data lines have a value in a column to classify it."""
    return sum(grid.kind(row, index) is not CellKind.EMPTY for row in lines) >= _LEAST_LINES


def _column(grid: Grid, index: int, header: str, sample: Sequence[int], around: Units) -> TableColumn | None:
    kinds = Counter(grid.kind(row, index) for row in sample)
    del kinds[CellKind.EMPTY]
    filled = kinds.total()
    if not filled:
        return TableColumn(index, header, "text") if header else None
    numeric = kinds[CellKind.NUMBER] + kinds[CellKind.YEAR]
    if numeric + kinds[CellKind.GAP] < MOSTLY * filled or not numeric:
        return TableColumn(index, header, textual_role(header, kinds, filled, grid, index, sample))
    role = numeric_role(grid, index, header, sample, kinds, filled)
    if role != "amount":
        unit = "%" if role == "percent" else ""
        return TableColumn(
            index, header, role, amount_kind(header), period_in(header), part_of_year(header), unit
        )
    currency, scale = currency_in(header), scale_in(header)
    cells = [read_number(grid.cell(row, index)) for row in sample[:50]]
    stated = {cell.currency for cell in cells if cell and cell.currency}
    currency = currency or (stated.pop() if len(stated) == 1 else None) or around.currency
    scale = scale if scale != 1.0 else around.scale
    return TableColumn(
        index=index,
        header=header,
        role="amount",
        amount=amount_kind(header),
        period=period_in(header),
        part=_part(header),
        unit=_unit(scale, currency),
        scale=scale,
        currency=currency,
    )


def _unit(scale: float, currency: str | None) -> str:
    names = {1e3: "thousand", 1e5: "lakh", 1e6: "million", 1e7: "crore", 1e9: "billion"}
    return " ".join(part for part in (names.get(scale, ""), currency or "") if part)


def _part(header: str) -> str | None:
    """The part of a year named in a header, alone or with one more word: `March`, `Q1 Budget`."""
    whole = part_of_year(header)
    if whole or period_in(header):
        return whole
    parts = [part for word in header.split() if (part := part_of_year(word)) and len(word) > 1]
    return parts[0] if len(parts) == 1 and len(header.split()) <= 3 else None


def _with_label(grid: Grid, columns: Sequence[TableColumn], sample: Sequence[int]) -> list[TableColumn]:
    """Choose the column that names the lines, by its header, its number of texts and its position."""
    texts = [column for column in columns if column.role == "text"]
    if not texts:
        codes = [
            column
            for column in columns
            if column.role == "code" and not are_whole(grid, column.index, sample)
        ]
        texts = codes[:1]
    if not texts:
        return list(columns)
    label = max(texts, key=lambda column: _label_score(grid, column, sample))
    return [replace(column, role="label") if column is label else column for column in columns]


def _label_score(grid: Grid, column: TableColumn, sample: Sequence[int]) -> float:
    texts = [text for row in sample if (text := grid.text(row, column.index))]
    if not texts:
        return -1.0
    rank = table_words()["label"].rank(column.header)
    named = 0.0 if rank is None else 0.6 - 0.005 * rank
    distinct = len(set(texts)) / len(texts)
    long = sum(len(text) for text in texts) / len(texts)
    prose = 0.5 if long > 80 else 0.0
    return (
        named
        + distinct
        + 0.5 * len(texts) / max(len(sample), 1)
        - 0.02 * (column.index - grid.columns.start)
        - prose
    )
