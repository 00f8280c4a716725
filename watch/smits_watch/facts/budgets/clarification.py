"""Settles what is in doubt about a budget: by proof, by a remembered answer, or by asking."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from smits_rules.vocabulary import BudgetLine
from smits_watch.facts.budgets.questions import (
    column_question,
    currency_question,
    hidden_question,
    last_budget,
    missing_question,
    months_question,
    own_line_question,
    period_question,
    sums_question,
    total_question,
    unit_question,
)
from smits_watch.facts.budgets.readings.budget_reading import BudgetReading, ReadingChoice, of_one_line
from smits_watch.facts.budgets.readings.rows import budget_rows
from smits_watch.facts.budgets.readings.sources import times_a_year
from smits_watch.facts.budgets.readings.totals import Total, near
from smits_watch.facts.budgets.terms import terms
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.question import FileQuestion
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.values.periods import part_of_year

_UNITS = (1e3, 1e6, 1e-3, 1e-6)
"""Factors by which an unstated unit makes a budget differ from the last one."""
_OTHER_LINES = 3
"""With this many lines, a table with revenue and result is a company's income statement."""
_LIKE_LAST = 2.0
"""A budget within this factor of the last one has a comparable size."""


@dataclass
class BudgetClarification:
    """Settles what is in doubt in the readings of one document."""

    context: ExtractionContext
    questions: list[FileQuestion] = field(default_factory=list)
    """The questions that no remembered answer settles."""

    def chosen(self, choice: ReadingChoice) -> BudgetReading | None:
        """The reading of an unambiguous or answered choice; None if a question is open."""
        if len(choice.readings) == 1:
            return choice.readings[0]
        proven = [
            reading for reading in choice.readings if reading.total.proven and reading.total.row is not None
        ]
        if len(proven) == 1 and not any(reading.source.is_named for reading in choice.readings):
            return proven[0]
        question = column_question(choice.readings, self.context.profile)
        by_name = {reading.source.name: reading for reading in choice.readings}
        answer = self.answer(question)
        reading = by_name.get(answer) if answer is not None else None
        return _confirmed(reading) if reading else None

    def checked(self, reading: BudgetReading) -> BudgetReading | None:
        """The reading, once total, unit, period and currency are unambiguous; None if a question is open."""
        answers = len(self.context.applied)
        calculated = self._calculated(reading)
        with_total = self._with_total(calculated) if calculated else None
        with_unit = self._with_unit(with_total) if with_total else None
        own = self._of_own_line(with_unit) if with_unit else None
        of_year = self._of_a_year(own) if own else None
        with_period = self._with_period(of_year) if of_year else None
        dated = self._with_currency(with_period) if with_period else None
        return _confirmed(dated) if dated and len(self.context.applied) > answers else dated

    def _calculated(self, reading: BudgetReading) -> BudgetReading | None:
        """The reading, unless some of its amounts are formulas without values: then a person is asked."""
        cells = reading.missing
        if not cells:
            return reading
        question = missing_question(reading, cells, self.context.profile)
        return reading if self.answer(question) == question.candidates[0].answer else None

    def _with_total(self, reading: BudgetReading) -> BudgetReading | None:
        rival = reading.total.rival
        if rival is None:
            return reading
        added = _with_amount(reading, rival)
        ask = {"total": total_question, "hidden": hidden_question, "sums": sums_question}[reading.total.doubt]
        question = ask(reading, added, self.context.profile)
        answer = self.answer(question)
        if answer is None:
            return None
        return added if answer == question.candidates[1].answer else reading

    def _with_unit(self, reading: BudgetReading) -> BudgetReading | None:
        last = last_budget(reading, self.context.profile)
        if last is None or not last.total or not reading.fact.total:
            return reading
        ratio = last.total / reading.fact.total
        factor = next((unit for unit in _UNITS if 1 / _LIKE_LAST < ratio / unit < _LIKE_LAST), None)
        if factor is None:
            return reading
        scaled = _scaled(reading, factor)
        question = unit_question(reading, scaled, self.context.profile)
        answer = self.answer(question)
        if answer is None:
            return None
        return scaled if answer == question.candidates[0].answer else reading

    def _of_own_line(self, reading: BudgetReading) -> BudgetReading | None:
        """Ask which amounts count in an income statement with a single line for IT."""
        own = [line for line in reading.lines if terms("it_line").equals(line.name)]
        if len(own) != 1 or len(reading.lines) < _OTHER_LINES:
            return reading
        kinds = {row.kind for row in budget_rows(reading.layout, self.context.columns)}
        if not kinds & {"revenue", "revenue-total", "result"}:
            return reading
        line = of_one_line(reading, own[0])
        question = own_line_question(reading, line, self.context.profile)
        answer = self.answer(question)
        if answer is None:
            return None
        return line if answer == question.candidates[0].answer else reading

    def _of_a_year(self, reading: BudgetReading) -> BudgetReading | None:
        """Ask about amounts whose header says that they are monthly or quarterly."""
        column = reading.source.last
        times = times_a_year(column.header)
        times = times if times > 1 else _times_of_part(column.part, reading.layout)
        alone = len(reading.source.columns) == 1 and column.period is None
        if times == 1 or not alone or any(c.role == "period" for c in reading.layout.columns):
            return reading
        year = _scaled(reading, times)
        answer = self.answer(months_question(reading, year, self.context.profile))
        if answer is None:
            return None
        return year if answer == "in a year" else reading

    def _with_period(self, reading: BudgetReading) -> BudgetReading | None:
        """Ask for the period if the document names none and budgets are on record."""
        if reading.fact.period or not self.context.profile.budgets:
            return reading
        periods = list(dict.fromkeys(b.period for b in reversed(self.context.profile.budgets)))[:4]
        readings = {period: _of_period(reading, period) for period in periods}
        answer = self.answer(period_question(reading, readings, self.context.profile))
        return None if not answer else readings.get(answer) or _of_period(reading, answer)

    def _with_currency(self, reading: BudgetReading) -> BudgetReading | None:
        """Ask about a budget in another currency than the one on record for its period and scope."""
        profile, stated = self.context.profile, reading.fact.currency
        last = last_budget(reading, profile)
        usual = (last.currency or profile.currency) if last else None
        if not stated or not usual or stated == usual:
            return reading
        if last and not last.currency and near(reading.fact.total, last.total):
            return reading  # the same budget, which said no currency before
        own = replace(reading, fact=reading.fact.model_copy(update={"currency": usual}))
        question = currency_question(reading, own, profile)
        answer = self.answer(question)
        if answer is None:
            return None
        return own if answer == question.candidates[1].answer else reading

    def answer(self, question: FileQuestion) -> str | None:
        """The remembered answer; None if a person is asked or the answer excludes the table."""
        settlement = self.context.settle(question)
        if settlement is None:
            self.questions.append(question)
            return None
        return settlement.candidate.answer if settlement.candidate else settlement.answer.choice


def _times_of_part(part: str | None, layout: TableLayout) -> int:
    """How often a year has the part that heads a column or is chosen above the table: `Month: | March`."""
    chosen = (part_of_year(re.split(r"[:>=|]", title)[-1]) for title in layout.titles)
    shown = part or next((part for part in chosen if part), "")
    return {"m": 12, "q": 4, "h": 2}.get(shown[:1], 1)


def _confirmed(reading: BudgetReading) -> BudgetReading:
    """The same, where a person answered what was in doubt."""
    return replace(reading, fact=reading.fact.model_copy(update={"confidence": "read"}))


def _with_amount(reading: BudgetReading, value: float) -> BudgetReading:
    """The reading with the sum of its lines as total."""
    total = Total(value, None, reading.total.lines, proven=False)
    fact = reading.fact.model_copy(update={"total": round(value, 4)})
    return replace(reading, fact=fact, total=total)


def _scaled(reading: BudgetReading, factor: float) -> BudgetReading:
    """The reading in another unit."""
    fact = reading.fact.model_copy(update={"total": round(reading.fact.total * factor, 4)})
    lines = tuple(_scaled_line(line, factor) for line in reading.lines)
    return replace(reading, fact=fact, lines=lines)


def _scaled_line(line: BudgetLine, factor: float) -> BudgetLine:
    return line.model_copy(update={"amount": round(line.amount * factor, 4)})


def _of_period(reading: BudgetReading, period: str) -> BudgetReading:
    """The reading for another period."""
    fact = reading.fact.model_copy(update={"period": period})
    lines = tuple(line.model_copy(update={"period": period}) for line in reading.lines)
    return replace(reading, fact=fact, lines=lines)
