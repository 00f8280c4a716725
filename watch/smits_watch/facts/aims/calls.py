"""Calls, tenders, grants and business cases in prose: what is offered, for how much, and until when."""

from __future__ import annotations

import re
from collections.abc import Sequence

from smits_rules.vocabulary import Opportunity
from smits_watch.documents.document import Document
from smits_watch.facts.aims.finding import speaks_of
from smits_watch.prose.amounts import StatedAmount, find_money
from smits_watch.prose.dates import DateMention, find_dates, month_comes_first
from smits_watch.prose.letters import letter_of
from smits_watch.prose.sentences import Sentence, sentences_of
from smits_watch.prose.words import pattern_of

_PACKAGE, _WORDS = "smits_watch.facts.aims", "words.toml"
_MOST_SENTENCES = 300
_OPENING = 6
_BEFORE = 90
"""Characters before an amount or a date that say what it is."""
_KINDS = (
    (
        "tender",
        (
            r"tender|quotation|quote|\brf[pq]|bid|solicitation|procurement|contract notice|ausschreibung|"
            r"vergabe|appel d.offres|avis de marché|licitaci|gara|aanbesteding"
        ),
    ),
    ("grant", r"grant|funding|call for|förder|subvention|convocatoria|bando|subsidie"),
    ("business case", r"business case"),
    ("partnership", r"partner"),
    ("investment", r"invest"),
)


def opportunities_in_prose(document: Document) -> list[Opportunity]:
    """The opportunity that a text offers.

    Args:
        document: a call, a tender, a mail with one, or a business case.

    Returns:
        One opportunity; none where title and opening speak of none, or it is an unwanted offer.
    """
    letter = letter_of(document)
    sentences = sentences_of(letter.passages or document.passages)[:_MOST_SENTENCES]
    if not sentences:
        return []
    title = _title(letter.subject, sentences)
    text = "\n".join(sentence.text for sentence in (title, *sentences[:20]))
    if letter.mail and speaks_of("call", "spam", text):
        return []
    named = speaks_of("call", "title", title.text)
    opening = any(speaks_of("call", "title", sentence.text) for sentence in sentences[:_OPENING])
    money, deadline = _value([title, *sentences]), _deadline([title, *sentences])
    if not named and not (opening and (money or deadline)):
        return []
    if letter.mail and not (money or deadline):
        return []
    return [
        Opportunity(
            title=title.text[:200],
            kind=next(
                (
                    kind
                    for kind, words in _KINDS
                    if re.search(words, f"{title.text} {text[:500]}", re.IGNORECASE)
                ),
                "",
            ),
            value=money.value if money else None,
            currency=money.currency if money else None,
            decide_by=deadline.date if deadline else None,
            source=document.source(title.anchor),
            quote=title.quote,
            confidence="inferred",
        )
    ]


def _title(subject: str, sentences: Sequence[Sentence]) -> Sentence:
    if subject:
        return Sentence(subject, sentences[0].anchor, heading=True)
    headings = [sentence for sentence in sentences[:_OPENING] if sentence.heading]
    return next((s for s in headings if speaks_of("call", "title", s.text)), (headings or list(sentences))[0])


def _value(sentences: Sequence[Sentence]) -> StatedAmount | None:
    """The amount whose words say that it is the value; of a sentence with several the largest."""
    pattern = pattern_of(_PACKAGE, _WORDS, "call", "value")
    for sentence in sentences:
        named = [
            money
            for money in find_money(sentence.text)
            if pattern.search(sentence.text[max(0, money.start - _BEFORE) : money.end + 30])
        ]
        if named:
            return max(named, key=lambda money: money.value)
    return None


def _deadline(sentences: Sequence[Sentence]) -> DateMention | None:
    """The day by which offers must be made or the decision taken."""
    pattern = pattern_of(_PACKAGE, _WORDS, "call", "deadline")
    month_first = month_comes_first(sentence.text for sentence in sentences)
    for sentence in sentences:
        for date in find_dates(sentence.text, month_first=bool(month_first)):
            if pattern.search(sentence.text[max(0, date.start - _BEFORE) : date.start]):
                return date
    return None
