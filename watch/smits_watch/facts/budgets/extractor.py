"""Extracts the budgets of a document, proven by arithmetic or else asked about."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from smits_rules.vocabulary import BudgetLine, Fact
from smits_watch.documents.document import Document
from smits_watch.facts.budgets.listed import listed_budget
from smits_watch.facts.budgets.questions import (
    column_question,
    currency_question,
    header_question,
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
from smits_watch.facts.budgets.readings.region import MAX_LINES, RegionReader
from smits_watch.facts.budgets.readings.rows import budget_rows
from smits_watch.facts.budgets.readings.sources import times_a_year
from smits_watch.facts.budgets.readings.totals import Total, near
from smits_watch.facts.budgets.relevance import PAYMENTS, adds_up_payments, why_no_budget
from smits_watch.facts.budgets.sheets import combined
from smits_watch.facts.budgets.terms import terms
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.question import FileQuestion
from smits_watch.tables.layout import TableLayout, layouts_of
from smits_watch.tables.text_tables import with_text_tables

_UNITS = (1e3, 1e6, 1e-3, 1e-6)
"""Factors by which an unstated unit makes a budget differ from the last one."""
_OTHER_LINES = 3
"""With this many lines, a table with revenue and result is a company's income statement."""
_FRAGMENTS = 4
"""Tables without period and proof from which on they are pieces of something else than a budget."""
_LIKE_LAST = 2.0
"""A budget within this factor of the last one has a comparable size."""


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the budgets from all tables of a document.

    Args:
        document: with at least one table, or a list of amounts with its total.
        context: configured headers for `amount`, `period`, `label`, `scope` and `type`, remembered
            answers, and the last budgets.

    Returns:
        A `budget` per period (and currency and scope if there are several), and its lines; the
        summary has `totals` by period. If columns, or total and lines, compete: a question instead.
    """
    return _BudgetExtractor(document, context).extraction()


@dataclass
class _BudgetExtractor:
    document: Document
    context: ExtractionContext
    questions: list[FileQuestion] = field(default_factory=list)
    settled: list[Fact] = field(default_factory=list)
    """Facts of candidates chosen by remembered answers."""
    reasons: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)

    def extraction(self) -> Extraction:
        readings = [reading for choice in self._choices() if (reading := self._chosen(choice)) is not None]
        if not readings and not self.questions and not self.reasons:
            readings = list(listed_budget(self.document))
        readings, sentences = combined(readings)
        readings = self._without_fragments(readings)
        readings = [checked for reading in readings if (checked := self._checked(reading)) is not None]
        self.proofs.extend([*sentences, *(_proof(reading) for reading in readings)])
        lines: list[Fact] = [line for reading in readings for line in reading.lines]
        facts = [*(reading.fact for reading in readings), *lines[:MAX_LINES], *self.settled]
        return Extraction(
            "budgets",
            tuple(facts),
            {"totals": self._totals(readings)},
            tuple(self._warnings(readings, sum(reading.fact.lines for reading in readings))),
            tuple(self.questions),
            tuple(dict.fromkeys(self.proofs)),
            self.reasons[0] if self.reasons and not facts and not self.questions else "",
        )

    def _without_fragments(self, readings: list[BudgetReading]) -> list[BudgetReading]:
        """The readings without those of many small tables that nothing proves and no period is named for."""
        vague = [r for r in readings if r.fact.confidence == "inferred" and not r.fact.period]
        if len(vague) < _FRAGMENTS:
            return readings
        if len(vague) == len(readings):
            self.reasons.append(f"{len(vague)} tables hold amounts, and nothing tells which are a budget.")
        return [reading for reading in readings if reading not in vague]

    def _choices(self) -> list[ReadingChoice]:
        choices: list[ReadingChoice] = []
        for table in with_text_tables(self.document).tables:
            layouts = layouts_of(table)
            reasons = [why_no_budget(self.document, layout) for layout in layouts]
            for layout, stated in zip(layouts, reasons, strict=True):
                reason = PAYMENTS if stated is None and adds_up_payments(layout, reasons) else stated
                if reason:
                    self.reasons.append(reason)
                elif reason is None:
                    choices.extend(self._region(layout))
        return choices

    def _region(self, layout: TableLayout) -> list[ReadingChoice]:
        """The choices in a region; if its header may be an amount, a person decides."""
        choices = RegionReader(self.document, layout, self.context).choices()
        if layout.rival is None:
            return choices
        others = RegionReader(self.document, layout.rival, self.context).choices()
        first = [choice.readings[0] for choice in (*choices[:1], *others[:1])]
        if len(first) < 2:
            return choices or others
        question = header_question(first[0], first[1], self.context.profile)
        answer = self._answer(question)
        if answer is None:
            return []
        return choices if answer == question.candidates[0].answer else others

    # Questions

    def _chosen(self, choice: ReadingChoice) -> BudgetReading | None:
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
        answer = self._answer(question)
        reading = by_name.get(answer) if answer is not None else None
        return _confirmed(reading) if reading else None

    def _answer(self, question: FileQuestion) -> str | None:
        """The remembered answer; None if a person is asked or the answer excludes the table."""
        settlement = self.context.settle(question)
        if settlement is None:
            self.questions.append(question)
            return None
        return settlement.candidate.answer if settlement.candidate else settlement.answer.choice

    def _checked(self, reading: BudgetReading) -> BudgetReading | None:
        """The reading, once total, unit and period are unambiguous."""
        answers = len(self.context.applied)
        calculated = self._calculated(reading)
        with_total = self._with_total(calculated) if calculated else None
        with_unit = self._with_unit(with_total) if with_total else None
        own = self._of_it(with_unit) if with_unit else None
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
        return reading if self._answer(question) == question.candidates[0].answer else None

    def _with_total(self, reading: BudgetReading) -> BudgetReading | None:
        rival = reading.total.rival
        if rival is None:
            return reading
        added = _with_amount(reading, rival)
        ask = {"total": total_question, "hidden": hidden_question, "sums": sums_question}[reading.total.doubt]
        question = ask(reading, added, self.context.profile)
        answer = self._answer(question)
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
        answer = self._answer(question)
        if answer is None:
            return None
        return scaled if answer == question.candidates[0].answer else reading

    def _of_it(self, reading: BudgetReading) -> BudgetReading | None:
        """Ask which amounts count in an income statement with a single line for IT."""
        own = [line for line in reading.lines if terms("it_line").equals(line.name)]
        if len(own) != 1 or len(reading.lines) < _OTHER_LINES:
            return reading
        kinds = {row.kind for row in budget_rows(reading.layout, self.context.columns)}
        if not kinds & {"revenue", "revenue-total", "result"}:
            return reading
        line = of_one_line(reading, own[0])
        question = own_line_question(reading, line, self.context.profile)
        answer = self._answer(question)
        if answer is None:
            return None
        return line if answer == question.candidates[0].answer else reading

    def _of_a_year(self, reading: BudgetReading) -> BudgetReading | None:
        """Ask about amounts whose header says that they are monthly or quarterly."""
        column = reading.source.last
        times = times_a_year(column.header)
        alone = len(reading.source.columns) == 1 and column.period is None and column.part is None
        if times == 1 or not alone or any(c.role == "period" for c in reading.layout.columns):
            return reading
        year = _scaled(reading, times)
        answer = self._answer(months_question(reading, year, self.context.profile))
        if answer is None:
            return None
        return year if answer == "in a year" else reading

    def _with_period(self, reading: BudgetReading) -> BudgetReading | None:
        """Ask for the period if the document names none and budgets are on record."""
        if reading.fact.period or not self.context.profile.budgets:
            return reading
        periods = list(dict.fromkeys(b.period for b in reversed(self.context.profile.budgets)))[:4]
        readings = {period: _of_period(reading, period) for period in periods}
        answer = self._answer(period_question(reading, readings, self.context.profile))
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
        answer = self._answer(question)
        if answer is None:
            return None
        return own if answer == question.candidates[1].answer else reading

    # Result

    def _totals(self, readings: list[BudgetReading]) -> dict[str, float]:
        """Totals by period, with the scope if several share a period."""
        facts = [reading.fact for reading in readings]
        counts = {fact.period: sum(other.period == fact.period for other in facts) for fact in facts}
        return {
            fact.period if counts[fact.period] == 1 else f"{fact.period} / {fact.scope}": round(fact.total, 2)
            for fact in facts
        }

    def _warnings(self, readings: list[BudgetReading], lines: int) -> list[str]:
        warnings = []
        if not readings and not self.questions and not self.reasons:
            warnings.append(
                "No amounts were found; name the column of amounts in smits.toml, [inputs.budgets]."
            )
        if lines > MAX_LINES:
            warnings.append(f"Of {lines:,} budget lines the first {MAX_LINES:,} are listed; totals have all.")
        return warnings


def _proof(reading: BudgetReading) -> str:
    """The proof of a reading, or a statement that there is none."""
    count = len(reading.total.lines)
    where = reading.fact.source.rpartition("#")[2]
    period = reading.fact.period or "The budget"
    if reading.total.proven and reading.total.row is not None:
        return f"{period}: its {count} lines add up to the total in {where}."
    if reading.total.proven:
        return f"{period}: its {count} lines add up to its subtotals."
    return f"{period}: nothing proves it; the table states no total that its {count} lines add up to."


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
