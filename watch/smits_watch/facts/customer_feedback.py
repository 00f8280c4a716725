"""Customer feedback: answers of a survey, or scores that somebody worked out already."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import Feedback
from smits_watch.documents.document import Document, Table
from smits_watch.facts.budget_columns import Column, Layout, cell, layout_of, text_of
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.tables import word_lists
from smits_watch.tables.numbers import number
from smits_watch.tables.periods import period_in, period_of

_SCALES = ((1, 5), (1, 7), (0, 10), (1, 10), (0, 100))
"""Rating scales in use, as lowest and highest answer."""
_STRAY = 0.5
"""An answer above a scale means `no answer` as long as at most this share of all answers is one."""
_MAX_SEGMENTS = 60
_LEAST = 5
"""Answers that a survey has at least; fewer rows are scores that were worked out already."""
_WORD = re.compile(r"[^\W\d_]+|\d+")


@dataclass(frozen=True, slots=True)
class _Answer:
    segment: str
    period: str
    value: float
    row: int


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the scores out of the tables of a document.

    A column of answers from 0 to 10 to the question whether one would recommend gives the net promoter
    score (the share of 9 and 10 less that of 0 to 6, in points; F. Reichheld, 2003); one of ratings gives
    their mean.
    Codes for `no answer` are left out.

    Args:
        document: a survey's answers, one a row, or a table of scores.
        context: configured headers for `score`, `segment` and `period`.

    Returns:
        A `feedback` for each measure, segment and period; the summary has `scores` by
        `<measure>/<segment or all>/<period>`.
    """
    found = [one for table in document.tables for one in _feedback(document, table, context.columns)]
    scores = {f"{one.measure}/{one.segment or 'all'}/{one.period}": one.score for one in found}
    warnings = () if found else ("No scores were found; name their column in smits.toml.",)
    return Extraction("customer-feedback", tuple(found), {"scores": scores}, warnings)


def _feedback(document: Document, table: Table, configured: Mapping[str, str]) -> Iterator[Feedback]:
    layout = layout_of(table)
    if layout is None:
        return
    period = _named(layout, "period", configured)
    segment = _segment_column(layout, configured)
    around = _period_around(document, table)
    seen: set[str] = set()
    for column, kind in _score_columns(layout, configured):
        measure = f"{kind} {column.header}" if kind in seen else kind
        seen.add(kind)
        answers = list(_answers(table, layout, column, segment, period, around))
        low, high = _range(answers, kind)
        kept = [answer for answer in answers if low <= answer.value <= high]
        for (part, when), group in _groups(kept, segment).items():
            if not group:
                continue
            yield Feedback(
                measure=measure,
                segment=part,
                period=when,
                score=round(_score([answer.value for answer in group], kind, survey=len(kept) >= _LEAST), 4),
                responses=len(group),
                source=document.source(_anchor(table, group, column)),
                quote=f"{len(group)} answers in '{column.header}'"[:200],
            )


def _score_columns(layout: Layout, configured: Mapping[str, str]) -> Iterator[tuple[Column, str]]:
    """The columns of scores with what they measure: `nps`, or what their header says."""
    chosen = layout.meaning("score", configured) if "score" in configured else None
    for column in layout.columns:
        if not column.numeric or (chosen is not None and column != chosen):
            continue
        words = _words(column.header)
        for measure, known in word_lists("feedback_words.toml")["measure"].items():
            if any(_stands_in(word, words) for word in known):
                yield column, measure
                break
        else:
            if chosen is not None or words[-1:] == ["all"] or "overall" in words:
                yield column, "satisfaction" if chosen is None else " ".join(words)


def _answers(
    table: Table, layout: Layout, column: Column, segment: Column | None, period: Column | None, around: str
) -> Iterator[_Answer]:
    for row in range(layout.header + 1, len(table.rows)):
        value = number(cell(table.rows, row, column.index), column.mark)
        if value is None:
            continue
        when = period_of(cell(table.rows, row, period.index)) if period else None
        part = text_of(cell(table.rows, row, segment.index)) if segment else ""
        yield _Answer(part[:80], when.text if when else around, value, row)


def _range(answers: Sequence[_Answer], measure: str) -> tuple[float, float]:
    """Lowest and highest answer; what lies beyond is a code for `no answer`."""
    if not answers or (measure == "nps" and len(answers) >= _LEAST):
        return 0, 10
    return _scale([answer.value for answer in answers])


def _scale(values: Sequence[float]) -> tuple[float, float]:
    """The scale of ratings: the smallest one in use that holds most of the whole answers above zero."""
    if len(values) < _LEAST or any(not value.is_integer() for value in values):
        return min(values), max(values)
    counted = Counter(value for value in values if value > 0)
    total = sum(counted.values())
    for low, high in _SCALES:
        beyond = sum(count for value, count in counted.items() if value > high)
        stray = {value for value in counted if value > high}
        codes = all(value in (high + 1, high + 2, 8, 9, 88, 98, 99, 999) for value in stray)
        if total and codes and beyond <= _STRAY * total:
            return low, high
    return min(values), max(values)


def _groups(answers: Sequence[_Answer], segment: Column | None) -> dict[tuple[str, str], list[_Answer]]:
    """The answers of all customers by period, and beside them those of each segment, if there are several."""
    groups: dict[tuple[str, str], list[_Answer]] = defaultdict(list)
    parts = {answer.segment for answer in answers}
    for answer in answers:
        groups["", answer.period].append(answer)
        if segment is not None and 1 < len(parts) <= _MAX_SEGMENTS and answer.segment:
            groups[answer.segment, answer.period].append(answer)
    return groups


def _score(values: Sequence[float], measure: str, *, survey: bool) -> float:
    """The net promoter score, or the mean; a score that was worked out already stays."""
    if measure == "nps" and survey and all(0 <= v <= 10 and v.is_integer() for v in values):
        promoters = sum(1 for value in values if value >= 9)
        detractors = sum(1 for value in values if value <= 6)
        return 100 * (promoters - detractors) / len(values)
    return sum(values) / len(values)


def _segment_column(layout: Layout, configured: Mapping[str, str]) -> Column | None:
    named = _named(layout, "segment", configured)
    if named is None or named.numeric:
        return None
    return named


def _named(layout: Layout, meaning: str, configured: Mapping[str, str]) -> Column | None:
    if meaning in configured:
        return layout.meaning(meaning, configured)
    known = word_lists("feedback_words.toml")["headers"][meaning]
    return next((c for c in layout.columns if " ".join(_words(c.header)) in known), None)


def _anchor(table: Table, group: Sequence[_Answer], column: Column) -> str:
    """The place of the only row, or the first and the last one."""
    first, last = table.anchor(group[0].row, column.index), table.anchor(group[-1].row, column.index)
    if first == last:
        return first
    return f"{first}:{last.rpartition('!')[2]}" if table.lettered else f"{first} to {last}"


def _period_around(document: Document, table: Table) -> str:
    name = document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    found = period_in(table.name) or period_in(name) or period_in(document.metadata.get("title", ""))
    return found.text if found else ""


def _words(header: str) -> list[str]:
    return _WORD.findall(header.casefold().replace("_", " "))


def _stands_in(known: str, words: Sequence[str]) -> bool:
    return f" {known} " in f" {' '.join(words)} "
