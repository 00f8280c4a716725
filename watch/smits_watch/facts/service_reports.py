"""Service reports: a table of service levels with targets and what was reached."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from smits_rules.vocabulary import ServiceLevel
from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.service_direction import Better, better_direction, shown_directions
from smits_watch.facts.service_figures import Figure, figure_in, is_share, same_unit, unit_in
from smits_watch.facts.service_sentences import levels_in_sentences
from smits_watch.facts.tables import Header, find_header, quote, word_lists

_ROUNDING = 1e-9
_MOST_NAMED = 5
"""Measures that a warning names."""


class _Level(NamedTuple):
    """Target and actual in the same unit, which direction is better, and whether the target was reached."""

    target: float | None = None
    actual: float | None = None
    unit: str = ""
    better: Better | None = None
    met: bool | None = None
    """None where it can't be told."""


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Take the service levels out of all tables of a document, or else out of its sentences.

    Args:
        document: with a table that names a target and an actual.
        context: configured headers for the fields of `service-level`.

    Returns:
        A `service-level` for each row that states a target or an actual; the summary has `measured` (rows
        with both), `missed` and `breach_pct`.
    """
    levels = tuple(level for table in document.tables for level in _levels(document, table, context.columns))
    levels = levels or tuple(levels_in_sentences(document))
    measured = [level for level in levels if level.met is not None]
    missed = sum(1 for level in measured if not level.met)
    summary = {
        "measured": len(measured),
        "missed": missed,
        "breach_pct": round(100 * missed / len(measured), 2) if measured else 0.0,
    }
    return Extraction("service-reports", levels, summary, _warnings(levels))


def _warnings(levels: Sequence[ServiceLevel]) -> tuple[str, ...]:
    """What a person should hear: that nothing was found, or which measures could not be judged."""
    if not levels:
        return ("No service levels were found; name target and actual in smits.toml.",)
    complete = [level for level in levels if level.target is not None and level.actual is not None]
    unclear = dict.fromkeys(level.measure or level.service for level in complete if level.met is None)
    if not unclear:
        return ()
    names = ", ".join(f"'{name}'" for name in list(unclear)[:_MOST_NAMED])
    return (f"Whether more or less is better is not clear for {names}; write ≥ or ≤ before the target.",)


def _levels(document: Document, table: Table, columns: Mapping[str, str]) -> Iterator[ServiceLevel]:
    header = find_header(table, word_lists("service_report_words.toml")["headers"], columns)
    if header is None or not {"actual", "met"} & header.columns.keys():
        return
    shown = "actual" if "actual" in header.columns else "met"
    rows = [(index, row) for index, row in enumerate(table.rows) if index > header.row]
    figures = {index: _figures(table, header, row) for index, row in rows}
    directions = _shown_directions(header, rows, figures)
    for index, row in rows:
        level = _level(header, row, figures[index], directions.get(_measure(header, row)))
        if level.target is None and level.actual is None and level.met is None:
            continue
        yield ServiceLevel(
            service=header.text(row, "service"),
            measure=header.text(row, "measure"),
            period=header.text(row, "period"),
            target=level.target,
            actual=level.actual,
            unit=level.unit,
            better=level.better,
            met=level.met,
            source=document.source(table.anchor(index, header.columns[shown])),
            quote=quote(row),
        )


def _figures(table: Table, header: Header, row: Sequence[Cell]) -> tuple[Figure | None, Figure | None]:
    """Target and actual of a row; where a cell states no unit, its header or the measure may."""
    named = unit_in(header.text(row, "measure"))
    target, actual = (
        figure_in(header.cell(row, name), unit_in(header.text(table.rows[header.row], name)) or named)
        for name in ("target", "actual")
    )
    return target, actual


def _shown_directions(
    header: Header,
    rows: Iterable[tuple[int, Sequence[Cell]]],
    figures: Mapping[int, tuple[Figure | None, Figure | None]],
) -> dict[str, Better]:
    """The direction of each measure whose rows say themselves, without contradiction, what was met."""
    shown: dict[str, set[Better]] = defaultdict(set)
    for index, row in rows:
        target, actual = figures[index]
        met = _stated(header, row)
        if target is not None and actual is not None and met is not None:
            wanted, reached, _ = same_unit(target, actual)
            shown[_measure(header, row)].update(shown_directions(wanted, reached, met=met))
    return {measure: next(iter(directions)) for measure, directions in shown.items() if len(directions) == 1}


def _level(
    header: Header,
    row: Sequence[Cell],
    figures: tuple[Figure | None, Figure | None],
    shown: Better | None,
) -> _Level:
    target, actual = figures
    stated = _stated(header, row)
    if target is None or actual is None:
        only = target or actual
        return _Level(target and target.value, actual and actual.value, only.unit if only else "", met=stated)
    wanted, reached, unit = same_unit(target, actual)
    written = header.text(row, "target")
    share = unit == "%" or (not unit and is_share(wanted, reached))
    better = shown or better_direction(written, target, header.text(row, "measure"), unit, share=share)
    if stated is not None:
        return _Level(wanted, reached, unit, better, stated)
    if better is None:
        return _Level(wanted, reached, unit, None, True if wanted == reached else None)
    met = reached <= wanted + _ROUNDING if better == "lower" else reached >= wanted - _ROUNDING
    return _Level(wanted, reached, unit, better, met)


def _stated(header: Header, row: Sequence[Cell]) -> bool | None:
    """What the row itself says of its target; None where it says nothing."""
    text = header.text(row, "met").casefold()
    words = word_lists("service_report_words.toml")["met"]
    return True if text in words["yes"] else False if text in words["no"] else None


def _measure(header: Header, row: Sequence[Cell]) -> str:
    return header.text(row, "measure").casefold()
