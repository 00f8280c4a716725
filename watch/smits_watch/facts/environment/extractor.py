"""Indicators: the latest value of each series, and its change over a year."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence

from smits_rules.vocabulary import Indicator
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.environment.described import without_description
from smits_watch.facts.environment.sentences import indicators_in_sentences
from smits_watch.facts.environment.series import Point, Series, series_of
from smits_watch.facts.environment.terms import terms
from smits_watch.facts.extraction import Extraction
from smits_watch.tables.layout import TableLayout, layouts_of
from smits_watch.tables.text_tables import with_text_tables
from smits_watch.tables.values.periods import part_of_year
from smits_watch.tables.word_lists import plain_words

MAX_INDICATORS = 500
"""The most series of one file that become facts."""
_YEAR = 365
_STALE = 3 * _YEAR
"""A series that ends this many days before the others of its table was discontinued."""
_LONGEST_NAME = 120
_SLACK = 20
"""Tolerance in days for the same date a year earlier, e.g. because of holidays."""


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the indicators from the tables of a document, or else from its sentences.

    Each series is compared with its value a year earlier, as statistical offices do to eliminate seasonal
    effects; without such a value, with the previous one. A rate in percent changes by points.

    Args:
        document: with a table that has a column of dates or periods, or a column per period.
        context: configured headers for `period`, `indicator` and `value`.

    Returns:
        An `indicator` per series.
    """
    document = with_text_tables(document)
    all_indicators: list[Indicator] = []
    sheets: list[str] = []
    proofs: list[str] = []
    warnings: list[str] = []
    for table in document.tables:
        for layout in layouts_of(without_description(table)):
            series = series_of(layout, context.columns)
            warnings.extend(_contradictions(document, layout, series))
            indicators = list(_indicators(document, layout, series))
            if _are_single_values(series):
                indicators = [
                    indicator.model_copy(update={"confidence": "inferred"}) for indicator in indicators
                ]
            all_indicators.extend(indicators)
            sheets.extend([table.name] * len(indicators))
            if indicators:
                proofs.append(_proof(series, indicators))
    all_indicators, doubts = _weighed(_told_apart(all_indicators, sheets))
    warnings.extend(doubts)
    all_indicators = all_indicators or list(indicators_in_sentences(document))
    if not all_indicators and not warnings:
        warnings = ["No time series were found; name `period` and `value` in smits.toml."]
    if len(all_indicators) > MAX_INDICATORS:
        warnings.append(f"Of {len(all_indicators)} series the first {MAX_INDICATORS} were taken.")
    return Extraction(
        "environment", tuple(all_indicators[:MAX_INDICATORS]), {}, tuple(warnings), proofs=tuple(proofs)
    )


def _are_single_values(series: Sequence[Series]) -> bool:
    """Whether each row is about another thing and time, as in a list of members, and no series runs on."""
    periods = {point.period for sery in series for point in sery.points}
    return len(periods) > 1 and all(len(sery.points) == 1 for sery in series)


def _told_apart(indicators: Sequence[Indicator], sheets: Sequence[str]) -> list[Indicator]:
    """The same, with the names of their sheets where several sheets have series of one name."""
    places: dict[str, set[str]] = defaultdict(set)
    for indicator, sheet in zip(indicators, sheets, strict=True):
        places[indicator.indicator].add(sheet)
    return [
        indicator.model_copy(update={"indicator": f"{sheet} {indicator.indicator}"[:_LONGEST_NAME]})
        if sheet and len(places[indicator.indicator]) > 1
        else indicator
        for indicator, sheet in zip(indicators, sheets, strict=True)
    ]


def _weighed(indicators: Sequence[Indicator]) -> tuple[list[Indicator], list[str]]:
    """The same, `inferred` where series have one name and period, but other values.

    Returns:
        The series, and a sentence for each name that several of them have.
    """
    values: dict[tuple[str, str], set[float | None]] = defaultdict(set)
    for indicator in indicators:
        values[indicator.indicator, indicator.period].add(indicator.value)
    doubtful = {key for key, stated in values.items() if len(stated) > 1}
    weighed = [
        indicator.model_copy(update={"confidence": "inferred"})
        if (indicator.indicator, indicator.period) in doubtful
        else indicator
        for indicator in indicators
    ]
    names = dict.fromkeys(name for name, _ in sorted(doubtful))
    return weighed, [f"Several series are called '{name}', and nothing tells them apart." for name in names]


def _contradictions(document: Document, layout: TableLayout, series: Sequence[Series]) -> Iterator[str]:
    """A sentence for each series that has several values for the same period."""
    for sery in series[:MAX_INDICATORS]:
        period = sery.contradicts
        if period:
            name = _name(document, layout, sery)
            yield f"'{name}' has several values for {period}, and no column says what they refer to."


def _proof(series: Sequence[Series], indicators: Sequence[Indicator]) -> str:
    """The basis of a reading; a time series has no total to prove it."""
    points = sum(len(sery.points) for sery in series)
    first, last = (pick(point.day for sery in series for point in sery.points) for pick in (min, max))
    names = f"{len(indicators)} series" if len(indicators) > 1 else f"'{indicators[0].indicator}'"
    return f"Nothing adds up in a time series; {names}: {points:,} values from {first:%Y-%m} to {last:%Y-%m}."


def _indicators(document: Document, layout: TableLayout, series: Sequence[Series]) -> Iterator[Indicator]:
    newest = max((point.day for sery in series for point in sery.points), default=None)
    for sery in series:
        if newest and (newest - max(point.day for point in sery.points)).days > _STALE:
            continue
        if sery.contradicts:
            continue
        indicator = _indicator(document, layout, sery)
        if indicator is not None:
            yield indicator


def _indicator(document: Document, layout: TableLayout, series: Series) -> Indicator | None:
    """The latest value compared with the one a year earlier."""
    points = sorted(series.points, key=lambda point: point.day)
    if not points:
        return None
    latest = points[-1]
    before = _year_before(points) or (points[-2] if len(points) > 1 else None)
    name = _name(document, layout, series)
    unit = _unit(name, series, layout, latest)
    change = 100 * (latest.value - before.value) / abs(before.value) if before and before.value else None
    return Indicator(
        indicator=name[:_LONGEST_NAME],
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
    """The point closest to one year before the last one."""
    wanted = points[-1].day - dt.timedelta(days=_YEAR)
    nearest = min(points[:-1], key=lambda point: abs((point.day - wanted).days), default=None)
    return nearest if nearest and abs((nearest.day - wanted).days) <= _SLACK else None


def _name(document: Document, layout: TableLayout, series: Series) -> str:
    """The name of a series; `Price` alone is replaced by the title or the file name."""
    header = "" if series.name and terms("value").equals(series.header) else series.header
    name = " ".join(part for part in (series.name, header) if part)
    if series.of_places and not header:
        return f"{name} {_around(document, layout)}".strip()
    if name and (series.name or not terms("generic").equals(series.header)):
        return name
    around = _around(document, layout)
    words_around = set(plain_words(around).split())
    return (
        around
        if set(plain_words(series.header).split()) <= words_around
        else f"{around} {series.header}".strip()
    )


def _around(document: Document, layout: TableLayout) -> str:
    """The measure in title, sheet or file name, without a period."""
    stated = (title.partition(":") for title in layout.titles)
    for key, colon, value in stated:
        if colon and terms("name").equals(key):
            return value.strip(" ,").partition(f",{value.strip(' ,').split(',')[0]},")[0][:_LONGEST_NAME]
    titles = _plain_titles(layout)
    if titles:
        return titles[-1]
    if layout.table.name and not terms("sheet").starts(layout.table.name.rstrip("0123456789 ")):
        return layout.table.name
    words = plain_words(document.path.rpartition("/")[2].rpartition(".")[0]).split()
    telling = [
        word for word in words if not any(char.isdigit() for char in word) and not terms("file").equals(word)
    ]
    return " ".join(word for word in telling if not part_of_year(word))


def _plain_titles(layout: TableLayout) -> list[str]:
    """The short titles, without lines such as `Area: World`."""
    return [
        title
        for title in layout.titles
        if len(title) < 80 and ":," not in title and not terms("when").equals(title)
    ]


def _unit(name: str, series: Series, layout: TableLayout, latest: Point) -> str:
    """The kind of figure, by its words: a rate is a percentage, and changes by points."""
    texts = (series.unit, name, *_plain_titles(layout))
    column = next((c for c in layout.columns if c.index == latest.column), None)
    for text in texts:
        if terms("exchange").within(text):
            return "exchange-rate"
        if "%" in text or terms("percent").within(text):
            return "rate"
        if terms("rate").within(text) and not terms("no_rate").within(text):
            return "rate"
    if column is not None and column.role == "percent":
        return "rate"
    for unit in ("index", "price"):
        if any(terms(unit).within(text) for text in texts):
            return unit
    return ""
