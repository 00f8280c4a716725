"""The kind of a file: checks whether its folder is right, or guesses the kind outside the folders."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from smits_rules.vocabulary import INPUT_KINDS
from smits_watch.documents.document import Document
from smits_watch.extraction.kind_guess import SURE, likely_kinds
from smits_watch.facts import Extraction, ExtractionContext, extract
from smits_watch.facts.question import ANOTHER_KIND, Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of

_HEAD_ROWS = 3
"""Rows of a table that may contain its headers."""
_CONTAINERS = ("zip",)
"""Formats whose content becomes other inputs."""
_LIKELY = 0.2
"""Probability of another kind from which on a file without facts is asked about."""
_POSSIBLE = 0.05
"""Probability from which on a kind is offered as an answer."""
_MOST_OFFERED = 3


def in_the_right_folder(
    document: Document, extraction: Extraction, context: ExtractionContext
) -> tuple[str, Extraction]:
    """Ask for the kind of a file that has no facts of its folder's kind, unless there is an answer.

    Args:
        document: the file.
        extraction: its result as the kind of its folder.
        context: contains the remembered answers.

    Returns:
        The kind, and the result as that kind; with a question if the content suggests another kind.
    """
    empty = not (extraction.facts or extraction.questions or extraction.nothing_stated)
    if not empty or document.format in _CONTAINERS:
        return extraction.kind, extraction
    kinds = [kind for kind in _suggested(document) if kind != extraction.kind]
    candidates = _candidates(document, kinds, context)[:_MOST_OFFERED] or _unread(kinds)
    suggested = " or ".join(_words(candidate.answer) for candidate in candidates)
    if candidates:
        meaning = f"It belongs to {_words(extraction.kind)}, and nothing is read from it."
        candidates += [Candidate(answer=extraction.kind, meaning=meaning), _another()]
    text = f"It is in {extraction.kind}, but looks like one of the {suggested}. What is it?"
    question = _question(document, text, candidates)
    settled = context.of_kind(extraction.kind).settle(question)
    if settled is not None:
        if not settled.answer.choice:
            return extraction.kind, replace(
                extraction, nothing_stated="A person said that it is not of interest."
            )
        chosen = settled.answer.choice
        if chosen in INPUT_KINDS and chosen != extraction.kind:
            return chosen, extract(document, chosen, context.of_kind(chosen))
        return extraction.kind, extraction
    if not question.candidates:
        return extraction.kind, extraction
    return extraction.kind, replace(extraction, questions=(question,))


def of_no_folder(document: Document, context: ExtractionContext) -> tuple[str | None, Extraction]:
    """Guess the kind of a file outside the input folders.

    Args:
        document: the file.
        context: settings, and answers of any kind.

    Returns:
        The kind and the result as that kind; None with a question if several kinds are possible.
    """
    likely = likely_kinds(document)
    if likely and likely[0].probability >= SURE:
        kind = likely[0].kind
        return kind, extract(document, kind, context.of_kind(kind))
    kinds = [guess.kind for guess in likely if guess.probability >= _POSSIBLE]
    candidates = _candidates(document, kinds, context)[:_MOST_OFFERED] or _unread(kinds)
    if not candidates or document.format in _CONTAINERS:
        return None, Extraction("")
    offered = ", ".join(_words(candidate.answer) for candidate in candidates)
    text = f"It is in no input folder, and may belong to {offered}. What is it?"
    return None, Extraction("", questions=(_question(document, text, [*candidates, _another()]),))


def _suggested(document: Document) -> list[str]:
    """The kinds that the content suggests: a certain one, or those likely enough to ask about."""
    likely = likely_kinds(document)
    if likely and likely[0].probability >= SURE:
        return [likely[0].kind]
    return [guess.kind for guess in likely if guess.probability >= _LIKELY]


def _another() -> Candidate:
    """The candidate for a kind that is not offered."""
    return Candidate(answer=ANOTHER_KIND, meaning="It is of another kind; the next question asks which.")


def _candidates(document: Document, kinds: Iterable[str], context: ExtractionContext) -> list[Candidate]:
    """The kinds as which the file has facts."""
    candidates = []
    for kind in kinds:
        other = extract(document, kind, context.of_kind(kind))
        if other.facts or other.questions:
            candidates.append(Candidate(answer=kind, meaning=_meaning(kind, other), facts=other.facts))
    return candidates


def _unread(kinds: Sequence[str]) -> list[Candidate]:
    """The kinds suggested by words if the file has no facts of any kind: a person may know which is right."""
    return [
        Candidate(
            answer=kind,
            meaning=f"It belongs to {_words(kind)}; nothing is read from it, so its facts are added by hand.",
        )
        for kind in kinds[:_MOST_OFFERED]
    ]


def _question(document: Document, text: str, candidates: list[Candidate]) -> FileQuestion:
    return FileQuestion(
        topic="kind",
        text=text,
        quote=_beginning(document),
        candidates=tuple(candidates),
        shape=_shape(document),
    )


def _meaning(kind: str, extraction: Extraction) -> str:
    count = len(extraction.facts)
    facts = f"{count} fact{'' if count == 1 else 's'}" if count else "questions of its own"
    return f"It is read with the {_words(kind)}: {facts}."


def _words(kind: str) -> str:
    return kind.replace("-", " ")


def _beginning(document: Document) -> str:
    for passage in document.passages:
        if passage.text.strip():
            return passage.text.strip()[:200]
    for table in document.tables:
        for row in islice(table.rows, _HEAD_ROWS):
            return " | ".join(str(cell) for cell in row if cell is not None)[:200]
    return ""


def _shape(document: Document) -> tuple[str, ...]:
    """The headers if there are tables, else sender and subject, else the title."""
    if document.tables:
        rows = islice(document.tables[0].rows, _HEAD_ROWS)
        return shape_of(str(cell) for row in rows for cell in row if isinstance(cell, str))
    if document.metadata.get("from") or document.metadata.get("subject"):
        return shape_of([document.metadata.get("from", ""), document.metadata.get("subject", "")])
    return shape_of([document.metadata.get("title", ""), _beginning(document)[:80]])
