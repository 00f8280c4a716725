"""Time series in a table: long, with one row per point, or wide, with one column per period."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from smits_watch.documents.document import Cell
from smits_watch.facts.environment.series_days import _in_year, day_of, in_short, joined_period
from smits_watch.facts.environment.terms import terms
from smits_watch.prose.dates import find_dates, month_comes_first
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.cells import CellKind
from smits_watch.tables.values.periods import part_of_year

_SAMPLE = 1_000
"""Rows by which the columns are classified."""
_NAME = 60
"""The most characters of a name; a longer text is a remark."""
_RARE = 0.05
"""Share of the periods that may have two values, because of appended corrections."""
_CALENDAR = {"m": 6, "q": 4, "h": 2}
"""With this many columns of months, quarters or halves beside a year, a table is a calendar."""
_WIDE = 2
"""With this many columns headed by periods, a table is wide."""


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series."""

    day: dt.date
    period: str
    value: float
    row: int
    column: int


@dataclass
class Series:
    """The values of one indicator."""

    name: str
    header: str
    """Of its column; blank if the table is wide."""
    unit: str = ""
    """As stated in a unit column."""
    points: list[Point] = field(default_factory=list)
    of_places: bool = False
    """Whether it is named after a country or currency rather than a measure."""

    @property
    def contradicts(self) -> str:
        """A period with several values, if there are too many for corrections and so more than one series."""
        values: dict[str, set[float]] = {}
        for point in self.points:
            values.setdefault(point.period, set()).add(point.value)
        several = [period for period, stated in values.items() if len(stated) > 1]
        return several[-1] if len(several) > _RARE * len(values) else ""


def series_of(layout: TableLayout, configured: Mapping[str, str]) -> list[Series]:
    """Find the time series of a region.

    Args:
        layout: the region.
        configured: meaning -> header (`period`, `indicator`, `value`).
    """
    dated = [column for column in layout.columns if column.period and column.role not in ("label", "text")]
    if len(dated) >= _WIDE and _run_on(dated) and "period" not in configured:
        return _calendar_by_columns(layout, dated) or list(_wide(layout, dated))
    reader = _LongReader(layout, configured)
    return reader.series() if reader.has_periods else []


def _run_on(dated: Sequence[TableColumn]) -> bool:
    """Whether the periods of columns differ, as in a wide table."""
    return len({column.period.text for column in dated if column.period}) == len(dated)


def _calendar_by_columns(layout: TableLayout, dated: Sequence[TableColumn]) -> list[Series]:
    """One series if each row is a month and each column a year; otherwise none."""
    if any(column.period is None or column.period.part for column in dated):
        return []
    rows = layout.rows("data", "total")
    for names in layout.columns:
        parts = {row: part for row in rows if (part := part_of_year(layout.grid.text(row, names.index)))}
        if names in dated or sum(part[0] == "m" for part in parts.values()) < _CALENDAR["m"]:
            continue
        series = Series("", "")
        for column in dated:
            for row, part in parts.items():
                value = layout.grid.value(row, column.index)
                when = _in_year(column.period.year, part) if column.period else None
                if value is not None and when is not None:
                    series.points.append(Point(*when, value, row, column.index))
        return [series]
    return []


def _wide(layout: TableLayout, dated: Sequence[TableColumn]) -> Iterator[Series]:
    """One series per row, with a point per column."""
    names = _dimensions(layout, layout.rows("data", "total"), {column.index for column in dated})
    units = [c for c in layout.columns if terms("unit").equals(c.header)]
    for row in layout.rows("data", "total"):
        name = " ".join(text for c in names if (text := layout.grid.text(row, c.index)))
        unit = " ".join(layout.grid.text(row, column.index) for column in units)
        series = Series(name, "", unit, of_places=_of_places(names))
        for column in dated:
            value = layout.grid.value(row, column.index)
            day = day_of(column.period.text) if column.period else None
            if value is not None and day is not None and column.period:
                series.points.append(Point(day, column.period.text, value, row, column.index))
        if series.points:
            yield series


class _LongReader:
    """Reads a table with one row per point."""

    def __init__(self, layout: TableLayout, configured: Mapping[str, str]) -> None:
        self.layout = layout
        self.configured = {meaning: header.strip().casefold() for meaning, header in configured.items()}
        self.rows = layout.rows("data", "total")
        self.when, self.part = self._period_columns()
        self.month_first = self._order()

    @property
    def has_periods(self) -> bool:
        """Whether a column has dates or periods."""
        return self.when is not None

    def series(self) -> list[Series]:
        """The series, in the order of columns and rows."""
        calendar = self._calendar()
        values = calendar or self._value_columns()
        taken = {column.index for column in (*values, self.when, self.part) if column}
        names = _dimensions(self.layout, self.rows, taken)
        units = [c for c in self.layout.columns if terms("unit").equals(c.header)]
        by_key: dict[tuple[int, str], Series] = {}
        for column in values:
            for row in self.rows:
                point = self._point(row, column)
                if point is None:
                    continue
                header = "" if calendar else column.header
                name_text = " ".join(text for c in names if (text := self.layout.grid.text(row, c.index)))
                unit = " ".join(self.layout.grid.text(row, c.index) for c in units)
                key = 0 if calendar else column.index, name_text
                series = by_key.setdefault(key, Series(name_text, header, unit, of_places=_of_places(names)))
                series.points.append(point)
        return list(by_key.values())

    def _point(self, row: int, column: TableColumn) -> Point | None:
        value = self.layout.grid.value(row, column.index)
        when = self._when(row, column)
        if value is None or when is None:
            return None
        day, period = when
        return Point(day, period, value, row, column.index)

    def _calendar(self) -> list[TableColumn]:
        """The columns of months, quarters or halves beside a year column."""
        if self.when is None or self.part is not None:
            return []
        if any(self.layout.grid.kind(row, self.when.index) is not CellKind.YEAR for row in self.rows[:50]):
            return []
        for letter, least in _CALENDAR.items():
            columns = [c for c in self.layout.columns if c.part and c.part[0] == letter and c.role != "text"]
            if len(columns) >= least:
                return columns
        return []

    def _when(self, row: int, column: TableColumn) -> tuple[dt.date, str] | None:
        if self.when is None:
            return None
        cell = self.layout.grid.cell(row, self.when.index)
        if column.part is not None and self.part is None and day_of(cell):
            return _in_year(cell, column.part)
        if self.part is not None:
            return joined_period(cell, self.layout.grid.cell(row, self.part.index), self.part)
        day = self._day(cell)
        return (day, in_short(cell, day)) if day else None

    def _day(self, cell: Cell) -> dt.date | None:
        if self.month_first and isinstance(cell, str):
            mentions = find_dates(cell, month_first=True)
            if mentions:
                return mentions[0].date
        return day_of(cell)

    def _order(self) -> bool | None:
        """The order of day and month in the date column."""
        if self.when is None:
            return None
        return month_comes_first(self.layout.grid.text(row, self.when.index) for row in self.rows[:_SAMPLE])

    def _period_columns(self) -> tuple[TableColumn | None, TableColumn | None]:
        """The column of dates or periods; and one of quarters or months, if the first contains years."""
        if "period" in self.configured:
            wanted = self.configured["period"]
            named = (c for c in self.layout.columns if c.header.strip().casefold() == wanted)
            return next(named, None), None
        candidates = [column for column in self.layout.columns if self._says_when(column)]
        if not candidates:
            return None, None
        when = min(candidates, key=self._preference)
        part = next((c for c in self.layout.columns if c is not when and self._is_part(c)), None)
        years = all(self.layout.grid.kind(row, when.index) is CellKind.YEAR for row in self.rows[:50])
        return when, part if years else None

    def _says_when(self, column: TableColumn) -> bool:
        if column.role in ("amount", "quantity", "percent") or terms("not_when").within(column.header):
            return False
        cells = [self.layout.grid.cell(row, column.index) for row in self.rows[:_SAMPLE]]
        filled = [cell for cell in cells if cell not in (None, "")]
        return bool(filled) and sum(day_of(cell) is not None for cell in filled) >= 0.9 * len(filled)

    def _preference(self, column: TableColumn) -> tuple[int, int]:
        """Columns headed by a unit of time first, finer ones before years."""
        rank = terms("when").rank(column.header)
        return (99 if rank is None else rank), column.index

    def _is_part(self, column: TableColumn) -> bool:
        """Whether a column numbers quarters or months."""
        if terms("quarter").equals(column.header):
            return True
        return terms("month").equals(column.header)

    def _value_columns(self) -> list[TableColumn]:
        """The value columns: the configured one, those called value, or all numeric ones."""
        columns = self.layout.columns
        if "value" in self.configured:
            return [c for c in columns if c.header.strip().casefold() == self.configured["value"]]
        numeric = [
            column
            for column in columns
            if column.role in ("amount", "quantity", "percent")
            and column not in (self.when, self.part)
            and not terms("skip").equals(column.header)
        ]
        named = [column for column in numeric if terms("value").equals(column.header)]
        return named if named and len(named) == 1 else numeric


def _dimensions(layout: TableLayout, rows: Sequence[int], taken: set[int]) -> list[TableColumn]:
    """The columns that name a series: repeated texts, without their codes and without remarks."""
    texts = [
        column
        for column in layout.columns
        if column.role in ("label", "text", "currency")
        and column.index not in taken
        and not terms("skip").equals(column.header)
        and not terms("unit").equals(column.header)
        and not terms("not_when").within(column.header)
    ]
    sample = rows[:_SAMPLE]
    values = {c.index: [layout.grid.text(row, c.index) for row in sample] for c in texts}
    kept: list[TableColumn] = []
    for column in texts:
        distinct = set(values[column.index]) - {""}
        named = terms("name").equals(column.header) or terms("place").equals(column.header)
        if not distinct or (len(distinct) == 1 and len(sample) > 1 and not named and _is_code(distinct)):
            continue
        if not any(_same_parts(values[column.index], values[other.index]) for other in kept):
            kept.append(column)
    return kept


def _is_code(texts: set[str]) -> bool:
    """Whether the constant text of a column is a code, or too long for a name."""
    return all(not any(char.islower() for char in text) or len(text) > _NAME for text in texts)


def _same_parts(first: Sequence[str], second: Sequence[str]) -> bool:
    """Whether two columns group the rows identically, as a name and its code do."""
    pairs = set(zip(first, second, strict=True))
    alike = len(pairs) == len({left for left, _ in pairs}) == len({other for _, other in pairs})
    return alike and len(pairs) > 1


def _of_places(names: Sequence[TableColumn]) -> bool:
    return len(names) == 1 and terms("place").equals(names[0].header)
