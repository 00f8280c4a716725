"""Tables of things: which column says what of the thing that each line is."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from smits_watch.documents.document import Cell
from smits_watch.tables.columns import TableColumn
from smits_watch.tables.layout import TableLayout
from smits_watch.tables.words import plain_words

Synonyms = Mapping[str, Sequence[str]]
"""Meaning -> the headers that it goes by, the most telling first."""
_EXACT, _LAST, _WITHIN, _COMPOUND, _ALIKE = 100.0, 80.0, 70.0, 60.0, 55.0
"""How well a header fits: it is the word; ends with it (`application owner`); holds it; is a compound of
it (`Servicekritikalität`); or is the word with a typing error."""
_SIMILAR = 92
"""rapidfuzz ratio, 0 to 100, of a header with a typing error."""
_COMPOUND_FROM = 6
"""Letters of a word that may be a part of a compound; shorter ones stand in other words by chance."""


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

    def quote(self, row: int) -> str:
        """A line as a quote of at most 200 characters."""
        return " | ".join(self.layout.grid.text(row, c) for c in self.layout.grid.filled(row))[:200]


def records_of(layout: TableLayout, synonyms: Synonyms, configured: Mapping[str, str]) -> Records:
    """Tell which column has which meaning; each column gets one, the best fit first.

    Args:
        layout: the region.
        synonyms: the headers that are known.
        configured: meaning -> header, as a team set it for the folder; wins over synonyms.
    """
    fits = [
        (score, -position, meaning, column)
        for position, meaning in enumerate(synonyms)
        for column in layout.columns
        if column.header and (score := _fit(column.header, meaning, synonyms, configured)) > 0
    ]
    columns: dict[str, TableColumn] = {}
    scores: dict[str, float] = {}
    taken: set[int] = set()
    for score, _, meaning, column in sorted(fits, key=lambda fit: (-fit[0], -fit[1], fit[3].index)):
        if meaning not in columns and column.index not in taken:
            columns[meaning] = column
            scores[meaning] = score
            taken.add(column.index)
    return Records(layout, columns, scores)


def _fit(header: str, meaning: str, synonyms: Synonyms, configured: Mapping[str, str]) -> float:
    """How well a header fits a meaning; 0 for not at all."""
    if meaning in configured:
        return 1000.0 if header.strip().casefold() == configured[meaning].strip().casefold() else 0.0
    plain = plain_words(re.sub(r"\(.*?\)", "", header)) or plain_words(header)
    best = 0.0
    for rank, word in enumerate(synonyms[meaning]):
        score = _fit_word(plain, plain_words(word))
        if score:
            best = max(best, score - 0.01 * rank - 0.2 * max(len(plain.split()) - len(word.split()), 0))
    return best


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
