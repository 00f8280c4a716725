"""Splits a document about several acts, such as a newsletter, into one text per act."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smits_watch.facts.regulations.citations import citations_in
from smits_watch.facts.regulations.patterns import any_of, has
from smits_watch.prose.dates import find_dates
from smits_watch.prose.sentences import Sentence

_ACT = re.compile(
    r"\b(?:regulations?|directives?|act|law|proposal|bill|rules?|order|decision|guidelines|verordnung|richtlinie|gesetz|\w+gesetz|\w+verordnung|règlement|directive|loi|décret|reglamento|directiva|ley|regolamento|direttiva)\b",
    re.IGNORECASE,
)
_MOSTLY = 0.4
"""Share of a list's sentences that are about acts; within an act only footnotes and recitals cite others."""
_SECTIONS = 3
"""With this many sections under headings, a text is the law itself."""
_FIRST_SENTENCES = 3_000
"""Sentences that are searched for articles; the recitals before them may be long."""
_SECTION = re.compile(
    r"^\W*(?:§|art(?:icle|ikel|ículo|igo|icolo)?\.?\s*\d|section\s+\d|sec\.\s*\d|\d+\s+\(1\))", re.IGNORECASE
)
_NOTE = re.compile(
    r"\b(?:19|20)\d\d,\s+c(?:h)?\.\s*\d+,\s+(?:Sched\.\s*\w+,?\s+)?(?:ss?|a|art)\.\s*\d|\[(?:Repealed|Abrogé)\b|"
    r"\((?:Repealed|Abrogé|Redação dada|Incluído|weggefallen)\b",
    re.IGNORECASE,
)
"""The note below an amended section: `2016, c. 6, Sched. 1, s. 1 (3)`."""
_NOTES = 5
_NOTED = 3_000
"""Sentences that are searched for notes."""
_MOST = 40


@dataclass(frozen=True, slots=True)
class ActText:
    """An act and the sentences about it."""

    title: Sentence
    sentences: tuple[Sentence, ...]


def has_sections(sentences: Sequence[Sentence], *, least: int = 1) -> bool:
    """Whether a text is divided into articles or sections under headings."""
    headings = (s for s in sentences[:_FIRST_SENTENCES] if s.heading or s.text.startswith("§"))
    return sum(bool(_SECTION.match(s.text)) for s in headings) >= least


def is_annotated(sentences: Sequence[Sentence]) -> bool:
    """Whether notes on its sections name later amendments, so that it is a consolidated law."""
    notes = sum(len(_NOTE.findall(s.text)) for s in sentences[:_NOTED])
    return notes >= _NOTES


def part_acts(title: str, sentences: Sequence[Sentence]) -> list[ActText]:
    """Split a list of acts.

    Args:
        title: of the document.
        sentences: below it.

    Returns:
        The acts, each with its sentences; empty if the document is about one act only.
    """
    listing = has("listing", "words", title)
    if (citations_in(title) and not listing) or (not listing and has_sections(sentences, least=_SECTIONS)):
        return []
    parts = _by_headings(title, sentences)
    if len(parts) < 2:
        parts = _by_items(sentences)
        covered = sum(len(part.sentences) for part in parts)
        if not listing and covered < _MOSTLY * len(sentences):
            return []
    return parts[:_MOST] if len(parts) > 1 else []


def _by_headings(title: str, sentences: Sequence[Sentence]) -> list[ActText]:
    """Headings that each name an act by number or kind, with a date or a number in or below them."""
    listing = bool(any_of("listing", "words").search(title))
    parts: list[ActText] = []
    current: Sentence | None = None
    below: list[Sentence] = []
    for sentence in sentences:
        if sentence.heading:
            if current is not None:
                parts.append(ActText(current, tuple(below)))
            own = any(not citation.cited for citation in citations_in(sentence.text))
            named = own or (listing and bool(_ACT.search(sentence.text)))
            current, below = (sentence if named else None), []
        elif current is not None:
            below.append(sentence)
    if current is not None:
        parts.append(ActText(current, tuple(below)))
    return [part for part in parts if any(find_dates(s.text) for s in (part.title, *part.sentences))]


def _by_items(sentences: Sequence[Sentence]) -> list[ActText]:
    """List items that each begin with an act's number, or name it with a date."""
    parts: list[ActText] = []
    for sentence in sentences:
        citations = citations_in(sentence.text)
        begins = bool(citations) and citations[0].start < 60 and not citations[0].cited
        if sentence.item and begins:
            parts.append(ActText(sentence, (sentence,)))
        elif sentence.item and parts and sentence.paragraph == parts[-1].title.paragraph:
            last = parts[-1]
            parts[-1] = ActText(last.title, (*last.sentences, sentence))
    return [part for part in parts if any(find_dates(s.text) for s in part.sentences)]
