"""Tables that only count findings: grades with numbers, or areas by grades."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from smits_watch.documents.document import Document
from smits_watch.facts.audit_reports.grades import GRADES, Grade, grade_in_words, names_grade
from smits_watch.tables.layout import TableLayout, layouts_of
from smits_watch.tables.word_lists import plain_words

_LEAST_GRADES = 2
_MOST = 2_000
"""The most findings of one grade; a larger number counts something else."""
_COUNT = re.compile(
    r"\b(?:counts?|number|no of|total|totals|open|findings?|issues?|observations?|quantity|qty|anzahl|"
    r"summe|gesamt|offen|"
    r"feststellungen|befunde|nombre|constats?|ouvert\w*|número|hallazgos|numero|aantal|outstanding|new|identified)\b"
)
_PREFERRED = ("open", "offen", "outstanding", "total", "gesamt", "number", "count", "anzahl", "nombre")
_BESIDE = frozenset(
    ("risk", "severity", "rating", "of", "column", "row", "labels", "spaltenbeschriftungen", "étiquettes")
)
"""Words that may surround a grade in a header; a pivot table adds its own to the first one."""
_NO_ROW = re.compile(r"\b(?:total|sum|summe|gesamt|insgesamt|grand total)\b")


@dataclass(frozen=True)
class CountsTable:
    """The number of findings per grade in a table."""

    counts: Mapping[Grade, int]
    anchor: str
    quote: str


def counts_in_tables(document: Document) -> CountsTable | None:
    """The first table of a document that counts findings by grade; None if there is none."""
    for table in document.tables:
        for layout in layouts_of(table):
            counted = _by_rows(layout) or _by_columns(layout)
            if counted is not None:
                return counted
    return None


def _by_rows(layout: TableLayout) -> CountsTable | None:
    """Grades as rows with numbers beside them: `High | 3`."""
    grid = layout.grid
    counts: dict[Grade, int] = {}
    rows = layout.rows("data", "total", "group")
    labelled = [(row, grid.filled(row)[0]) for row in rows if grid.filled(row)]
    graded = {row: grade for row, column in labelled if (grade := _grade(grid.text(row, column)))}
    if len(set(graded.values())) < _LEAST_GRADES:
        return None
    column = _count_column(layout, list(graded))
    others = [row for row, _ in labelled if row not in graded and not _is_total(layout, row)]
    if column is None or not _are_parted(layout, column, graded, others):
        return None
    for row, grade in graded.items():
        counts[grade] = counts.get(grade, 0) + (_count(layout, row, column) or 0)
    first = next(iter(graded))
    quote = "; ".join(f"{grid.text(row, grid.filled(row)[0])} {grid.text(row, column)}" for row in graded)
    return CountsTable(counts, layout.table.anchor(first, column), quote[:200])


def _are_parted(layout: TableLayout, column: int, graded: Mapping[int, Grade], others: Sequence[int]) -> bool:
    """Whether grades are counted once, or below each area with the same total, as in compact pivot tables."""
    if not others:
        return len(graded) == len(set(graded.values()))
    ends = [*others[1:], max(layout.lines) + 1]
    return min(graded) > others[0] and all(
        _count(layout, area, column)
        == sum(_count(layout, row, column) or 0 for row in graded if area < row < end)
        for area, end in zip(others, ends, strict=True)
    )


def _count_column(layout: TableLayout, rows: list[int]) -> int | None:
    """The column of whole numbers whose header names a count, or the only one without a header."""
    candidates = [
        column
        for column in layout.columns
        if all(_count(layout, row, column.index) is not None for row in rows)
    ]
    named = [column for column in candidates if _COUNT.search(plain_words(column.header))]
    for word in _PREFERRED:
        for column in named:
            if word in plain_words(column.header).split():
                return column.index
    if named:
        return named[0].index
    return candidates[0].index if len(candidates) == 1 and not candidates[0].header else None


def _by_columns(layout: TableLayout) -> CountsTable | None:
    """Grades as columns: a single row of numbers, or one per area, with or without a total."""
    columns = {
        column.index: grade
        for column in layout.columns
        if column.header and (grade := _grade(_without_noun(column.header)))
    }
    if len(set(columns.values())) < _LEAST_GRADES or len(columns) != len(set(columns.values())):
        return None
    rows = [
        row
        for row in layout.rows("data", "total")
        if any(_count(layout, row, column) is not None for column in columns)
    ]
    if not rows or any(
        layout.grid.text(row, column) and _count(layout, row, column) is None
        for row in rows
        for column in columns
    ):
        return None
    totals = [row for row in rows if layout.lines[row] == "total" or _is_total(layout, row)]
    wanted = totals[-1:] or rows
    counts = {
        grade: sum(_count(layout, row, column) or 0 for row in wanted) for column, grade in columns.items()
    }
    quote = " | ".join(f"{counts[grade]} {grade}" for grade in counts)
    return CountsTable(counts, layout.table.anchor(wanted[0], min(columns)), quote[:200])


def _is_total(layout: TableLayout, row: int) -> bool:
    filled = layout.grid.filled(row)
    return bool(filled) and bool(_NO_ROW.search(plain_words(layout.grid.text(row, filled[0]))))


def _grade(text: str) -> Grade | None:
    if not names_grade(text) and not re.fullmatch(r"\W*\w+(?: risks?| findings?| severity)?\W*", text):
        return None
    graded = grade_in_words(text)
    return graded.grade if graded and graded.sure else None


def _without_noun(header: str) -> str:
    return " ".join(_nouns(plain_words(header)))


def _nouns(plain: str) -> Iterator[str]:
    return (word for word in plain.split() if not _COUNT.fullmatch(word) and word not in _BESIDE)


def _count(layout: TableLayout, row: int, column: int) -> int | None:
    value = layout.grid.value(row, column)
    return int(value) if value is not None and 0 <= value <= _MOST and float(value).is_integer() else None


def summed(counts: Mapping[Grade, int]) -> dict[str, int]:
    """The counts of the four grades of a summary; 0 for a grade without a count."""
    return {grade: counts.get(grade, 0) for grade in GRADES[:4]}
