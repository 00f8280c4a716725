"""Finds the cells of a budget table that contain the amounts of each period."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from smits_watch.facts.budgets.terms import terms
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.periods import period_of
from smits_watch.tables.word_lists import table_words

_NO_BUDGET = ("actual", "prior", "variance")
_UNNAMED, _DRAFT = 3, 5
"""Ranks of columns whose header names no kind of amount, and of drafts."""
_TIMES = {12: "each_month", 4: "each_quarter"}
_CELLS = 50
"""Lines whose periods are compared, to see which of two columns names years."""
_PARTS = 3
"""With this many columns of months or quarters, they are the parts of a year."""


@dataclass(frozen=True, slots=True)
class Source:
    """The columns that together contain the amounts of one period."""

    columns: tuple[TableColumn, ...]
    period: str | None
    """Short form; None if a separate column states it for each row."""

    @property
    def last(self) -> TableColumn:
        """The column that represents all of them in anchors."""
        return self.columns[-1]

    @property
    def is_named(self) -> bool:
        """Whether a header names the kind of amount."""
        return any(column.header for column in self.columns)

    @property
    def name(self) -> str:
        """The name as a person knows it."""
        return " + ".join(column.header or "amounts" for column in self.columns)


@dataclass(frozen=True, slots=True)
class SourceChoice:
    """The possible sources of a period's amounts."""

    sources: tuple[Source, ...]
    """The likeliest first; more than one if they are ambiguous."""


def choices_of(
    layout: TableLayout, around: str, configured: Mapping[str, str], fiscal_start: int
) -> list[SourceChoice]:
    """Find the columns of the budget: one per period, or a single one.

    Args:
        layout: the region.
        around: the period in titles or names, for columns without a period.
        configured: meaning -> header (`amount`, `period`).
        fiscal_start: month in which the fiscal year begins.

    Returns:
        One choice per period; empty if no column contains a budget.
    """
    named = _configured(layout, configured.get("amount"))
    by_row = period_column(layout, configured) is not None
    if named is not None:
        period = named.period.year if named.period else None if by_row else around
        return [SourceChoice((Source((named,), period),))]
    hidden = layout.table.hidden_columns
    amounts = [c for c in layout.columns if c.is_amount and c.amount not in _NO_BUDGET]
    amounts = [column for column in amounts if column.index not in hidden] or amounts
    amounts = [c for c in amounts if not is_revenue_header(c.header)] or amounts
    if any(column.amount in ("budget", "original", "revised") for column in amounts):
        amounts = [column for column in amounts if column.amount != "forecast"]
    dated = [column for column in amounts if column.period]
    if dated and not by_row:
        return _by_year(dated, around, fiscal_start)
    parts = [column for column in amounts if column.part]
    if len(parts) >= _PARTS:
        whole = [c for c in amounts if not c.part and (c.proof or table_words()["total"].within(c.header))]
        return [SourceChoice((Source(tuple(whole[-1:] or parts), around),))]
    sources = [Source(columns, None if by_row else around) for columns in _preferred(amounts)]
    return [SourceChoice(tuple(sources))] if sources else []


def holds_only_actuals(layout: TableLayout) -> bool:
    """Whether all amounts of a region are actuals or past results."""
    amounts = [column for column in layout.columns if column.is_amount]
    kinds = {column.amount for column in amounts}
    return "actual" in kinds and all(
        column.amount in _NO_BUDGET or terms("result").within(column.header) for column in amounts
    )


def period_column(layout: TableLayout, configured: Mapping[str, str]) -> TableColumn | None:
    """The column with the period of each row, if there is one."""
    named = _configured(layout, configured.get("period"))
    if named is not None:
        return named
    periods = [c for c in layout.columns if c.role == "period" and not is_span(c.header)]
    words = table_words()["period"]
    called = [column for column in periods if words.within(column.header)] or periods
    return min(called, key=lambda column: _lack_of_years(layout, column)) if called else None


def _lack_of_years(layout: TableLayout, column: TableColumn) -> int:
    """0 for a column of whole years, 1 for one of months or quarters with their year, 2 for any other."""
    cells = [layout.grid.cell(row, column.index) for row in layout.rows("data")[:_CELLS]]
    periods = [period_of(cell) for cell in cells if cell not in (None, "")]
    if not periods or any(period is None for period in periods):
        return 2
    return int(any(period.part for period in periods if period))


def is_span(header: str) -> bool:
    """Whether a header is that of days on which something begins or ends: `Planned start`."""
    return terms("span").equals(header) or terms("span_end").ends(header)


def _configured(layout: TableLayout, header: str | None) -> TableColumn | None:
    wanted = header.strip().casefold() if header else None
    return next((c for c in layout.columns if c.header.strip().casefold() == wanted), None)


def is_revenue_header(header: str) -> bool:
    """Whether a header is about revenue; `State funds` is the source that pays for the spending."""
    rest = terms("funds").without(header)
    return terms("revenue").within(rest) and not terms("spending").within(header)


def _by_year(dated: Sequence[TableColumn], around: str, fiscal_start: int) -> list[SourceChoice]:
    """The best budget column of each year; its months only if no column has the whole year."""
    wholes = [column for column in dated if column.period and not column.period.part]
    parts = [column for column in dated if column.period and column.period.part]
    by_year: dict[str, list[TableColumn]] = defaultdict(list)
    for column in wholes:
        if column.period:
            by_year[column.period.year].append(column)
    choices = [
        SourceChoice(tuple(Source(columns, year) for columns in _preferred(candidates)))
        for year, candidates in by_year.items()
    ]
    covered = any("+" in column.proof and len(parts) > 1 for column in wholes) or _cover(by_year, parts)
    if parts and not covered:
        choices.extend(_by_fiscal_year(parts, around, fiscal_start))
    return choices


def _cover(years: Mapping[str, object], parts: Sequence[TableColumn]) -> bool:
    """Whether each part belongs to a year that has a column of its own."""
    return all(column.period and column.period.year in years for column in parts)


def _by_fiscal_year(parts: Sequence[TableColumn], around: str, fiscal_start: int) -> list[SourceChoice]:
    """Assign months to fiscal years, if the year does not begin in January; it is named after its end."""
    months = [column.period.text for column in parts if column.period]
    fiscal = around.startswith("FY") or "-" in around
    first = months[0][-2:]
    if len(parts) == 12 and len({month[:4] for month in months}) == 2 and first != "01":
        year = around if fiscal else f"FY{int(months[-1][:4])}"
        return [SourceChoice((Source(tuple(parts), year),))]
    by_year: dict[str, list[TableColumn]] = defaultdict(list)
    for column in parts:
        if column.period:
            by_year[fiscal_year(column.period.text, column.period.year, fiscal_start)].append(column)
    return [SourceChoice((Source(tuple(columns), year),)) for year, columns in by_year.items()]


def fiscal_year(period: str, year: str, start: int) -> str:
    """The calendar or fiscal year that contains a month; a fiscal year is named after its end."""
    month = re.fullmatch(r"(\d{4})-(\d\d)", period)
    if start == 1 or month is None:
        return year
    return f"FY{int(month[1]) + (int(month[2]) >= start)}"


def _preferred(columns: Sequence[TableColumn]) -> list[tuple[TableColumn, ...]]:
    """The best budget columns of a period; several if they are ambiguous."""
    if not columns:
        return []
    ranked = [(_rank(column), column) for column in columns]
    best = min(rank for rank, _ in ranked)
    leading = [column for rank, column in ranked if rank == best]
    if best[0] == _UNNAMED:  # a proposal beside a column without a kind may be the budget
        leading += [column for rank, column in ranked if rank[0] == _DRAFT]
    if len(leading) == 1:
        return [(leading[0],)]
    whole = [column for column in leading if "+" in column.proof or " x " in column.proof]
    whole = [column for column in whole if not terms("tax").within(column.header)]
    if len(whole) == 1:
        return [(whole[0],)]
    if _complement(leading):
        return [tuple(leading)]
    annual = [column for column in leading if _says_whole(column)]
    if len(annual) == 1:
        return [(annual[0],)]
    return [(column,) for column in leading]


def _says_whole(column: TableColumn) -> bool:
    """Whether a header covers the whole: a total, or an annual amount beside monthly ones."""
    header = column.header
    return (table_words()["total"].within(header) or terms("annual").within(header)) and not terms(
        "monthly"
    ).within(header)


def times_a_year(header: str) -> int:
    """The number of such amounts per year: 12 for `Monthly cost`, 4 for `per quarter`, 1 for others."""
    if terms("annual").within(header):
        return 1
    return next((times for times, words in _TIMES.items() if terms(words).within(header)), 1)


def _complement(columns: Sequence[TableColumn]) -> bool:
    """Whether columns are parts of the same spending, such as OPEX and CAPEX."""
    return all(terms("complement").within(column.header) for column in columns)


def _rank(column: TableColumn) -> tuple[int, int, int]:
    """The preference for a column as the current budget: revisions first, drafts and forecasts last."""
    header = column.header
    if column.amount == "revised":
        kind = 0
    elif terms("approved").within(header):
        kind = 1
    elif terms("draft").within(header):
        kind = _DRAFT
    elif column.amount == "forecast":
        kind = 6
    elif column.amount == "original":
        kind = 4
    else:
        kind = 2 if column.amount == "budget" else _UNNAMED
    product = 0 if " x " in column.proof else 1
    monthly = 1 if terms("monthly").within(header) else 0
    money = 0 if column.amount or table_words()["money"].within(header) or column.period else 1
    return kind, monthly, product + money
