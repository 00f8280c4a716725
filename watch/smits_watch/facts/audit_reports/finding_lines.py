"""The lines of a list of findings: the grade, status and day of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import takewhile

from smits_rules.vocabulary import AuditFinding
from smits_watch.documents.document import Cell, Document
from smits_watch.facts.audit_reports.finding_columns import (
    MOSTLY,
    graded_by,
    looks_like_identifier,
    title_columns,
    yes_or_no,
)
from smits_watch.facts.audit_reports.grades import (
    Direction,
    Graded,
    GradeScale,
    by_likelihood_and_impact,
    by_share,
    grade_in_words,
    is_blank,
    is_known_grade,
)
from smits_watch.facts.dated_columns import DatedColumns
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.prose.word_patterns import pattern_of
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.records import Records
from smits_watch.tables.values.cells import text_of
from smits_watch.tables.values.numbers import is_gap, number
from smits_watch.tables.word_lists import plain_words, table_words

_PACKAGE, _WORDS = "smits_watch.facts.audit_reports", "audit_words.toml"
_SUB_NUMBER = re.compile(r"^(?P<parent>.*\d)(?:[.\-]\d+|\s?\(?[a-z]\)?)$")
"""`3.2` and `3b` are parts of finding 3."""
_LETTERED = re.compile(r"^\[?(?P<letter>[CHMLING])-?(?P<number>\d{1,3})\]?$")
_ROWS_READ = 3
"""Rows at least by which it is told whether findings are numbered."""
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
        return self.records.columns.get(graded_by(self.records))


class ListReader:
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
        self.title = title_columns(records)[0]
        self.graded_by = graded_by(records)
        self.scale = self._scale(direction)
        self.product = "likelihood" in records.columns and "impact" in records.columns

    def _scale(self, direction: Direction | None) -> GradeScale | None:
        if not self.graded_by:
            return None
        cells = [self.records.cell(row, self.graded_by) for row in self.records.rows]
        return GradeScale(cells, self.records.columns[self.graded_by].header, direction=direction)

    def read(self) -> FindingList:
        """The findings of the list, and what is ambiguous about them."""
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
        return prefix if count >= MOSTLY * len(names) else None

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
        answer = yes_or_no(closed)
        if answer is None:
            return f"closed {closed}"
        return f"{header}: {closed}" if answer else f"not {header.casefold()}"


def _letters_before(name: str) -> str:
    """The letters before the number of a finding: `R` of `R01`."""
    return "".join(takewhile(str.isalpha, name.casefold()))


def _is_empty(text: str) -> bool:
    return not text or is_gap(text)


def _is_placeholder(text: str) -> bool:
    """Whether a cell is a template field that was not filled in: `[Description of weakness]`."""
    return bool(re.fullmatch(r"[\[<{].*[\]>}]|\(.*\)", text))


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
