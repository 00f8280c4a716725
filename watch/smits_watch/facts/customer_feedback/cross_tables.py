"""Tables in which questions are crossed with customer groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from smits_watch.facts.customer_feedback.answers import stated_scale
from smits_watch.facts.customer_feedback.distribution import is_about_the_whole
from smits_watch.facts.customer_feedback.headers import is_everybody, measure_of
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.records import Records
from smits_watch.tables.word_lists import WordList

_LEAST_GROUPS = 2
"""With fewer columns of scores, a header that names no measure may be anything."""
_MOST_GROUPS = 200
"""A longer table is a list of answers."""
_SCORES = (0, 100)
"""The range of scores, from the lowest rating to all in percent; one row may count answers instead."""


@dataclass(frozen=True, slots=True)
class CrossTableScore:
    """One cell of such a table."""

    measure: str
    row: int
    column: TableColumn
    value: float
    segment: str
    responses: int | None


def cross_table_scores(records: Records, around: Sequence[str], measure: str) -> Iterator[CrossTableScore]:
    """Find the scores of a table of questions and customer groups.

    Args:
        records: the region.
        around: the titles above it, the names of sheet and file.
        measure: the measure that they name; blank if they name none.

    Yields:
        The scores of the questions about the whole, or else of each question.
    """
    table = _CrossTable(records, measure)
    by_question = list(table.by_question())
    yield from by_question or table.by_group(
        is_scale_stated=any(stated_scale(text, alone=False) for text in around)
    )


class _CrossTable:
    def __init__(self, records: Records, measure: str) -> None:
        self.records = records
        self.grid = records.layout.grid
        self.measure = measure
        self.columns = [column for column in records.layout.columns if self._has_scores(column)]

    def by_question(self) -> Iterator[CrossTableScore]:
        """One row per question and one column per customer group."""
        name = self.records.columns.get("name")
        if name is None or len(self.columns) < _LEAST_GROUPS:
            return
        texts = {row: self.grid.text(row, name.index) for row in self.records.rows}
        counts = next((row for row, text in texts.items() if _counts_answers(text)), None)
        questions = {row: text for row, text in texts.items() if text and row != counts}
        whole = {row for row, text in questions.items() if is_about_the_whole(text)}
        own = {row for row, text in questions.items() if measure_of(text)}
        kept = sorted((whole & own) or whole or own or questions.keys())
        for row in kept:
            for column in self.columns:
                parts = ("" if len(kept) == 1 else questions[row], _group(column.header))
                yield from self._score(
                    measure_of(questions[row]) or self.measure, row, column, parts, counts, column
                )

    def by_group(self, *, is_scale_stated: bool) -> Iterator[CrossTableScore]:
        """One row per customer group and one column per question, below a title that says what is rated."""
        segment = self.records.columns.get("segment")
        whole = [
            column
            for column in self.columns
            if is_everybody(column.header) or is_about_the_whole(column.header)
        ]
        if segment is None or not (is_scale_stated or whole) or len(self.records.rows) > _MOST_GROUPS:
            return
        counted = next((c for c in self.records.layout.columns if _counts_answers(c.header)), None)
        for row in self.records.rows:
            group = self.grid.text(row, segment.index)
            for column in (whole or self.columns) if group else ():
                parts = ("" if whole else column.header, _group(group))
                yield from self._score(self.measure, row, column, parts, row, counted)

    def _score(
        self,
        measure: str,
        row: int,
        column: TableColumn,
        segments: tuple[str, str],
        count_row: int | None,
        count_column: TableColumn | None,
    ) -> Iterator[CrossTableScore]:
        value = self.grid.value(row, column.index)
        if value is None or not measure:
            return
        count = None
        if count_row is not None and count_column is not None:
            count = self.grid.value(count_row, count_column.index)
        yield CrossTableScore(
            measure,
            row,
            column,
            value,
            " / ".join(filter(None, segments)),
            int(count) if count is not None else None,
        )

    def _has_scores(self, column: TableColumn) -> bool:
        """Whether a column has scores, without naming a measure, a period or a count itself."""
        if column.role in ("label", "text", "code", "period") or not column.header or column.period:
            return False
        if measure_of(column.header) or column.amount or _counts_answers(column.header):
            return False
        if any(self.records.columns.get(meaning) is column for meaning in ("segment", "responses", "name")):
            return False
        values = [self.grid.value(row, column.index) for row in self.records.rows]
        present = [value for value in values if value is not None]
        rated = sum(_SCORES[0] <= value <= _SCORES[1] for value in present)
        return len(present) > 0 and rated >= len(present) - 1


def _group(text: str) -> str:
    """The name of a customer group; blank if it means all customers."""
    return "" if is_everybody(text) else text


def _counts_answers(text: str) -> bool:
    words = word_lists("customer_feedback/feedback_words.toml")["headers"]["responses"]
    return WordList(words).equals(text)
