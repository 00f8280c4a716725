"""Budgets: tables with years side by side or one below the other become totals by period, and their lines."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from smits_rules.vocabulary import Budget, BudgetLine, Fact
from smits_watch.documents.document import Document, Table
from smits_watch.facts.amounts import Units, currency_in, units_in
from smits_watch.facts.budget_columns import Column, Layout, cell, layout_of, text_of
from smits_watch.facts.budget_rows import Row, is_grand_total, rows_of
from smits_watch.facts.budget_sources import Source, period_column_of, scope_of, sources_of, value_in
from smits_watch.facts.budget_totals import Amount, total_of
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.periods import period_of

MAX_LINES = 1_000
"""Budget lines that are told of one file; the totals count all of them."""


class _Key(NamedTuple):
    period: str
    currency: str | None


@dataclass(frozen=True, slots=True)
class _Amounts:
    """The amounts of one period and currency."""

    lines: list[Amount]
    totals: list[Amount]
    revenue: list[Amount]

    def of(self, kind: str) -> list[Amount]:
        """Those of one kind of row."""
        return {"line": self.lines, "total": self.totals, "revenue": self.revenue}[kind]


@dataclass(frozen=True, slots=True)
class _Found:
    """A budget that was found in a table."""

    fact: Budget
    lines: tuple[BudgetLine, ...]
    doubt: str


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the budgets out of all tables of a document.

    Args:
        document: with at least one table.
        context: configured headers for `amount`, `period`, `label`, `currency`, `scope` and `type`.

    Returns:
        A `budget` for each period (and currency, and sheet where several tell of the same period), and its
        `budget-line`s; the summary has `totals` by period.
    """
    by_table = [list(_budgets(document, table, context.columns)) for table in document.tables]
    found = _told_apart(document, by_table)
    warnings = list(dict.fromkeys(one.doubt for one in found if one.doubt))
    if not found:
        warnings.append("No amounts were found; name the column of amounts in smits.toml, [inputs.budgets].")
    lines = [line for one in found for line in one.lines]
    if len(lines) > MAX_LINES:
        warnings.append(
            f"Of {len(lines):,} budget lines the first {MAX_LINES:,} are listed; totals have all."
        )
    facts: list[Fact] = [*(one.fact for one in found), *lines[:MAX_LINES]]
    totals = {_name(one.fact, found): round(one.fact.total, 2) for one in found}
    return Extraction("budgets", tuple(facts), {"totals": totals}, tuple(warnings))


def _name(budget: Budget, found: Sequence[_Found]) -> str:
    """The key of a total: its period, with the scope where several have the same period."""
    same = sum(1 for one in found if one.fact.period == budget.period)
    return budget.period if same == 1 else f"{budget.period} / {budget.scope}"


def _told_apart(document: Document, by_table: Sequence[Sequence[_Found]]) -> list[_Found]:
    """All budgets; where several tables tell of the same period and scope, the table's name is the scope."""
    seen: dict[tuple[str, str], int] = defaultdict(int)
    for found in by_table:
        for case in {(one.fact.period, one.fact.scope) for one in found}:
            seen[case] += 1
    apart = []
    for table, found in zip(document.tables, by_table, strict=True):
        for one in found:
            if seen[one.fact.period, one.fact.scope] > 1:
                scope = " ".join(part for part in (one.fact.scope, table.name) if part)
                apart.append(replace(one, fact=one.fact.model_copy(update={"scope": scope})))
            else:
                apart.append(one)
    return apart


def _budgets(document: Document, table: Table, configured: Mapping[str, str]) -> Iterator[_Found]:
    layout = layout_of(table)
    if layout is None:
        return
    rows = rows_of(table, layout, configured)
    titles = [text_of(value) for row in table.rows[: max(layout.header, 0)] for value in row if value]
    headers = [column.header for column in layout.columns if column.is_amount]
    units = units_in([*headers, *titles, *_one_currency(table, layout)])
    scope = scope_of(table, layout, rows, titles, configured)
    for source in sources_of(document, table, layout, titles, configured):
        by_key = _by_key(table, layout, rows, source, units, configured)
        mixed = {key.period for key in by_key if sum(key.period == other.period for other in by_key) > 1}
        for key, amounts in by_key.items():
            told = f"{scope} in {key.currency or 'no currency'}".strip() if key.period in mixed else scope
            found = _found(document, table, source.last, key, amounts, told)
            if found is not None:
                yield replace(found, doubt=" ".join(filter(None, (layout.doubt, found.doubt))))


def _one_currency(table: Table, layout: Layout) -> list[str]:
    """The currency whose mark stands in cells of amounts, if it is only one."""
    amounts = [column.index for column in layout.columns if column.is_amount]
    cells = [
        cell(table.rows, row, index) for row in range(layout.header + 1, len(table.rows)) for index in amounts
    ]
    marks = {currency_in(value) for value in cells if isinstance(value, str)} - {None}
    return [mark for mark in marks if mark] if len(marks) == 1 else []


def _by_key(
    table: Table,
    layout: Layout,
    rows: Iterable[Row],
    source: Source,
    units: Units,
    configured: Mapping[str, str],
) -> dict[_Key, _Amounts]:
    """Lines, totals and revenue by period and currency."""
    period_column = period_column_of(layout, configured) if source.period is None else None
    currency_column = layout.meaning("currency", configured)
    found: dict[_Key, _Amounts] = {}
    for row in rows:
        value, raw = value_in(table, row, source)
        if value is None or row.kind not in ("line", "total", "revenue"):
            continue
        period = source.period or ""
        if period_column is not None:
            named = period_of(cell(table.rows, row.index, period_column.index))
            if named is None:
                continue
            period = named.year
        told = text_of(cell(table.rows, row.index, currency_column.index)) if currency_column else ""
        beside = currency_in(raw) if isinstance(raw, str) else None
        key = _Key(period, currency_in(told.upper()) or beside or units.currency)
        amount = Amount(row.index, row.label, value * units.scale, is_grand_total(row.label))
        found.setdefault(key, _Amounts([], [], [])).of(row.kind).append(amount)
    return found


def _found(
    document: Document,
    table: Table,
    column: Column,
    key: _Key,
    amounts: _Amounts,
    scope: str,
) -> _Found | None:
    lines = amounts.lines
    if not lines and not amounts.totals:
        return None
    total = total_of(lines, amounts.totals, sum(amount.value for amount in amounts.revenue))
    if total.row is not None:
        anchor, quote = table.anchor(total.row, column.index), _quote(table, total.row)
    else:
        anchor, quote = _range(table, column, lines), f"{len(lines)} lines of '{column.header or 'amounts'}'"
    fact = Budget(
        period=key.period,
        total=round(total.value, 4),
        currency=key.currency,
        scope=scope,
        lines=len(lines),
        source=document.source(anchor),
        quote=quote[:200],
    )
    told = tuple(
        BudgetLine(
            period=key.period,
            name=line.label,
            amount=round(line.value, 4),
            source=document.source(table.anchor(line.row, column.index)),
            quote=_quote(table, line.row),
        )
        for line in lines
    )
    return _Found(fact, told, total.doubt)


def _range(table: Table, column: Column, lines: Sequence[Amount]) -> str:
    """From the first to the last line, e.g. `IT!B4:B6` or `lines 2-21`."""
    first, last = table.anchor(lines[0].row, column.index), table.anchor(lines[-1].row, column.index)
    if first == last:
        return first
    if table.lettered:
        return f"{first}:{last.rpartition('!')[2]}"
    if first.rpartition(" ")[2].isdigit():
        return f"{first.replace('line ', 'lines ', 1)}-{last.rpartition(' ')[2]}"
    return first


def _quote(table: Table, row: int) -> str:
    return " | ".join(text_of(value) for value in table.rows[row] if value not in (None, ""))[:200]
