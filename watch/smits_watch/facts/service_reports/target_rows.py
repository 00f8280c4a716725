"""Rows with a target and an actual, or with the verdict of the report itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from smits_rules.vocabulary import ServiceLevel
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.service_reports.direction import (
    Better,
    better_direction,
    said_direction,
    shown_directions,
)
from smits_watch.facts.service_reports.figures import Figure, figure_in, is_share, same_unit, unit_in
from smits_watch.facts.service_reports.report import Report, is_reached, verdict
from smits_watch.facts.service_reports.verdicts import WORDS, affirms_met_under
from smits_watch.facts.shapes import shape_of
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.records import Records
from smits_watch.tables.word_lists import WordList, table_words

_BOTH: tuple[Better, Better] = ("higher", "lower")


def measured(report: Report, records: Records) -> Iterator[ServiceLevel]:
    """A service level per row with a target, an actual or a verdict; asks for an unknown direction."""
    directions = _shown_directions(records)
    for row in records.rows:
        if table_words()["total"].equals(records.text(row, "measure") or records.text(row, "service")):
            continue
        target, actual = _figures(records, row)
        stated = _stated(records, row)
        if target is None and actual is None and stated is None:
            continue
        if target is None and "target" not in records.columns and actual is not None and actual.unit == "%":
            target = report.stated
        shown = directions.get(records.text(row, "measure").casefold())
        yield from _level(report, records, row, target, actual, shown, stated)


def _shown_directions(records: Records) -> dict[str, Better]:
    """The direction of each measure whose rows state consistent verdicts."""
    shown: dict[str, set[Better]] = defaultdict(set)
    for row in records.rows:
        target, actual = _figures(records, row)
        met = _stated(records, row)
        if target is not None and actual is not None and met is not None:
            wanted, reached, _ = same_unit(target, actual)
            measure = records.text(row, "measure").casefold()
            shown[measure].update(shown_directions(wanted, reached, met=met))
    return {measure: next(iter(ways)) for measure, ways in shown.items() if len(ways) == 1}


def _level(
    report: Report,
    records: Records,
    row: int,
    target: Figure | None,
    actual: Figure | None,
    shown: Better | None,
    stated: bool | None,
) -> Iterator[ServiceLevel]:
    wanted, reached = target.value if target else None, actual.value if actual else None
    unit = (target.unit if target else "") or (actual.unit if actual else "")
    better, met = shown, stated
    name = records.text(row, "measure") or _named_by_header(records)
    if target is not None and actual is not None:
        wanted, reached, unit = same_unit(target, actual)
        share = unit == "%" or (not unit and is_share(wanted, reached))
        words = name or records.text(row, "service")
        direction = said_direction(records.text(row, "direction")) or better_direction(
            records.text(row, "target"), target, words, unit, share=share
        )
        better = shown or direction
        report.verdicts.add(stated, verdict(wanted, reached, direction))
        met = verdict(wanted, reached, better) if met is None else met
    level = ServiceLevel(
        service=records.text(row, "service"),
        measure=name,
        period=records.text(row, "period") or report.around,
        target=wanted,
        actual=reached,
        unit=unit,
        better=better,
        met=met,
        source=report.document.source(records.anchor(row, "actual", "met")),
        quote=records.quote(row),
    )
    if met is None and wanted is not None and reached is not None:
        yield from _ask(report, records, row, level)
    else:
        yield level


def _ask(report: Report, records: Records, row: int, level: ServiceLevel) -> Iterator[ServiceLevel]:
    """Ask whether higher or lower is better, unless there is a remembered answer."""
    name = level.measure or level.service
    met = {better: is_reached(level.target or 0.0, level.actual or 0.0, better) for better in _BOTH}
    candidates = tuple(
        Candidate(
            answer=better,
            meaning=f"{better} is better: {'met' if met[better] else 'missed'}",
            facts=(level.model_copy(update={"better": better, "met": met[better]}),),
        )
        for better in _BOTH
    )
    question = FileQuestion(
        topic="direction",
        text=f"Is a higher or a lower figure better for '{name}'?",
        anchor=records.anchor(row, "actual"),
        quote=records.quote(row),
        candidates=candidates,
        shape=shape_of([name, *records.layout.headers]),
    )
    settlement = report.context.settle(question)
    if settlement is None:
        report.questions.append(question)
    elif settlement.candidate is not None:
        better: Better = "lower" if settlement.candidate.answer == "lower" else "higher"
        yield level.model_copy(update={"better": better, "met": met[better]})


def _stated(records: Records, row: int) -> bool | None:
    """The verdict stated in a row; None if there is none."""
    column = records.columns.get("met")
    return affirms_met_under(records.text(row, "met"), column.header) if column else None


def _named_by_header(records: Records) -> str:
    """What the actuals measure if no column states it, e.g. `Resolution time`; blank for `Actual`."""
    column = records.columns.get("actual")
    header = column.header if column else ""
    generic = word_lists(WORDS)["verdict"]["general"]
    return "" if WordList(generic).equals(header) else " ".join(header.replace("_", " ").split())[:80]


def _figures(records: Records, row: int) -> tuple[Figure | None, Figure | None]:
    """Target and actual of a row; the unit may come from the cell, its header, a column or the measure."""
    stated = records.text(row, "unit")
    named = unit_in(f"({stated})" if stated else "") or unit_in(records.text(row, "measure"))
    headers = {name: records.columns[name].header for name in ("target", "actual") if name in records.columns}
    target, actual = (
        figure_in(records.cell(row, name), unit_in(headers.get(name, "")) or named)
        for name in ("target", "actual")
    )
    return target, actual
