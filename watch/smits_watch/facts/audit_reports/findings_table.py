"""Findings listed in a table: an audit log, a follow-up list, a risk register, a plan of action."""

from __future__ import annotations

import re
from collections.abc import Mapping

from smits_watch.documents.document import Document, Table
from smits_watch.facts.audit_reports.finding_columns import (
    MOSTLY,
    finding_vocabulary,
    graded_by,
    is_guess,
    title_columns,
)
from smits_watch.facts.audit_reports.finding_lines import FindingList, ListReader
from smits_watch.facts.audit_reports.grades import Direction, is_known_grade
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.prose.word_patterns import pattern_of
from smits_watch.tables.record_readings import records_in
from smits_watch.tables.records import Records
from smits_watch.tables.values.cells import text_of

_PACKAGE, _WORDS = "smits_watch.facts.audit_reports", "audit_words.toml"
_SCORES = re.compile(
    r"\W{0,2}\d{1,3}(?:[.,]\d)?\s?(?:[-\u2013\u2014]|to|bis|à|a|tot)\s?\d{1,3}(?:[.,]\d)?\W{0,2}|\d{1,3}\+"
)
"""The scores of a grade, from the least to the most: `10 - 16`, or `15+`."""
_ROWS_READ = 3
"""Rows whose words indicate the subject of a list, e.g. in a column of types."""


def finding_lists(
    document: Document,
    columns: Mapping[str, str],
    profile: OrganisationProfile,
    *,
    direction: Direction | None = None,
    month_first: bool | None = None,
) -> list[FindingList]:
    """Find the lists of findings in the tables of a document.

    Args:
        document: a report, a log, a register.
        columns: meaning -> header, as configured for the folder.
        profile: of the organisation.
        direction: the severe end of a numeric scale, if a person stated it.
        month_first: the order of day and month, if a person stated it.
    """
    lists = []
    for table in document.tables:
        for records in records_in(table, finding_vocabulary(), columns):
            if _lists_findings(records, document, table):
                reader = ListReader(document, records, profile, direction, month_first)
                lists.append(reader.read())
    return lists


def _lists_findings(records: Records, document: Document, table: Table) -> bool:
    """Whether a table lists findings: it has grades, or follows up what it calls findings."""
    columns = records.columns
    if not title_columns(records) or _lists_other_things(records, document, table):
        return False
    sorted_ = "sort" in columns and not is_guess(records, "sort")
    if ("severity" in columns or sorted_) and _has_grades(records):
        return not _is_legend(records)
    if "title" not in columns:
        return False
    if {"likelihood", "impact"} <= columns.keys() or "score" in columns:
        of_risks = pattern_of(_PACKAGE, _WORDS, "list", "risks").search(
            " ".join((*records.layout.headers, table.name))
        )
        return bool({"finding", "status", "due"} & columns.keys() or of_risks)
    followed = {"status", "due", "closed", "priority"} & columns.keys()
    about = " ".join((table.name, document.path.rpartition("/")[2], document.metadata.get("title", "")))
    headers = " ".join(records.layout.headers)
    called = pattern_of(_PACKAGE, _WORDS, "list", "words")
    if followed and pattern_of(_PACKAGE, _WORDS, "list", "audited").search(
        " ".join(records.quote(row) for row in records.rows[:_ROWS_READ])
    ):
        return True
    before = " ".join(passage.text[:120] for passage in document.passages[:3])
    return bool(followed) and bool(
        called.search(f"{headers} {about} {before}".replace("_", " ").replace("-", " "))
    )


def _lists_other_things(records: Records, document: Document, table: Table) -> bool:
    """Whether the rows are incidents, tickets or tasks, which have grades and dates as findings do."""
    headers = [
        records.columns[meaning].header for meaning in ("finding", "title") if meaning in records.columns
    ]
    text = re.sub(r"[_.-]", " ", " ".join((*headers, table.name, document.path.rpartition("/")[2])))
    other = pattern_of(_PACKAGE, _WORDS, "list", "other").search(text)
    return bool(other) and not pattern_of(_PACKAGE, _WORDS, "list", "words").search(text)


def _has_grades(records: Records) -> bool:
    """Whether the grade column contains known grades, or a few recurring words."""
    name = graded_by(records)
    cells = [cell for row in records.rows if (cell := records.cell(row, name)) not in (None, "")]
    graded = sum(map(is_known_grade, cells))
    named = {"title", "finding"} & records.columns.keys()
    if name == "sort" and not {"finding", "status", "due"} & records.columns.keys():
        # Categories and results apply to many things; those of an audit state conformity.
        conforms = pattern_of(_PACKAGE, _WORDS, "list", "conformity")
        return graded >= MOSTLY * len(cells) and any(conforms.search(text_of(cell)) for cell in cells)
    if not named:
        return graded >= MOSTLY * len(cells) > 0
    return bool(cells) and (graded > 0 or len(set(cells)) <= max(8, 0.2 * len(cells)))


def _has_ranges(records: Records) -> bool:
    """Whether a column says from which score to which each grade goes: `10 - 16`."""
    grid = records.layout.grid
    return any(
        all(_SCORES.fullmatch(grid.text(row, column.index)) for row in records.rows)
        for column in records.layout.columns
    )


def _is_legend(records: Records) -> bool:
    """Whether a table explains the grades: each appears once, without a finding."""
    if {"finding", "status", "due"} & records.columns.keys():
        return False
    texts = [text for row in records.rows if (text := records.text(row, graded_by(records)))]
    title = records.columns.get("title")
    if title is None:
        explains = records.columns[graded_by(records)].index == records.layout.grid.columns.start
    else:
        # What is explained comes before its explanation; findings are described before they are graded.
        explains = records.columns[graded_by(records)].index < title.index and (
            bool(pattern_of(_PACKAGE, _WORDS, "list", "explanations").search(title.header))
            or _has_ranges(records)
        )
    return len(set(texts)) == len(texts) > 1 and explains
