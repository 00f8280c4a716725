"""Which kind of input a document is, by its words, where nobody said so."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice, pairwise
from typing import Any

from lxml import etree

from smits_watch.documents.document import Document

_LOOKED_AT = 20_000
"""Characters of a document that are looked at."""
_ENOUGH = 3.0
"""Weight below which the words say too little."""
_OFTEN = 3
"""Times beyond which a word says no more."""
_HEAD_ROWS = 3
"""Rows of a table that may be its title and header."""
_BODY_ROWS = 10
_PROMINENT = 2
"""How much more a word tells in the file's name, a title or a table's header."""
_YEAR = re.compile(r"(?:fy ?)?((?:19|20)\d\d)(?:[-/](?:19|20)?\d\d)?$")


@dataclass(frozen=True, slots=True)
class _Kind:
    """How a kind of input is known."""

    name: str
    stated: frozenset[str]
    words: tuple[tuple[re.Pattern[str], float], ...]

    def score(self, text: str) -> float:
        """How much the text speaks of it."""
        return sum(
            weight * sum(1 for _ in islice(words.finditer(text), _OFTEN)) for words, weight in self.words
        )


@cache
def _kinds() -> tuple[_Kind, ...]:
    table = tomllib.loads(
        resources.files(__package__).joinpath("kind_words.toml").read_text(encoding="utf-8")
    )
    return tuple(_kind(name, entry) for name, entry in table.items())


def _kind(name: str, entry: dict[str, Any]) -> _Kind:
    words = ((re.compile(rf"(?<!\w)(?:{words})(?!\w)"), float(weight)) for words, weight in entry["words"])
    return _Kind(name, frozenset(entry.get("stated", ())), tuple(words))


def guess_kind(document: Document) -> str | None:
    """Guess the kind of input.

    Args:
        document: any document; its name, titles, table headers and first 20,000 characters are looked at.

    Returns:
        An input kind, or None where the words say too little.
    """
    said = {str(fact.get("fact")) for fact in document.stated}
    prominent = _words(_prominent(document))
    text = _words(_pieces(document))
    scores = {
        kind.name: _PROMINENT * kind.score(prominent) + kind.score(text) + 100 * len(said & kind.stated)
        for kind in _kinds()
    }
    scores["budgets"] += _has_columns_of_years(document) * _ENOUGH
    best = max(scores, key=lambda kind: scores[kind])
    return best if scores[best] >= _ENOUGH else None


def _words(pieces: Iterator[str]) -> str:
    return "\n".join(islice(pieces, 2_000))[:_LOOKED_AT].lower().replace("_", " ")


def _prominent(document: Document) -> Iterator[str]:
    yield re.sub(r"[._/-]+", " ", document.path)
    yield from document.metadata.values()
    for table in document.tables:
        yield table.name
        for row in table.rows[:_HEAD_ROWS]:
            yield " ".join(str(cell)[:60] for cell in row if cell is not None)
    yield from (passage.text[:200] for passage in islice(document.passages, 3))


def _pieces(document: Document) -> Iterator[str]:
    for table in document.tables:
        for row in table.rows[_HEAD_ROWS:_BODY_ROWS]:
            yield " ".join(str(cell)[:60] for cell in row if cell is not None)
    for passage in document.passages:
        yield passage.text
    if isinstance(document.data, dict | list):
        yield json.dumps(document.data, default=str)
    elif isinstance(document.data, etree._Element):  # noqa: SLF001 - lxml has no other name for it
        yield " ".join(str(element.tag) for element in islice(document.data.iter(), 500))


def _has_columns_of_years(document: Document) -> bool:
    """Whether a table has a label and two or more columns of years in sequence, as budgets do."""
    for table in document.tables:
        for row in table.rows[:10]:
            cells = [str(cell).strip().lower() for cell in row if cell is not None]
            years = [int(found[1]) for cell in cells if (found := _YEAR.match(cell))]
            follow = all(later - earlier in (0, 1, -1) for earlier, later in pairwise(years))
            if len(years) >= 2 and follow and not _YEAR.match(cells[0]):
                return True
    return False
