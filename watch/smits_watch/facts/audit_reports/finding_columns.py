"""The columns of a list of findings: which one has the titles, the grades, the days."""

from __future__ import annotations

import re
from functools import cache

from smits_watch.documents.document import Cell
from smits_watch.facts.audit_reports.grades import is_known_grade, looks_like_grade, names_grade
from smits_watch.facts.dated_columns import date_in_cell, looks_like_date
from smits_watch.prose.word_patterns import word_table
from smits_watch.tables.records import BY_VALUES, Records, Vocabulary
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap, number

_PACKAGE, _WORDS = "smits_watch.facts.audit_reports", "audit_words.toml"
_BESIDE_DATE = 2
"""Characters that a date cell may contain beside the date."""
_IDENTIFIER = re.compile(r"[\[(#]?[A-Za-z]{0,12}[&\w]{0,8}[-_./# ]{0,2}\d[\w.\-/()]{0,20}\]?")
"""`F-01`, `3.2`, `POA&M-001`, `2026/17`."""
MOSTLY = 0.7
"""Share of the cells of a column that are known grades, from which on it is one of grades."""


@cache
def finding_vocabulary() -> Vocabulary:
    """The headers and values of lists of findings."""
    dates = ("due",)
    return Vocabulary(
        headers=word_table(_PACKAGE, _WORDS)["headers"],
        values={
            "finding": looks_like_identifier,
            "title": _looks_like_title,
            "severity": looks_like_grade,
            "sort": is_known_grade,
            "priority": looks_like_grade,
            "score": lambda cell: number(cell) is not None,
            "likelihood": _looks_like_level,
            "impact": _looks_like_level,
            "status": _looks_like_status,
            "closed": lambda cell: (
                looks_like_date(cell) or yes_or_no(text_of(cell)) is not None or is_gap(cell)
            ),
            **dict.fromkeys(dates, lambda cell: looks_like_date(cell) or is_gap(cell)),
        },
        identifying={"sort": names_grade},
    )


def graded_by(records: Records) -> str:
    """The meaning of the grade column: preferably severity, then category, then priority.

    A column with known grades comes before one with numbers or other words.
    """
    names = [
        name
        for name in ("severity", "sort", "priority")
        if name in records.columns and not is_guess(records, name)
    ]
    return max(
        names, key=lambda name: (_known_share(records, name) >= MOSTLY, -names.index(name)), default=""
    )


def is_guess(records: Records, meaning: str) -> bool:
    """Whether a column was assigned by its values alone although others vary more or look alike."""
    if records.scores[meaning] > BY_VALUES:
        return False
    if {"likelihood", "impact"} <= records.columns.keys() or "score" in records.columns:
        return True
    columns = [column.index for column in records.layout.columns if column.role in ("label", "text", "code")]
    return sum(_names_grades(records, column) for column in columns) > 1


def _known_share(records: Records, meaning: str) -> float:
    cells = [cell for row in records.rows if (cell := records.cell(row, meaning)) not in (None, "")]
    return sum(map(is_known_grade, cells)) / len(cells) if cells else 0.0


def title_columns(records: Records) -> list[int]:
    """The columns that may contain the titles of findings, the likeliest first."""
    if "title" in records.columns:
        return [records.columns["title"].index]
    taken = {column.index for meaning, column in records.columns.items() if meaning != "title"}
    texts = [c for c in records.layout.columns if c.role in ("label", "text") and c.index not in taken]
    lengths = {
        column.index: sum(len(records.layout.grid.text(row, column.index)) for row in records.rows[:100])
        for column in texts
    }
    return [
        index
        for index in sorted(lengths, key=lambda index: -lengths[index])
        if lengths[index] and not _names_grades(records, index)
    ]


def _names_grades(records: Records, column: int) -> bool:
    """Whether a column contains grades; a risk matrix has nothing else."""
    cells = [
        cell for row in records.rows if (cell := records.layout.grid.cell(row, column)) not in (None, "")
    ]
    return sum(map(names_grade, cells)) > len(cells) / 2


def looks_like_identifier(cell: Cell) -> bool:
    """Whether a cell is the number or code of a finding, rather than text."""
    text = text_of(cell)
    return len(text) <= 40 and bool(_IDENTIFIER.fullmatch(text))


def _looks_like_title(cell: Cell) -> bool:
    text = text_of(cell)
    return bool(re.search(r"[^\W\d_]", text)) and not looks_like_identifier(cell) and not names_grade(cell)


def _looks_like_level(cell: Cell) -> bool:
    value = number(cell)
    return 0 < value <= 10 if value is not None else len(text_of(cell)) <= 30


def _looks_like_status(cell: Cell) -> bool:
    mention = date_in_cell(cell)
    dated = mention is not None and len(text_of(cell)) <= mention.end - mention.start + _BESIDE_DATE
    return len(text_of(cell)) <= 80 and not dated


def yes_or_no(text: str) -> bool | None:
    """Whether a cell says yes; None if it says neither."""
    flags = word_table("smits_watch.facts.service_portfolio", "portfolio_words.toml")["flag"]
    plain = text.casefold()
    return True if plain in flags["yes"] else False if plain in flags["no"] else None
