"""Where in a budget table the amounts of each period stand, and what the table covers."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.amounts import number
from smits_watch.facts.budget_columns import Column, Layout, cell, text_of
from smits_watch.facts.budget_rows import Row
from smits_watch.facts.budget_words import has_word, rank
from smits_watch.facts.periods import period_in

_SCOPE = re.compile(
    r"^(?:organi[sz]ation|department|company|entity|scope|agency|abteilung|bereich|service)\s*[:=]\s*(.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Source:
    """The columns that together hold the amounts of one period."""

    columns: tuple[Column, ...]
    period: str | None
    """None: a column of its own says it for each row."""

    @property
    def last(self) -> Column:
        """The column that stands for all in anchors."""
        return self.columns[-1]


def sources_of(
    document: Document, table: Table, layout: Layout, titles: Sequence[str], configured: Mapping[str, str]
) -> list[Source]:
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
        return [Source(tuple(whole[-1:] or parts), fallback)]
    chosen = named or min(amounts, key=_preference, default=None)
    if chosen is None:
        return []
    if period_column_of(layout, configured) is not None:
        return [Source((chosen,), None)]
    return [Source((chosen,), fallback)]


def _years(dated: Sequence[Column]) -> list[Source]:
    """Of each year the column that is most of a budget; its quarters or months only where no other is."""
    by_year: dict[str, list[Column]] = defaultdict(list)
    for column in dated:
        if column.period:
            by_year[column.period.year].append(column)
    sources = []
    for year, columns in by_year.items():
        whole = [c for c in columns if c.period and not c.period.part]
        sources.append(Source((min(whole, key=_preference),) if whole else tuple(columns), year))
    return sources


def _preference(column: Column) -> tuple[bool, int, int]:
    """Budgets before actuals, the more telling header first, then from left to right."""
    place = rank(column.header, "amount")
    return has_word(column.header, "lesser"), 99 if place is None else place, column.index


def period_column_of(layout: Layout, configured: Mapping[str, str]) -> Column | None:
    """The column that says the period of each row, if there is one."""
    return layout.meaning("period", configured)


def value_in(table: Table, row: Row, source: Source) -> tuple[float | None, Cell]:
    """What a row holds in the columns of a source, and its last cell there; None where all are empty."""
    cells = [(cell(table.rows, row.index, column.index), column.mark) for column in source.columns]
    values = [value for value in (number(raw, mark) for raw, mark in cells) if value is not None]
    return (sum(values) if values else None), cells[-1][0]


def _period_around(document: Document, table: Table, titles: Iterable[str]) -> str:
    """The period that titles, sheet name, file name or metadata name."""
    name = document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    for text in (*titles, table.name, name, document.metadata.get("title", "")):
        found = period_in(text, quantities=False)
        if found:
            return found.year
    return ""


def scope_of(
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
