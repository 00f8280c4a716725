"""Indicators: each series with its latest value, and how it changed within a year."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from smits_rules.vocabulary import Indicator
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.environment.sentences import indicators_in_sentences
from smits_watch.facts.environment.series import Point, Series, series_of, terms
from smits_watch.facts.extraction import Extraction
from smits_watch.tables.layout import TableLayout, layouts_of
from smits_watch.tables.words import plain_words

MAX_INDICATORS = 500
"""Series that are listed of one file."""
_YEAR = 365
_STALE = 3 * _YEAR
"""Days after which a series that ends before the others of its table is one that was given up."""
_SLACK = 20
"""Days by which the same day of the year before may be missed, e.g. on holidays."""


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the indicators out of the tables of a document, or else out of its sentences.

    Each series is compared with its value a year before, as statistical offices do to leave out the seasons;
    one that has no such value, with the value before. A rate in percent changes by points.

    Args:
        document: with a table that has a column of dates or periods, or a column for each period.
        context: configured headers for `period`, `indicator` and `value`.

    Returns:
        An `indicator` for each series.
    """
    found = [
        indicator
        for table in document.tables
        for layout in layouts_of(table)
        for indicator in _indicators(document, layout, context)
    ]
    found = found or indicators_in_sentences(document)
    warnings = [] if found else ["No time series were found; name `period` and `value` in smits.toml."]
    if len(found) > MAX_INDICATORS:
        warnings.append(f"Of {len(found)} series the first {MAX_INDICATORS} were taken.")
    return Extraction("environment", tuple(found[:MAX_INDICATORS]), {}, tuple(warnings))


def _indicators(document: Document, layout: TableLayout, context: ExtractionContext) -> Iterator[Indicator]:
    series = series_of(layout, context.columns)
    newest = max((point.day for one in series for point in one.points), default=None)
    for one in series:
        if newest and (newest - max(point.day for point in one.points)).days > _STALE:
            continue
        indicator = _indicator(document, layout, one)
        if indicator is not None:
            yield indicator


def _indicator(document: Document, layout: TableLayout, series: Series) -> Indicator | None:
    """The latest value against the one a year before."""
    points = sorted(series.points, key=lambda point: point.day)
    if not points:
        return None
    latest = points[-1]
    before = _year_before(points) or (points[-2] if len(points) > 1 else None)
    name = _name(document, layout, series)
    unit = _unit(name, series, layout, latest)
    change = 100 * (latest.value - before.value) / abs(before.value) if before and before.value else None
    return Indicator(
        indicator=name[:120],
        unit=unit,
        period=latest.period,
        value=latest.value,
        previous_period=before.period if before else "",
        previous=before.value if before else None,
        change_pct=round(change, 4) if change is not None else None,
        change_points=round(latest.value - before.value, 4) if before and unit == "rate" else None,
        source=document.source(layout.table.anchor(latest.row, latest.column)),
        quote=" | ".join(layout.grid.text(latest.row, c) for c in layout.grid.filled(latest.row))[:200],
    )


def _year_before(points: Sequence[Point]) -> Point | None:
    """The point nearest to the same day a year before the last one."""
    wanted = points[-1].day - dt.timedelta(days=_YEAR)
    nearest = min(points[:-1], key=lambda point: abs((point.day - wanted).days), default=None)
    return nearest if nearest and abs((nearest.day - wanted).days) <= _SLACK else None


def _name(document: Document, layout: TableLayout, series: Series) -> str:
    """What a series is called; one that says only `Price` gets the title or the name of its file."""
    header = "" if series.name and terms("value").equals(series.header) else series.header
    name = " ".join(part for part in (series.name, header) if part)
    if series.name or not terms("generic").equals(series.header):
        return name
    titles = [title for title in layout.titles if len(title) < 80]
    stem = plain_words(document.path.rpartition("/")[2].rpartition(".")[0])
    around = titles[-1] if titles else layout.table.name or stem
    known = set(plain_words(around).split())
    return around if set(plain_words(series.header).split()) <= known else f"{around} {series.header}".strip()


def _unit(name: str, series: Series, layout: TableLayout, latest: Point) -> str:
    """What kind of figure it is, by its words: a rate is a percentage, and changes by points."""
    texts = (series.unit, name, *layout.titles[-1:])
    column = next((c for c in layout.columns if c.index == latest.column), None)
    for text in texts:
        if terms("exchange").within(text):
            return "exchange-rate"
        if "%" in text or (terms("rate").within(text) and not terms("no_rate").within(text)):
            return "rate"
    if column is not None and column.role == "percent":
        return "rate"
    for unit in ("index", "price"):
        if any(terms(unit).within(text) for text in texts):
            return unit
    return ""
