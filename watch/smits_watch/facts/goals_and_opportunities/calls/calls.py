"""Calls, tenders, grants and business cases in prose: subject, value and deadline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from smits_rules.vocabulary import Opportunity
from smits_watch.documents.document import Document
from smits_watch.facts.goals_and_opportunities.aim_labels import speaks_of
from smits_watch.facts.goals_and_opportunities.calls.call_terms import deadline_of, gains_in, value_of
from smits_watch.facts.goals_and_opportunities.calls.call_titles import (
    LEAD,
    LONGEST_TITLE,
    OPENING,
    is_bare,
    is_title_line,
    title_of,
)
from smits_watch.facts.question import Candidate, FileQuestion
from smits_watch.facts.shapes import shape_of
from smits_watch.prose.amounts import StatedAmount
from smits_watch.prose.dates import DateMention, find_dates
from smits_watch.prose.letters import Letter, letter_of
from smits_watch.prose.sentences import Sentence, sentences_of
from smits_watch.prose.words import tokens_of

_PACKAGE, _WORDS = "smits_watch.facts.goals_and_opportunities", "words.toml"
_MOST_SENTENCES = 600
_KINDS = (
    (
        "tender",
        (
            r"tender|quotation|quote|\brf[pq]|\bbid(?:s|ders?|ding)?\b|solicitation|solicit(?:s|ing)?\b|"
            r"request for|"
            r"procurement|contract notice|"
            r"ausschreibung|vergabe|appel d.offres|avis de marché|licitaci|\bgara\b|aanbesteding"
        ),
    ),
    ("grant", r"grant|funding|call for|förder|subvention|appel à|convocatoria|bando|subsidie"),
    ("business case", r"business case"),
    ("saving", r"sav(?:es?|ings?)\b|einspar|spar(?:en|t)\b|économi|ahorr|risparmi|bespar"),
    ("partnership", r"partner"),
    ("investment", r"invest"),
)
_PLACEHOLDER = re.compile(
    r"[\[<{(](?:your |insert |project |company )?(?:project|title|name|date)[^\])>}]*[\])>}]|"
    r"(?:^|:\s*)`?(?:your )?project (?:title|name)`?\s*$|\{\{",
    re.IGNORECASE,
)
"""A form that has not been filled in names no project."""
_DEFINITION = re.compile(
    r"^(?:an?|the|eine?|un[ea]?|l['’])\s?[^.]{3,80}?(?:\([^)]{2,40}\)\s*)?\b(?:is|are|ist|est|es|"
    r"è)\s+(?:an?|the|"
    r"eine?|une?|der|die|das|le|la|una?)\b",
    re.IGNORECASE,
)
"""A definition: `An RFP is a document that ...`."""


_PROPER_NAME = re.compile(
    r"(?:the|l['’]|le|la|el|il|o|a|de|het)\s?(?:[A-ZÀ-Ý][\wÀ-ÿ&-]*\s+){1,5}(?:\([^)]{2,40}\)\s*)?(?:is|est|"
    r"es|è|é)\b"
)
"""The subject of a sentence about one programme: `The Harbour Grant is a fund for ...` defines nothing."""
_CHANCES = re.compile(r"\b(?:opportunit(?:y|ies)|chances?)\b", re.IGNORECASE)
"""`more opportunities to take part` in a sentence is not a call."""
_NAMED_BY = 3
"""Words of article, name and verb, of which a name that is no mere acronym or kind has more."""
_SHORT_LINE = 60
"""Characters of a line that says only what kind of page it is."""
_MOST_DAYS = 4
"""Days of a question; the latest are the likeliest deadlines."""


@dataclass(frozen=True, slots=True)
class _Call:
    """The offer of a text."""

    title: Sentence
    money: StatedAmount | None
    deadline: DateMention | None
    sure: bool
    """Whether title, invitation or deadline make it a call, rather than only an amount beside such words."""


def call_in_prose(document: Document) -> tuple[list[Opportunity], FileQuestion | None]:
    """The opportunity offered by a text.

    Args:
        document: a call, a tender, a mail with one, or a business case.

    Returns:
        One opportunity; none if title and opening mention none, if it is closed (an award), merely
        explains calls, or is unsolicited advertising. If it mentions offers and money without being clearly a
        call: a question.
    """
    letter = letter_of(document)
    sentences = sentences_of(letter.passages or document.passages)[:_MOST_SENTENCES]
    call = _call(letter, sentences) if sentences else None
    if call is None:
        hinted = _hinted(letter, sentences) if sentences else None
        return [], _hint_question(document, hinted, sentences) if hinted else None
    fact = _opportunity(document, call, sentences)
    return ([fact], None) if call.sure else ([], _question(call, fact))


def _question(call: _Call, fact: Opportunity) -> FileQuestion:
    worth = f" worth {fact.value:,.0f} {fact.currency}" if fact.value else ""
    return FileQuestion(
        topic="message",
        text=f"Is this an opportunity for the organisation{worth}: {fact.title[:80]}?",
        anchor=call.title.anchor,
        quote=call.title.quote,
        candidates=(
            Candidate(answer="an opportunity", meaning=f"It is listed{worth}.", facts=(fact,)),
            Candidate(answer="no opportunity", meaning="It only speaks of offers."),
        ),
        shape=shape_of([call.title.text]),
    )


def _hint_question(document: Document, call: _Call, sentences: Sequence[Sentence]) -> FileQuestion:
    """Ask whether a text is a call, and which of its days is the deadline."""
    fact = _opportunity(document, call, sentences)
    days = dict.fromkeys(
        date.date for sentence in sentences for date in find_dates(sentence.text) if date.exact
    )
    return FileQuestion(
        topic="message",
        text=f"Is this an opportunity for the organisation: {fact.title[:80]}?",
        anchor=call.title.anchor,
        quote=call.title.quote,
        candidates=(
            *(
                Candidate(
                    answer=f"an opportunity until {day:%Y-%m-%d}",
                    meaning=f"Offers are due by {day:%-d %B %Y}.",
                    facts=(fact.model_copy(update={"decide_by": day}),),
                )
                for day in sorted(days, reverse=True)[:_MOST_DAYS]
            ),
            Candidate(answer="an opportunity", meaning="It states no deadline.", facts=(fact,)),
            Candidate(answer="no opportunity", meaning="It only speaks of offers."),
        ),
        shape=shape_of([call.title.text]),
    )


def _hinted(letter: Letter, sentences: Sequence[Sentence]) -> _Call | None:
    """What a text may offer that says `Call for proposals` on a line of its own, without a deadline."""
    title = title_of(letter.subject, sentences)
    lines = [s for s in sentences[:OPENING] if is_title_line(s) and len(s.text) <= _SHORT_LINE]
    if letter.mail or _is_over(title, sentences) or title.question:
        return None
    if not any(speaks_of("call", "title", _CHANCES.sub(" ", line.text)) for line in lines):
        return None
    return _Call(title, value_of([title, *sentences]), None, sure=False)


def _opportunity(document: Document, call: _Call, sentences: Sequence[Sentence]) -> Opportunity:
    text = " ".join(sentence.text for sentence in sentences[:OPENING])[:500]
    return Opportunity(
        title=call.title.text[:LONGEST_TITLE],
        kind=next(
            (kind for kind, words in _KINDS if re.search(words, f"{call.title.text} {text}", re.IGNORECASE)),
            "",
        ),
        value=call.money.value if call.money else None,
        currency=call.money.currency if call.money else None,
        decide_by=call.deadline.date if call.deadline else None,
        source=document.source(call.title.anchor),
        quote=call.title.quote,
        confidence="inferred",
    )


def _call(letter: Letter, sentences: Sequence[Sentence]) -> _Call | None:
    """The call made by a text; None if it makes none."""
    title = title_of(letter.subject, sentences)
    if letter.mail and speaks_of("call", "spam", "\n".join(s.text for s in (title, *sentences[:LEAD]))):
        return None
    if _is_over(title, sentences):
        return None
    named = speaks_of("call", "title", title.text)
    invites = any(speaks_of("call", "invites", sentence.text) for sentence in sentences[:LEAD])
    opening = any(
        speaks_of("call", "title", _CHANCES.sub(" ", sentence.text)) for sentence in sentences[:OPENING]
    )
    opening = opening or any(speaks_of("call", "weak", sentence.text) for sentence in sentences[:OPENING])
    money, (deadline, of_offers) = value_of([title, *sentences]), deadline_of([title, *sentences])
    named = named or bool(speaks_of("call", "weak", title.text) and (money or deadline or invites))
    idea = speaks_of("call", "idea", title.text) and any(
        any(gains_in(sentence.text)) for sentence in (title, *sentences[:LEAD])
    )
    named = named or idea
    named = named and not (title.question and deadline is None)
    named = named and not (is_bare(title.text) and deadline is None and money is None)
    sells = any(speaks_of("call", "sells", s.text) for s in (title, *sentences[:LEAD]))
    if sells and deadline is None and money is None:
        return None  # it offers help with the calls of others
    sure = bool(
        named
        or (deadline and (invites or (of_offers and (opening or money)) or (opening and money is not None)))
    )
    if not (sure or (invites and money) or (letter.mail and opening and money)) or (
        letter.mail and not (money or deadline)
    ):
        return None
    return _Call(title, money, deadline, sure=sure or bool(letter.mail and opening))


def _is_over(title: Sentence, sentences: Sequence[Sentence]) -> bool:
    """Whether a text reports an award, explains calls, or is a form that has not been filled in."""
    lead = [s for s in sentences[:OPENING] if s.text.casefold() != title.text.casefold()]
    if _PLACEHOLDER.search(title.text) or speaks_of("call", "none", title.text):
        return True
    if any(_defines(s.text) and speaks_of("call", "title", s.text) for s in lead[:2]):
        return True
    if any(speaks_of("call", "exhausted", s.text) for s in lead):
        return True
    return any(speaks_of("call", "closed", s.text) for s in (title, *lead[:3]))


def _defines(text: str) -> bool:
    """Whether a sentence explains what a kind of call is, rather than what a programme with a name is."""
    subject = _PROPER_NAME.match(text[:1].lower() + text[1:])
    return bool(_DEFINITION.search(text)) and not (subject and len(tokens_of(subject[0])) > _NAMED_BY)
