"""Scores computed from columns of answers, one row for each answer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import Feedback
from smits_watch.facts.customer_feedback.answers import LEAST, answer_in, net_promoter, scale_of, shown_scale
from smits_watch.facts.customer_feedback.headers import is_everybody, range_of
from smits_watch.facts.customer_feedback.stated_scores import StatedScores
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.periods import period_of

_MAX_SEGMENTS = 60
_VAGUE = ("score", "rating")
"""Measures whose words say nothing of what was rated: a score may be one of risk or of effort."""


@dataclass(frozen=True, slots=True)
class _Answer:
    segment: str
    period: str
    value: float
    row: int


class AnswerColumns(StatedScores):
    """A region of answers."""

    def _columns(self) -> Iterator[Feedback]:
        seen: set[str] = set()
        for column, kind in self._score_columns():
            answers = list(self._answers(column))
            if not answers:
                continue
            measure = f"{kind} {column.header}"[:80] if kind in seen else kind
            seen.add(kind)
            values = [answer.value for answer in answers]
            low, high = scale_of(values, kind)
            kept = [answer for answer in answers if low <= answer.value <= high]
            survey = len(kept) >= LEAST and self._is_raw(kept)
            for (part, when), group in self._groups(kept).items():
                yield self._scored(measure, kind, part, when, group, column, survey=survey)

    def _is_raw(self, answers: Sequence[_Answer]) -> bool:
        """Whether the rows are answers rather than scores: several per period, and no counts."""
        periods = {(answer.segment, answer.period) for answer in answers}
        return "responses" not in self.records.columns and len(periods) < len(answers)

    def _scored(
        self,
        measure: str,
        kind: str,
        segment: str,
        period: str,
        group: Sequence[_Answer],
        column: TableColumn,
        *,
        survey: bool,
    ) -> Feedback:
        values = [answer.value for answer in group]
        promoted = kind == "nps" and survey and all(0 <= v <= 10 and v.is_integer() for v in values)
        score: float = net_promoter(values) if promoted else sum(values) / len(values)
        responses = len(group) if survey or len(group) > 1 else None
        if not survey and "responses" in self.records.columns:
            index = self.records.columns["responses"].index
            counts = [self.layout.grid.value(answer.row, index) for answer in group]
            weights: list[float] = [count for count in counts if count]
            answers = sum(weights)
            if len(weights) == len(values) and answers:
                score = sum(w * v for w, v in zip(weights, values, strict=True)) / answers
                responses = int(answers)
        return Feedback(
            measure=measure,
            scale=shown_scale(values, kind, survey=survey),
            segment=segment,
            period=period,
            score=round(score, 4),
            responses=responses,
            source=self.document.source(range_of(self.layout, [answer.row for answer in group], column)),
            quote=f"{len(group)} answers in '{column.header}'"[:200],
            confidence="read" if kind not in _VAGUE and (survey or len(group) == 1) else "inferred",
        )

    def _answers(self, column: TableColumn) -> Iterator[_Answer]:
        mark = self.layout.grid.marks.get(column.index)
        for row in self.rows:
            value = answer_in(self.layout.grid.cell(row, column.index), mark)
            if value is None:
                continue
            segment = self.layout.grid.text(row, self.segment.index)[:80] if self.segment else ""
            yield _Answer(segment, self._period(row), value, row)

    def _period(self, row: int) -> str:
        """The period of an answer; a date stands for its survey, unless the survey has periods."""
        cell = self.records.cell(row, "period")
        named = period_of(cell)
        if self._by_day:
            return self.around
        if named is None:
            # Waves and rounds are periods of their own: their scores are not answers to one survey.
            return text_of(cell)[:30] or self.around
        return named.text

    @property
    def _by_day(self) -> bool:
        """Whether the period column contains the dates of the answers."""
        column = self.records.columns.get("period")
        if column is None:
            return True
        texts = [self.layout.grid.text(row, column.index) for row in self.rows[:200]]
        days = sum(bool(re.search(r"\d[-/.]\d{1,2}[-/.]\d", text)) for text in texts)
        return days >= 0.8 * max(len(texts), 1) and len(texts) >= LEAST

    def _groups(self, answers: Sequence[_Answer]) -> Mapping[tuple[str, str], list[_Answer]]:
        """All answers by period, and those of each segment if there are several.

        Few rows are scores that were computed: if all are of one segment, they are nobody else's.
        """
        groups: dict[tuple[str, str], list[_Answer]] = defaultdict(list)
        parts = {answer.segment for answer in answers}
        only = next(iter(parts)) if len(parts) == 1 and len(answers) < LEAST else ""
        for answer in answers:
            groups["" if is_everybody(only) else only, answer.period].append(answer)
            if 1 < len(parts) <= _MAX_SEGMENTS and answer.segment:
                groups[answer.segment, answer.period].append(answer)
        return groups
