"""The questions asked about budgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from smits_watch.facts.budgets.readings.budget_reading import BudgetReading
from smits_watch.facts.profile import OrganisationProfile, ProfileBudget
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of

MAX_LINES_ASKED = 200
"""Lines that a candidate of a question carries; a larger budget in question has its lines left out."""


def column_question(readings: Sequence[BudgetReading], profile: OrganisationProfile) -> FileQuestion:
    """Ask which of several columns is the budget."""
    first = readings[0]
    header = first.layout.rows("header")
    table = first.layout.table
    row = header[-1] if header else first.layout.rows("data")[0]
    columns = [reading.source.last.index for reading in readings]
    anchor = table.anchor(row, columns[0])
    if table.lettered and len(columns) > 1:
        anchor += ":" + table.anchor(row, columns[-1]).rpartition("!")[2]
    return FileQuestion(
        topic="amount-column",
        text=f"Which column is the {_budget_of(first)}?",
        anchor=anchor,
        quote=" | ".join(reading.source.name for reading in readings)[:200],
        candidates=tuple(candidate(reading.source.name, reading, profile) for reading in readings),
        shape=shape_of(first.layout.headers),
    )


def total_question(stated: BudgetReading, added: BudgetReading, profile: OrganisationProfile) -> FileQuestion:
    """Ask whether the stated total or the sum of the lines is the budget."""
    label = stated.fact.quote.partition(" | ")[0] or "the total"
    difference = abs(stated.fact.total - added.fact.total)
    return FileQuestion(
        topic="total",
        text=(
            f"'{label}' says {stated.fact.total:,.2f}, but its {added.fact.lines} lines add up to "
            f"{added.fact.total:,.2f} ({difference:,.2f} apart). Which is the {_budget_of(stated)}?"
        ),
        anchor=stated.fact.source.rpartition("#")[2],
        quote=stated.fact.quote,
        candidates=(
            candidate("the total that is stated", stated, profile),
            candidate("the sum of the lines", added, profile),
        ),
        shape=shape_of([*stated.layout.headers, label]),
    )


def hidden_question(shown: BudgetReading, both: BudgetReading, profile: OrganisationProfile) -> FileQuestion:
    """Ask whether hidden rows count."""
    hidden = shown.layout.table.hidden_rows
    rows = [row for row in shown.layout.rows("data") if row in hidden]
    anchor = shown.layout.table.anchor(rows[0]) if rows else shown.fact.source.rpartition("#")[2]
    return FileQuestion(
        topic="total",
        text=f"Do the hidden rows count in the {_budget_of(shown)}?",
        anchor=anchor,
        quote="; ".join(shown.layout.grid.text(row, shown.layout.grid.columns.start) for row in rows)[:200],
        candidates=(
            candidate("without the hidden rows", shown, profile),
            candidate("with the hidden rows", both, profile),
        ),
        shape=shape_of([*shown.layout.headers, "hidden"]),
    )


def sums_question(
    apart: BudgetReading, all_lines: BudgetReading, profile: OrganisationProfile
) -> FileQuestion:
    """Ask whether lines that equal the sum of their neighbours are totals, if no total is stated."""
    layout = apart.layout
    rows = [row for row in layout.sums if row not in {line.row for line in apart.total.lines}]
    labels = ", ".join(f"'{layout.grid.text(row, layout.grid.columns.start)}'" for row in rows[:5])
    return FileQuestion(
        topic="total",
        text=f"Are {labels} totals of the lines next to them, which they equal?",
        anchor=layout.table.anchor(rows[0], apart.source.last.index) if rows else "",
        quote=labels[:200],
        candidates=(
            candidate("totals", apart, profile),
            candidate("lines of their own", all_lines, profile),
        ),
        shape=shape_of([*layout.headers, "sums"]),
    )


def own_line_question(
    everything: BudgetReading, line: BudgetReading, profile: OrganisationProfile
) -> FileQuestion:
    """Ask whether all spending of an income statement is the budget, or only its line for IT."""
    (own,) = line.lines
    return FileQuestion(
        topic="total",
        text=f"Is the {_budget_of(line)} the line '{own.name}', or all spending of the table?",
        anchor=line.fact.source.rpartition("#")[2],
        quote=line.fact.quote,
        candidates=(
            candidate(f"the line '{own.name}'", line, profile),
            candidate("all spending", everything, profile),
        ),
        shape=shape_of([*everything.layout.headers, own.name]),
    )


def missing_question(
    reading: BudgetReading, cells: Sequence[str], profile: OrganisationProfile
) -> FileQuestion:
    """Ask whether the amounts present are complete, if some formulas have no values."""
    return FileQuestion(
        topic="total",
        text=(
            f"{len(cells)} amounts of the {_budget_of(reading)} are formulas without a result, the first in "
            f"{cells[0]}. Are the others, {reading.fact.total:,.2f}, all of it? If not, save it in Excel."
        ),
        anchor=cells[0],
        quote=reading.fact.quote,
        candidates=(candidate("the amounts that are there", reading, profile),),
        shape=shape_of([*reading.layout.headers, "missing"]),
    )


def months_question(month: BudgetReading, year: BudgetReading, profile: OrganisationProfile) -> FileQuestion:
    """Ask whether monthly or quarterly amounts are to be counted for a year."""
    name = month.source.name
    return FileQuestion(
        topic="unit",
        text=(
            f"'{name}' adds up to {month.fact.total:,.2f}. "
            f"Is the {_budget_of(month)} that amount, or what it makes in a year?"
        ),
        anchor=month.fact.source.rpartition("#")[2],
        quote=month.fact.quote,
        candidates=(candidate("in a year", year, profile), candidate("as it is written", month, profile)),
        shape=shape_of(month.layout.headers),
    )


def _budget_of(reading: BudgetReading) -> str:
    """How a question refers to a budget, which may have no period."""
    return f"{reading.fact.period or 'new'} budget"


def unit_question(
    reading: BudgetReading, scaled: BudgetReading, profile: OrganisationProfile
) -> FileQuestion:
    """Ask whether amounts are in thousands or millions, as a comparison with the last budget suggests."""
    factor = scaled.fact.total / reading.fact.total
    unit = "thousands" if 999 < factor < 1001 else "millions" if factor > 1 else "single units"
    return FileQuestion(
        topic="unit",
        text=f"Are the {reading.fact.period} amounts in {unit}?",
        anchor=reading.fact.source.rpartition("#")[2],
        quote=reading.fact.quote,
        candidates=(
            candidate(f"in {unit}", scaled, profile),
            candidate("as they are written", reading, profile),
        ),
        shape=shape_of(reading.layout.headers),
    )


def currency_question(
    reading: BudgetReading, own: BudgetReading, profile: OrganisationProfile
) -> FileQuestion:
    """Ask whether a budget in another currency than the last one is meant in that currency."""
    stated, usual = reading.fact.currency, own.fact.currency
    return FileQuestion(
        topic="currency",
        text=f"Is the {_budget_of(reading)} of {reading.fact.total:,.2f} in {stated}? Yours is in {usual}.",
        anchor=reading.fact.source.rpartition("#")[2],
        quote=reading.fact.quote,
        candidates=(
            candidate(f"in {stated}; compared with nothing in {usual}", reading, profile),
            candidate(f"in {usual}", own, profile),
        ),
        shape=shape_of([*reading.layout.headers, str(stated)]),
    )


def header_question(year: BudgetReading, amount: BudgetReading, profile: OrganisationProfile) -> FileQuestion:
    """Ask whether the number above the amounts is their year or the first amount."""
    layout = year.layout
    row = layout.rows("header")[-1]
    cell = layout.grid.text(row, year.source.last.index)
    return FileQuestion(
        topic="table",
        text=f"Is {cell} the year of its column, or an amount?",
        anchor=layout.table.anchor(row, year.source.last.index),
        quote=" | ".join(layout.grid.text(row, column) for column in layout.grid.filled(row))[:200],
        candidates=(candidate("the year", year, profile), candidate("an amount", amount, profile)),
        shape=shape_of(
            [layout.grid.text(other, layout.grid.columns.start) for other in layout.rows("data")[:8]]
        ),
    )


def period_question(
    reading: BudgetReading, readings: Mapping[str, BudgetReading], profile: OrganisationProfile
) -> FileQuestion:
    """Ask which period the amounts are for, if the document names none."""
    return FileQuestion(
        topic="period",
        text="Which period is this budget for? The file names none.",
        anchor=reading.fact.source.rpartition("#")[2],
        quote=reading.fact.quote,
        candidates=tuple(
            candidate(period, dated_reading, profile) for period, dated_reading in readings.items()
        ),
        shape=shape_of(reading.layout.headers),
    )


def candidate(answer: str, reading: BudgetReading, profile: OrganisationProfile) -> Candidate:
    """One way to read a budget, with its consequences."""
    fact = reading.fact
    currency = f" {fact.currency}" if fact.currency else ""
    meaning = f"{fact.period or 'no period'}: {fact.total:,.0f}{currency} in {fact.lines} lines"
    last = last_budget(reading, profile)
    if last is not None and last.total:
        meaning += f", {100 * (fact.total - last.total) / abs(last.total):+.1f} % against the last one"
    return Candidate(
        answer=answer,
        meaning=meaning,
        facts=(fact, *reading.lines[:MAX_LINES_ASKED]),
        summary={"totals": {fact.period: round(fact.total, 2)}},
    )


def last_budget(reading: BudgetReading, profile: OrganisationProfile) -> ProfileBudget | None:
    """The last budget on record for the same period and scope."""
    fact = reading.fact
    same = [b for b in profile.budgets if _digits(b.period) == _digits(fact.period) and b.scope == fact.scope]
    return same[-1] if same else None


def _digits(period: str) -> str:
    return "".join(char for char in period if char.isdigit())[-4:]
