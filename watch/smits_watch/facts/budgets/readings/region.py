"""Reads one region of a table as budgets: a reading per period, currency and candidate column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from smits_rules.vocabulary import Budget, BudgetLine
from smits_watch.documents.document import Document
from smits_watch.facts.budgets.fiscal_start import stated_fiscal_start
from smits_watch.facts.budgets.readings.budget_reading import BudgetReading, ReadingChoice
from smits_watch.facts.budgets.readings.cell_source import range_of, row_text
from smits_watch.facts.budgets.readings.evidence import confidence_of
from smits_watch.facts.budgets.readings.rows import BudgetRow, are_years_of_parts, budget_rows
from smits_watch.facts.budgets.readings.sources import Source, choices_of, fiscal_year, period_column
from smits_watch.facts.budgets.readings.totals import Amount, Amounts, Total, total_of
from smits_watch.facts.budgets.terms import terms
from smits_watch.facts.context import ExtractionContext
from smits_watch.prose.amounts import find_money
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.numbers import read_number
from smits_watch.tables.values.periods import Period, part_of_year, period_in, period_of
from smits_watch.tables.values.units import currency_in
from smits_watch.tables.word_lists import table_words

_TEXT = 20_000
"""Characters of the text around tables that are searched for a currency."""
MAX_LINES = 1_000
"""Budget lines of one file that become facts; the totals include all of them."""


@dataclass
class _Bucket:
    lines: list[Amount] = field(default_factory=list)
    parts: list[Amount] = field(default_factory=list)
    totals: list[Amount] = field(default_factory=list)
    revenue: list[Amount] = field(default_factory=list)
    hidden: list[Amount] = field(default_factory=list)
    adding: set[int] = field(default_factory=set)

    def add(self, kind: str, amount: Amount) -> None:
        target = {
            "line": self.lines,
            "part": self.parts,
            "total": self.totals,
            "revenue": self.revenue,
            "hidden": self.hidden,
        }
        if kind in target:
            target[kind].append(amount)


class RegionReader:
    """Reads the budgets of one region."""

    def __init__(self, document: Document, layout: TableLayout, context: ExtractionContext) -> None:
        self.document = document
        self.layout = layout
        self.configured = context.columns
        around = (*layout.titles, document.text[:_TEXT])
        self.fiscal_start = stated_fiscal_start(around) or context.profile.fiscal_year_start
        self.home = context.profile.currency
        self.around = self.period_around()
        self.rows = self._of_one_version(budget_rows(layout, context.columns))
        self.period_column = period_column(layout, context.columns)
        self.currency_column = next((c for c in layout.columns if c.role == "currency"), None)

    def choices(self) -> list[ReadingChoice]:
        """One choice per period and currency."""
        choices: list[ReadingChoice] = []
        if are_years_of_parts(self.rows):
            return choices
        for choice in choices_of(self.layout, self.around, self.configured, self.fiscal_start):
            by_source = [list(self._readings(source)) for source in choice.sources]
            keys = dict.fromkeys(reading.key for readings in by_source for reading in readings)
            for key in keys:
                same = tuple(r for readings in by_source for r in readings if r.key == key)
                choices.append(ReadingChoice(_distinct((*same, *self._proven_beside(same)))))
        return choices

    def _proven_beside(self, readings: Sequence[BudgetReading]) -> Iterator[BudgetReading]:
        """Columns that add up to a stated total, if the chosen column has no total."""
        first = readings[0]
        column, total = first.source.last, first.total
        if len(readings) > 1 or total.proven or total.row is not None or column.period or column.part:
            return
        for other in self.layout.columns:
            rival = other.is_amount and other.amount is None and not (other.period or other.part)
            if rival and other not in first.source.columns:
                for reading in self._readings(Source((other,), first.source.period)):
                    if reading.key == first.key and reading.total.proven and reading.total.row is not None:
                        yield reading

    def period_around(self) -> str:
        """The period in titles, sheet name, file name or metadata; blank if there is none."""
        name = self.document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
        texts = (*self.layout.titles, self.layout.table.name, name, self.document.metadata.get("title", ""))
        label = self.layout.label.header if self.layout.label else ""
        for text in (*texts, label):
            named = period_in(text, quantities=False)
            if named:
                return named.year
        return ""

    # Amounts

    def _of_one_version(self, rows: list[BudgetRow]) -> list[BudgetRow]:
        """Only the budget rows, if a column marks each row as budget or actual."""
        words = table_words()
        for column in self.layout.columns:
            if column.role not in ("text", "label") or not terms("version").equals(column.header):
                continue
            row_texts = {row.index: self.layout.grid.text(row.index, column.index) for row in rows}
            kinds = set(row_texts.values()) - {""}
            actual = {text for text in kinds if words["actual"].within(text) or words["prior"].within(text)}
            planned = {
                text for text in kinds if words["budget"].within(text) or words["revised"].within(text)
            }
            if actual and planned and len(kinds) <= 8:
                revised = {text for text in planned if words["revised"].within(text)}
                return [row for row in rows if row_texts[row.index] in (revised or planned)]
        return rows

    def _readings(self, source: Source) -> Iterator[BudgetReading]:
        buckets: dict[tuple[str, str | None], _Bucket] = {}
        for row in self.rows:
            value, raw_currency = self._value(row.index, source)
            period = self._period(row.index, source)
            if value is None or period is None:
                continue
            key = (period, raw_currency or self._currency(row.index, source))
            amount = Amount(row.index, row.label, value, row.is_grand)
            if row.adds_up:
                buckets.setdefault(key, _Bucket()).adding.add(row.index)
            hidden = row.kind == "line" and row.index in self.layout.table.hidden_rows
            buckets.setdefault(key, _Bucket()).add("hidden" if hidden else row.kind, amount)
        # A minus in some periods alone is a credit; in all of them it is how accountants write spending.
        negative = not any(line.value > 0 for bucket in buckets.values() for line in bucket.lines)
        for (period, currency), bucket in buckets.items():
            reading = self._reading(source, period, currency, bucket, negative=negative)
            if reading is not None:
                yield reading

    def _value(self, row: int, source: Source) -> tuple[float | None, str | None]:
        """The amount of a row in the columns of a source, and the currency that its cell states."""
        total, currency, empty = 0.0, None, True
        for column in source.columns:
            number = read_number(
                self.layout.grid.cell(row, column.index), self.layout.grid.marks.get(column.index)
            )
            if number is None or number.percent:
                continue
            empty = False
            total += number.value if number.scaled else number.value * column.scale
            currency = currency or number.currency
        return (None if empty else total), currency

    def _period(self, row: int, source: Source) -> str | None:
        """The period of a row; None if its cell in the period column is empty."""
        if source.period is not None or self.period_column is None:
            return source.period or ""
        named = self._periods.get(row)
        if named is None:
            text = self.layout.grid.text(row, self.period_column.index)
            return self.around if part_of_year(text) else None
        return fiscal_year(named.text, named.year, self.fiscal_start) if named.part else named.year

    @cached_property
    def _periods(self) -> dict[int, Period]:
        """Row -> its period, or that of the nearest row above where each is written once for several rows.

        Totals of a table that has one year only are of that year, whatever is written beside them.
        """
        if self.period_column is None:
            return {}
        index = self.period_column.index
        cells = {row: self.layout.grid.cell(row, index) for row in self.layout.rows("data", "total")}
        named = {row: period for row, cell in cells.items() if (period := period_of(cell)) is not None}
        if len(named) == len(cells) or any(
            cell not in (None, "") for row, cell in cells.items() if row not in named
        ):
            return named
        repeats = len({str(cells[row]) for row in named}) < len(named)
        first = next(iter(cells), None)
        if repeats or first not in named:
            return named
        last = named[first]
        for row in cells:
            last = named.get(row, last)
            named[row] = last
        return named

    def _currency(self, row: int, source: Source) -> str | None:
        if self.currency_column is not None:
            stated = currency_in(self.layout.grid.text(row, self.currency_column.index).upper())
            if stated:
                return stated
        return source.last.currency or self.currency_around

    @cached_property
    def currency_around(self) -> str | None:
        """The currency of the amounts in the text around the tables, if it is the only one."""
        text = "\n".join(passage.text for passage in self.document.passages)[:_TEXT]
        stated = {amount.currency for amount in find_money(text)}
        return stated.pop() if len(stated) == 1 else None

    def _reading(
        self, source: Source, period: str, currency: str | None, bucket: _Bucket, *, negative: bool
    ) -> BudgetReading | None:
        if not bucket.lines and not bucket.totals:
            return None
        if not bucket.lines:
            bucket.lines, bucket.hidden = bucket.hidden, []
        amounts = Amounts(
            bucket.lines, bucket.parts, bucket.totals, bucket.revenue, bucket.hidden, frozenset(bucket.adding)
        )
        total = total_of(amounts, self.layout.sums)
        total = _positive(total) if negative else total
        unfilled = not total.value and not any(line.value for line in total.lines)
        if unfilled or (not total.lines and total.row is None):
            return None
        fact = self._fact(source, period, currency, total, bucket.totals)
        return BudgetReading(
            self.layout, source, fact, self._lines(source, period, total), total, source.last.scale
        )

    def _fact(
        self, source: Source, period: str, currency: str | None, total: Total, totals: Sequence[Amount]
    ) -> Budget:
        table = self.layout.table
        column = source.last
        if total.row is not None:
            anchor, quote = table.anchor(total.row, column.index), row_text(self.layout, total.row)
        else:
            anchor = range_of(self.layout, column, total.lines)
            quote = f"{len(total.lines)} lines of '{source.name}'"
        return Budget(
            period=period,
            total=round(total.value, 4),
            currency=currency,
            scope=self._scope(),
            lines=len(total.lines),
            source=self.document.source(anchor),
            quote=quote[:200],
            confidence=confidence_of(self.document, self.layout, source, (period, currency), total, totals),
        )

    def _lines(self, source: Source, period: str, total: Total) -> tuple[BudgetLine, ...]:
        table = self.layout.table
        return tuple(
            BudgetLine(
                period=period,
                name=line.label,
                amount=round(line.value, 4),
                source=self.document.source(table.anchor(line.row, source.last.index)),
                quote=row_text(self.layout, line.row),
            )
            for line in total.lines[:MAX_LINES]
        )

    def _scope(self) -> str:
        """The scope of the table: the value of a constant scope column, or a title `Department: IT`."""
        named = self.configured.get("scope", "").strip().casefold()
        for column in self.layout.columns:
            wanted = (
                column.header.strip().casefold() == named if named else terms("scope").equals(column.header)
            )
            if wanted and column.role in ("text", "label"):
                rows = [row.index for row in self.rows if row.kind == "line"]
                values = {self.layout.grid.text(row, column.index) for row in rows}
                if len(values) == 1:
                    return values.pop()[:120]
        for title in self.layout.titles:
            head, colon, rest = title.replace("=", ":").partition(":")
            if colon and (
                terms("scope").equals(head)
                or head.casefold().strip() in ("scope", "bereich", "abteilung", "service")
            ):
                return rest.strip(" ,")[:120]
        return ""


def _positive(total: Total) -> Total:
    """Spending written with a minus throughout is still spending."""
    if not total.lines or total.value >= 0 or any(line.value > 0 for line in total.lines):
        return total
    lines = tuple(Amount(line.row, line.label, -line.value, line.grand) for line in total.lines)
    rival = -total.rival if total.rival is not None else None
    return Total(-total.value, total.row, lines, total.proven, rival, total.doubt)


def _distinct(readings: Sequence[BudgetReading]) -> tuple[BudgetReading, ...]:
    """Readings that differ; columns with the same amounts are one."""
    distinct: list[BudgetReading] = []
    for reading in readings:
        if all(abs(reading.fact.total - other.fact.total) > 0.005 for other in distinct):
            distinct.append(reading)
    return tuple(distinct)
