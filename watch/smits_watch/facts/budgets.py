"""Budgets: tables with years side by side or one below the other become totals by period, and their lines."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from smits_rules.vocabulary import Budget, BudgetLine, Fact
from smits_watch.facts.amounts import Units, currency_in, number, units_in
from smits_watch.facts.budget_columns import Column, Layout, cell, layout_of, text_of
from smits_watch.facts.budget_rows import Row, is_grand_total, rows_of
from smits_watch.facts.budget_totals import Amount, total_of
from smits_watch.facts.budget_words import has_word, rank
from smits_watch.facts.extract import Extract
from smits_watch.facts.periods import period_in, period_of
from smits_watch.reading.document import Cell, Document, Table

MAX_LINES = 1_000
"""Budget lines that are told of one file; the totals count all of them."""
_SCOPE = re.compile(
    r"^(?:organi[sz]ation|department|company|entity|scope|agency|abteilung|bereich|service)\s*[:=]\s*(.+)$",
    re.IGNORECASE,
)


class _Key(NamedTuple):
    period: str
    currency: str | None


@dataclass(frozen=True, slots=True)
class _Source:
    """The columns that together hold the amounts of one period."""

    columns: tuple[Column, ...]
    period: str | None
    """None: a column of its own says it for each row."""

    @property
    def last(self) -> Column:
        """The column that stands for all in anchors."""
        return self.columns[-1]


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


def extract(document: Document, columns: Mapping[str, str]) -> Extract:
    """Take the budgets out of all tables of a document.

    Args:
        document: with at least one table.
        columns: configured headers for `amount`, `period`, `label`, `currency`, `scope` and `type`.

    Returns:
        A `budget` for each period (and currency, and sheet where several tell of the same period), and its
        `budget-line`s; the summary has `totals` by period.
    """
    by_table = [list(_budgets(document, table, columns)) for table in document.tables]
    found = _told_apart(document, by_table)
    warnings = [one.doubt for one in found if one.doubt]
    if not found:
        warnings.append("No amounts were found; name the column of amounts in smits.toml, [inputs.budgets].")
    lines = [line for one in found for line in one.lines]
    if len(lines) > MAX_LINES:
        warnings.append(
            f"Of {len(lines):,} budget lines the first {MAX_LINES:,} are listed; totals have all."
        )
    facts: list[Fact] = [*(one.fact for one in found), *lines[:MAX_LINES]]
    totals = {_name(one.fact, found): round(one.fact.total, 2) for one in found}
    return Extract("budgets", tuple(facts), {"totals": totals}, tuple(warnings))


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
    scope = _scope(table, layout, rows, titles, configured)
    for source in _sources(document, table, layout, titles, configured):
        by_key = _by_key(table, layout, rows, source, units, configured)
        mixed = {key.period for key in by_key if sum(key.period == other.period for other in by_key) > 1}
        for key, amounts in by_key.items():
            told = f"{scope} in {key.currency or 'no currency'}".strip() if key.period in mixed else scope
            found = _found(document, table, source.last, key, amounts, told)
            if found is not None:
                yield found


def _one_currency(table: Table, layout: Layout) -> list[str]:
    """The currency whose mark stands in cells of amounts, if it is only one."""
    amounts = [column.index for column in layout.columns if column.is_amount]
    cells = [
        cell(table.rows, row, index) for row in range(layout.header + 1, len(table.rows)) for index in amounts
    ]
    marks = {currency_in(value) for value in cells if isinstance(value, str)} - {None}
    return [mark for mark in marks if mark] if len(marks) == 1 else []


def _sources(
    document: Document, table: Table, layout: Layout, titles: Sequence[str], configured: Mapping[str, str]
) -> list[_Source]:
    """The columns that hold the budget: one for each period side by side, or a single one."""
    amounts = [column for column in layout.columns if column.is_amount]
    named = layout.meaning("amount", configured) if "amount" in configured else None
    dated = [column for column in amounts if column.period]
    if named is None and dated:
        return _years(dated)
    fallback = _period_around(document, table, titles)
    parts = [column for column in amounts if column.part]
    if named is None and len(parts) > 2:
        whole = [c for c in amounts if not c.part and has_word(c.header, "total")]
        return [_Source(tuple(whole[-1:] or parts), fallback)]
    chosen = named or min(amounts, key=_preference, default=None)
    if chosen is None:
        return []
    if _period_column(layout, configured) is not None:
        return [_Source((chosen,), None)]
    return [_Source((chosen,), fallback)]


def _years(dated: Sequence[Column]) -> list[_Source]:
    """Of each year the column that is most of a budget; its quarters or months only where no other is."""
    by_year: dict[str, list[Column]] = defaultdict(list)
    for column in dated:
        if column.period:
            by_year[column.period.year].append(column)
    sources = []
    for year, columns in by_year.items():
        whole = [c for c in columns if c.period and not c.period.part]
        sources.append(_Source((min(whole, key=_preference),) if whole else tuple(columns), year))
    return sources


def _preference(column: Column) -> tuple[bool, int, int]:
    """Budgets before actuals, the more telling header first, then from left to right."""
    place = rank(column.header, "amount")
    return has_word(column.header, "lesser"), 99 if place is None else place, column.index


def _period_column(layout: Layout, configured: Mapping[str, str]) -> Column | None:
    return layout.meaning("period", configured)


def _by_key(
    table: Table,
    layout: Layout,
    rows: Iterable[Row],
    source: _Source,
    units: Units,
    configured: Mapping[str, str],
) -> dict[_Key, _Amounts]:
    """Lines, totals and revenue by period and currency."""
    period_column = _period_column(layout, configured) if source.period is None else None
    currency_column = layout.meaning("currency", configured)
    found: dict[_Key, _Amounts] = {}
    for row in rows:
        value, raw = _value(table, row, source)
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


def _value(table: Table, row: Row, source: _Source) -> tuple[float | None, Cell]:
    """What a row holds in the columns of a source, and its last cell there; None where all are empty."""
    cells = [(cell(table.rows, row.index, column.index), column.mark) for column in source.columns]
    values = [value for value in (number(raw, mark) for raw, mark in cells) if value is not None]
    return (sum(values) if values else None), cells[-1][0]


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


def _period_around(document: Document, table: Table, titles: Iterable[str]) -> str:
    """The period that titles, sheet name, file name or metadata name."""
    name = document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    for text in (*titles, table.name, name, document.metadata.get("title", "")):
        found = period_in(text)
        if found:
            return found.year
    return ""


def _scope(
    table: Table, layout: Layout, rows: Iterable[Row], titles: Iterable[str], configured: Mapping[str, str]
) -> str:
    """What the table covers: what its scope column always says, or a title such as `Department: IT`."""
    column = layout.meaning("scope", configured)
    if column is not None and not column.numeric:
        said = {text_of(cell(table.rows, row.index, column.index)) for row in rows if row.kind == "line"}
        if len(said) == 1:
            return said.pop()[:120]
    named = (_SCOPE.match(title) for title in titles)
    return next((match[1].strip()[:120] for match in named if match), "")
