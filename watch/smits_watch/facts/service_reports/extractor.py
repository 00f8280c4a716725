"""The service levels of a report: targets and results, breached tickets, or figures alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from smits_rules.vocabulary import ServiceLevel
from smits_watch.documents.document import Cell, Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.service_reports.figures import Figure, figure_in
from smits_watch.facts.service_reports.period_columns import by_period, dated_columns
from smits_watch.facts.service_reports.report import Report
from smits_watch.facts.service_reports.sentences import levels_in_sentences
from smits_watch.facts.service_reports.single_figures import are_flags, shares, tickets
from smits_watch.facts.service_reports.target_rows import measured
from smits_watch.facts.service_reports.verdicts import WORDS, affirms_met, is_verdict
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.layout import layouts_of
from smits_watch.tables.records import Records, Vocabulary, records_of
from smits_watch.tables.text_tables import with_text_tables
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.word_lists import WordList

_STATED_TARGET = re.compile(
    r"\b(?:SLA|SLO|target|service level|goal|ziel(?:wert)?|objectif)\b[^.|\n]{0,30}?"
    r"(?:\bis\b|\bof\b|\bat\b|:|=|≥|>=|beträgt|est de)\s*"
    r"(\d{1,3}(?:[.,]\d+)?\s?%)",
    re.IGNORECASE,
)
_SURE = 69.0
"""Fit required of headers for targets and actuals."""


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the service levels from all tables of a document.

    Args:
        document: with a table that has an actual (and a target), says of each ticket whether it
            breached, or has columns such as availability.
        context: configured headers for the fields of `service-level`, and remembered answers.

    Returns:
        A `service-level` per row with a target or an actual; the summary has `measured` (rows whose target
        is known to be met or missed), `missed` and `breach_pct`.
    """
    document = with_text_tables(document)
    report = Report(document, context, _period_around(document), _stated_target(document))
    levels: list[ServiceLevel] = []
    for table in report.document.tables:
        for layout in layouts_of(table):
            levels.extend(_levels(report, records_of(layout, _vocabulary(), report.context.columns)))
    if not levels and not report.questions:
        levels.extend(levels_in_sentences(report.document))
    levels = [_weighed(level) for level in levels]
    judged = [level for level in levels if level.met is not None]
    missed = sum(1 for level in judged if not level.met)
    summary = {
        "measured": len(judged),
        "missed": missed,
        "breach_pct": round(100 * missed / len(judged), 2) if judged else 0.0,
    }
    nothing = not levels and not report.questions
    warnings = ("No service levels were found; name target and actual in smits.toml.",) if nothing else ()
    return Extraction(
        "service-reports",
        tuple(levels),
        summary,
        warnings,
        tuple(report.questions),
        report.verdicts.proofs(levels),
    )


def _levels(report: Report, records: Records) -> Iterator[ServiceLevel]:
    columns, scores = records.columns, records.scores
    dated = "actual" not in columns and "target" in columns and bool(dated_columns(records))
    if "breached" in columns and are_flags(records):
        yield from tickets(report, records)
    elif (
        ("actual" in columns and scores["actual"] >= _SURE and ("target" in columns or "measure" in columns))
        or ("met" in columns and ("measure" in columns or "target" in columns) and not dated)
        or ("met" in columns and is_verdict(columns["met"].header))
    ):
        yield from measured(report, records)
    else:
        yield from list(by_period(report, records)) or shares(report, records)


@cache
def _vocabulary() -> Vocabulary:
    return Vocabulary(
        headers=word_lists(WORDS)["headers"],
        values={"target": _looks_like_figure, "met": _looks_like_verdict},
    )


def _looks_like_figure(cell: Cell) -> bool:
    return figure_in(cell) is not None


def _looks_like_verdict(cell: Cell) -> bool:
    return (
        isinstance(cell, bool)
        or text_of(cell) in ("0", "1", "0.0", "1.0")
        or affirms_met(text_of(cell)) is not None
    )


def _weighed(level: ServiceLevel) -> ServiceLevel:
    """The same, `inferred` where nothing but a figure is stated, of what is not known as a service level."""
    if level.met is not None or (level.target is not None and level.actual is not None):
        return level
    figures = word_lists(WORDS)["figures"]
    word_list = WordList((*figures["share"], *figures["time"], *figures["spans"]))
    sure = bool(level.service) and (word_list.within(level.measure) or word_list.within(level.service))
    return level if sure else level.model_copy(update={"confidence": "inferred"})


def _period_around(document: Document) -> str:
    """The period in the title, a sheet or the file name."""
    name = document.path.rpartition("/")[2].rpartition(".")[0].replace("_", " ")
    titles = [passage.text for passage in document.passages if passage.heading][:3]
    for text in (*titles, document.metadata.get("title", ""), *(t.name for t in document.tables), name):
        period = period_in(text, quantities=False)
        if period:
            return period.text
    return ""


def _stated_target(document: Document) -> Figure | None:
    """The target stated in the text for the whole report, if there is exactly one."""
    targets = {match[1] for match in _STATED_TARGET.finditer(document.text[:20_000])}
    return figure_in(targets.pop()) if len(targets) == 1 else None
