"""Classifies the columns of a table: role, kind of amount, period and unit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from smits_watch.tables.grid import Grid
from smits_watch.tables.values.cells import CellKind
from smits_watch.tables.values.numbers import read_number
from smits_watch.tables.values.periods import Period, part_of_year, period_in, period_of
from smits_watch.tables.values.units import Units, currency_in, scale_in
from smits_watch.tables.word_lists import table_words

Role = Literal["label", "code", "period", "amount", "quantity", "percent", "text", "currency"]
AmountKind = Literal["budget", "original", "revised", "actual", "forecast", "prior", "variance"]

_SAMPLE = 400
"""The most lines of a column that are examined to classify it."""
_MOSTLY = 0.6
_LEAST_LINES = 3
_LEAST_CODES = 6
_SAME_BEGINNING = 0.8
"""Share of long numbers that begin with the same two digits; amounts rarely reach it."""
_LEAST_MONTHS = 6
"""From this many headers like `08-Jan` on, they are months of years rather than days."""
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


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column of a region."""

    index: int
    header: str
    role: Role
    amount: AmountKind | None = None
    """Which amount its header names; None if it names none."""
    period: Period | None = None
    """The period that its header names."""
    part: str | None = None
    """The part of a year that its header names without the year: `m3`, `q1`, `h2`."""
    unit: str = ""
    """As displayed: `%`, or scale and currency."""
    scale: float = 1.0
    currency: str | None = None
    proof: str = ""
    """The arithmetic relation that holds for it: `= B + C + D`, `= C - B`."""

    @property
    def is_amount(self) -> bool:
        """Whether its numbers are amounts."""
        return self.role == "amount"


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
    return tuple(_with_label(grid, _with_years_first(_with_school_years(present)), sample))


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
    if numeric + kinds[CellKind.GAP] < _MOSTLY * filled or not numeric:
        return TableColumn(index, header, _textual_role(header, kinds, filled, grid, index, sample))
    role = _numeric_role(grid, index, header, sample, kinds, filled)
    if role != "amount":
        unit = "%" if role == "percent" else ""
        return TableColumn(
            index, header, role, _amount_kind(header), period_in(header), part_of_year(header), unit
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
        amount=_amount_kind(header),
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


def _amount_kind(header: str) -> AmountKind | None:
    words = table_words()
    return next((kind for kind in _AMOUNT_KINDS if words[kind].within(header)), None)


def _numeric_role(
    grid: Grid, index: int, header: str, sample: Sequence[int], kinds: Counter[CellKind], filled: int
) -> Role:
    words = table_words()
    if header.rstrip().endswith("#") and _are_whole(grid, index, sample):
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
    money = _amount_kind(header) or words["money"].within(header) or currency_in(header)
    if words["code"].equals(header) or (words["code"].ends(header) and not money):
        return "code" if _are_whole(grid, index, sample) else "amount"
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
    if header and (period_in(header) or _amount_kind(header) or words["money"].within(header)):
        return False
    years = [int(value) for row in sample if (value := grid.value(row, index)) is not None]
    steps = {b - a for a, b in pairwise(years)}
    first = index == grid.columns.start
    return first and len(years) > 2 and (steps <= {0, 1} or steps <= {0, -1})


def _mostly_percent(grid: Grid, index: int, sample: Sequence[int]) -> bool:
    numbers = [number for row in sample[:100] if (number := read_number(grid.cell(row, index)))]
    return bool(numbers) and sum(number.percent for number in numbers) > _MOSTLY * len(numbers)


def _are_whole(grid: Grid, index: int, sample: Sequence[int]) -> bool:
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


def _textual_role(
    header: str, kinds: Counter[CellKind], filled: int, grid: Grid, index: int, sample: Sequence[int]
) -> Role:
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
    return bool(filled) and sum(period_of(cell) is not None for cell in filled) >= _MOSTLY * len(filled)


def _with_school_years(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Read `2004-05, 2005-06` as years that end in the next one, if all such headers of a table allow it."""
    dated = [column for column in columns if column.period and "-" in column.period.text]
    spans = {column.index: _as_span(column.period) for column in dated if column.period}
    if len(spans) < 2 or not all(spans.values()):
        return list(columns)
    return [replace(column, period=spans.get(column.index) or column.period) for column in columns]


def _with_years_first(columns: Sequence[TableColumn]) -> list[TableColumn]:
    """Read `08-Jan, 08-Feb, ...` as consecutive months of 2008 rather than days."""
    months = {column.index: month for column in columns if (month := _month_of_year(column.header))}
    steps = {b - a for a, b in pairwise(months.values())}
    if len(months) < _LEAST_MONTHS or steps != {1} or len({month // 12 for month in months.values()}) < 2:
        return list(columns)
    return [
        replace(column, period=_month_period(months[column.index])) if column.index in months else column
        for column in columns
    ]


def _month_of_year(header: str) -> int | None:
    """Months since the year 0 of a header such as `08-Jan`."""
    year, _, name = header.partition("-")
    part = part_of_year(name) if len(year) == 2 and year.isdigit() else None
    return (2000 + int(year)) * 12 + int(part[1:]) - 1 if part and part[0] == "m" else None


def _month_period(month: int) -> Period:
    year = str(month // 12)
    return Period(f"{year}-{month % 12 + 1:02d}", year, 0, 0)


def _as_span(period: Period) -> Period | None:
    year, _, rest = period.text.partition("-")
    if len(rest) == 4 and rest.isdigit():
        return period
    if year.isdigit() and rest.isdigit() and int(rest) == (int(year) + 1) % 100:
        text = f"{year}-{int(year) + 1}"
        return period._replace(text=text, year=text)
    return None


def _with_label(grid: Grid, columns: Sequence[TableColumn], sample: Sequence[int]) -> list[TableColumn]:
    """Choose the column that names the lines, by its header, its number of texts and its position."""
    texts = [column for column in columns if column.role == "text"]
    if not texts:
        codes = [
            column
            for column in columns
            if column.role == "code" and not _are_whole(grid, column.index, sample)
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
