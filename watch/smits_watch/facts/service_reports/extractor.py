"""The service levels of a report: targets and results, breached tickets, or figures alone."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache

from smits_rules.vocabulary import ServiceLevel
from smits_watch.documents.document import Cell, Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.service_reports.direction import (
    Better,
    better_direction,
    said_direction,
    shown_directions,
)
from smits_watch.facts.service_reports.figures import Figure, figure_in, is_share, same_unit, unit_in
from smits_watch.facts.service_reports.sentences import levels_in_sentences
from smits_watch.facts.service_reports.verdicts import WORDS, Verdicts, is_verdict, said, said_met, said_under
from smits_watch.facts.shapes import shape_of
from smits_watch.facts.word_files import word_lists
from smits_watch.tables.columns import TableColumn
from smits_watch.tables.layout import layouts_of
from smits_watch.tables.records import Records, Vocabulary, records_of
from smits_watch.tables.text_tables import with_text_tables
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.periods import period_in
from smits_watch.tables.word_lists import WordList, table_words

_STATED_TARGET = re.compile(
    r"\b(?:SLA|SLO|target|service level|goal|ziel(?:wert)?|objectif)\b[^.|\n]{0,30}?"
    r"(?:\bis\b|\bof\b|\bat\b|:|=|≥|>=|beträgt|est de)\s*"
    r"(\d{1,3}(?:[.,]\d+)?\s?%)",
    re.IGNORECASE,
)
_BOTH: tuple[Better, Better] = ("higher", "lower")
_MOSTLY = 0.95
"""Share of yes-or-no cells from which on a column contains flags."""
_NEAR_ALL = 90
"""Whole figures up to 100 are percentages where one is at least this much; smaller ones may count cases."""
_LEAST_PERIODS = 2
"""Columns of months from which on a row is a series."""
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
    return _LevelExtractor(document, context).extraction()


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
        or said_met(text_of(cell)) is not None
    )


class _LevelExtractor:
    def __init__(self, document: Document, context: ExtractionContext) -> None:
        self.document = document
        self.context = context
        self.around = _period_around(document)
        self.stated = _stated_target(document)
        self.questions: list[FileQuestion] = []
        self.verdicts = Verdicts()

    def extraction(self) -> Extraction:
        levels: list[ServiceLevel] = []
        for table in self.document.tables:
            for layout in layouts_of(table):
                levels.extend(self._levels(records_of(layout, _vocabulary(), self.context.columns)))
        if not levels and not self.questions:
            levels.extend(levels_in_sentences(self.document))
        levels = [_weighed(level) for level in levels]
        measured = [level for level in levels if level.met is not None]
        missed = sum(1 for level in measured if not level.met)
        summary = {
            "measured": len(measured),
            "missed": missed,
            "breach_pct": round(100 * missed / len(measured), 2) if measured else 0.0,
        }
        nothing = not levels and not self.questions
        warnings = ("No service levels were found; name target and actual in smits.toml.",) if nothing else ()
        return Extraction(
            "service-reports",
            tuple(levels),
            summary,
            warnings,
            tuple(self.questions),
            self.verdicts.proofs(levels),
        )

    def _levels(self, records: Records) -> Iterator[ServiceLevel]:
        columns, scores = records.columns, records.scores
        dated = "actual" not in columns and "target" in columns and bool(_dated(records))
        if "breached" in columns and _are_flags(records):
            yield from self._tickets(records)
        elif (
            (
                "actual" in columns
                and scores["actual"] >= _SURE
                and ("target" in columns or "measure" in columns)
            )
            or ("met" in columns and ("measure" in columns or "target" in columns) and not dated)
            or ("met" in columns and is_verdict(columns["met"].header))
        ):
            yield from self._measured(records)
        else:
            yield from list(self._by_period(records)) or self._shares(records)

    # Targets and actuals

    def _measured(self, records: Records) -> Iterator[ServiceLevel]:
        directions = self._shown_directions(records)
        for row in records.rows:
            if table_words()["total"].equals(records.text(row, "measure") or records.text(row, "service")):
                continue
            target, actual = _figures(records, row)
            stated = _stated(records, row)
            if target is None and actual is None and stated is None:
                continue
            if (
                target is None
                and "target" not in records.columns
                and actual is not None
                and actual.unit == "%"
            ):
                target = self.stated
            shown = directions.get(records.text(row, "measure").casefold())
            yield from self._level(records, row, target, actual, shown, stated)

    def _shown_directions(self, records: Records) -> dict[str, Better]:
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
        self,
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
            told = said_direction(records.text(row, "direction")) or better_direction(
                records.text(row, "target"), target, words, unit, share=share
            )
            better = shown or told
            self.verdicts.add(stated, _verdict(wanted, reached, told))
            met = _verdict(wanted, reached, better) if met is None else met
        level = ServiceLevel(
            service=records.text(row, "service"),
            measure=name,
            period=records.text(row, "period") or self.around,
            target=wanted,
            actual=reached,
            unit=unit,
            better=better,
            met=met,
            source=self.document.source(records.anchor(row, "actual", "met")),
            quote=records.quote(row),
        )
        if met is None and wanted is not None and reached is not None:
            yield from self._ask(records, row, level)
        else:
            yield level

    def _ask(self, records: Records, row: int, level: ServiceLevel) -> Iterator[ServiceLevel]:
        """Ask whether higher or lower is better, unless there is a remembered answer."""
        name = level.measure or level.service
        met = {better: _reached(level.target or 0.0, level.actual or 0.0, better) for better in _BOTH}
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
        settlement = self.context.settle(question)
        if settlement is None:
            self.questions.append(question)
        elif settlement.candidate is not None:
            better: Better = "lower" if settlement.candidate.answer == "lower" else "higher"
            yield level.model_copy(update={"better": better, "met": met[better]})

    def _by_period(self, records: Records) -> Iterator[ServiceLevel]:
        """One row per service or measure, one column per month, and possibly a target column."""
        figures = {name: WordList(words) for name, words in word_lists(WORDS)["figures"].items()}
        dated = _dated(records)
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
            unit = "%" if "%" in measure else unit_in(measure)
            target = figure_in(records.cell(row, "target"), unit) or self.stated
            for column in dated:
                actual = figure_in(records.layout.grid.cell(row, column.index), unit)
                if actual is not None:
                    service = records.text(row, "service") if measures else name
                    yield self._of_period(records, row, column, (service, measure), target, actual)

    def _of_period(
        self,
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
        named = column.period or period_in(column.header)
        period = named.text if named else f"{self.around} {column.header}".strip()
        return ServiceLevel(
            service=service[:120],
            measure=measure[:120],
            period=period,
            target=wanted,
            actual=reached,
            unit=unit,
            better=better,
            met=_verdict(wanted, reached, better) if wanted is not None else None,
            source=self.document.source(records.layout.table.anchor(row, column.index)),
            quote=records.quote(row),
        )

    # Tickets, and figures without targets

    def _tickets(self, records: Records) -> Iterator[ServiceLevel]:
        """One row per ticket, with a column that says whether it breached."""
        for row in records.rows:
            breached = said(records.text(row, "breached"), "breached")
            if breached is None:
                continue
            yield ServiceLevel(
                service=records.text(row, "service"),
                measure=records.text(row, "measure"),
                period=records.text(row, "period") or self.around,
                met=not breached,
                source=self.document.source(records.anchor(row, "breached")),
                quote=records.quote(row),
            )

    def _shares(self, records: Records) -> Iterator[ServiceLevel]:
        """Columns that are measures themselves: availability by month, remaining time of each ticket."""
        figures = word_lists(WORDS)["figures"]
        share, time, counts = (WordList(figures[name]) for name in ("share", "time", "counts"))
        for column in records.layout.columns:
            if time.within(column.header):
                yield from self._time_left(records, column)
            elif counts.within(column.header):
                continue
            elif share.within(column.header) and _are_percent(records, column):
                yield from self._column(records, column)

    def _column(self, records: Records, column: TableColumn) -> Iterator[ServiceLevel]:
        for row in records.rows:
            actual = figure_in(records.layout.grid.cell(row, column.index))
            if actual is None:
                continue
            share = 0 < actual.value <= 1 and actual.unit == ""
            value = 100 * actual.value if share else actual.value
            target = self.stated.value if self.stated else None
            yield ServiceLevel(
                service=_plain_name(records.text(row, "service")),
                measure=column.header,
                period=records.text(row, "period") or self.around,
                target=target,
                actual=value,
                unit="%",
                better="higher",
                met=value >= target - 1e-9 if target is not None else None,
                source=self.document.source(records.layout.table.anchor(row, column.index)),
                quote=records.quote(row),
            )

    def _time_left(self, records: Records, column: TableColumn) -> Iterator[ServiceLevel]:
        """The remaining time shown by service desks; a negative one is a breach."""
        for row in records.rows:
            text = records.layout.grid.text(row, column.index)
            if not re.search(r"\d", text):
                continue
            yield ServiceLevel(
                measure=column.header,
                period=records.text(row, "period") or self.around,
                met=not text.startswith(("-", "\u2212")),
                source=self.document.source(records.layout.table.anchor(row, column.index)),
                quote=records.quote(row),
            )


def _weighed(level: ServiceLevel) -> ServiceLevel:
    """The same, `inferred` where nothing but a figure is stated, of what is not known as a service level."""
    if level.met is not None or (level.target is not None and level.actual is not None):
        return level
    figures = word_lists(WORDS)["figures"]
    known = WordList((*figures["share"], *figures["time"], *figures["spans"]))
    sure = bool(level.service) and (known.within(level.measure) or known.within(level.service))
    return level if sure else level.model_copy(update={"confidence": "inferred"})


def _stated(records: Records, row: int) -> bool | None:
    """The verdict stated in a row; None if there is none."""
    column = records.columns.get("met")
    return said_under(records.text(row, "met"), column.header) if column else None


def _verdict(target: float, actual: float, better: Better | None) -> bool | None:
    """Whether a target was met; None if the better direction is unknown."""
    return True if target == actual else _reached(target, actual, better) if better else None


def _reached(target: float, actual: float, better: Better) -> bool:
    return actual <= target + 1e-9 if better == "lower" else actual >= target - 1e-9


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


def _common_measure(records: Records, label: TableColumn | None) -> str:
    """The measure of all figures in a table, from the header of its labels or its titles."""
    figures = word_lists(WORDS)["figures"]
    known = WordList((*figures["share"], *figures["time"], *figures["spans"]))
    texts = (label.header if label else "", *records.layout.titles, records.layout.table.name)
    return next((" ".join(text.split()) for text in texts if known.within(text)), "")


def _dated(records: Records) -> list[TableColumn]:
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


def _are_flags(records: Records) -> bool:
    """Whether a column flags breaches per row, rather than counting them."""
    texts = [text for row in records.rows if (text := records.text(row, "breached"))]
    return sum(said(text, "breached") is not None for text in texts) >= _MOSTLY * len(texts)


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
    found = {match[1] for match in _STATED_TARGET.finditer(document.text[:20_000])}
    return figure_in(found.pop()) if len(found) == 1 else None
