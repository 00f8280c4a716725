"""Mergers, acquisitions and similar events, distinguished from other business news."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from smits_rules.vocabulary import CorporateEvent
from smits_watch.documents.document import Document
from smits_watch.facts.context import ExtractionContext
from smits_watch.facts.extraction import Extraction
from smits_watch.facts.mergers_acquisitions.clauses import Clause, clauses_in, has, strong_events
from smits_watch.facts.mergers_acquisitions.doubts import party_question, unread_question
from smits_watch.facts.mergers_acquisitions.events import (
    BODY,
    LEAD,
    is_form,
    is_general,
    is_past,
    is_told_twice,
    reported_event,
)
from smits_watch.facts.mergers_acquisitions.hints import hinted_event, own_names, sentence_naming
from smits_watch.facts.mergers_acquisitions.parties import party_names
from smits_watch.facts.mergers_acquisitions.questions import deal_question, own_question
from smits_watch.facts.mergers_acquisitions.status import status_of
from smits_watch.facts.mergers_acquisitions.values import deal_value
from smits_watch.facts.profile import OrganisationProfile
from smits_watch.facts.question import FileQuestion
from smits_watch.facts.typed_answers import typed_facts
from smits_watch.prose.dates import find_dates
from smits_watch.prose.letters import Letter, letter_of
from smits_watch.prose.sentences import Sentence, sentences_of

_MOST_SENTENCES = 60
"""Sentences of the news that are read; companies describe themselves further on."""
_LEAST_LISTED = 3
"""Headings with one deal each that make a list of deals."""
_MOST_LISTED = 300
_BYLINE = re.compile(
    r"(?:By|BY|Von|Par|Por|Di|Door)(?:\s+(?:[A-Z][\w.'-]*\s*){1,4})?|(?:The )?Associated Press|"
    r"Reuters|EFE|AFP|dpa|APA|ANSA|ANP|\(?[A-Za-z -]{2,20}\)?\s*[—–-]{1,2}",
)
"""The author and town, which are not the title."""
_DATELINE = re.compile(
    r"^[A-ZÀ-Ý][A-ZÀ-Ý .'/-]{2,30}(?:,[^–—]{3,24})?(?:\s*\([A-Za-z -]{2,16}\))?\s*[–—-]\s+"
)
"""The capitalised town with which news begins: `HAARLEM (ANP) - `."""
_HEADER_LINE = re.compile(r"^[A-Z-]{4,40}:|^<[A-Z/-]+>|^-----|^[A-Z0-9/+=]{60,}$")


def extract(document: Document, context: ExtractionContext) -> Extraction:
    """Extract the corporate event that a document reports.

    Args:
        document: news, a filing, a mail or a letter.
        context: the organisation, whose own deals are asked about if they are unclear.

    Returns:
        One `corporate-event`; a statement that there is none for other business news; an event
        `none` with the status `denied` for a denied rumour.
    """
    letter = letter_of(document)
    sentences = [
        s
        for s in sentences_of(letter.passages)
        if not _HEADER_LINE.match(s.text) or strong_events(s.text) or clauses_in(s.text)
    ][:_MOST_SENTENCES]
    if not sentences and not letter.subject:
        return Extraction("mergers-acquisitions", warnings=("It has no text.",))
    listed = list(_listed(document, letter, context.profile))
    if len(listed) >= _LEAST_LISTED:
        return Extraction("mergers-acquisitions", tuple(listed))
    title, body = _parted(letter, sentences)
    fact, certain = _reported(document, letter, title, body, context.profile)
    if fact is None:
        return _without_event(document, letter, title, body, context)
    if not certain:
        return _settled(deal_question(fact, title), context)
    doubt = party_question(fact, title, body) if fact.event != "none" else None
    if doubt is not None:
        return _settled(doubt, context)
    return Extraction("mergers-acquisitions", (fact,))


def _reported(
    document: Document,
    letter: Letter,
    title: Sentence,
    body: Sequence[Sentence],
    profile: OrganisationProfile,
) -> tuple[CorporateEvent | None, bool]:
    """The deal reported by a title and the text below it, and whether that is certain.

    It is uncertain if only nouns in the text name a deal, without a price and with at most one company:
    such news may be about deals in general.
    """
    event, clause = reported_event(title, body, letter.date)
    if (
        event == "none"
        or is_form(body)
        or (not (clause and len(clause.parties) > 1) and is_general(title, body))
    ):
        return None, False
    fact = _fact(document, letter, title, body, event, clause, profile)
    if clause is None and not fact.parties and not is_told_twice(body):
        return None, False
    in_title = any(party in title.text for party in fact.parties) or not fact.parties
    titled = title.heading and bool(strong_events(title.text)) and in_title
    # Joint ventures are a way of working, too, of which texts speak in general beside names.
    named = len(fact.parties) > 1 and event != "joint-venture"
    # `A sale of Contoso is a matter of time` tells neither who takes part nor how far it is.
    is_certain = clause is not None and (
        len(clause.parties) > 1 or bool(fact.status) or bool(clauses_in(title.text))
    )
    certain = is_certain or named or fact.value is not None or titled
    return fact, certain or fact.status == "denied" or is_told_twice(body)


def _listed(document: Document, letter: Letter, profile: OrganisationProfile) -> Iterator[CorporateEvent]:
    """The deals of a list, one below each heading that reports a deal."""
    sentences = sentences_of(letter.passages)
    starts = [number for number, s in enumerate(sentences) if s.heading and _names_two(s.text)][:_MOST_LISTED]
    if len(starts) < _LEAST_LISTED:
        return
    for start, end in pairwise((*starts, len(sentences))):
        section = sentences[start + 1 : end][:BODY]
        fact, _ = _reported(document, letter, sentences[start], section, profile)
        if fact is not None:
            yield fact


def _names_two(text: str) -> bool:
    clauses = clauses_in(text)
    return bool(clauses) and len(clauses[0].parties) > 1


def _parted(letter: Letter, sentences: Sequence[Sentence]) -> tuple[Sentence, list[Sentence]]:
    """The title, and the sentences below it."""
    if letter.subject:
        rest = [
            replace(s, text=_DATELINE.sub("", s.text))
            for s in sentences
            if not (s.heading and s.text.casefold() == letter.subject.casefold())
        ]
        anchor = sentences[0].anchor if sentences else ""
        return Sentence(letter.subject, anchor, heading=True), rest
    if not sentences:
        return Sentence("", "", heading=True), []
    sentences = [replace(s, text=_DATELINE.sub("", s.text)) for s in sentences]
    news = [s for s in sentences if not _BYLINE.fullmatch(s.text.strip())] or list(sentences)
    heading = next((s for s in news[:3] if s.heading), news[0])
    return heading, [s for s in sentences if s is not heading]


def _fact(
    document: Document,
    letter: Letter,
    title: Sentence,
    body: Sequence[Sentence],
    event: Any,
    clause: Clause | None,
    profile: OrganisationProfile,
) -> CorporateEvent:
    news = [title, *(s for s in body[:BODY] if not is_past(s.text, letter.date))]
    status = status_of(news)
    parties = party_names(news, clause, event, profile)
    value = deal_value(news, status, parties)
    return CorporateEvent(
        event="none" if status == "denied" else event,
        parties=parties,
        value=value.value if value else None,
        currency=value.currency if value else None,
        status=status,
        date=_date(letter, news),
        source=document.source(title.anchor),
        quote=title.quote,
        confidence="inferred",
    )


def _without_event(
    document: Document,
    letter: Letter,
    title: Sentence,
    body: Sequence[Sentence],
    context: ExtractionContext,
) -> Extraction:
    """Nothing, or a question where words of a deal stand beside a name of ours or of any company."""
    kind = "mergers-acquisitions"
    if not is_general(title, body):
        for name in own_names(context.profile):
            sentence = sentence_naming(name, (title, *body[:LEAD]))
            if sentence is not None:
                return _settled(own_question(document, sentence, title, name), context)
        event = hinted_event(title, body)
        if event and not is_form(body):
            fact = _fact(document, letter, title, body, event, None, context.profile)
            if fact.event != "none":
                return _settled(deal_question(fact, title), context)
        if not has("general", "words", title.text):
            bare = _fact(document, letter, title, body, "acquisition", None, context.profile)
            unread = unread_question(bare, title, body) if bare.event != "none" else None
            if unread is not None:
                return _settled(unread, context)
    return Extraction(kind, nothing_stated="It reports no merger, acquisition or similar event.")


def _settled(question: FileQuestion, context: ExtractionContext) -> Extraction:
    """The facts of a remembered answer, or the question."""
    kind = "mergers-acquisitions"
    settlement = context.settle(question)
    if settlement is None:
        return Extraction(kind, questions=(question,))
    facts = settlement.candidate.facts if settlement.candidate else ()
    if settlement.answer.typed and settlement.candidate is None:
        facts = typed_facts(question, settlement.answer.choice)
    return Extraction(
        kind, facts, nothing_stated="" if facts else "It reports no deal, according to an earlier answer."
    )


def _date(letter: Letter, news: Sequence[Sentence]) -> dt.date | None:
    """The date of the letter, or the first date in the news if none before it is in the future."""
    if letter.date is not None:
        return letter.date
    return next((date.date for sentence in news for date in find_dates(sentence.text) if date.exact), None)
