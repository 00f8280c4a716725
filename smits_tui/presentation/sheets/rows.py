"""The rows of a sheet of records, as texts by field: cells scaled, filled down, and parted from totals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smits_tui.presentation.sheets.amount_units import currency_of, has_unclear_scale, scale_of
from smits_tui.presentation.sheets.cells import (
    date_cells,
    in_columns,
    number_cells,
    says_nothing,
    typed_as,
    word_cells,
)
from smits_tui.presentation.sheets.files import SheetRefused
from smits_tui.presentation.sheets.headers import SheetColumns
from smits_tui.presentation.sheets.office_words import office_words
from smits_tui.presentation.sheets.questions import Answers, SheetQuestion
from smits_tui.presentation.typed_fields import TypingContext
from smits_tui.presentation.typed_numbers import spelled_number, typed_number
from smits_tui.presentation.typed_text import TypedTextRefused
from smits_tui.process.entries.records import Measure, Objective, RecordData

_GENERAL = ("numbers", "dates", "scale")
"""Answers that are about a table as a whole; all others but `FIELD:WORD` name the column of a field."""
_SCALES = {"whole amounts": 1.0, "thousands": 1_000.0, "millions": 1_000_000.0}
"""Answers to what a column's amounts are."""
_ALIKE = 60
"""A row with a record's id means that record if their texts are as alike (rapidfuzz ratio, 0 to 100)."""
_OWN_COLUMN = "retired"
"""Tables that smits wrote have it: in them, ids are those of records whatever the texts."""


def parted(mapped: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """What people said of columns, and what they answered."""
    asked = {key: value for key, value in mapped.items() if ":" in key or key in _GENERAL}
    return {key: value for key, value in mapped.items() if key not in asked}, asked


def texts_by_field(
    model: type[RecordData],
    head: Sequence[str],
    below: Sequence[Sequence[str]],
    columns: SheetColumns,
    context: TypingContext,
    answers: Answers,
) -> dict[str, list[str]]:
    """Field, or period, -> a text for each row, as it is typed here."""
    texts = {}
    for name, at in columns.fields.items():
        cells = ["" if says_nothing(cell) else cell for cell in in_columns(below, at)]
        kind = typed_as(model, name)
        if kind == "number":
            cells = _scaled(number_cells(cells, head[at], answers), head[at], name, context, answers)
        elif kind == "date":
            cells = date_cells(cells, name, head[at], answers)
        elif kind == "words":
            cells = word_cells(model, name, cells, head[at], answers)
        texts[name] = cells
    for at, period in columns.periods.items():
        cells = ["" if says_nothing(cell) else cell for cell in in_columns(below, at)]
        texts[period] = number_cells(cells, head[at], answers)
    if model is Measure and "objective" in texts:
        texts["objective"] = _filled_down(texts["objective"])
    return texts


def _scaled(cells: list[str], header: str, name: str, context: TypingContext, answers: Answers) -> list[str]:
    """Amounts in the unit that their header names."""
    if name not in ("budget", "spent", "cost"):
        return cells
    currency = currency_of(header)
    if currency and context.currency and currency != context.currency:
        raise SheetRefused(
            f"'{header}' is in {currency}, but amounts of the organisation are in {context.currency}."
        )
    factor = scale_of(header)
    if factor == 1 and has_unclear_scale(header):
        asked = SheetQuestion(f"{name}:unit", f"What are the amounts of '{header}'?", tuple(_SCALES))
        factor = _SCALES.get(answers.ask(asked), 1.0)
    return [cell if factor == 1 or not cell else _times(cell, factor) for cell in cells]


def _times(cell: str, factor: float) -> str:
    try:
        return spelled_number(round(typed_number(cell) * factor, 2))
    except TypedTextRefused:
        return cell


def _filled_down(cells: list[str]) -> list[str]:
    """Repeat an objective for all its key results; with record ids, rows without one have none."""
    if any(cell[1:].isdigit() and cell[:1].upper() == Objective.prefix for cell in cells):
        return cells
    last, filled = "", []
    for cell in cells:
        last = cell or last
        filled.append(last)
    return filled


def parted_rows(rows: Sequence[Sequence[str]], columns: SheetColumns) -> tuple[list[int], tuple[str, ...]]:
    """The rows that are records, by their number below the header, and the texts of headings and sums."""
    at = columns.fields["text"]
    totals = office_words()["totals"]["words"]
    texts = in_columns(rows, at)
    filled = [sum(bool(cell.strip()) for cell in row) for row in rows]
    usual = sorted(count for count, text in zip(filled, texts, strict=True) if text)
    is_full = bool(usual) and usual[len(usual) // 2] > 2
    kept, left = [], []
    for number, text in enumerate(texts):
        if not text:
            continue
        is_heading = is_full and filled[number] == 1
        is_total = any(text.casefold().strip(" :") == word for word in totals)
        if is_heading or is_total:
            left.append(text)
        else:
            kept.append(number)
    return kept, tuple(left)
