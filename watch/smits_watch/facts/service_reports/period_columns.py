"""Tables with one row per service or measure, and one column per month or quarter."""

from __future__ import annotations

from collections.abc import Iterator

from smits_rules.vocabulary import ServiceLevel
from smits_watch.facts.service_reports.direction import (
    Better,
    better_direction,
)
from smits_watch.facts.service_reports.figures import Figure, figure_in, is_share, same_unit, unit_in
from smits_watch.facts.service_reports.report import Report, verdict
from smits_watch.facts.service_reports.verdicts import WORDS
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.records import Records
from smits_watch.tables.values.periods import period_in, period_within
from smits_watch.tables.word_lists import WordList, table_words

_LEAST_PERIODS = 2
"""Columns of months from which on a row is a series."""


def by_period(report: Report, records: Records) -> Iterator[ServiceLevel]:
    """One row per service or measure, one column per month, and possibly a target column."""
    figures = {name: WordList(words) for name, words in word_lists(WORDS)["figures"].items()}
    dated = dated_columns(records)
    label = records.columns.get("measure") or records.columns.get("service") or records.layout.label
    common = _common_measure(records, label)
    least = 1 if "target" in records.columns else _LEAST_PERIODS
    if len(dated) < least or label is None or not ("target" in records.columns or common):
        return
    if any(figures["baseline"].within(header) for header in records.layout.headers):
        return  # what is planned for each year, beside the figure that the plan begins with
    measures = label is records.columns.get("measure")
    for row in records.rows:
        name = records.layout.grid.text(row, label.index)
        if not name or table_words()["total"].starts(name):
            continue
        measure = name if measures else common
        stated = records.text(row, "unit")
        unit = "%" if "%" in f"{measure} {stated}" else unit_in(measure) or unit_in(stated)
        target = figure_in(records.cell(row, "target"), unit) or report.stated
        for column in dated:
            actual = figure_in(records.layout.grid.cell(row, column.index), unit)
            if actual is not None:
                service = records.text(row, "service") if measures else name
                yield _of_period(report, records, row, column, (service, measure), target, actual)


def _of_period(
    report: Report,
    records: Records,
    row: int,
    column: TableColumn,
    names: tuple[str, str],
    target: Figure | None,
    actual: Figure,
) -> ServiceLevel:
    """The service level in the period of a column."""
    service, measure = names
    wanted, reached, unit = same_unit(target, actual) if target else (None, actual.value, actual.unit)
    better: Better | None = None
    if target is not None:
        share = unit == "%" or (not unit and is_share(wanted or 0.0, reached))
        better = better_direction(records.text(row, "target"), target, measure, unit, share=share)
    above = (period_in(title, quantities=False) for title in records.layout.titles)
    around = next((period.text for period in above if period), report.around)
    period = column.period.text if column.period else period_within(column.header, around)
    return ServiceLevel(
        service=service[:120],
        measure=measure[:120],
        period=period,
        target=wanted,
        actual=reached,
        unit=unit,
        better=better,
        met=verdict(wanted, reached, better) if wanted is not None else None,
        source=report.document.source(records.layout.table.anchor(row, column.index)),
        quote=records.quote(row),
    )


def _common_measure(records: Records, label: TableColumn | None) -> str:
    """The measure of all figures in a table, from the header of its labels or its titles."""
    figures = word_lists(WORDS)["figures"]
    word_list = WordList((*figures["share"], *figures["time"], *figures["spans"]))
    texts = (label.header if label else "", *records.layout.titles, records.layout.table.name)
    return next((" ".join(text.split()) for text in texts if word_list.within(text)), "")


def dated_columns(records: Records) -> list[TableColumn]:
    """The columns of figures whose header is a period."""
    return [c for c in records.layout.columns if _names_period(c) and _holds_figures(records, c)]


def _names_period(column: TableColumn) -> bool:
    """Whether a column's header is a month or the like, so that texts such as `3 h` may be figures."""
    return bool(column.period or column.part or period_in(column.header))


def _holds_figures(records: Records, column: TableColumn) -> bool:
    """Whether most cells of a column are figures, possibly with units."""
    cells = [
        cell for row in records.rows if (cell := records.layout.grid.cell(row, column.index)) is not None
    ]
    return bool(cells) and 2 * sum(figure_in(cell) is not None for cell in cells) > len(cells)
