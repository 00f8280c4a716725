"""Decides which regions contain a budget, and why others do not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from smits_watch.documents.document import Document
from smits_watch.facts.budgets.readings.sources import holds_only_actuals, is_revenue_header
from smits_watch.facts.budgets.terms import terms
from smits_watch.prose.dates import date_of
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.cells import CellKind, kind_of
from smits_watch.tables.values.periods import period_of
from smits_watch.tables.word_lists import table_words

_WORD = re.compile(r"[^\W\d_]{3}")
_LAST_DAYS = 28
"""A date from this day of the month on may be its last one."""
_BALANCE_ROWS = 200
_LEAST_BALANCES = 4
"""Lines from which on a running balance can't be a coincidence."""
_MOSTLY = 0.6
"""Share of the lines whose balance changes by their amount; people insert lines and forget the formula."""
_PLANS = ("budget", "original", "revised")

PAYMENTS = "It lists single payments, not a budget."


def adds_up_payments(layout: TableLayout, reasons: Sequence[str | None]) -> bool:
    """Whether a table sums up a list of payments beside it on the same sheet, and so is not a budget.

    Args:
        layout: of a table that may be a budget.
        reasons: why each table of the sheet is not a budget; see `why_no_budget`.
    """
    return PAYMENTS in reasons and not _plans(layout, (layout.table.name, *layout.titles))


def why_no_budget(document: Document, layout: TableLayout) -> str | None:
    """Explain why a region is not a budget.

    Returns:
        A sentence; blank if the region simply has no amounts; None if it may be a budget.
    """
    if not any(column.is_amount for column in layout.columns) or not layout.rows("data", "total"):
        return ""
    name = layout.table.name
    if (name and terms("other").equals(name)) or any(terms("other").equals(title) for title in layout.titles):
        return f"'{name or layout.titles[0]}' contains no amounts of a budget."
    headers = [column.header for column in layout.columns if column.is_amount and column.header]
    if headers and all(terms("other").starts(header) for header in headers):
        return f"'{name or 'The table'}' contains settings, not amounts of a budget."
    if not _has_names(layout):
        return ""
    return _other_amounts(document, layout)


def _other_amounts(document: Document, layout: TableLayout) -> str | None:
    """What the amounts of a region are, if they are not a budget's."""
    if _are_of_days(layout):
        return "It contains amounts of single days, not a budget."
    if _are_small_rates(layout):
        return f"'{layout.table.name or 'The table'}' contains rates, not amounts of a budget."
    if _lists_alternatives(layout):
        return "Its lines are alternatives, which add up to nothing."
    if holds_only_actuals(layout) or _reports_the_past(document, layout) or _keeps_books(document, layout):
        return "It contains actual amounts, not a budget."
    if _is_of_revenue(layout):
        return "It contains revenue, not spending."
    if _are_payments(document, layout):
        return PAYMENTS
    return None


def _has_names(layout: TableLayout) -> bool:
    """Whether the headers of amounts, or most lines, are named by words; equations have single letters."""
    amounts = [column for column in layout.columns if column.is_amount]
    if any(
        _WORD.search(column.header) or column.period or column.part or column.currency for column in amounts
    ):
        return True
    rows = layout.rows("data", "total")
    texts = [[layout.grid.text(row, column) for column in layout.grid.filled(row)] for row in rows]
    return 2 * sum(any(map(_WORD.search, row)) for row in texts) >= len(rows)


def _are_of_days(layout: TableLayout) -> bool:
    """Whether all amounts are headed by days, as balances are; the first or last of a month is a month."""
    headers = [column.header for column in layout.columns if column.is_amount]
    days = [date_of(header) if kind_of(header) is CellKind.DATE else None for header in headers]
    return all(day is not None and 1 < day.day < _LAST_DAYS for day in days)


def _lists_alternatives(layout: TableLayout) -> bool:
    """Whether each line is an alternative scenario rather than a part of the whole."""
    return layout.label is not None and terms("alternatives").equals(layout.label.header) and not layout.sums


def _reports_the_past(document: Document, layout: TableLayout) -> bool:
    """Whether the document accounts for past income and spending, and mentions no budget or plan here."""
    heading = next((passage.text for passage in document.passages if passage.heading), "")
    name = document.path.rpartition("/")[2].replace("_", " ")
    own, of_document = (
        (layout.table.name, *layout.titles),
        (heading, document.metadata.get("title", ""), name),
    )
    if any(terms("report").within(text.rstrip("0123456789 ")) for text in own):
        return not _plans(layout, own)
    return any(terms("report").within(text) for text in of_document) and not _plans(
        layout, (*own, *of_document)
    )


def _keeps_books(document: Document, layout: TableLayout) -> bool:
    """Whether it is bookkeeping: each month's revenue and expenses side by side, no plan mentioned."""
    headers = [column.header for column in layout.columns if column.is_amount]
    sides = [is_revenue_header(header) for header in headers], [terms("spending").within(h) for h in headers]
    months = [column for column in layout.columns if column.role == "period"]
    if not all(map(any, sides)) or not any(_holds_months(layout, column) for column in months):
        return False
    name = document.path.rpartition("/")[2].replace("_", " ")
    return not _plans(layout, (layout.table.name, *layout.titles, name, document.metadata.get("title", "")))


def _holds_months(layout: TableLayout, column: TableColumn) -> bool:
    periods = [period_of(layout.grid.cell(row, column.index)) for row in layout.rows("data")[:_BALANCE_ROWS]]
    return bool(periods) and all(period is not None and period.part for period in periods)


def _plans(layout: TableLayout, texts: Sequence[str]) -> bool:
    """Whether texts around a table, or one of its amount columns, mention a budget or a plan."""
    words = table_words()
    plans = ("budget", "forecast", "original", "revised")
    columns = any(column.amount in plans for column in layout.columns if column.is_amount)
    return columns or any(words[kind].within(text) for kind in plans for text in texts)


def _are_small_rates(layout: TableLayout) -> bool:
    """Whether the labels say that the lines are rates, e.g. of inflation or exchange."""
    labels = (
        [layout.grid.text(row, layout.label.index) for row in layout.rows("data")] if layout.label else []
    )
    rates = sum(terms("other").within(label) or "%" in label or "/" in label for label in labels)
    amounts = [column for column in layout.columns if column.is_amount]
    values = [layout.grid.value(row, c.index) or 0.0 for row in layout.rows("data")[:50] for c in amounts]
    return bool(labels) and rates >= 0.6 * len(labels) and all(abs(value) < 1000 for value in values)


def _is_of_revenue(layout: TableLayout) -> bool:
    """Whether titles or all headers of amounts are about revenue only."""
    if terms("revenue_sheet").equals(layout.table.name):
        return True
    titles = [title for title in layout.titles[-1:] if len(title.split()) <= 4]
    if any(terms("revenue").within(title) and not terms("spending").within(title) for title in titles):
        return not any(table_words()["budget"].within(title) for title in titles)
    return all(is_revenue_header(column.header) for column in layout.columns if column.is_amount)


def _are_payments(document: Document, layout: TableLayout) -> bool:
    """Whether each line is a payment with its own date, and nothing mentions a budget or a plan."""
    if sum(terms("transaction").within(header) for header in layout.headers) > 0:
        return True
    if _has_running_balance(layout) or _is_journal(layout):
        return True
    name = document.path.rpartition("/")[2]
    texts = [*layout.headers, *layout.titles, layout.table.name, name]
    if any(table_words()["budget"].within(text) or table_words()["forecast"].within(text) for text in texts):
        return False
    rows = layout.rows("data")
    for column in layout.columns:
        if column.role == "period":
            days = [row for row in rows if layout.grid.kind(row, column.index) is CellKind.DATE]
            distinct = {layout.grid.text(row, column.index) for row in days}
            if len(days) >= 0.8 * len(rows) and len(distinct) >= 0.3 * len(rows):
                return True
    return any(terms("payment").equals(header) for header in layout.headers)


def _is_journal(layout: TableLayout) -> bool:
    """Whether it is called a journal, or has a date column and one that only journals have."""
    if terms("journal").equals(layout.table.name):
        return True
    dated = any(column.role == "period" and terms("day").equals(column.header) for column in layout.columns)
    return dated and any(terms("journal_column").equals(header) for header in layout.headers)


def _has_running_balance(layout: TableLayout) -> bool:
    """Whether a column is the running total of the one beside it, as in a bank account."""
    amounts = [column for column in layout.columns if column.is_amount]
    rows = [row for row in layout.rows("data", "total") if len(layout.grid.filled(row)) > 2][:_BALANCE_ROWS]
    if len(rows) < _LEAST_BALANCES:
        return False
    running = []
    for balance in amounts:
        kept = [(row, value) for row in rows if (value := layout.grid.value(row, balance.index)) is not None]
        running += [
            column
            for column in amounts
            if column is not balance and _adds_up_from_line_to_line(layout, column.index, kept)
        ]
    # A plan with its running total since the year began is no account.
    return bool(running) and not any(column.amount in _PLANS for column in running)


def _adds_up_from_line_to_line(
    layout: TableLayout, column: int, balances: Sequence[tuple[int, float]]
) -> bool:
    steps = [
        (now - before, value)
        for (_, before), (row, now) in pairwise(balances)
        if (value := layout.grid.value(row, column)) is not None and value
    ]
    equal = sum(abs(abs(step) - abs(value)) < 0.01 for step, value in steps)
    return len(steps) >= _LEAST_BALANCES - 1 and equal >= _MOSTLY * len(steps)
