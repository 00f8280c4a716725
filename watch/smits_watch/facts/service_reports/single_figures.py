"""Tickets that breached or not, and columns that are measures themselves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from smits_rules.vocabulary import ServiceLevel
from smits_watch.facts.service_reports.figures import Figure, figure_in
from smits_watch.facts.service_reports.report import Report
from smits_watch.facts.service_reports.verdicts import WORDS, affirms
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.records import Records
from smits_watch.tables.word_lists import WordList

_MOSTLY = 0.95
"""Share of yes-or-no cells from which on a column contains flags."""
_NEAR_ALL = 90
"""Whole figures up to 100 are percentages where one is at least this much; smaller ones may count cases."""


def tickets(report: Report, records: Records) -> Iterator[ServiceLevel]:
    """One row per ticket, with a column that says whether it breached."""
    for row in records.rows:
        breached = affirms(records.text(row, "breached"), "breached")
        if breached is None:
            continue
        yield ServiceLevel(
            service=records.text(row, "service"),
            measure=records.text(row, "measure"),
            period=records.text(row, "period") or report.around,
            met=not breached,
            source=report.document.source(records.anchor(row, "breached")),
            quote=records.quote(row),
        )


def shares(report: Report, records: Records) -> Iterator[ServiceLevel]:
    """Columns that are measures themselves: availability by month, remaining time of each ticket."""
    figures = word_lists(WORDS)["figures"]
    share, time, counts = (WordList(figures[name]) for name in ("share", "time", "counts"))
    for column in records.layout.columns:
        if time.within(column.header):
            yield from _time_left(report, records, column)
        elif counts.within(column.header):
            continue
        elif share.within(column.header) and _are_percent(records, column):
            yield from _share_column(report, records, column)


def _share_column(report: Report, records: Records, column: TableColumn) -> Iterator[ServiceLevel]:
    for row in records.rows:
        actual = figure_in(records.layout.grid.cell(row, column.index))
        if actual is None:
            continue
        share = 0 < actual.value <= 1 and actual.unit == ""
        value = 100 * actual.value if share else actual.value
        target = report.stated.value if report.stated else None
        yield ServiceLevel(
            service=_plain_name(records.text(row, "service")),
            measure=column.header,
            period=records.text(row, "period") or report.around,
            target=target,
            actual=value,
            unit="%",
            better="higher",
            met=value >= target - 1e-9 if target is not None else None,
            source=report.document.source(records.layout.table.anchor(row, column.index)),
            quote=records.quote(row),
        )


def _time_left(report: Report, records: Records, column: TableColumn) -> Iterator[ServiceLevel]:
    """The remaining time shown by service desks; a negative one is a breach."""
    for row in records.rows:
        text = records.layout.grid.text(row, column.index)
        if not re.search(r"\d", text):
            continue
        yield ServiceLevel(
            measure=column.header,
            period=records.text(row, "period") or report.around,
            met=not text.startswith(("-", "\u2212")),
            source=report.document.source(records.layout.table.anchor(row, column.index)),
            quote=records.quote(row),
        )


def are_flags(records: Records) -> bool:
    """Whether a column flags breaches per row, rather than counting them."""
    texts = [text for row in records.rows if (text := records.text(row, "breached"))]
    return sum(affirms(text, "breached") is not None for text in texts) >= _MOSTLY * len(texts)


def _are_percent(records: Records, column: TableColumn) -> bool:
    """Whether the figures of a column may be percentages."""
    values = [figure_in(records.layout.grid.cell(row, column.index)) for row in records.rows[:200]]
    present = [value for value in values if value is not None]
    if not present or not all(0 <= value.value <= 100 for value in present):
        return False
    marked = column.role == "percent" or any(value.unit == "%" for value in present)
    return marked or max(value.value for value in present) >= _NEAR_ALL or not _are_counts(present)


def _are_counts(figures: Sequence[Figure]) -> bool:
    """Whether figures are whole numbers: so many cases, and no share of them."""
    return all(figure.value.is_integer() for figure in figures)


def _plain_name(text: str) -> str:
    """A name without surrounding Markdown links and tags."""
    text = re.sub(r"<[^>]*>", " ", text)
    return " ".join(re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", text).split())[:120]
