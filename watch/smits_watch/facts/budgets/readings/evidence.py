"""What a budget rests on: arithmetic, or words that name it; a total without either is only inferred."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal

from smits_watch.documents.document import Document
from smits_watch.facts.budgets.readings.sources import Source, is_span
from smits_watch.facts.budgets.readings.totals import Amount, Total
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.cells import CellKind
from smits_watch.tables.word_lists import table_words

_WORD = re.compile(r"[^\W\d_]{2}")
"""What a header that names something has; one of amounts alone was a line of the table."""
_PLANS = ("budget", "original", "revised")
_LARGE = 1_000
"""A total from here on may be money though nothing says so; counts of pieces and ranks are below it."""
_LINES = 100
"""Lines whose cells are compared, to see whether two columns of years differ."""


def confidence_of(
    document: Document,
    layout: TableLayout,
    source: Source,
    key: tuple[str, str | None],
    total: Total,
    totals: Sequence[Amount],
) -> Literal["read", "inferred"]:
    """Whether a total is beyond doubt.

    Args:
        document: which contains the table.
        layout: of the region.
        source: the columns that hold the amounts.
        key: period, blank where nothing names it, and currency, which cells, headers or titles state.
        total: with whether its lines add up to what is stated.
        totals: that the table states.

    Returns:
        `read` where the lines add up to what is called the total, or where header, title or name speak of a
        budget of that period and no total contradicts. Other figures must be money, too. Where
        a sheet has formulas without a result, nothing of it is beyond doubt.
    """
    period, currency = key
    if _has_two_years(layout) or layout.table.missing:
        return "inferred"
    if total.proven and any(stated.grand and stated.row == total.row for stated in totals):
        return "read"
    if not _are_money(layout, source, currency, total):
        return "inferred"
    named = any(_WORD.search(column.header) or column.period for column in source.columns)
    planned = named and bool(period) and _speaks_of_a_plan(document, layout, source)
    return "read" if total.proven or (planned and not totals) else "inferred"


def _are_money(layout: TableLayout, source: Source, currency: str | None, total: Total) -> bool:
    """Whether amounts are money: currency, unit or words say so, or their size and cents."""
    if currency or source.last.scale != 1.0 or abs(total.value) >= _LARGE:
        return True
    words = table_words()
    texts = (source.name, layout.table.name, *layout.titles)
    if any(words["money"].within(text) or words["budget"].within(text) for text in texts):
        return True
    return any(round(line.value, 2) != round(line.value) for line in total.lines)


def _speaks_of_a_plan(document: Document, layout: TableLayout, source: Source) -> bool:
    """Whether header, title, sheet, file or document are called a budget."""
    if any(column.amount in _PLANS for column in source.columns):
        return True
    return any(_names_budget(text) for text in _names(document, layout))


def _names(document: Document, layout: TableLayout) -> Iterable[str]:
    """What heads a table, from the sheet to the file."""
    heading = next((passage.text for passage in document.passages if passage.heading), "")
    file = document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ").replace("-", " ")
    return (*layout.titles, layout.table.name, heading, document.metadata.get("title", ""), file)


def _names_budget(text: str) -> bool:
    return table_words()["budget"].within(text)


def _has_two_years(layout: TableLayout) -> bool:
    """Whether two columns say different years of the same lines, so that either may be the period."""
    rows = layout.rows("data")[:_LINES]
    years = [
        [layout.grid.text(row, column.index) for row in rows]
        for column in layout.columns
        if column.role == "period"
        and not is_span(column.header)
        and all(layout.grid.kind(row, column.index) is CellKind.YEAR for row in rows)
    ]
    return any(first != second for first in years for second in years)
