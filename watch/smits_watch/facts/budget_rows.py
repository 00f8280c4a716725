"""The rows of a budget table: lines, totals of them, sections and revenue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from smits_watch.documents.document import Cell, Table
from smits_watch.facts.amounts import number
from smits_watch.facts.budget_columns import Column, Layout, cell, text_of
from smits_watch.facts.budget_words import begins_with, ends_with, has_word, is_word

RowKind = Literal["line", "total", "revenue", "result", "section"]
_SHORT = 3
"""Words of a label that names what it is; a longer one describes one thing, e.g. `Sales of surplus land`."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row below the header."""

    index: int
    kind: RowKind
    label: str
    texts: tuple[str, ...]
    """What its text columns say."""


def rows_of(table: Table, layout: Layout, configured: Mapping[str, str]) -> list[Row]:
    """Tell lines from totals and revenue.

    A row with a label and no numbers begins a section; what stands in a revenue section is revenue until
    another section or the total of this one.
    """
    label_column = layout.meaning("label", configured)
    type_column = layout.meaning("type", configured)
    texts = [column for column in layout.columns if not column.numeric]
    amounts = [column for column in layout.columns if column.is_amount]
    found: list[Row] = []
    in_revenue = False
    for index in range(layout.header + 1, len(table.rows)):
        said = tuple(text_of(cell(table.rows, index, column.index)) for column in texts)
        empty = all(number(cell(table.rows, index, c.index), c.mark) is None for c in amounts)
        label = _label(table.rows, index, label_column, said)
        if empty:
            if label:
                in_revenue = has_word(label, "revenue") and not has_word(label, "spending")
                found.append(Row(index, "section", label, said))
            continue
        kind = _kind(label, said, text_of(cell(table.rows, index, type_column.index)) if type_column else "")
        if kind == "line" and in_revenue:
            kind = "revenue"
        elif kind in ("total", "result"):
            in_revenue = False
        found.append(Row(index, kind, label, said))
    return found


def is_grand_total(label: str) -> bool:
    """Whether a total's label says that it adds up everything, as one without a label does."""
    return not label or is_word(label, "grand_total") or begins_with(label, "everything")


def _label(rows: Sequence[Sequence[Cell]], index: int, column: Column | None, said: Iterable[str]) -> str:
    """What names a row: its label, or the first text in it."""
    own = text_of(cell(rows, index, column.index)) if column else ""
    totalling = next((text for text in said if text and _is_total(text)), "")
    return totalling or own or next((text for text in said if text), "")


def _kind(label: str, said: Iterable[str], kind: str) -> RowKind:
    if _is_total(label):
        return "total"
    short = len(label.split()) <= _SHORT
    if is_word(label, "result") or (short and begins_with(label, "result")):
        return "result"
    if not any(said):
        return "total"
    if is_word(kind, "revenue") or begins_with(kind, "revenue"):
        return "revenue"
    if short and begins_with(label, "revenue") and not has_word(label, "spending"):
        return "revenue"
    return "line"


def _is_total(text: str) -> bool:
    return begins_with(text, "total") or ends_with(text, "total") or is_word(text, "grand_total")
