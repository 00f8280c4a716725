"""Classifies the rows of a budget: lines, totals, revenue and balance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from smits_watch.facts.budgets.terms import terms
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.word_lists import is_total_label, table_words

RowKind = Literal["line", "part", "total", "revenue", "revenue-total", "result"]
_SHORT = 4
"""The most words of a label that is a category; a longer one describes an item: `Sales of land`."""

_MOSTLY = 0.5
"""Share of the labels that begin with a year, from which on lines are years; the others are differences."""


@dataclass(frozen=True, slots=True)
class BudgetRow:
    """One row with amounts."""

    index: int
    """Its index in the table."""
    kind: RowKind
    label: str
    """Blank if the row has no text."""
    section: str
    """The name of its group."""
    adds_up: bool = False
    """Whether it is the sum of neighbouring lines although its label names no total."""

    @property
    def is_grand(self) -> bool:
        """Whether the label of a total, if it has one, says that it covers everything."""
        return (
            not any(map(str.isalnum, self.label))
            or terms("everything").equals(self.label)
            or terms("everything_first").starts(self.label)
        )


def budget_rows(layout: TableLayout, configured: Mapping[str, str]) -> list[BudgetRow]:
    """Separate lines from totals and revenue.

    A group named after revenue makes its lines revenue, until another group or its own total; a
    revenue total makes the lines that it sums revenue.

    Args:
        layout: the region.
        configured: meaning -> header, as configured for the folder (`label`, `type`).
    """
    return _RowReader(layout, configured).rows()


def are_years_of_parts(rows: Sequence[BudgetRow]) -> bool:
    """Whether the lines are years of each part, which add up to nothing: `FY26 request` below `FY25 plan`."""
    labels = [row.label for row in rows if row.kind in ("line", "part")]
    begins = [(label, period) for label in labels if (period := period_in(label)) and period.start == 0]
    years = [period.year for label, period in begins if period.end < len(label)]
    repeated = len(set(labels)) < len(labels)
    return len(set(years)) > 1 and repeated and len(years) >= _MOSTLY * len(labels)


class _RowReader:
    def __init__(self, layout: TableLayout, configured: Mapping[str, str]) -> None:
        self.layout = layout
        self.label = _named(layout, configured.get("label")) or layout.label
        self.type = _named(layout, configured.get("type")) or _type_column(layout)
        self.has_result = any(_is_result(self._own_label(row)) for row in layout.rows("data", "total"))
        self.texts = [c for c in layout.columns if c.role in ("label", "text", "code") and c is not self.type]

    def rows(self) -> list[BudgetRow]:
        kinds = self._kinds()
        for row, proof in self.layout.sums.items():
            if row in kinds and kinds[row][0] == "revenue-total":
                for part in proof.parts:
                    if part in kinds and kinds[part][0] == "line":
                        kinds[part] = ("revenue", *kinds[part][1:])
        return [
            BudgetRow(row, kind, label, section, adds_up=kind == "line" and row in self.layout.sums)
            for row, (kind, label, section) in kinds.items()
        ]

    def _kinds(self) -> dict[int, tuple[RowKind, str, str]]:
        kinds: dict[int, tuple[RowKind, str, str]] = {}
        section, in_revenue = "", False
        for row, line in self.layout.lines.items():
            label = self._label(row)
            if line == "group":
                section, in_revenue = label, _is_revenue(label)
            elif line in ("data", "total"):
                named = line == "total" and _names_total(self.layout, row)
                kind = self._kind(row, label, is_total=named, in_revenue=in_revenue)
                kinds[row] = (kind, label, section)
                in_revenue = in_revenue and kind not in ("revenue-total", "total", "result")
        return kinds

    def _kind(self, row: int, label: str, *, is_total: bool, in_revenue: bool) -> RowKind:
        short = len(label.split()) <= _SHORT
        if _is_result(label):
            return "result"
        nameless = self.texts and not any(self.layout.grid.text(row, c.index) for c in self.texts)
        if is_total or nameless:
            if _is_revenue(label) or (in_revenue and not terms("spending").within(label)):
                return "revenue-total"
            return "total"
        of_parts = self.label is not None and terms("scope").equals(self.label.header)
        by_name = (
            short and self.type is None and not of_parts and _names_revenue(label, has_result=self.has_result)
        )
        if self._says_revenue(row) or in_revenue or by_name:
            return "revenue"
        return "part" if terms("part").starts(label) else "line"

    def _says_revenue(self, row: int) -> bool:
        text = self.layout.grid.text(row, self.type.index) if self.type else ""
        return bool(text) and _is_type_of_revenue(text)

    def _own_label(self, row: int) -> str:
        return self.layout.grid.text(row, self.label.index) if self.label else ""

    def _label(self, row: int) -> str:
        """The name of a row: a text that names a total, its label, or its first text."""
        grid = self.layout.grid
        own = grid.text(row, self.label.index) if self.label else ""
        texts = [text for column in self.texts if (text := grid.text(row, column.index))]
        if self.layout.lines.get(row) == "total":
            own = next((text for text in texts if table_words()["total"].starts(text)), own)
        if not own and not texts:
            texts = [grid.text(row, column) for column in grid.filled(row)][:1]
            own = texts[0] if texts and self.layout.lines.get(row) == "group" else ""
        when = next((c for c in self.layout.columns if c.role == "period"), None)
        named = own or (texts[0] if texts else "")
        return named or (grid.text(row, when.index) if when and not self.texts else "")


def _is_result(label: str) -> bool:
    """Whether a line is the result, i.e. revenue less spending."""
    short = len(label.split()) <= _SHORT
    return short and (terms("result").equals(label) or terms("result").starts(label))


def _names_total(layout: TableLayout, row: int) -> bool:
    """Whether a text of a row names a total, or the row has no text."""
    texts = [layout.grid.text(row, c.index) for c in layout.columns if c.role in ("label", "text", "code")]
    return not any(texts) or any(map(is_total_label, texts))


def _names_revenue(label: str, *, has_result: bool) -> bool:
    """Whether a label alone makes a line revenue; `Sales` is a department unless a result follows."""
    weak = terms("revenue_weak").starts(label) and not has_result
    return terms("revenue").starts(label) and _is_revenue(label) and not weak


def _is_type_of_revenue(text: str) -> bool:
    """Whether a type is one of revenue; `Contributions, refunds, taxes` are payments."""
    return all(map(_is_revenue, text.split(","))) and len(text.split()) <= _SHORT


def _is_revenue(text: str) -> bool:
    return terms("revenue").within(text) and not terms("spending").within(text)


def _named(layout: TableLayout, header: str | None) -> TableColumn | None:
    """The configured column."""
    if header is None:
        return None
    wanted = header.strip().casefold()
    return next((c for c in layout.columns if c.header.strip().casefold() == wanted), None)


def _type_column(layout: TableLayout) -> TableColumn | None:
    """The column that marks each row as revenue or expense."""
    rows = layout.rows("data")[:200]
    for column in layout.columns:
        if column.role in ("text", "label", "code") and terms("type").equals(column.header):
            texts = {layout.grid.text(row, column.index) for row in rows} - {""}
            revenue = sum(map(_is_type_of_revenue, texts))
            if 0 < revenue < len(texts) and len(texts) <= 12:
                return column
    return None
