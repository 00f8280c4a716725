"""Tables of things: which row is the header, and which column says what."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from rapidfuzz import fuzz

from smits_watch.documents.document import Cell, Table

Synonyms = Mapping[str, Sequence[str]]
"""Meaning -> the headers that it goes by, in lower case."""
_HEADER_WITHIN = 30
_SIMILAR = 92
"""A header this like a known one (rapidfuzz ratio, 0 to 100) is that one with a typing error."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of a table."""

    row: int
    columns: dict[str, int]
    """Meaning -> index of its column."""
    titles: Mapping[str, str] = field(default_factory=dict)
    """Meaning -> its header as written, with the unit in it: `Value (kEUR)`."""

    def cell(self, row: Sequence[Cell], meaning: str) -> Cell:
        """What a row says of a meaning; None where there is no such column or the row is too short."""
        column = self.columns.get(meaning)
        return row[column] if column is not None and column < len(row) else None

    def text(self, row: Sequence[Cell], meaning: str) -> str:
        """The same as a text."""
        value = self.cell(row, meaning)
        if isinstance(value, float) and value.is_integer():
            return str(int(value))
        return "" if value is None else " ".join(str(value).split())


@cache
def word_lists(name: str) -> dict[str, dict[str, list[str]]]:
    """The word lists in a TOML file of this package, by table and meaning."""
    text = (files("smits_watch.facts") / name).read_text(encoding="utf-8")
    return tomllib.loads(text)


def find_header(table: Table, synonyms: Synonyms, configured: Mapping[str, str]) -> Header | None:
    """Find the row that names most of the meanings.

    Args:
        table: with or without titles above its header.
        synonyms: the headers that are known.
        configured: meaning -> header, as a team set it for the folder; wins over synonyms.

    Returns:
        The header, or None where no row names two meanings (or one that was configured).
    """
    best: Header | None = None
    for index, row in enumerate(table.rows[:_HEADER_WITHIN]):
        columns = _columns(row, synonyms, configured)
        enough = len(columns) > 1 or any(meaning in configured for meaning in columns)
        if enough and (best is None or len(columns) > len(best.columns)):
            titles = {meaning: str(row[column]) for meaning, column in columns.items()}
            best = Header(index, columns, titles)
    return best


def quote(row: Sequence[Cell]) -> str:
    """A row as a quote of at most 200 characters."""
    return " | ".join(" ".join(str(value).split()) for value in row if value not in (None, ""))[:200]


def _columns(row: Sequence[Cell], synonyms: Synonyms, configured: Mapping[str, str]) -> dict[str, int]:
    named = {
        index: _plain(value) for index, value in enumerate(row) if isinstance(value, str) and value.strip()
    }
    columns: dict[str, int] = {}
    for meaning in (*configured, *synonyms):
        if meaning in columns:
            continue
        wanted = [_plain(configured[meaning])] if meaning in configured else synonyms.get(meaning, ())
        column = _best(named, wanted, set(columns.values()))
        if column is not None:
            columns[meaning] = column
    return columns


def _best(named: Mapping[int, str], wanted: Sequence[str], taken: set[int]) -> int | None:
    """The column whose header is the most telling of the wanted ones; an exact one before one like it."""
    free = {index: header for index, header in named.items() if index not in taken}
    for header in wanted:
        for index, own in free.items():
            if own == header:
                return index
    for header in wanted:
        for index, own in free.items():
            if len(header) > 4 and fuzz.ratio(own, header) >= _SIMILAR:
                return index
    return None


def _plain(text: str) -> str:
    """A header in lower case, words parted by single blanks, without what stands in brackets."""
    return " ".join(re.findall(r"[^\W_]+", re.sub(r"\(.*?\)", "", text).casefold()))
