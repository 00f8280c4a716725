"""Guesses the input kind of a document from its words."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice, pairwise

from smits_rules.vocabulary.kinds import INPUT_KINDS
from smits_rules.vocabulary.kinds.input_kind import InputKind
from smits_watch.documents.document import Document
from smits_watch.documents.text.xml_element import is_xml_element
from smits_watch.extraction.kind_evidence import evidence_of
from smits_watch.facts import extract

_LOOKED_AT = 20_000
"""Characters of a document that are examined."""
_ENOUGH = 3.0
"""Weight of columns of years, which are typical of budgets."""
SURE = 0.55
"""Probability from which on a kind is certain; below it a person is asked."""
_LEAST = 1.0
"""Weight of words from which on a kind is tried."""
_MOST_TRIED = 4
_MOST_WORDS = 14.0
"""The largest weight of words."""
_WORDS_TELL = 5.0
"""The largest influence of words, as a logarithm of odds; the facts have the same."""
_NONE = 1.0
"""The same for `none of the kinds`."""
_UNREAD = 0.55
"""The remaining influence of words if the document has no facts of the kind: never enough alone."""
_IN_PROSE = ("mergers-acquisitions", "vendor-notices", "regulations", "opportunities")
"""Kinds that are always tried for a text without tables: news and letters use few words of their kind."""
_OFTEN = 3
"""The most occurrences of a word that count."""
_HEAD_ROWS = 3
"""Rows of a table that may be its title and header."""
_BODY_ROWS = 10
_PROMINENT = 2
"""The factor for words in the file name, a title or a table's header."""
_YEAR = re.compile(r"(?:fy ?)?((?:19|20)\d\d)(?:[-/](?:19|20)?\d\d)?$")


@dataclass(frozen=True, slots=True)
class Guess:
    """A possible kind of a document."""

    kind: str
    probability: float
    """From 0 to 1."""


@cache
def _patterns(kind: InputKind) -> tuple[tuple[re.Pattern[str], float], ...]:
    return tuple((re.compile(rf"(?<!\w)(?:{words})(?!\w)"), weight) for words, weight in kind.words)


def _score(kind: InputKind, text: str) -> float:
    """The weight of a kind's words in a text."""
    return sum(
        weight * sum(1 for _ in islice(words.finditer(text), _OFTEN)) for words, weight in _patterns(kind)
    )


def guess_kind(document: Document) -> str | None:
    """Guess the kind of input.

    Args:
        document: any document; its name, titles, table headers and first 20,000 characters are examined, as
            are
            its facts as each of the likeliest kinds.

    Returns:
        An input kind, or None if none is likely enough.
    """
    guesses = likely_kinds(document)
    return guesses[0].kind if guesses and guesses[0].probability >= SURE else None


def likely_kinds(document: Document) -> list[Guess]:
    """The possible kinds of a document with their probabilities, the likeliest first.

    Words alone confuse audits and surveys; so the document is read as each kind suggested by its words,
    and the resulting facts are also evidence.
    """
    stated_types = {str(fact.get("fact")) for fact in document.stated}
    scores = _word_scores(document)
    stated = next(
        (name for name, kind_object in INPUT_KINDS.items() if stated_types & set(kind_object.stated)), None
    )
    if stated:
        return [Guess(stated, 1.0)]
    by_words = sorted(scores, key=lambda kind: -scores[kind])
    tried = [kind for kind in by_words if scores[kind] >= _LEAST][:_MOST_TRIED]
    if document.passages and not document.tables:
        tried += [kind for kind in _IN_PROSE if kind not in tried]
    strength = {kind: _WORDS_TELL * min(scores[kind], _MOST_WORDS) / _MOST_WORDS for kind in by_words}
    for kind in tried:
        extraction = extract(document, kind)
        evidence = evidence_of(kind, extraction)
        unread = not (evidence or extraction.questions or extraction.nothing_stated)
        strength[kind] = strength[kind] * _UNREAD if unread else strength[kind] + evidence
    return _probabilities(strength)


def _probabilities(strength: dict[str, float]) -> list[Guess]:
    """Softmax over the kinds and `none of them`, whose strength equals that of a few words."""
    weights = {kind: math.exp(value) for kind, value in strength.items()}
    total = sum(weights.values()) + math.exp(_NONE)
    guesses = [
        Guess(kind, round(weight / total, 4)) for kind, weight in weights.items() if strength[kind] > 0
    ]
    return sorted(guesses, key=lambda guess: -guess.probability)


def _word_scores(document: Document) -> dict[str, float]:
    prominent = _words(_prominent(document))
    text = _words(_pieces(document))
    scores = {
        name: _PROMINENT * _score(kind, prominent) + _score(kind, text) for name, kind in INPUT_KINDS.items()
    }
    scores["budgets"] += _has_columns_of_years(document) * _ENOUGH
    return scores


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
    elif is_xml_element(document.data):
        yield " ".join(str(element.tag) for element in islice(document.data.iter(), 500))


def _has_columns_of_years(document: Document) -> bool:
    """Whether a table has a label and at least two columns of consecutive years, as budgets do."""
    for table in document.tables:
        for row in table.rows[:10]:
            cells = [str(cell).strip().lower() for cell in row if cell is not None]
            years = [int(match[1]) for cell in cells if (match := _YEAR.match(cell))]
            follow = all(later - earlier in (0, 1, -1) for earlier, later in pairwise(years))
            if len(years) >= 2 and follow and not _YEAR.match(cells[0]):
                return True
    return False
