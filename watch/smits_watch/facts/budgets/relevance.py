"""Which regions hold a budget at all, and why others do not."""

from __future__ import annotations

from smits_watch.documents.document import Document
from smits_watch.facts.budgets.sources import holds_only_actuals
from smits_watch.facts.budgets.terms import terms
from smits_watch.tables.cells import CellKind
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.words import table_words


def why_no_budget(document: Document, layout: TableLayout) -> str | None:
    """Say why a region holds no budget.

    Returns:
        A sentence; blank where it simply holds no amounts; None where it may hold a budget.
    """
    if not any(column.is_amount for column in layout.columns) or not layout.rows("data", "total"):
        return ""
    name = layout.table.name
    if (name and terms("other").equals(name)) or any(terms("other").equals(title) for title in layout.titles):
        return f"'{name or layout.titles[0]}' holds no amounts of a budget."
    if _are_small_rates(layout):
        return f"'{name or 'The table'}' holds rates, no amounts of a budget."
    if holds_only_actuals(layout):
        return "It holds actual amounts, no budget."
    if _is_of_revenue(layout):
        return "It holds revenue, no spending."
    if _are_payments(document, layout):
        return "It lists single payments, no budget."
    return None


def _are_small_rates(layout: TableLayout) -> bool:
    """Whether the lines are rates, e.g. of inflation or exchange, by their labels."""
    labels = (
        [layout.grid.text(row, layout.label.index) for row in layout.rows("data")] if layout.label else []
    )
    rates = sum(terms("other").within(label) or "%" in label or "/" in label for label in labels)
    amounts = [column for column in layout.columns if column.is_amount]
    values = [layout.grid.value(row, c.index) or 0.0 for row in layout.rows("data")[:50] for c in amounts]
    return bool(labels) and rates >= 0.6 * len(labels) and all(abs(value) < 1000 for value in values)


def _is_of_revenue(layout: TableLayout) -> bool:
    """Whether titles or all headers of amounts speak of revenue alone."""
    titles = [title for title in layout.titles[-1:] if len(title.split()) <= 4]
    if any(terms("revenue").within(title) and not terms("spending").within(title) for title in titles):
        return not any(table_words()["budget"].within(title) for title in titles)
    amounts = [column for column in layout.columns if column.is_amount]
    return all(
        terms("revenue").within(column.header) and not terms("spending").within(column.header)
        for column in amounts
    )


def _are_payments(document: Document, layout: TableLayout) -> bool:
    """Whether each line is a payment on a day of its own, and nothing speaks of a budget or a plan."""
    if sum(terms("transaction").within(header) for header in layout.headers) > 0:
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
