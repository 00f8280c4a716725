"""A reading of a budget: the facts that a table states if it is read in one way, and a choice of several."""

from __future__ import annotations

from dataclasses import dataclass, replace

from smits_rules.vocabulary import Budget, BudgetLine
from smits_watch.facts.budgets.readings.sources import Source
from smits_watch.facts.budgets.readings.totals import Total
from smits_watch.tables.layout import TableLayout


@dataclass(frozen=True, slots=True)
class BudgetReading:
    """A budget read from one column of one region."""

    layout: TableLayout
    source: Source
    fact: Budget
    lines: tuple[BudgetLine, ...]
    total: Total
    scale: float

    @property
    def key(self) -> tuple[str, str | None]:
        """Period and currency."""
        return self.fact.period, self.fact.currency

    @property
    def missing(self) -> list[str]:
        """The cells of its columns that contain formulas without a value, e.g. `IT!B7`."""
        table = self.layout.table
        columns = {column.index for column in self.source.columns}
        rows = set(self.layout.lines) - set(self.layout.rows("title", "header"))
        return [
            table.anchor(*cell) for cell in sorted(table.missing) if cell[0] in rows and cell[1] in columns
        ]


@dataclass(frozen=True, slots=True)
class ReadingChoice:
    """The readings of one period and currency; more than one if the column is ambiguous."""

    readings: tuple[BudgetReading, ...]


def of_one_line(reading: BudgetReading, line: BudgetLine) -> BudgetReading:
    """The budget that consists of one of its lines only."""
    amount = next(counted_line for counted_line in reading.total.lines if counted_line.label == line.name)
    fact = reading.fact.model_copy(
        update={"total": line.amount, "lines": 1, "source": line.source, "quote": line.quote}
    )
    return replace(reading, fact=fact, lines=(line,), total=Total(line.amount, None, (amount,), proven=False))
