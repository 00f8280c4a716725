"""Combines tables for the same period: parts, copies, summaries, scenarios, departments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace

from smits_watch.documents.document import Table
from smits_watch.facts.budgets.readings.budget_reading import BudgetReading
from smits_watch.facts.budgets.readings.totals import near
from smits_watch.facts.budgets.terms import terms
from smits_watch.tables.values.numbers import number
from smits_watch.tables.word_lists import plain_words, table_words


def combined(readings: Sequence[BudgetReading]) -> tuple[list[BudgetReading], list[str]]:
    """Combine the tables of the same period and currency.

    Returns:
        The remaining readings, each with its own scope if there are several, and the proofs.
    """
    readings, proofs = _without_details(readings)
    by_key: dict[tuple[str, str | None, str], list[BudgetReading]] = defaultdict(list)
    for reading in readings:
        by_key[reading.fact.period, _currency(reading, readings), reading.fact.scope].append(reading)
    remaining: list[BudgetReading] = []
    for same in by_key.values():
        kept, sentences = _one_key(same)
        remaining.extend(kept)
        proofs.extend(sentences)
    return _by_currency(remaining), proofs


def _without_details(readings: Sequence[BudgetReading]) -> tuple[list[BudgetReading], list[str]]:
    """Leave out tables that add up to a line of another table, or repeat its total without a year."""
    kept: list[BudgetReading] = []
    proofs: list[str] = []
    for reading in readings:
        others = [other for other in readings if other.layout is not reading.layout]
        line = next((line for other in others if (line := _line_of(reading, other))), None)
        if line:
            proofs.append(f"'{_location(reading)}' adds up to the line '{line}' of another table.")
        elif any(_is_echo(reading, other) for other in others):
            proofs.append(f"'{_location(reading)}' adds up to the same total as another table.")
        else:
            kept.append(reading)
    return kept, proofs


def _line_of(detail: BudgetReading, summary: BudgetReading) -> str | None:
    """The line of a summary that equals the total of a detailed table; None if there is none."""
    names = {plain_words(text) for text in (*detail.layout.titles, detail.layout.table.name) if text}
    for line in summary.total.lines:
        if plain_words(line.label) not in names:
            continue
        grid, scale = summary.layout.grid, summary.scale
        values = (grid.value(line.row, column) for column in grid.filled(line.row))
        if any(value and near(value * scale, detail.fact.total) for value in values):
            return line.label
    return None


def _is_echo(reading: BudgetReading, other: BudgetReading) -> bool:
    """Whether a table without a year repeats the total of a table with a year on the same sheet."""
    same_sheet = reading.layout.table is other.layout.table
    undated = not reading.fact.period and bool(other.fact.period)
    return same_sheet and undated and near(reading.fact.total, other.fact.total)


def _currency(reading: BudgetReading, readings: Sequence[BudgetReading]) -> str | None:
    """Its currency, or the only one stated in the document."""
    stated = {other.fact.currency for other in readings} - {None}
    return reading.fact.currency or (next(iter(stated)) if len(stated) == 1 else None)


def _one_key(readings: list[BudgetReading]) -> tuple[list[BudgetReading], list[str]]:
    """The readings of one period, currency and scope."""
    if len(readings) < 2:
        return readings, []
    for rule in (_without_drafts, _with_summary, _with_stated_sum, _without_copies, _with_parts):
        result = rule(readings)
        if result is not None:
            readings, sentences = result
            if len(readings) == 1:
                return readings, sentences
    return _apart(readings), []


_Result = tuple[list[BudgetReading], list[str]]


def _without_drafts(readings: list[BudgetReading]) -> _Result | None:
    """Leave out drafts if one sheet is called final or approved."""
    final = [reading for reading in readings if terms("approved").within(_location(reading))]
    others = [reading for reading in readings if not terms("draft").within(_location(reading))]
    if len(final) == 1:
        return final, [f"'{_location(final[0])}' is the approved version."]
    return (others, []) if others and len(others) < len(readings) else None


def _with_summary(readings: list[BudgetReading]) -> _Result | None:
    """Keep only the summary: a table whose total is the sum of the others' totals."""
    for reading in readings:
        others = [other for other in readings if other is not reading]
        if len(others) < 2:
            continue
        if near(reading.fact.total, sum(other.fact.total for other in others)):
            where = reading.fact.source.rpartition("#")[2]
            return [reading], [f"The {len(others)} other tables add up to the total in {where}."]
    return None


def _with_stated_sum(readings: list[BudgetReading]) -> _Result | None:
    """Merge the tables of several sheets if a line beside them states their sum."""
    total = sum(reading.fact.total for reading in readings)
    tables = {id(reading.layout.table): reading for reading in readings}
    if len(tables) < 2 or len(tables) < len(readings):
        return None
    for reading in tables.values():
        stated = _cell_of_total(reading.layout.table, total)
        if stated is not None:
            path = reading.fact.source.partition("#")[0]
            return [_united(readings, f"{path}#{stated}", f"{len(readings)} sheets")], [
                f"The tables of {len(readings)} sheets add up to the total in {stated}."
            ]
    return None


def _cell_of_total(table: Table, total: float) -> str | None:
    """The cell with a given value in a row that names a total."""
    words = table_words()["total"]
    for row, cells in enumerate(table.rows):
        if any(isinstance(cell, str) and words.starts(cell) for cell in cells):
            for column, cell in enumerate(cells):
                value = number(cell)
                if value is not None and near(value, total):
                    return table.anchor(row, column)
    return None


def _united(readings: Sequence[BudgetReading], source: str, quote: str) -> BudgetReading:
    """Merge several parts into one budget."""
    first = readings[0]
    fact = first.fact.model_copy(
        update={
            "total": round(sum(reading.fact.total for reading in readings), 4),
            "lines": sum(reading.fact.lines for reading in readings),
            "source": source,
            "quote": quote[:200],
        }
    )
    return replace(first, fact=fact, lines=tuple(line for reading in readings for line in reading.lines))


def _without_copies(readings: list[BudgetReading]) -> _Result | None:
    """Merge tables with the same total and different lines, keeping the longer one."""
    kept: list[BudgetReading] = []
    for reading in sorted(readings, key=lambda candidate: -len(candidate.lines)):
        if not any(_is_copy(reading, other) for other in kept):
            kept.append(reading)
    if len(kept) == len(readings):
        return None
    order = [reading for reading in readings if reading in kept]
    return order, ["Two tables state the same total."] if len(order) == 1 else []


def _is_copy(reading: BudgetReading, other: BudgetReading) -> bool:
    """Whether one is a shorter form of the other; the same lines on two sheets are two similar budgets."""
    same = [line.amount for line in reading.lines] == [line.amount for line in other.lines]
    return near(reading.fact.total, other.fact.total) and not same


def _with_parts(readings: list[BudgetReading]) -> _Result | None:
    """Merge the tables of one sheet if a line for everything or their titles call them parts."""
    tables = {id(reading.layout.table) for reading in readings}
    if len(tables) != 1:
        return None
    total = sum(reading.fact.total for reading in readings)
    everything = _line_for(readings, total)
    complement = all(terms("complement").within(_location(reading)) for reading in readings)
    if everything is None and not complement:
        return None
    first = readings[0]
    quote = f"{len(readings)} tables of '{first.layout.table.name}'"
    source, stated = everything or (first.fact.source, quote)
    proof = f"The {len(readings)} tables of the sheet add up to {total:,.2f}."
    return [_united(readings, source, stated)], [proof]


def _line_for(readings: Sequence[BudgetReading], total: float) -> tuple[str, str] | None:
    """Source and quote of a line that states the total of all tables of a sheet."""
    last = readings[-1]
    layout, column = last.layout, last.source.last
    for row in layout.rows("total", "data"):
        for index in (column.index, *layout.grid.filled(row)):
            value = layout.grid.value(row, index)
            if value is not None and near(value * last.scale, total):
                path = last.fact.source.partition("#")[0]
                quote = " | ".join(layout.grid.text(row, c) for c in layout.grid.filled(row))
                return f"{path}#{layout.table.anchor(row, index)}", quote
    return None


def _apart(readings: Sequence[BudgetReading]) -> list[BudgetReading]:
    """The readings with the name of their sheet or table as scope; the main scenario keeps its own."""
    main = [reading for reading in readings if terms("main_scenario").within(_location(reading))]
    scenarios = [reading for reading in readings if terms("scenario").within(_location(reading))]
    keep = main[0] if len(main) == 1 and len(scenarios) == len(readings) else None
    return [
        reading if reading is keep else _scoped(reading, f"{reading.fact.scope} {_location(reading)}".strip())
        for reading in readings
    ]


def _scoped(reading: BudgetReading, scope: str) -> BudgetReading:
    return replace(reading, fact=reading.fact.model_copy(update={"scope": scope[:120]}))


def _by_currency(readings: Sequence[BudgetReading]) -> list[BudgetReading]:
    """The budgets with the currency as scope if one period and scope has several."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    for reading in readings:
        counts[reading.fact.period, reading.fact.scope] += 1
    return [
        _scoped(reading, f"{reading.fact.scope} in {reading.fact.currency or 'no currency'}".strip())
        if counts[reading.fact.period, reading.fact.scope] > 1
        else reading
        for reading in readings
    ]


def _location(reading: BudgetReading) -> str:
    """The title of a table that shares its sheet or is in prose; otherwise the name of the sheet.

    A table beside another is named by its label header: `Operations`.
    """
    layout = reading.layout
    header = layout.label.header if layout.label else ""
    beside = len(layout.grid.columns) < max(len(row) for row in layout.table.rows)
    if beside and header and not table_words()["label"].within(header):
        return header
    if layout.table.captions:
        return layout.table.captions[0]
    width = max(len(row) for row in layout.table.rows)
    shares = len(layout.grid.rows) < len(layout.table.rows) or len(layout.grid.columns) < width
    titles = [title for title in layout.titles if len(title) < 60]
    return titles[-1] if shares and titles else layout.table.name
