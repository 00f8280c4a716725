"""Tables with one record per line: the meaning of each column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from rapidfuzz import fuzz

from smits_watch.documents.document import Cell
from smits_watch.tables.columns import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.word_lists import plain_words

Synonyms = Mapping[str, Sequence[str]]
"""Meaning -> the headers that it goes by, the most telling first."""
Looks = Callable[[Cell], float]
"""How much a cell looks like a value of a meaning, 0 to 1."""
NEVER = "!"
"""Stands before a word that a header of the meaning never has: `!residual` for the risk as it is now."""
ALONE = "="
"""Stands before a word that is a header only where it is the whole of it: `=risk` is not `risk owner`."""
_EXACT, _LAST, _WITHIN, _COMPOUND, _ALIKE = 100.0, 80.0, 70.0, 60.0, 55.0
"""How well a header fits: it is the word; ends with it (`application owner`); holds it; is a compound of
it (`Servicekritikalität`); or is the word with a typing error."""
_SIMILAR = 92
"""rapidfuzz ratio, 0 to 100, of a header with a typing error."""
_COMPOUND_FROM = 6
"""Letters of a word that may be a part of a compound; shorter ones stand in other words by chance."""
_SAMPLE = 200
"""Lines by which the values of a column are judged."""
_LEAST_SHARE = 0.34
"""Share of a column's values that must look like its meaning."""
_MOSTLY = 0.9
"""Share of values from which they tell the meaning of a column whose header does not."""
BY_VALUES = 40.0
"""How well such a column fits; any header that is known fits better."""


@dataclass(frozen=True)
class Vocabulary:
    """How lists of one kind of thing are written."""

    headers: Synonyms
    values: Mapping[str, Looks] = field(default_factory=dict)
    """Meaning -> what its values look like; a column whose values look otherwise has not the meaning."""
    telling: Mapping[str, Looks] = field(default_factory=dict)
    """Meaning -> values by which a column is recognised, whatever its header is."""

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
    """Meaning -> how well its header fits, 0 to 100; 1,000 where a team configured it."""

    @property
    def rows(self) -> list[int]:
        """The lines of data, those among them that add up others by chance, too."""
        return self.layout.rows("data", "total")

    def cell(self, row: int, meaning: str) -> Cell:
        """What a line says of a meaning; None where there is no such column."""
        column = self.columns.get(meaning)
        return self.layout.grid.cell(row, column.index) if column else None

    def text(self, row: int, meaning: str) -> str:
        """The same as a text on one line."""
        column = self.columns.get(meaning)
        return self.layout.grid.text(row, column.index) if column else ""

    def anchor(self, row: int, *meanings: str) -> str:
        """Where a line says the first of some meanings that has a column."""
        column = next((self.columns[meaning] for meaning in meanings if meaning in self.columns), None)
        return self.layout.table.anchor(row, column.index if column else None)

    def carried(self, row: int, meaning: str) -> str:
        """What a line says of a meaning, or the nearest line above where a value stands for several lines.

        Merged cells, pivot tables and lists by hand write a value once, in the first of its lines.
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
        """The heading above a line within the table; blank where there is none."""
        return self._groups.get(row, "")

    def quote(self, row: int) -> str:
        """A line as a quote of at most 200 characters."""
        return " | ".join(self.layout.grid.text(row, c) for c in self.layout.grid.filled(row))[:200]


def records_of(layout: TableLayout, known: Synonyms | Vocabulary, configured: Mapping[str, str]) -> Records:
    """Tell which column has which meaning; each column gets one, the best fit first.

    Args:
        layout: the region.
        known: the headers that are known, and what values look like.
        configured: meaning -> header, as a team set it for the folder; wins over synonyms.
    """
    vocabulary = known if isinstance(known, Vocabulary) else Vocabulary(known)
    synonyms = vocabulary.headers
    fits = [
        (score * _likeness(layout, column, vocabulary.values.get(meaning), score), -position, meaning, column)
        for position, meaning in enumerate(synonyms)
        for column in layout.columns
        if column.header and (score := _fit(column.header, meaning, synonyms, configured)) > 0
    ]
    fits = [fit for fit in fits if fit[0] > 0]
    fits.extend(_told_by_values(layout, vocabulary))
    columns: dict[str, TableColumn] = {}
    scores: dict[str, float] = {}
    taken: set[int] = set()
    for score, _, meaning, column in sorted(fits, key=lambda fit: (-fit[0], -fit[1], fit[3].index)):
        if meaning not in columns and column.index not in taken:
            columns[meaning] = column
            scores[meaning] = score
            taken.add(column.index)
    return Records(layout, columns, scores)


def _likeness(layout: TableLayout, column: TableColumn, looks: Looks | None, score: float) -> float:
    """How much the values of a column look like a meaning, 0.85 to 1; 0 where they look otherwise."""
    share = _share(layout, column, looks) if looks else 1.0
    if share is None or score > _EXACT:
        return 1.0
    return 0.85 + 0.15 * share if share >= _LEAST_SHARE else 0.0


def _share(layout: TableLayout, column: TableColumn, looks: Looks) -> float | None:
    """Share of the values of a column that look like a meaning; None where it has none."""
    rows = layout.rows("data", "total")[:_SAMPLE]
    cells = [cell for row in rows if (cell := layout.grid.cell(row, column.index)) not in (None, "")]
    return sum(map(looks, cells)) / len(cells) if cells else None


def _told_by_values(
    layout: TableLayout, vocabulary: Vocabulary
) -> Iterator[tuple[float, int, str, TableColumn]]:
    for meaning, looks in vocabulary.telling.items():
        for column in layout.columns:
            if _is_excluded(column.header, vocabulary.headers.get(meaning, ())):
                continue
            if (_share(layout, column, looks) or 0.0) >= _MOSTLY and _varies(layout, column, looks):
                yield BY_VALUES - 0.01 * column.index, 0, meaning, column


def _varies(layout: TableLayout, column: TableColumn, looks: Looks) -> bool:
    """Whether a column says several things; one that says the same in all lines tells nothing of any."""
    rows = layout.rows("data", "total")[:_SAMPLE]
    texts = {
        layout.grid.text(row, column.index) for row in rows if looks(layout.grid.cell(row, column.index))
    }
    return len(texts) > 1


def _without_brackets(text: str) -> str:
    return re.sub(r"\(.*?\)", "", text)


def _fit(header: str, meaning: str, synonyms: Synonyms, configured: Mapping[str, str]) -> float:
    """How well a header fits a meaning; 0 for not at all."""
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
    """Whether a header has a word that headers of the meaning never have."""
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
