"""Extracts the budgets of a document, proven by arithmetic or else asked about."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from smits_rules.vocabulary import Fact
from smits_rules.vocabulary.shown_number import counted
from smits_watch.documents.document import Document
from smits_watch.facts.budgets.clarification import BudgetClarification
from smits_watch.facts.budgets.listed import listed_budget
from smits_watch.facts.budgets.questions import (
    header_question,
)
from smits_watch.facts.budgets.readings.budget_reading import BudgetReading, ReadingChoice
from smits_watch.facts.budgets.readings.region import MAX_LINES, RegionReader
from smits_watch.facts.budgets.relevance import PAYMENTS, adds_up_payments, why_no_budget
from smits_watch.facts.budgets.sheets import combined
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.tables.layout import TableLayout, layouts_of
from smits_watch.tables.text_tables import with_text_tables

_FRAGMENTS = 4
"""Tables without period and proof from which on they are pieces of something else than a budget."""


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
    settled: list[Fact] = field(default_factory=list)
    """Facts of candidates chosen by remembered answers."""
    reasons: list[str] = field(default_factory=list)
    proofs: list[str] = field(default_factory=list)

    @cached_property
    def clarification(self) -> BudgetClarification:
        """Asks what is in doubt, and collects the questions."""
        return BudgetClarification(self.context)

    def extraction(self) -> Extraction:
        readings = [
            reading
            for choice in self._choices()
            if (reading := self.clarification.chosen(choice)) is not None
        ]
        if not readings and not self.clarification.questions and not self.reasons:
            readings = list(listed_budget(self.document))
        readings, sentences = combined(readings)
        readings = self._without_fragments(readings)
        readings = [
            checked for reading in readings if (checked := self.clarification.checked(reading)) is not None
        ]
        self.proofs.extend([*sentences, *(_proof(reading) for reading in readings)])
        lines: list[Fact] = [line for reading in readings for line in reading.lines]
        facts = [*(reading.fact for reading in readings), *lines[:MAX_LINES], *self.settled]
        return Extraction(
            "budgets",
            tuple(facts),
            {"totals": self._totals(readings)},
            tuple(self._warnings(readings, sum(reading.fact.lines for reading in readings))),
            tuple(self.clarification.questions),
            tuple(dict.fromkeys(self.proofs)),
            self.reasons[0] if self.reasons and not facts and not self.clarification.questions else "",
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
        answer = self.clarification.answer(question)
        if answer is None:
            return []
        return choices if answer == question.candidates[0].answer else others

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
        if not readings and not self.clarification.questions and not self.reasons:
            warnings.append(
                "No amounts were found; name the column of amounts in smits.toml, [inputs.budgets]."
            )
        if lines > MAX_LINES:
            warnings.append(f"Of {lines:,} budget lines the first {MAX_LINES:,} are listed; totals have all.")
        return warnings


def _proof(reading: BudgetReading) -> str:
    """The proof of a reading, or a statement that there is none."""
    count = len(reading.total.lines)
    added = f"its {counted(count, 'line adds', 'lines add')} up"
    where = reading.fact.source.rpartition("#")[2]
    period = reading.fact.period or "The budget"
    if reading.total.proven and reading.total.row is not None:
        return f"{period}: {added} to the total in {where}."
    if reading.total.proven:
        return f"{period}: {added} to its subtotals."
    return f"{period}: nothing proves it; the table states no total to which {added}."
