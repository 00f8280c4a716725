"""Service reports: a table of service levels with targets and what was reached."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from smits_rules.vocabulary import ServiceLevel
from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.tables import Header, find_header, quote, word_lists
from smits_watch.tables.numbers import number

_AT_MOST = re.compile(
    r"<|≤|\b(?:max|at most|no more than|within|less than|under|below|höchstens|au plus)\b", re.IGNORECASE
)
_AT_LEAST = re.compile(r">|≥|\b(?:min|at least|no less than|more than|mindestens|au moins)\b", re.IGNORECASE)
_LESS_IS_BETTER = re.compile(
    r"\b(?:time to|response time|resolution time|downtime|outages?|incidents?|mttr|backlog|errors?|defects?|"
    r"complaints?|latency|minutes|hours|days|ausfälle|störungen|antwortzeit|dauer|délai|pannes?)\b",
    re.IGNORECASE,
)
"""Words of measures of which less is better, unless target and actual are shares."""
_FIGURE = re.compile(r"[-+]?\d[\d.,\s]*")


class _Level(NamedTuple):
    """Target and actual in the same unit, and whether it was reached; None where that can't be told."""

    target: float | None
    actual: float | None
    met: bool | None


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the service levels out of all tables of a document.

    Args:
        document: with a table that names a target and an actual.
        context: configured headers for the fields of `service-level`.

    Returns:
        A `service-level` for each row that states a target or an actual; the summary has `measured` (rows
        with both), `missed` and `breach_pct`.
    """
    levels = tuple(level for table in document.tables for level in _levels(document, table, context.columns))
    measured = [level for level in levels if level.met is not None]
    missed = sum(1 for level in measured if not level.met)
    summary = {
        "measured": len(measured),
        "missed": missed,
        "breach_pct": round(100 * missed / len(measured), 2) if measured else 0.0,
    }
    warnings = () if levels else ("No service levels were found; name target and actual in smits.toml.",)
    return Extraction("service-reports", levels, summary, warnings)


def _levels(document: Document, table: Table, columns: Mapping[str, str]) -> Iterator[ServiceLevel]:
    header = find_header(table, word_lists("service_report_words.toml")["headers"], columns)
    if header is None or not {"actual", "met"} & header.columns.keys():
        return
    shown = "actual" if "actual" in header.columns else "met"
    for index, row in enumerate(table.rows):
        if index <= header.row:
            continue
        told = _level(header, row)
        if told.target is None and told.actual is None and told.met is None:
            continue
        yield ServiceLevel(
            service=header.text(row, "service"),
            measure=header.text(row, "measure"),
            period=header.text(row, "period"),
            target=told.target,
            actual=told.actual,
            met=told.met,
            source=document.source(table.anchor(index, header.columns[shown])),
            quote=quote(row),
        )


def _level(header: Header, row: Sequence[Cell]) -> _Level:
    target, actual = _figure(header.cell(row, "target")), _figure(header.cell(row, "actual"))
    if target is not None and actual is not None:
        target, actual = _same_scale(target, actual)
    said = header.text(row, "met").casefold()
    words = word_lists("service_report_words.toml")["met"]
    if said in words["yes"]:
        return _Level(target, actual, True)
    if said in words["no"]:
        return _Level(target, actual, False)
    if target is None or actual is None:
        return _Level(target, actual, None)
    less = _less_is_better(header.text(row, "target"), header.text(row, "measure"), target, actual)
    met = actual <= target + 1e-9 if less else actual >= target - 1e-9
    return _Level(target, actual, met)


def _less_is_better(target: str, measure: str, wanted: float, reached: float) -> bool:
    """As the target's sign says; else by the measure's words, but a share is better the higher it is."""
    if _AT_LEAST.search(target):
        return False
    if _AT_MOST.search(target):
        return True
    share = "%" in target or (0 <= wanted <= 1 and 0 <= reached <= 1) or (wanted >= 50 and reached <= 100)
    return not share and bool(_LESS_IS_BETTER.search(measure))


def _same_scale(target: float, actual: float) -> tuple[float, float]:
    """Where one is a share (0.95) and the other percent (90), both as percent."""
    if 0 < target <= 1 and 2 < actual <= 100:
        return 100 * target, actual
    if 0 < actual <= 1 and 1 < target <= 100 and target >= 20:
        return target, 100 * actual
    return target, actual


def _figure(cell: Cell) -> float | None:
    """The number in a cell, whatever signs and words stand around it."""
    value = number(cell)
    if value is not None or not isinstance(cell, str):
        return value
    found = _FIGURE.search(cell)
    return number(found[0].strip()) if found else None
