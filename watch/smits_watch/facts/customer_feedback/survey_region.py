"""A region of a table of scores or answers: its records, its customer groups, and the facts of its rows."""

from __future__ import annotations

from smits_rules.vocabulary import Feedback
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.customer_feedback.answers import shown_scale, stated_scale
from smits_watch.facts.customer_feedback.headers import measure_of, period_around
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.records import Records, records_of
from smits_watch.tables.values.periods import period_of
from smits_watch.tables.word_lists import WordList


class SurveyRegion:
    """A region of a survey; each kind of region adds how its scores are stated."""

    def __init__(self, document: Document, layout: TableLayout, context: ExtractionContext) -> None:
        self.document = document
        self.layout = layout
        self.configured = context.columns
        word_list = word_lists("customer_feedback/feedback_words.toml")["headers"]
        self.records: Records = records_of(layout, word_list, self.configured)
        self.rows = self.records.rows
        self.segment = self._segment_column()
        self.around = period_around(document, layout)

    def _segment_column(self) -> TableColumn | None:
        """The column of customer groups; promoters and detractors are not such groups."""
        column = self.records.columns.get("segment")
        if column is None:
            return None
        bands = word_lists("customer_feedback/feedback_words.toml")["bands"]
        texts = {self.layout.grid.text(row, column.index) for row in self.rows[:200]} - {""}
        banded = all(any(WordList(words).equals(text) for words in bands.values()) for text in texts)
        return None if banded else column

    def _stated_scale(self, row: int, column: TableColumn) -> str:
        """The scale in a column of scales, in the question or in the header; blank where none states it."""
        scale = self.records.columns.get("scale")
        cell = self.layout.grid.text(row, scale.index) if scale else ""
        name = self.records.columns.get("name") or self.layout.label
        own = self.layout.grid.text(row, name.index) if name else ""
        around = (own, column.header, *self.layout.titles)
        beside = (stated for text in around if (stated := stated_scale(text, alone=False)))
        return stated_scale(cell, alone=True) or next(beside, "")

    def _fact(
        self,
        measure: str,
        row: int,
        column: TableColumn,
        score: float,
        *,
        period: str | None = None,
        responses: int | None = None,
        segment: str | None = None,
    ) -> Feedback:
        """The score stated in a row."""
        stated = (
            self.layout.grid.value(row, self.records.columns["responses"].index)
            if ("responses" in self.records.columns)
            else None
        )
        when = period_of(self.records.cell(row, "period")) if "period" in self.records.columns else None
        return Feedback(
            measure=measure,
            scale=self._stated_scale(row, column) or shown_scale([score], measure, survey=False),
            segment=(self.records.text(row, "segment") if segment is None else segment)[:80],
            period=period if period is not None else when.text if when else self.around,
            score=round(score, 4),
            responses=responses if responses is not None else int(stated) if stated is not None else None,
            source=self.document.source(self.layout.table.anchor(row, column.index)),
            quote=self.records.quote(row),
        )

    def _around_measure(self) -> str:
        """The measure in title, sheet or file name, for a column called `Response`."""
        return next((measure for text in self._around if (measure := measure_of(text))), "")

    @property
    def _around(self) -> tuple[str, ...]:
        """The titles above the region, the names of sheet and file."""
        name = self.document.path.rpartition("/")[2].rpartition(".")[0]
        return (*self.layout.titles, self.layout.table.name, name)
