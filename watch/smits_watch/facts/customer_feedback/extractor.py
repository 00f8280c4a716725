"""The scores of a survey: computed from its answers, or as stated in a table."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import Feedback
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.customer_feedback.answers import (
    LEAST,
    answer_in,
    net_promoter,
    scale_of,
    shown_scale,
    stated_scale,
)
from smits_watch.facts.customer_feedback.cross_tables import cross_table_scores
from smits_watch.facts.customer_feedback.distribution import (
    Distribution,
    Option,
    is_about_the_whole,
    options_of,
    speaks_of_satisfaction,
)
from smits_watch.facts.customer_feedback.headers import (
    is_beside,
    is_everybody,
    is_only_answer,
    measure_of,
    period_around,
    range_of,
)
from smits_watch.facts.customer_feedback.sentences import scores_in_sentences
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.columns import TableColumn
from smits_watch.tables.layout import TableLayout, layouts_of
from smits_watch.tables.records import Records, records_of
from smits_watch.tables.text_tables import with_text_tables
from smits_watch.tables.values.periods import period_of, period_within
from smits_watch.tables.word_lists import WordList, plain_words, table_words

_MAX_SEGMENTS = 60
_MOST_GROUPS = 200
"""A longer table is a list of answers."""
_VAGUE = ("score", "rating")
"""Measures whose words say nothing of what was rated: a score may be one of risk or of effort."""
_ANSWERED = 0.5
"""Share of a column's cells that must be answers."""


@dataclass(frozen=True, slots=True)
class _Answer:
    segment: str
    period: str
    value: float
    row: int


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the scores from the tables of a document, or else from its sentences.

    A column of answers from 0 to 10 to the question whether one would recommend gives the net promoter
    score; a column of ratings gives their mean. A table of scores gives each score, whether its columns are
    measures or periods. Codes for `no answer` are left out.

    Args:
        document: a survey's answers, one per row, or a table of scores.
        context: configured headers for `score`, `segment` and `period`.

    Returns:
        A `feedback` per measure, segment and period; the summary has `scores` by
        `<measure>/<segment or all>/<period>`.
    """
    document = with_text_tables(document)
    feedbacks: list[Feedback] = []
    proofs: list[str] = []
    for table in document.tables:
        for layout in layouts_of(table):
            reader = _RegionReader(document, layout, context)
            scores = reader.feedback()
            feedbacks.extend(scores)
            proofs.extend([reader.proof(scores)] if scores else [])
    feedbacks = _without_doubt(feedbacks) or list(scores_in_sentences(document))
    by_name = {f"{score.measure}/{score.segment or 'all'}/{score.period}": score.score for score in feedbacks}
    warnings = () if feedbacks else ("No scores were found; name their column in smits.toml.",)
    return Extraction(
        "customer-feedback", tuple(feedbacks), {"scores": by_name}, warnings, proofs=tuple(proofs)
    )


def _without_doubt(scores: Sequence[Feedback]) -> list[Feedback]:
    """The same, `inferred` where the file gives several scores of the same measure, segment and period."""
    stated: dict[tuple[str, str, str], set[float]] = defaultdict(set)
    for score in scores:
        stated[score.measure, score.segment, score.period].add(score.score)
    return [
        score.model_copy(update={"confidence": "inferred"})
        if len(stated[score.measure, score.segment, score.period]) > 1
        else score
        for score in scores
    ]


class _RegionReader:
    def __init__(self, document: Document, layout: TableLayout, context: ExtractionContext) -> None:
        self.document = document
        self.layout = layout
        self.configured = context.columns
        word_list = word_lists("customer_feedback/feedback_words.toml")["headers"]
        self.records: Records = records_of(layout, word_list, self.configured)
        self.rows = self.records.rows
        self.segment = self._segment_column()
        self.around = period_around(document, layout)

    def feedback(self) -> list[Feedback]:
        """The scores of a region; stated scores take precedence over those computed from answers."""
        options = options_of(self.layout.columns)
        if options:
            return self._of_options(options)
        stated = (
            list(self._bands())
            or list(self._listed())
            or list(self._by_period())
            or list(self._by_group())
            or list(self._cross_table())
        )
        self.are_worked_out = not stated
        return stated or list(self._columns())

    def _of_options(self, options: Sequence[Option]) -> list[Feedback]:
        """The stated scores, unless 1 is the best answer; else the share of positive answers."""
        answered = list(self._distributions(options))
        name, score = self.records.columns.get("name"), self.records.columns.get("score")
        means = [(d, self.layout.grid.value(row, score.index)) for row, _, d in answered] if score else []
        is_best_low = any(mean is not None and answers.is_best_low(mean) for answers, mean in means)
        stated = [] if name is None or is_best_low else list(self._listed())
        self.are_worked_out = not stated
        return stated or list(self._positive(answered, options))

    def _distributions(self, options: Sequence[Option]) -> Iterator[tuple[int, str, Distribution]]:
        """The answers to each question: its row, its text, and how many chose each option."""
        label = self.records.columns.get("name") or self.layout.label
        for row in self.rows:
            counts = [self.layout.grid.value(row, option.column.index) for option in options]
            present = tuple(count for count in counts if count is not None and count >= 0)
            if len(present) == len(options) and sum(present) > 0:
                sides = tuple(option.side for option in options)
                text = self.layout.grid.text(row, label.index) if label else ""
                yield row, text, Distribution(present, sides)

    def _positive(
        self, answered: Sequence[tuple[int, str, Distribution]], options: Sequence[Option]
    ) -> Iterator[Feedback]:
        """The share of positive answers; of several questions on one measure, those about the whole."""
        asked = defaultdict(list)
        about_satisfaction = speaks_of_satisfaction(options)
        for row, text, answers in answered:
            measure = measure_of(text) or ("satisfaction" if about_satisfaction else self._around_measure())
            asked[measure].append((row, text, answers))
        first = options[0].column
        for measure, questions in asked.items():
            whole = [question for question in questions if is_about_the_whole(question[1])]
            for row, text, answers in (whole or questions) if measure else ():
                is_part = not whole and len(questions) > 1
                yield self._fact(
                    measure,
                    row,
                    first,
                    answers.positive_share,
                    responses=answers.responses,
                    segment=text if is_part and not is_everybody(text) else "",
                )

    def proof(self, scores: Sequence[Feedback]) -> str:
        """The proof of the region's scores, or a statement that there is none."""
        answers = max((score.responses or 0 for score in scores), default=0)
        if self.are_worked_out and answers:
            return f"Calculated from {answers:,} answers; the file states no score to compare with."
        return f"Nothing in the file confirms the scores ({len(scores)}) that it states."

    def _segment_column(self) -> TableColumn | None:
        """The column of customer groups; promoters and detractors are not such groups."""
        column = self.records.columns.get("segment")
        if column is None:
            return None
        bands = word_lists("customer_feedback/feedback_words.toml")["bands"]
        texts = {self.layout.grid.text(row, column.index) for row in self.rows[:200]} - {""}
        banded = all(any(WordList(words).equals(text) for words in bands.values()) for text in texts)
        return None if banded else column

    # Stated scores

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
    def _around(self) -> tuple[str, ...]:
        """The titles above the region, the names of sheet and file."""
        name = self.document.path.rpartition("/")[2].rpartition(".")[0]
        return (*self.layout.titles, self.layout.table.name, name)

    @property
    def _dimensions(self) -> list[TableColumn]:
        """The text columns that name the groups."""
        return [column for column in self.layout.columns if column.role in ("label", "text")]

    def _goes_beyond_answers(self, column: TableColumn) -> bool:
        """Whether a column of net promoter scores exceeds 0 to 10, the range of answers."""
        values = [self.layout.grid.value(row, column.index) for row in self.rows]
        present = [value for value in values if value is not None]
        return bool(present) and sum(not 0 <= value <= 10 for value in present) > len(present) / 2

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

    # Columns of answers

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

    def _around_measure(self) -> str:
        """The measure in title, sheet or file name, for a column called `Response`."""
        return next((measure for text in self._around if (measure := measure_of(text))), "")

    def _holds_answers(self, column: TableColumn) -> bool:
        mark = self.layout.grid.marks.get(column.index)
        cells = [self.layout.grid.cell(row, column.index) for row in self.rows[:300]]
        filled = [cell for cell in cells if cell not in (None, "")]
        answered = sum(answer_in(cell, mark) is not None for cell in filled)
        return bool(filled) and answered >= _ANSWERED * len(filled)

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
        if named is None or self._by_day:
            return self.around
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
