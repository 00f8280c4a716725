"""A budget as a list in prose, such as `- Venue: $1,500`, whose items add up to its total."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smits_rules.vocabulary import Budget, BudgetLine
from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.budgets.readings.budget_reading import BudgetReading
from smits_watch.facts.budgets.readings.sources import Source
from smits_watch.facts.budgets.readings.totals import Amount, Total, near
from smits_watch.facts.budgets.terms import terms
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import layouts_of
from smits_watch.tables.values.numbers import read_number
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.values.units import currency_in

_ITEM = re.compile(
    r"^\s*(?:[-*•+]|\d{1,2}[.)])?\s*\**(?P<label>[^:|\t]{2,80}?)\**\s*(?::|\t|\s[-\u2013=]\s)\s*\**(?P<amount>[^\s*][^*]{0,24}?)\**\s*$"
)
_MOST = 200


def listed_budget(document: Document) -> Iterator[BudgetReading]:
    """Read a list of amounts as a budget, if its items add up to the stated total."""
    items = [item for passage in document.passages for item in _items(passage.text, passage.anchor)]
    for position, (label, value, anchor, quote, currency) in enumerate(items[:_MOST]):
        before = items[:position]
        if len(before) < 2 or not terms("everything").starts(label):
            continue
        if near(value, sum(item[1] for item in before)):
            yield _reading(document, items[: position + 1], anchor, quote, currency)
            return


def _items(text: str, anchor: str) -> Iterator[tuple[str, float, str, str, str | None]]:
    for line in text.split("\n"):
        match = _ITEM.match(line)
        number = read_number(match["amount"].strip()) if match else None
        if match and number is not None and not number.percent:
            currency = number.currency or currency_in(match["amount"])
            yield match["label"].strip(" *"), number.value, anchor, " ".join(line.split()), currency


def _reading(
    document: Document,
    items: list[tuple[str, float, str, str, str | None]],
    anchor: str,
    quote: str,
    currency: str | None,
) -> BudgetReading:
    *lines, (_, value, _, _, _) = items
    period = _period(document)
    rows: list[list[Cell]] = [["Item", "Amount"]]
    rows.extend([item[0], item[1]] for item in lines)
    layout = layouts_of(Table("", rows))[0]
    fact = Budget(
        period=period,
        total=round(value, 4),
        currency=currency or next((item[4] for item in lines if item[4]), None),
        lines=len(lines),
        source=document.source(anchor),
        quote=quote[:200],
    )
    facts = tuple(
        BudgetLine(
            period=period,
            name=label,
            amount=round(amount, 4),
            source=document.source(where),
            quote=text[:200],
        )
        for label, amount, where, text, _ in lines
    )
    amounts = tuple(Amount(row, label, amount) for row, (label, amount, *_) in enumerate(lines, 1))
    total = Total(value, len(lines), amounts, proven=True)
    source = Source((TableColumn(1, "Amount", "amount"),), period)
    return BudgetReading(layout, source, fact, facts, total, 1.0)


def _period(document: Document) -> str:
    """The period in a heading, the file name or the first sentences."""
    name = document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    headings = [passage.text for passage in document.passages if passage.heading]
    beginning = [passage.text for passage in document.beginning(500)]
    for text in (*headings, document.metadata.get("title", ""), name, *beginning):
        named = period_in(text, quantities=False)
        if named:
            return named.year
    return ""
