"""Tables with one record per line: which meaning each column has."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from smits_watch.documents.document import Cell
from smits_watch.tables.columns.column import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.word_lists import plain_words

Synonyms = Mapping[str, Sequence[str]]
"""Meaning -> its possible headers, the most specific first."""
ValueTest = Callable[[Cell], float]
"""How much a cell looks like a value of a meaning, 0 to 1."""
NEVER = "!"
"""Prefix of a word that excludes a header from the meaning: `!residual` for the current risk."""
ALONE = "="
"""Prefix of a word that must be the whole header: `=risk` does not match `risk owner`."""
_EXACT, _LAST, _WITHIN, _COMPOUND, _ALIKE = 100.0, 80.0, 70.0, 60.0, 55.0
"""The fit of a header: it is the word; ends with it (`application owner`); contains it; is a compound of
it (`Servicekritikalität`); or is the word with a typing error.
"""
_SIMILAR = 92
"""rapidfuzz ratio, 0 to 100, from which on a header is the word with a typing error."""
_COMPOUND_FROM = 6
"""The least letters of a word within a compound; shorter words occur in others by chance."""
_SAMPLE = 200
"""Lines by which the values of a column are judged."""
_LEAST_SHARE = 0.34
"""Share of a column's values that must look like its meaning."""
_MOSTLY = 0.9
"""Share of values that must fit before they determine the meaning of a column with an unknown header."""
BY_VALUES = 40.0
"""The fit of a column recognised by its values; any known header fits better."""


@dataclass(frozen=True)
class Vocabulary:
    """The headers and values of one kind of list."""

    headers: Synonyms
    values: Mapping[str, ValueTest] = field(default_factory=dict)
    """Meaning -> how its values look; a column with other values does not have the meaning."""
    identifying: Mapping[str, ValueTest] = field(default_factory=dict)
    """Meaning -> values that identify its column whatever the header says."""

    def knows(self, text: str) -> bool:
        """Whether a text is one of the headers."""
        return plain_words(text) in self._plain or plain_words(_without_brackets(text)) in self._plain

    @cached_property
    def _plain(self) -> frozenset[str]:
        listed = (word for words in self.headers.values() for word in words)
        return frozenset(plain_words(word) for word in listed if not word.startswith(NEVER))


@dataclass(frozen=True)
class Records:
    """The lines of a region with the meanings of its columns."""

    layout: TableLayout
    columns: Mapping[str, TableColumn]
    """Meaning -> its column."""
    scores: Mapping[str, float]
    """Meaning -> the fit of its header, 0 to 100; 1,000 if it was configured."""

    @property
    def rows(self) -> list[int]:
        """The data lines, including those that equal a sum of others by chance."""
        return self.layout.rows("data", "total")

    def cell(self, row: int, meaning: str) -> Cell:
        """The cell of a line for a meaning; None if there is no such column."""
        column = self.columns.get(meaning)
        return self.layout.grid.cell(row, column.index) if column else None

    def text(self, row: int, meaning: str) -> str:
        """The same as a single line of text."""
        column = self.columns.get(meaning)
        return self.layout.grid.text(row, column.index) if column else ""

    def anchor(self, row: int, *meanings: str) -> str:
        """The anchor of a line's cell for the first of the meanings that has a column."""
        column = next((self.columns[meaning] for meaning in meanings if meaning in self.columns), None)
        return self.layout.table.anchor(row, column.index if column else None)

    def carried(self, row: int, meaning: str) -> str:
        """The value of a line for a meaning, or the nearest value above if one value covers several lines.

        Merged cells, pivot tables and hand-made lists state a value once, in the first of its lines.
        """
        column = self.columns.get(meaning)
        if column is None:
            return ""
        return self._carried(column.index).get(row, "")

    def _carried(self, column: int) -> dict[int, str]:
        if column not in self._by_column:
            texts, last = {}, ""
            for row, kind in self.layout.lines.items():
                if kind in ("header", "group"):
                    last = ""
                elif kind in ("data", "total"):
                    last = self.layout.grid.text(row, column) or last
                    texts[row] = last
            self._by_column[column] = texts
        return self._by_column[column]

    @cached_property
    def _by_column(self) -> dict[int, dict[int, str]]:
        return {}

    @cached_property
    def _groups(self) -> dict[int, str]:
        groups, last = {}, ""
        for row, kind in self.layout.lines.items():
            if kind == "group":
                last = self.layout.grid.text(row, self.layout.grid.filled(row)[0])
            elif kind == "header":
                last = ""
            groups[row] = last
        return groups

    def group(self, row: int) -> str:
        """The group heading above a line; blank if there is none."""
        return self._groups.get(row, "")

    def quote(self, row: int) -> str:
        """A line as a quote of at most 200 characters."""
        return " | ".join(self.layout.grid.text(row, c) for c in self.layout.grid.filled(row))[:200]


def records_of(
    layout: TableLayout, headers_known: Synonyms | Vocabulary, configured: Mapping[str, str]
) -> Records:
    """Assign a meaning to each column, the best fits first; a meaning has at most one column.

    Args:
        layout: the region.
        headers_known: the known headers, and what their values look like.
        configured: meaning -> header, as configured for the folder; takes precedence over synonyms.
    """
    vocabulary = headers_known if isinstance(headers_known, Vocabulary) else Vocabulary(headers_known)
    synonyms = vocabulary.headers
    fits = [
        (score * _likeness(layout, column, vocabulary.values.get(meaning), score), -position, meaning, column)
        for position, meaning in enumerate(synonyms)
        for column in layout.columns
        if column.header and (score := _fit(column.header, meaning, synonyms, configured)) > 0
    ]
    fits = [fit for fit in fits if fit[0] > 0]
    fits.extend(_identified_by_values(layout, vocabulary))
    columns: dict[str, TableColumn] = {}
    scores: dict[str, float] = {}
    taken: set[int] = set()
    for score, _, meaning, column in sorted(fits, key=lambda fit: (-fit[0], -fit[1], fit[3].index)):
        if meaning not in columns and column.index not in taken:
            columns[meaning] = column
            scores[meaning] = score
            taken.add(column.index)
    return Records(layout, columns, scores)


def _likeness(layout: TableLayout, column: TableColumn, value_test: ValueTest | None, score: float) -> float:
    """How much the values of a column look like a meaning, 0.85 to 1; 0 if they contradict it."""
    share = _share(layout, column, value_test) if value_test else 1.0
    if share is None or score > _EXACT:
        return 1.0
    return 0.85 + 0.15 * share if share >= _LEAST_SHARE else 0.0


def _share(layout: TableLayout, column: TableColumn, value_test: ValueTest) -> float | None:
    """Share of a column's values that look like a meaning; None if it has no values."""
    rows = layout.rows("data", "total")[:_SAMPLE]
    cells = [cell for row in rows if (cell := layout.grid.cell(row, column.index)) not in (None, "")]
    return sum(map(value_test, cells)) / len(cells) if cells else None


def _identified_by_values(
    layout: TableLayout, vocabulary: Vocabulary
) -> Iterator[tuple[float, int, str, TableColumn]]:
    for meaning, value_test in vocabulary.identifying.items():
        for column in layout.columns:
            if _is_excluded(column.header, vocabulary.headers.get(meaning, ())):
                continue
            if (_share(layout, column, value_test) or 0.0) >= _MOSTLY and _varies(layout, column, value_test):
                yield BY_VALUES - 0.01 * column.index, 0, meaning, column


def _varies(layout: TableLayout, column: TableColumn, value_test: ValueTest) -> bool:
    """Whether the values of a column differ; if all lines have the same value, it identifies no meaning."""
    rows = layout.rows("data", "total")[:_SAMPLE]
    texts = {
        layout.grid.text(row, column.index) for row in rows if value_test(layout.grid.cell(row, column.index))
    }
    return len(texts) > 1


def _without_brackets(text: str) -> str:
    return re.sub(r"\(.*?\)", "", text)


def _fit(header: str, meaning: str, synonyms: Synonyms, configured: Mapping[str, str]) -> float:
    """How well a header fits a meaning; 0 if it doesn't."""
    if meaning in configured:
        return 1000.0 if header.strip().casefold() == configured[meaning].strip().casefold() else 0.0
    plain = plain_words(_without_brackets(header)) or plain_words(header)
    if _is_excluded(header, synonyms[meaning]):
        return 0.0
    best = 0.0
    for rank, word in enumerate(synonyms[meaning]):
        if word.startswith(NEVER):
            continue
        alone = word.startswith(ALONE)
        score = _fit_word(plain, plain_words(word))
        score = 0.0 if alone and score < _EXACT else score
        if score:
            best = max(best, score - 0.01 * rank - 0.2 * max(len(plain.split()) - len(word.split()), 0))
    return best


def _is_excluded(header: str, words: Sequence[str]) -> bool:
    """Whether a header contains a word that excludes it from the meaning."""
    plain = plain_words(header)
    return any(word.startswith(NEVER) and bool(_fit_word(plain, plain_words(word))) for word in words)


def _fit_word(header: str, word: str) -> float:
    if header == word:
        return _EXACT
    if header.endswith(f" {word}"):
        return _LAST
    if f" {word} " in f" {header} ":
        return _WITHIN
    if (
        len(word) >= _COMPOUND_FROM
        and " " not in header
        and (header.startswith(word) or header.endswith(word))
    ):
        return _COMPOUND
    if len(word) > 4 and fuzz.ratio(header, word) >= _SIMILAR:
        return _ALIKE
    return 0.0
