"""Findings listed in a table: an audit log, a follow-up list, a risk register, a plan of action."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from itertools import takewhile
from typing import Any

from smits_rules.vocabulary import AuditFinding
from smits_watch.documents.document import Cell, Document, Table
from smits_watch.facts.audit_reports.grades import (
    Direction,
    Graded,
    GradeScale,
    by_likelihood_and_impact,
    by_share,
    grade_in_words,
    is_blank,
    is_known_grade,
    looks_like_grade,
    names_grade,
)
from smits_watch.facts.dated_columns import DatedColumns, date_in_cell, looks_like_date
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.prose.word_patterns import pattern_of, word_table
from smits_watch.tables.columns import TableColumn
from smits_watch.tables.record_readings import records_in
from smits_watch.tables.records import BY_VALUES, Records, Vocabulary
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap, number
from smits_watch.tables.word_lists import plain_words, table_words

_PACKAGE, _WORDS = "smits_watch.facts.audit_reports", "audit_words.toml"
_BESIDE_DATE = 2
"""Characters that a date cell may contain beside the date."""
_IDENTIFIER = re.compile(r"[\[(#]?[A-Za-z]{0,12}[&\w]{0,8}[-_./# ]{0,2}\d[\w.\-/()]{0,20}\]?")
"""`F-01`, `3.2`, `POA&M-001`, `2026/17`."""
_SUB_NUMBER = re.compile(r"^(?P<parent>.*\d)(?:[.\-]\d+|\s?\(?[a-z]\)?)$")
"""`3.2` and `3b` are parts of finding 3."""
_MOSTLY = 0.7
_ROWS_READ = 3
"""Rows whose words indicate the subject of a list, e.g. in a column of types."""
_ENOUGH_LEVELS = 10
"""With this many levels, the highest one may be taken for the top of the scale."""
_HIGHEST = 25.0
"""The product of two scales of five levels."""


@dataclass(frozen=True)
class FindingLine:
    """One row of a list of findings."""

    finding: AuditFinding
    unknown: str = ""
    """The auditor's word, if it is not a known grade."""
    graded: bool = False


@dataclass(frozen=True)
class FindingList:
    """The findings of one table, and what is ambiguous about them."""

    records: Records
    lines: tuple[FindingLine, ...]
    scale: GradeScale | None
    doubtful_dates: bool = False
    unnumbered: bool = False
    """Whether its grades are numbers without an indication which end is the most severe."""

    @property
    def column(self) -> TableColumn | None:
        """The column of grades."""
        return self.records.columns.get(_graded_by(self.records))


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
        for records in records_in(table, _vocabulary(), columns):
            if _lists_findings(records, document, table):
                reader = _ListReader(document, records, profile, direction, month_first)
                lists.append(reader.read())
    return lists


@cache
def _vocabulary() -> Vocabulary:
    dates = ("due",)
    return Vocabulary(
        headers=word_table(_PACKAGE, _WORDS)["headers"],
        values={
            "finding": looks_like_identifier,
            "title": _looks_like_title,
            "severity": looks_like_grade,
            "sort": is_known_grade,
            "priority": looks_like_grade,
            "score": lambda cell: number(cell) is not None,
            "likelihood": _looks_like_level,
            "impact": _looks_like_level,
            "status": _looks_like_status,
            "closed": lambda cell: (
                looks_like_date(cell) or _yes_or_no(text_of(cell)) is not None or is_gap(cell)
            ),
            **dict.fromkeys(dates, lambda cell: looks_like_date(cell) or is_gap(cell)),
        },
        telling={"sort": names_grade},
    )


def _lists_findings(records: Records, document: Document, table: Table) -> bool:
    """Whether a table lists findings: it has grades, or follows up what it calls findings."""
    columns = records.columns
    if not _title_columns(records) or _lists_other_things(records, document, table):
        return False
    sorted_ = "sort" in columns and not _is_guess(records, "sort")
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
    name = _graded_by(records)
    cells = [cell for row in records.rows if (cell := records.cell(row, name)) not in (None, "")]
    graded = sum(map(is_known_grade, cells))
    named = {"title", "finding"} & records.columns.keys()
    if name == "sort" and not {"finding", "status", "due"} & records.columns.keys():
        # Categories and results apply to many things; those of an audit state conformity.
        conforms = pattern_of(_PACKAGE, _WORDS, "list", "conformity")
        return graded >= _MOSTLY * len(cells) and any(conforms.search(text_of(cell)) for cell in cells)
    if not named:
        return graded >= _MOSTLY * len(cells) > 0
    return bool(cells) and (graded > 0 or len(set(cells)) <= max(8, 0.2 * len(cells)))


def _is_legend(records: Records) -> bool:
    """Whether a table explains the grades: each appears once, without a finding."""
    if {"finding", "status", "due"} & records.columns.keys():
        return False
    texts = [text for row in records.rows if (text := records.text(row, _graded_by(records)))]
    title = records.columns.get("title")
    if title is None:
        explains = records.columns[_graded_by(records)].index == records.layout.grid.columns.start
    else:
        explains = bool(pattern_of(_PACKAGE, _WORDS, "list", "explanations").search(title.header))
    return len(set(texts)) == len(texts) > 1 and explains


def _graded_by(records: Records) -> str:
    """The meaning of the grade column: preferably severity, then category, then priority.

    A column with known grades comes before one with numbers or other words.
    """
    names = [
        name
        for name in ("severity", "sort", "priority")
        if name in records.columns and not _is_guess(records, name)
    ]
    return max(
        names, key=lambda name: (_known_share(records, name) >= _MOSTLY, -names.index(name)), default=""
    )


def _is_guess(records: Records, meaning: str) -> bool:
    """Whether a column was assigned by its values alone although others vary more or look alike."""
    if records.scores[meaning] > BY_VALUES:
        return False
    if {"likelihood", "impact"} <= records.columns.keys() or "score" in records.columns:
        return True
    columns = [column.index for column in records.layout.columns if column.role in ("label", "text", "code")]
    return sum(_names_grades(records, column) for column in columns) > 1


def _known_share(records: Records, meaning: str) -> float:
    cells = [cell for row in records.rows if (cell := records.cell(row, meaning)) not in (None, "")]
    return sum(map(is_known_grade, cells)) / len(cells) if cells else 0.0


def _title_columns(records: Records) -> list[int]:
    """The columns that may contain the titles of findings, the likeliest first."""
    if "title" in records.columns:
        return [records.columns["title"].index]
    taken = {column.index for meaning, column in records.columns.items() if meaning != "title"}
    texts = [c for c in records.layout.columns if c.role in ("label", "text") and c.index not in taken]
    lengths = {
        column.index: sum(len(records.layout.grid.text(row, column.index)) for row in records.rows[:100])
        for column in texts
    }
    return [
        index
        for index in sorted(lengths, key=lambda index: -lengths[index])
        if lengths[index] and not _names_grades(records, index)
    ]


def _names_grades(records: Records, column: int) -> bool:
    """Whether a column contains grades; a risk matrix has nothing else."""
    cells = [
        cell for row in records.rows if (cell := records.layout.grid.cell(row, column)) not in (None, "")
    ]
    return sum(map(names_grade, cells)) > len(cells) / 2


class _ListReader:
    """Reads the rows of one list."""

    def __init__(
        self,
        document: Document,
        records: Records,
        profile: OrganisationProfile,
        direction: Direction | None,
        month_first: bool | None,
    ) -> None:
        self.document = document
        self.records = records
        self.dates = DatedColumns(records, ("due",), profile, month_first=month_first)
        self.title = _title_columns(records)[0]
        self.graded_by = _graded_by(records)
        self.scale = self._scale(direction)
        self.product = "likelihood" in records.columns and "impact" in records.columns

    def _scale(self, direction: Direction | None) -> GradeScale | None:
        if not self.graded_by:
            return None
        cells = [self.records.cell(row, self.graded_by) for row in self.records.rows]
        return GradeScale(cells, self.records.columns[self.graded_by].header, direction=direction)

    def read(self) -> FindingList:
        lines = [line for row in self._distinct_rows() if (line := self._line(row)) is not None]
        return FindingList(
            records=self.records,
            lines=tuple(_one_each(_without_parents(lines)) if self._has_actions else _without_parents(lines)),
            scale=self.scale,
            doubtful_dates=self.dates.doubtful,
            unnumbered=bool(self.scale and self.scale.needs_direction and not self.product),
        )

    @cached_property
    def _is_numbered(self) -> bool:
        """Whether findings have numbers or codes."""
        names = [name for row in self.records.rows if (name := self.records.text(row, "finding"))]
        first = names[: max(_ROWS_READ, len(names) // 2)]
        return bool(first) and all(map(looks_like_identifier, first))

    @cached_property
    def _prefix(self) -> str | None:
        """The letters at the beginning of nearly all finding numbers; None if they differ."""
        names = [name for row in self.records.rows if (name := self.records.text(row, "finding"))]
        (prefix, count), *_ = Counter(map(_letters_before, names)).most_common(1) or [("", 0)]
        return prefix if count >= _MOSTLY * len(names) else None

    def _is_of_series(self, name: str) -> bool:
        """Whether a text continues the numbering of the findings; `Severity 5` below R01 is a legend."""
        return looks_like_identifier(name) and self._prefix in (None, _letters_before(name))

    @property
    def _has_actions(self) -> bool:
        """Whether a finding may span several rows, one per action."""
        headers = " ".join(self.records.layout.headers)
        return bool(pattern_of(_PACKAGE, _WORDS, "list", "actions").search(headers.replace("_", " ")))

    def _distinct_rows(self) -> Iterator[int]:
        """The rows, without those that repeat another word for word, as a sorted or filtered copy does."""
        grid = self.records.layout.grid
        seen: set[tuple[str, ...]] = set()
        for row in self.records.rows:
            texts = tuple(grid.text(row, column) for column in grid.columns)
            if self.records.text(row, "finding") and texts in seen:
                continue
            seen.add(texts)
            yield row

    def _line(self, row: int) -> FindingLine | None:
        records = self.records
        name, title = records.text(row, "finding"), records.layout.grid.text(row, self.title)
        graded_cell = is_known_grade(self._cell_of_grade(row)) if self.graded_by else False
        if name and self._is_numbered and not self._is_of_series(name) and not graded_cell:
            return None  # text below a list of numbered findings: a legend, a scale
        if _is_empty(title) and (_is_empty(name) or not self._cell_of_grade(row)):
            return None
        if table_words()["total"].starts(title) or _is_placeholder(title):
            return None
        graded, unknown = self._graded(row)
        if graded is not None and graded.grade is None:
            return None  # a statement that there are no findings
        finding = AuditFinding(
            finding=_numbered(name),
            title=title[:200],
            severity=graded.grade if graded else None,
            status=self._status(row)[:60],
            due=self.dates.date(row, "due"),
            source=self.document.source(self._anchor(row)),
            quote=records.quote(row),
            confidence="read" if graded is None or graded.sure else "inferred",
        )
        return FindingLine(finding, unknown, graded is not None)

    def _anchor(self, row: int) -> str:
        meanings = [self.graded_by] if self.graded_by else []
        if meanings or "finding" in self.records.columns:
            return self.records.anchor(row, *meanings, "finding")
        return self.records.layout.table.anchor(row, self.title)

    def _cell_of_grade(self, row: int) -> Cell:
        if self._grade_is_written_once:
            return self.records.carried(row, self.graded_by)
        return self.records.cell(row, self.graded_by) if self.graded_by else None

    @cached_property
    def _grade_is_written_once(self) -> bool:
        """Whether each grade is in the first of its rows only, before the titles, as in pivot tables."""
        column = self.records.columns.get(self.graded_by)
        if column is None or column.index > self.title:
            return False
        texts = [self.records.text(row, self.graded_by) for row in self.records.rows]
        written = [text for text in texts if text]
        return bool(texts) and bool(texts[0]) and len(set(written)) == len(written) < len(texts)

    def _graded(self, row: int) -> tuple[Graded | None, str]:
        """The grade of a row, or the auditor's word if it is not a known grade."""
        cell = self._cell_of_grade(row)
        graded = self.scale.read(cell) if self.scale else None
        if graded is not None:
            return graded, ""
        text = text_of(cell)
        if text and self.scale and not self.scale.needs_direction and not is_blank(text) and len(text) < 60:
            return None, text
        return self._by_risk(row) or grade_in_words(self.records.group(row)[:60]), ""

    def _by_risk(self, row: int) -> Graded | None:
        """The grade derived from likelihood and impact, or from their product."""
        if self.product:
            return by_likelihood_and_impact(
                self.records.cell(row, "likelihood"), self.records.cell(row, "impact"), self._highest_level
            )
        score = number(self.records.cell(row, "score"))
        return by_share(score / _HIGHEST) if score is not None and self._is_product_score else None

    @cached_property
    def _highest_level(self) -> int:
        """The top of the likelihood and impact scales: 3 if a long list never exceeds it."""
        levels = [
            value
            for row in self.records.rows
            for name in ("likelihood", "impact")
            if (value := number(self.records.cell(row, name))) is not None
        ]
        return 3 if len(levels) >= _ENOUGH_LEVELS and max(levels) == 3 else 5

    @property
    def _is_product_score(self) -> bool:
        scores = [number(self.records.cell(row, "score")) for row in self.records.rows]
        values = [value for value in scores if value is not None]
        return bool(values) and all(0 < value <= _HIGHEST and value.is_integer() for value in values)

    def _status(self, row: int) -> str:
        """The status as written, or derived from a closing date or mark beside it."""
        status = self.records.text(row, "status")
        closed = self.records.text(row, "closed")
        if status or not closed or is_gap(closed):
            return status
        header = self.records.columns["closed"].header
        answer = _yes_or_no(closed)
        if answer is None:
            return f"closed {closed}"
        return f"{header}: {closed}" if answer else f"not {header.casefold()}"


def looks_like_identifier(cell: Cell) -> bool:
    """Whether a cell is the number or code of a finding, rather than text."""
    text = text_of(cell)
    return len(text) <= 40 and bool(_IDENTIFIER.fullmatch(text))


def _letters_before(name: str) -> str:
    """The letters before the number of a finding: `R` of `R01`."""
    return "".join(takewhile(str.isalpha, name.casefold()))


def _looks_like_title(cell: Cell) -> bool:
    text = text_of(cell)
    return bool(re.search(r"[^\W\d_]", text)) and not looks_like_identifier(cell) and not names_grade(cell)


def _looks_like_level(cell: Cell) -> bool:
    value = number(cell)
    return 0 < value <= 10 if value is not None else len(text_of(cell)) <= 30


def _looks_like_status(cell: Cell) -> bool:
    mention = date_in_cell(cell)
    dated = mention is not None and len(text_of(cell)) <= mention.end - mention.start + _BESIDE_DATE
    return len(text_of(cell)) <= 80 and not dated


def _yes_or_no(text: str) -> bool | None:
    flags = word_table("smits_watch.facts.service_portfolio", "portfolio_words.toml")["flag"]
    plain = text.casefold()
    return True if plain in flags["yes"] else False if plain in flags["no"] else None


def _is_empty(text: str) -> bool:
    return not text or is_gap(text)


def _is_placeholder(text: str) -> bool:
    """Whether a cell is a template field that was not filled in: `[Description of weakness]`."""
    return bool(re.fullmatch(r"[\[<{].*[\]>}]|\(.*\)", text))


_LETTERED = re.compile(r"^\[?(?P<letter>[CHMLING])-?(?P<number>\d{1,3})\]?$")


def _numbered(name: str) -> str:
    """A normalised id: `[H-1]` and `H-01` are the same."""
    match = _LETTERED.match(name)
    return f"{match['letter']}-{int(match['number']):02d}" if match else name[:40]


def _without_parents(lines: Sequence[FindingLine]) -> Iterator[FindingLine]:
    """Leave out headings of sub-findings, and parts of findings that are graded as a whole."""
    graded = {line.finding.finding for line in lines if line.graded or line.unknown}
    parents = {match["parent"] for name in graded if (match := _SUB_NUMBER.match(name))}
    for line in lines:
        name = line.finding.finding
        sub = _SUB_NUMBER.match(name)
        part = name in parents or (sub is not None and sub["parent"] in graded)
        if line.graded or line.unknown or not part:
            yield line


def _one_each(lines: Iterator[FindingLine]) -> Iterator[FindingLine]:
    """Merge the rows of a finding, one per action; it is closed when all of them are."""
    by_key: dict[tuple[str, str], FindingLine] = {}
    last = ("", "")
    for number_, line in enumerate(lines):
        finding = line.finding
        key = (finding.finding, plain_words(finding.title)) if finding.finding else ("", str(number_))
        if last[0] and not finding.finding and plain_words(finding.title) == last[1]:
            key = last  # its number is in the first of its rows only
        last = key
        held = by_key.get(key)
        if held is None:
            by_key[key] = line
        elif held.finding.is_settled and not finding.is_settled:
            update = {"status": finding.status, "due": finding.due or held.finding.due}
            by_key[key] = replace(held, finding=held.finding.model_copy(update=update))
    yield from by_key.values()


def unknown_words(listed: FindingList) -> Counter[str]:
    """The auditor's words that are not known grades, with the number of findings of each."""
    return Counter(line.unknown for line in listed.lines if line.unknown)


def with_grade(line: FindingLine, grade: Any) -> AuditFinding:
    """The finding of a row with a grade chosen by a person."""
    return line.finding.model_copy(update={"severity": grade})
