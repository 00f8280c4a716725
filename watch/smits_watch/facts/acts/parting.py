"""One document, several acts: radars, newsletters and lists are parted, each act with the text on it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smits_watch.facts.acts.citations import citations_in
from smits_watch.facts.acts.words import any_of, has
from smits_watch.prose.dates import find_dates
from smits_watch.prose.sentences import Sentence

_ACT = re.compile(
    r"\b(?:regulations?|directives?|act|law|proposal|bill|rules?|order|decision|guidelines|verordnung|richtlinie|gesetz|\w+gesetz|\w+verordnung|règlement|directive|loi|décret|reglamento|directiva|ley|regolamento|direttiva)\b",
    re.IGNORECASE,
)
_MOSTLY = 0.4
"""Share of a list's sentences that are on acts; in an act only footnotes and recitals cite others."""
_MOST = 40


@dataclass(frozen=True, slots=True)
class ActText:
    """An act and the sentences on it."""

    title: Sentence
    sentences: tuple[Sentence, ...]


def part_acts(title: str, sentences: Sequence[Sentence]) -> list[ActText]:
    """Part a list of acts.

    Args:
        title: of the document.
        sentences: below it.

    Returns:
        The acts, each with its sentences; none where the document is about one act only.
    """
    if citations_in(title) and not has("listing", "words", title):
        return []
    parts = _by_headings(title, sentences)
    if len(parts) < 2:
        parts = _by_items(sentences)
        told = sum(len(part.sentences) for part in parts)
        if not has("listing", "words", title) and told < _MOSTLY * len(sentences):
            return []
    return parts[:_MOST] if len(parts) > 1 else []


def _by_headings(title: str, sentences: Sequence[Sentence]) -> list[ActText]:
    """Headings that each name an act by number or kind, with a date or a number below or in them."""
    listing = bool(any_of("listing", "words").search(title))
    parts: list[ActText] = []
    current: Sentence | None = None
    below: list[Sentence] = []
    for sentence in sentences:
        if sentence.heading:
            if current is not None:
                parts.append(ActText(current, tuple(below)))
            named = bool(citations_in(sentence.text)) or (listing and bool(_ACT.search(sentence.text)))
            current, below = (sentence if named else None), []
        elif current is not None:
            below.append(sentence)
    if current is not None:
        parts.append(ActText(current, tuple(below)))
    return [part for part in parts if any(find_dates(s.text) for s in (part.title, *part.sentences))]


def _by_items(sentences: Sequence[Sentence]) -> list[ActText]:
    """Items of a list that each begin with an act's number, or name it with a date."""
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
