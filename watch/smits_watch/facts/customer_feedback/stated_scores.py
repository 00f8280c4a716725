"""Scores that a table states: by measure, by period, by customer group, or by promoters and detractors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from smits_rules.vocabulary import Feedback
from smits_watch.facts.customer_feedback.answers import answer_in
from smits_watch.facts.customer_feedback.cross_tables import cross_table_scores
from smits_watch.facts.customer_feedback.headers import is_beside, is_everybody, is_only_answer, measure_of
from smits_watch.facts.customer_feedback.survey_region import SurveyRegion
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.values.periods import period_within
from smits_watch.tables.word_lists import WordList, plain_words, table_words

_MOST_GROUPS = 200
"""A longer table is a list of answers."""
_ANSWERED = 0.5
"""Share of a column's cells that must be answers."""


class StatedScores(SurveyRegion):
    """A region whose scores are stated."""

    def _bands(self) -> Iterator[Feedback]:
        """Scores from counts or shares of promoters, passives and detractors."""
        bands = word_lists("customer_feedback/feedback_words.toml")["bands"]
        columns = {
            band: next((c for c in self.layout.columns if WordList(bands[band]).equals(c.header)), None)
            for band in ("promoters", "passives", "detractors")
        }
        promoters, detractors = columns["promoters"], columns["detractors"]
        if promoters is None or detractors is None:
            return
        for row in self.rows:
            counts = {
                band: self.layout.grid.value(row, column.index) if column else 0.0
                for band, column in columns.items()
            }
            counted = {band: count for band, count in counts.items() if count is not None}
            total = sum(counted.values())
            if len(counted) == len(counts) and total > 0:
                score = 100 * (counted["promoters"] - counted["detractors"]) / total
                responses = (
                    int(total)
                    if total > 100.5 or (columns["passives"] is not None and total != 100)
                    else None
                )
                yield self._fact("nps", row, promoters, score, responses=responses)

    def _listed(self) -> Iterator[Feedback]:
        """One row per measure, with its score in a column of that name."""
        name, score = self.records.columns.get("name"), self.records.columns.get("score")
        if name is None or score is None:
            return
        for row in self.rows:
            measure = measure_of(self.layout.grid.text(row, name.index))
            value = self.layout.grid.value(row, score.index)
            if measure and value is not None:
                yield self._fact(measure, row, score, value)

    def _by_period(self) -> Iterator[Feedback]:
        """One row per measure and one column per period."""
        dated = [c for c in self.layout.columns if (c.period or c.part) and c.role not in ("label", "text")]
        label = self.records.columns.get("name") or self.layout.label
        if not dated or label is None:
            return
        names = {row: self.layout.grid.text(row, label.index) for row in self.rows}
        # Rows may be customer groups, if a title states what all figures measure.
        common = (
            "" if any(map(measure_of, names.values())) else measure_of(label.header) or self._around_measure()
        )
        for row, name in names.items():
            measure = measure_of(name) or common
            whole = table_words()["total"].starts(name) or is_everybody(name)
            group = None if not common else "" if whole else name
            for column in dated if measure else ():
                value = self.layout.grid.value(row, column.index)
                period = (
                    column.period.text if column.period else period_within(column.part or "", self.around)
                )
                if measure and value is not None:
                    yield self._fact(measure, row, column, value, period=period, segment=group)

    def _by_group(self) -> Iterator[Feedback]:
        """One row per customer group, named by some columns, with computed scores."""
        groups = {
            row: " / ".join(self.layout.grid.text(row, c.index) for c in self._dimensions)
            for row in self.rows
        }
        columns = list(self._score_columns())
        if (
            not 1 < len(set(groups.values())) == len(groups) <= _MOST_GROUPS
            or "period" in self.records.columns
        ):
            return
        if not any(kind == "nps" and self._goes_beyond_answers(column) for column, kind in columns):
            return
        for column, kind in columns:
            for row, group in groups.items():
                value = self.layout.grid.value(row, column.index)
                if value is not None:
                    yield self._fact(kind, row, column, value, segment=group)

    def _cross_table(self) -> Iterator[Feedback]:
        """Questions crossed with customer groups, whichever of the two are rows."""
        for score in cross_table_scores(self.records, self._around, self._around_measure()):
            yield self._fact(
                score.measure,
                score.row,
                score.column,
                score.value,
                segment=score.segment,
                responses=score.responses,
            )

    @property
    def _dimensions(self) -> list[TableColumn]:
        """The text columns that name the groups."""
        return [column for column in self.layout.columns if column.role in ("label", "text")]

    def _goes_beyond_answers(self, column: TableColumn) -> bool:
        """Whether a column of net promoter scores exceeds 0 to 10, the range of answers."""
        values = [self.layout.grid.value(row, column.index) for row in self.rows]
        present = [value for value in values if value is not None]
        return bool(present) and sum(not 0 <= value <= 10 for value in present) > len(present) / 2

    def _score_columns(self) -> Iterator[tuple[TableColumn, str]]:
        """The score columns and their measures: `nps`, or whatever their header names."""
        wanted = self.configured.get("score", "").strip().casefold()
        for column in self.layout.columns:
            if column.role in ("period", "code") or not self._holds_answers(column):
                continue
            if wanted:
                if column.header.strip().casefold() == wanted:
                    yield column, measure_of(column.header) or plain_words(column.header)
                continue
            if column is self.records.columns.get("responses") or is_beside(column.header):
                continue
            measure = measure_of(column.header)
            words = plain_words(re.sub(r"(?<=\d)(?=[A-Za-z])", " ", column.header.replace("_", " "))).split()
            measure = measure or (self._around_measure() if is_only_answer(column.header) else "")
            if measure:
                yield column, measure
            elif words[-1:] == ["all"] or "overall" in words:
                yield column, "satisfaction"

    def _holds_answers(self, column: TableColumn) -> bool:
        mark = self.layout.grid.marks.get(column.index)
        cells = [self.layout.grid.cell(row, column.index) for row in self.rows[:300]]
        filled = [cell for cell in cells if cell not in (None, "")]
        answered = sum(answer_in(cell, mark) is not None for cell in filled)
        return bool(filled) and answered >= _ANSWERED * len(filled)
